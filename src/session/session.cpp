// SPDX-License-Identifier: MIT
#include "session/session.h"

#include "log/logmodel.h"
#include "profile/secretvalues.h"
#include "profile/websocketurl.h"
#include "record/background.h"
#include "record/filerecord.h"
#include "record/recorder.h"
#include "session/threadowner.h"

#include <QTimer>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

// How long a peer may take to answer our Close frame when nobody waits for it, whatever its profile says.
static constexpr std::chrono::milliseconds DisposeCloseLimit{2000};
// For an I/O thread that does not answer.
static constexpr std::chrono::milliseconds DisposeLimit{2500};

Session::Session(RecordTarget target, QObject *parent)
    : Session(std::move(target), ManagerParts::standard(), parent)
{}

Session::Session(RecordTarget target, ManagerParts parts, QObject *parent)
    : QObject(parent)
    , m_record(std::make_unique<Recorder>(std::move(target)))
    , m_recorder(static_cast<Recorder *>(m_record.get()))
    , m_log(std::make_unique<LogModel>(m_record.get()))
    , m_manager(new WebSocketManager(std::move(parts)))
{
    m_thread.setObjectName(u"socket"_s);
    giveToThread(m_manager, &m_thread);
    connect(&m_thread, &QThread::started, m_manager, &runInBackground, Qt::DirectConnection);
    wire();
    m_thread.start();
}

Session::Session(std::unique_ptr<FileRecord> record, QObject *parent)
    : QObject(parent)
    , m_record(std::move(record))
    , m_recorder(nullptr)
    , m_log(std::make_unique<LogModel>(m_record.get()))
    , m_recordedUrl(static_cast<FileRecord *>(m_record.get())->url())
    , m_before(m_record->extent().received)
{}

Session::~Session()
{
    // The manager goes with its thread's event loop, and takes the socket with it.
    m_thread.quit();
    m_thread.wait();
}

void Session::setLimits(const KeepingLimits &limits)
{
    if (m_recorder)
        m_recorder->setLimits(limits);
}

QString Session::startRecord()
{
    const QString problem = m_recorder ? m_recorder->start() : QString();
    m_before = m_record->extent().received;
    return problem;
}

bool Session::finishRecord()
{
    m_thread.quit();
    m_thread.wait();
    return !m_recorder || m_recorder->finish();
}

void Session::wire()
{
    // On the I/O thread: a record that makes it wait stops the reading of the socket.
    const auto keep = [this](const MessageBatch &batch) {
        quint64 messages = 0;
        quint64 bytes = 0;
        for (const Message &message : batch) {
            if (message.isReceivedMessage()) {
                ++messages;
                bytes += quint64(message.payload.size());
            }
        }
        m_received += messages;
        m_receivedBytes += bytes;
        m_recorder->append(batch);
    };
    connect(m_manager, &WebSocketManager::entries, m_record.get(), keep, Qt::DirectConnection);
    connect(m_recorder, &Recorder::finished, this, [this] {
        if (m_disposing)
            endDisposal();
    });
    connect(m_record.get(), &Record::keepingChanged, this, [this] {
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
    connect(m_manager, &WebSocketManager::errorOccurred, this, [this](const ConnectionError &error) {
        if (!m_disposing)
            Q_EMIT errorOccurred(error);
    });
    connect(m_manager, &WebSocketManager::roundTripMeasured, this, [this](std::chrono::nanoseconds time) {
        if (!m_disposing)
            Q_EMIT roundTripMeasured(time);
    });
}

void Session::open(const ConnectionProfile &profile)
{
    if (isReadOnly() || m_disposing)
        return;
    m_profile = profile;
    m_recorder->setOrigin(withoutSecrets(displayUrl(profile.url), profile.secretValues),
                          withoutSecrets(profile.url.host(), profile.secretValues));
    m_manager->open(profile);
}

void Session::close(quint16 code, const QString &reason)
{
    if (m_manager && !m_disposing)
        m_manager->close(code, reason);
}

void Session::sendText(const QString &text, const QString &recordedAs)
{
    if (m_manager && !m_disposing)
        m_manager->sendText(text, recordedAs);
}

void Session::sendBinary(const QByteArray &data)
{
    if (m_manager && !m_disposing)
        m_manager->sendBinary(data);
}

void Session::ping(const QByteArray &payload)
{
    if (m_manager && !m_disposing)
        m_manager->ping(payload);
}

void Session::retryNow()
{
    if (m_manager && !m_disposing)
        m_manager->retryNow();
}

void Session::dispose()
{
    if (m_disposing)
        return;
    m_disposing = true;
    if (isReadOnly()) {
        QMetaObject::invokeMethod(this, &Session::endDisposal, Qt::QueuedConnection);
        return;
    }
    m_manager->closeWithin(DisposeCloseLimit, CloseCode::GoingAway);
    // The manager's own word, not the copy here: what was asked a moment ago may still be on its way.
    QMetaObject::invokeMethod(
            m_manager,
            [this, manager = m_manager] {
                if (manager->status() == Status::Closed)
                    QMetaObject::invokeMethod(this, &Session::endConnection, Qt::QueuedConnection);
            },
            Qt::QueuedConnection);
    QTimer::singleShot(DisposeLimit, this, &Session::endConnection);
}

// The disk may take longer than the network: nobody waits for it on the GUI thread.
void Session::endConnection()
{
    if (std::exchange(m_connectionEnded, true))
        return;
    m_thread.quit();
    connect(&m_thread, &QThread::finished, this, [this] { m_recorder->beginFinish(); });
    if (m_thread.isFinished())
        m_recorder->beginFinish();
}

void Session::endDisposal()
{
    if (!std::exchange(m_disposed, true))
        Q_EMIT disposed();
}

SessionCounters Session::counters() const
{
    // Read against the flow, so that no stage seems ahead of the one before.
    SessionCounters counters;
    counters.before = m_before;
    // Of a file that is appended to, the log shows what was there with its first frame.
    counters.shown = std::max(m_log->shown(), m_before) - m_before;
    counters.isLogFull = m_log->isFull();
    const RecordExtent extent = m_record->extent();
    counters.stored = extent.stored - m_before;
    counters.lost = extent.lost;
    counters.received = m_received.load();
    counters.receivedBytes = m_receivedBytes.load();
    return counters;
}
