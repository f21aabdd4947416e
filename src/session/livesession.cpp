// SPDX-License-Identifier: MIT
#include "session/livesession.h"

#include "profile/redactor.h"
#include "record/recorder.h"
#include "worker.h"

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
    , m_manager(new WebSocketManager(std::move(parts)))
{
    m_thread.setObjectName(u"socket"_s);
    giveToThread(m_manager, &m_thread);
    connect(&m_thread, &QThread::started, m_manager, &runInBackground, Qt::DirectConnection);
    wire();
    m_thread.start();
}

LiveSession::~LiveSession()
{
    // The manager goes with its thread's event loop, and takes the socket with it.
    m_thread.quit();
    m_thread.wait();
    // It finishes later, and then there is nobody to tell.
    m_recorder->disconnect(this);
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
    m_thread.quit();
    m_thread.wait();
    return m_recorder->finish();
}

void LiveSession::wire()
{
    // On the I/O thread: a record that makes it wait stops the reading of the socket.
    const auto keep = [this](const MessageBatch &batch) {
        m_received += batch.received().messages;
        m_receivedBytes += batch.received().bytes;
        m_recorder->append(batch);
    };
    connect(m_manager, &WebSocketManager::entries, m_recorder, keep, Qt::DirectConnection);
    connect(m_recorder, &Recorder::finished, this, [this] {
        if (m_disposing)
            endDisposal();
    });
    connect(m_recorder, &Record::keepingChanged, this, [this] {
        if (!m_disposing)
            Q_EMIT keepingChanged();
    });
    connect(m_manager, &WebSocketManager::statusChanged, this,
            [this](Status status, const StatusReport &report) {
                m_report = report;
                if (!m_disposing)
                    Q_EMIT statusChanged(status, report);
                else if (status == Status::Closed)
                    endConnection();
            });
    connect(m_manager, &WebSocketManager::profileChanged, this, &LiveSession::takeProfile);
    connect(m_manager, &WebSocketManager::errorOccurred, this, [this](const ConnectionError &error) {
        if (!m_disposing)
            Q_EMIT errorOccurred(error);
    });
    connect(m_manager, &WebSocketManager::roundTripMeasured, this, [this](std::chrono::nanoseconds time) {
        if (!m_disposing)
            Q_EMIT roundTripMeasured(time);
    });
}

void LiveSession::open(const ConnectionProfile &profile)
{
    if (m_disposing)
        return;
    takeProfile(profile);
    m_manager->open(profile);
}

void LiveSession::takeProfile(const ConnectionProfile &profile)
{
    m_profile = profile;
    const Redactor redactor(profile);
    m_recorder->setOrigin(redactor.own(profile.url), redactor.own(profile.url.host()));
}

void LiveSession::close()
{
    if (!m_disposing)
        m_manager->close();
}

void LiveSession::sendText(const QString &text, const QString &recordedAs)
{
    if (!m_disposing)
        m_manager->sendText(text, recordedAs);
}

void LiveSession::sendBinary(const QByteArray &data)
{
    if (!m_disposing)
        m_manager->sendBinary(data);
}

void LiveSession::ping()
{
    if (!m_disposing)
        m_manager->ping();
}

void LiveSession::setKeepAliveInterval(std::chrono::milliseconds interval)
{
    if (m_disposing)
        return;
    m_profile.keepAliveInterval = interval;
    m_manager->setKeepAliveInterval(interval);
}

void LiveSession::retryNow()
{
    if (!m_disposing)
        m_manager->retryNow();
}

void LiveSession::setNext(const ConnectionProfile &profile)
{
    if (!m_disposing)
        m_manager->setNext(profile);
}

void LiveSession::dispose()
{
    if (std::exchange(m_disposing, true))
        return;
    m_manager->closeWithin(DisposeCloseLimit, CloseCode::GoingAway);
    // The manager's own word, not the copy here: what was asked a moment ago may still be on its way.
    QMetaObject::invokeMethod(
            m_manager,
            [this, manager = m_manager] {
                if (manager->status() == Status::Closed)
                    QMetaObject::invokeMethod(this, &LiveSession::endConnection, Qt::QueuedConnection);
            },
            Qt::QueuedConnection);
    QTimer::singleShot(DisposeLimit, this, &LiveSession::endConnection);
}

// The disk may take longer than the network: nobody waits for it on the GUI thread.
void LiveSession::endConnection()
{
    if (std::exchange(m_connectionEnded, true))
        return;
    m_thread.quit();
    connect(&m_thread, &QThread::finished, this, [this] { m_recorder->beginFinish(); });
    if (m_thread.isFinished())
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
