// SPDX-License-Identifier: MIT
#include "session/livesession.h"

#include "descriptors.h"
#include "profile/redactor.h"
#include "record/recorder.h"

#include <QTimer>

#include <utility>

using namespace Qt::StringLiterals;

// How long a peer may take to answer our Close frame when nobody waits for it, whatever its profile says.
static constexpr std::chrono::milliseconds DisposeCloseLimit{2000};
// For an I/O thread that does not answer.
static constexpr std::chrono::milliseconds DisposeLimit{2500};

LiveSession::LiveSession(RecordTarget target, QObject *parent)
    : LiveSession(std::move(target), ManagerParts::standard(), parent)
{}

LiveSession::LiveSession(RecordTarget target, ManagerParts parts, QObject *parent)
    : LiveSession(new Recorder(std::move(target)), std::move(parts), parent)
{}

LiveSession::LiveSession(Recorder *recorder, ManagerParts parts, QObject *parent)
    : Session(std::unique_ptr<Record>(recorder), parent)
    , m_recorder(recorder)
    , m_parts(std::move(parts))
{
    connect(m_recorder, &Recorder::finished, this, [this] {
        if (m_disposing)
            endDisposal();
    });
    connect(m_recorder, &Record::keepingChanged, this, [this] {
        if (!m_disposing)
            Q_EMIT keepingChanged();
    });
}

LiveSession::~LiveSession()
{
    // It finishes later, and then there is nobody to tell.
    m_recorder->disconnect(this);
}

bool LiveSession::hasRoom()
{
    return Descriptors::haveRoomFor(Descriptors::ForSession);
}

void LiveSession::setLimits(const KeepingLimits &limits)
{
    m_recorder->setLimits(limits);
}

QString LiveSession::startRecord()
{
    const QString problem = m_recorder->start();
    countFromHere();
    return problem;
}

bool LiveSession::finishRecord()
{
    m_connection.reset();
    return m_recorder->finish();
}

void LiveSession::wire(const WebSocketManager *manager)
{
    // On the I/O thread: a record that makes it wait stops the reading of the socket.
    const auto keep = [this](const MessageBatch &batch) {
        m_received += batch.received().messages;
        m_receivedBytes += batch.received().bytes;
        m_recorder->append(batch);
    };
    connect(manager, &WebSocketManager::entries, m_recorder, keep, Qt::DirectConnection);
    connect(manager, &WebSocketManager::statusChanged, this,
            [this](Status status, const StatusReport &report) {
                m_report = report;
                if (!m_disposing)
                    Q_EMIT statusChanged(status, report);
            });
    connect(manager, &WebSocketManager::profileChanged, this, &LiveSession::takeProfile);
    connect(manager, &WebSocketManager::errorOccurred, this, [this](const ConnectionError &error) {
        if (!m_disposing)
            Q_EMIT errorOccurred(error);
    });
    connect(manager, &WebSocketManager::roundTripMeasured, this, [this](std::chrono::nanoseconds time) {
        if (!m_disposing)
            Q_EMIT roundTripMeasured(time);
    });
}

template <typename Command>
void LiveSession::tell(Command &&command)
{
    if (m_disposing || (m_connection && m_connection->tell(command)))
        return;
    if (!Descriptors::haveRoomFor(Descriptors::ForAttempt))
        return failToBegin(FailureCause::TooManyDescriptors);
    m_connection = std::make_unique<ConnectionThread>(m_parts);
    wire(m_connection->manager());
    m_connection->tell(command);
    m_connection->start();
    // QThread tells of a refused thread in no other way; one that has ended already is finished.
    if (!m_connection->isRunning() && !m_connection->isFinished()) {
        m_connection.reset();
        failToBegin(FailureCause::ThreadRefused);
    }
}

// As an attempt that has failed: whoever waits for its end gets one, later.
void LiveSession::failToBegin(FailureCause cause)
{
    StatusReport report;
    report.error = connectionFailure({cause, {}});
    QMetaObject::invokeMethod(
            this,
            [this, report] {
                if (m_disposing)
                    return;
                m_report = report;
                Q_EMIT errorOccurred(*report.error);
                Q_EMIT statusChanged(Status::Closed, report);
            },
            Qt::QueuedConnection);
}

template <typename Command>
void LiveSession::tellIfThere(Command &&command)
{
    if (!m_disposing && m_connection)
        m_connection->tell(command);
}

void LiveSession::open(const ConnectionProfile &profile)
{
    if (m_disposing)
        return;
    takeProfile(profile);
    tell([&](auto *manager) { manager->open(profile); });
}

void LiveSession::takeProfile(const ConnectionProfile &profile)
{
    m_profile = profile;
    const Redactor redactor(profile);
    m_recorder->setOrigin(redactor.own(profile.url, profile.target), redactor.own(profile.url.host()));
}

void LiveSession::close(quint16 code, const QString &reason)
{
    tellIfThere([&](auto *manager) { manager->close(code, reason); });
}

void LiveSession::drop()
{
    tellIfThere([](auto *manager) { manager->drop(); });
}

void LiveSession::sendText(const QString &text, const QString &recordedAs)
{
    tell([&](auto *manager) { manager->sendText(text, recordedAs); });
}

void LiveSession::sendBinary(const QByteArray &data)
{
    tell([&](auto *manager) { manager->sendBinary(data); });
}

void LiveSession::ping(const QByteArray &payload)
{
    tell([&](auto *manager) { manager->ping(payload); });
}

void LiveSession::setKeepAliveInterval(std::chrono::milliseconds interval)
{
    if (m_disposing)
        return;
    m_profile.keepAliveInterval = interval;
    tellIfThere([interval](auto *manager) { manager->setKeepAliveInterval(interval); });
}

void LiveSession::retryNow()
{
    tellIfThere([](auto *manager) { manager->retryNow(); });
}

void LiveSession::setNext(const ConnectionProfile &profile)
{
    tellIfThere([&](auto *manager) { manager->setNext(profile); });
}

void LiveSession::dispose()
{
    if (std::exchange(m_disposing, true))
        return;
    const auto closeSoon = [](auto *manager) {
        manager->closeWithin(DisposeCloseLimit, CloseCode::GoingAway);
    };
    // It ends by itself once all is closed.
    if (m_connection)
        connect(m_connection.get(), &QThread::finished, this, &LiveSession::endConnection);
    if (!m_connection || !m_connection->tell(closeSoon))
        QMetaObject::invokeMethod(this, &LiveSession::endConnection, Qt::QueuedConnection);
    else
        QTimer::singleShot(DisposeLimit, this, &LiveSession::endConnection);
}

// The disk may take longer than the network: nobody waits for it on the GUI thread.
void LiveSession::endConnection()
{
    if (std::exchange(m_connectionEnded, true))
        return;
    if (m_connection) {
        connect(m_connection.get(), &QThread::finished, this, [this] { m_recorder->beginFinish(); });
        m_connection->end();
    }
    if (!m_connection || !m_connection->isRunning())
        m_recorder->beginFinish();
}

void LiveSession::endDisposal()
{
    if (!std::exchange(m_disposed, true))
        Q_EMIT disposed();
}

SessionCounters LiveSession::counters() const
{
    SessionCounters counters = Session::counters();
    counters.received = m_received.load();
    counters.receivedBytes = m_receivedBytes.load();
    return counters;
}
