// SPDX-License-Identifier: MIT
#include "record/recorder.h"

#include "ownfolder.h"
#include "version.h"
#include "worker.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <iterator>
#include <thread>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

static constexpr qint64 TransactionBytes = 4LL * 1024 * 1024;
// A trickle of messages is written so often; what comes meanwhile shares a transaction.
static constexpr std::chrono::milliseconds Linger{10};
static constexpr qint64 LingerBytes = 512 * 1024;
// In the file, where a page that has no room for another entry may stay half empty.
static constexpr qint64 MostPerByte = 2;
static constexpr std::chrono::milliseconds RetryInterval{1000};
static constexpr std::chrono::milliseconds IdleAfter{1000};

Recorder::Recorder(RecordTarget target, QObject *parent)
    : Recorder(std::move(target), &diskSpace, parent)
{}

Recorder::Recorder(RecordTarget target, SpaceProbe space, QObject *parent)
    : Record(parent)
    , m_target(std::move(target))
    , m_space(std::move(space))
    , m_origin{{}, programVersion()}
{
    m_keeping.isPrivate = m_target.isPrivate;
}

Recorder::~Recorder()
{
    finish();
}

void Recorder::setOrigin(const QString &url, const QString &name)
{
    const std::lock_guard lock(m_mutex);
    m_origin.url = url;
    m_name = name;
    m_originPending = true;
}

void Recorder::setLimits(const KeepingLimits &limits)
{
    {
        const std::lock_guard lock(m_mutex);
        if (limits == m_limits)
            return;
        m_limits = limits;
        m_retryAt = steady_clock::now();
        // An outage may be without a writer: there may be a thread for one now.
        if (!m_tail.isEmpty() && !needThread())
            m_thread.leave();
    }
    m_work.notify_one();
}

QString Recorder::start()
{
    return openIfNeeded().sentence;
}

void Recorder::beginFinish()
{
    std::unique_lock lock(m_mutex);
    if (std::exchange(m_finishing, true))
        return;
    bool hasThread = true;
    if (m_thread.isThere() || m_file || !m_tail.isEmpty())
        hasThread = needThread();
    else
        QMetaObject::invokeMethod(this, &Recorder::finished, Qt::QueuedConnection);
    m_work.notify_one();
    m_room.notify_all();
    lock.unlock();
    if (!hasThread)
        work();
}

bool Recorder::finish()
{
    beginFinish();
    m_thread.join();
    return m_kept && m_lost == 0;
}

void Recorder::append(const MessageBatch &batch)
{
    const qint64 cost = EntryTail::costOf(batch);
    // Both are freed here, with no lock held.
    std::vector<MessageBatch> dropped;
    std::vector<MessageBatch> spent;
    bool wake = false;
    bool outage = false;
    {
        std::unique_lock lock(m_mutex);
        const auto isOutage = [this] {
            return m_keeping.state == KeepingReport::State::NotKeeping && !m_attempting;
        };
        m_room.wait(lock, [&] {
            return isOutage() || m_finishing || m_tail.isEmpty()
                   || (m_tail.cost() + cost <= QueueBytes && m_tail.age() <= QueueAge);
        });
        spent.swap(m_spent);
        outage = isOutage();
        wake = m_tail.isEmpty() || m_tail.cost() + cost >= LingerBytes;
        m_tail.append(batch);
        m_waiting += batch.received();
        if (outage)
            dropped = dropTo(OutageBytes);
        if (!needThread())
            writeHere(lock);
    }
    if (outage)
        announceGrowth();
    else if (wake)
        m_work.notify_one();
}

// With the mutex held; what it returns is freed without.
std::vector<MessageBatch> Recorder::dropTo(qint64 cost)
{
    m_waiting += m_tail.dropped();
    std::vector<MessageBatch> dropped = m_tail.drop(cost);
    m_waiting -= m_tail.dropped();
    return dropped;
}

bool Recorder::needThread()
{
    return m_thread.need([this] {
        runInBackground();
        work();
    });
}

// The system has no thread to give: who appends writes, too, and leaves nothing behind but in an outage,
// since the next one would wait for room.
void Recorder::writeHere(std::unique_lock<std::mutex> &lock)
{
    const auto isHeldUp = [this] {
        return m_keeping.state == KeepingReport::State::NotKeeping && steady_clock::now() < m_retryAt;
    };
    while (!m_tail.isEmpty() && !isHeldUp())
        writeSome(lock);
    m_thread.leave();
}

// --- The writer -------------------------------------------------------------------------------

bool Recorder::waitForWork(std::unique_lock<std::mutex> &lock)
{
    while (m_keeping.state == KeepingReport::State::NotKeeping && !m_finishing) {
        if (m_work.wait_until(lock, m_retryAt) == std::cv_status::timeout)
            return true;
    }
    const auto hasWork = [this] { return m_finishing || !m_tail.isEmpty(); };
    while (!m_work.wait_for(lock, IdleAfter, hasWork)) {
        lock.unlock();
        const bool isIdle = !m_file || m_file->idle();
        lock.lock();
        if (isIdle && !hasWork())
            return false;
    }
    if (!m_finishing && m_tail.cost() < LingerBytes)
        m_work.wait_for(lock, Linger, [this] { return m_finishing || m_tail.cost() >= LingerBytes; });
    return !m_tail.isEmpty();
}

void Recorder::work()
{
    std::unique_lock lock(m_mutex);
    while (waitForWork(lock)) {
        writeSome(lock);
        if (m_finishing && m_keeping.state == KeepingReport::State::NotKeeping && !liftLimits()) {
            m_kept = false;
            break;
        }
    }
    if (!m_finishing)
        return m_thread.leave();
    lock.unlock();
    closeFile();
    Q_EMIT finished();
}

// At the end, what memory holds goes into the reserve, which is there for that too. Beyond a bound goes only
// what was taken last, with the note that says how much is missing. False if no limit stands against it.
bool Recorder::liftLimits()
{
    if (m_obstacle == KeepingObstacle::None || m_limits == KeepingLimits::none())
        return false;
    if (m_obstacle == KeepingObstacle::Bound)
        dropTo(0);
    m_limits = KeepingLimits::none();
    return true;
}

// The last connection to go moves the log into the file and removes it, which one that only reads cannot do.
void Recorder::closeFile()
{
    Readers readers;
    {
        const std::lock_guard lock(m_mutex);
        readers = std::exchange(m_readers, {});
    }
    // A reader that is at work is let finish.
    const auto isAtWork = [](const auto &reader) { return reader.use_count() > 1; };
    while (std::any_of(readers.begin(), readers.end(), isAtWork))
        std::this_thread::sleep_for(1ms);
    readers = {};
    m_file.reset();
}

void Recorder::writeSome(std::unique_lock<std::mutex> &lock)
{
    // While this is tried, the appending thread waits for room rather than dropping anything.
    m_attempting = true;
    if (m_keeping.state == KeepingReport::State::NotKeeping)
        m_tail.setNote(m_outage.lastNote(m_keeping.problem, m_tail));
    const std::vector<const MessageBatch *> batches = m_tail.front(TransactionBytes);
    const qint64 cost = m_tail.costOfFront(batches.size());
    const KeepingLimits limits = m_limits;
    lock.unlock();
    const RecordError error = writeBatches(batches, limits, cost);
    lock.lock();
    m_attempting = false;
    if (error) {
        const KeepingReport before = m_keeping;
        beginOutage(error);
        const bool isNews = m_keeping != before;
        lock.unlock();
        m_room.notify_all();
        announceGrowth();
        if (isNews)
            Q_EMIT keepingChanged();
        lock.lock();
        return;
    }
    const bool wasOutage = m_keeping.state == KeepingReport::State::NotKeeping;
    if (wasOutage)
        ++m_generation;
    m_lost += m_tail.dropped().messages;
    m_waiting += m_totals;
    m_totals = m_file->totals();
    m_waiting -= m_totals;
    m_written = m_file->last();
    m_lastHeartbeat = m_file->lastHeartbeat();
    const qint64 costBefore = m_tail.cost();
    std::vector<MessageBatch> written = m_tail.takeFront(batches.size());
    std::move(written.begin(), written.end(), std::back_inserter(m_spent));
    written.clear();
    // When nothing more comes, nobody else would free them.
    if (m_tail.isEmpty())
        written.swap(m_spent);
    if (wasOutage) {
        m_keeping.state = KeepingReport::State::Keeping;
        m_keeping.problem.clear();
    }
    const bool wasLarge = costBefore - m_tail.cost() > QueueBytes;
    lock.unlock();
    m_room.notify_all();
    announceGrowth();
    if (wasOutage)
        Q_EMIT keepingChanged();
    written.clear();
    if (wasLarge)
        releaseFreedMemory();
    lock.lock();
}

// Not under the mutex: nobody else touches m_file, and a disk may take its time.
RecordError Recorder::writeBatches(const std::vector<const MessageBatch *> &batches,
                                   const KeepingLimits &limits, qint64 cost)
{
    RecordError error = openIfNeeded();
    if (!error)
        error = obstacle(limits, cost);
    if (error)
        return error;
    error = writeOrigin();
    if (!error)
        error = m_file->write(batches);
    if (error && !m_file->isInPlace()) {
        error = rescue();
        if (!error)
            error = m_file->write(batches);
    }
    return error;
}

RecordError Recorder::obstacle(const KeepingLimits &limits, qint64 cost)
{
    const QString file = m_file->fileName();
    const QString folder = file.isEmpty() ? m_target.folder : QFileInfo(file).path();
    const qint64 bytes = limits.sessionBytes > 0 ? fileBytes() : 0;
    const qint64 added = MostPerByte * cost;
    // What the file is to take up is in the log before, whose room is given back only when that is moved.
    const auto spaceBesideLog = [&] {
        std::optional<DiskSpace> space = m_space(folder);
        if (space)
            space->free -= added;
        return space;
    };
    std::optional<DiskSpace> space = spaceBesideLog();
    if (space && m_file->unmovedBytes() > 0
        && keepingObstacle(limits, space, 0, added + m_file->unmovedBytes(), m_obstacle)
                   == KeepingObstacle::Reserve) {
        m_file->moveLog();
        space = spaceBesideLog();
    }
    m_obstacle = keepingObstacle(limits, space, bytes, added, m_obstacle);
    if (m_obstacle == KeepingObstacle::Reserve)
        return ownError(limits.reserveSentence(space->total, folder));
    return m_obstacle == KeepingObstacle::Bound ? ownError(limits.boundSentence()) : RecordError();
}

RecordError Recorder::openIfNeeded()
{
    if (m_file)
        return {};
    if (m_target.file.isEmpty() || m_target.isPrivate) {
        if (const QString problem = OwnFolder::make(m_target.folder); !problem.isEmpty())
            return ownError(u"A file in “%1” cannot be made: %2."_s.arg(
                    QDir::toNativeSeparators(m_target.folder), problem));
    }
    RecordFile::Opened opened = m_target.isPrivate ? RecordFile::openPrivate(m_target.folder)
                                                   : RecordFile::open(fileToMake(), m_target.isShared);
    if (!opened.error)
        adopt(std::move(opened.file));
    return opened.error;
}

// Known only once something is opened, which may be after the file is.
RecordError Recorder::writeOrigin()
{
    RecordOrigin origin;
    {
        const std::lock_guard lock(m_mutex);
        if (!std::exchange(m_originPending, false))
            return {};
        origin = m_origin;
    }
    const RecordError error = m_file->writeOrigin(origin);
    if (error) {
        const std::lock_guard lock(m_mutex);
        m_originPending = true;
    }
    return error;
}

void Recorder::adopt(std::unique_ptr<RecordFile> file)
{
    {
        const std::lock_guard lock(m_mutex);
        m_file = std::move(file);
        for (auto &reader : m_readers)
            reader = m_file->takeReader();
        m_written = m_file->last();
        m_lastHeartbeat = m_file->lastHeartbeat();
        m_totals = m_file->totals();
        m_keeping.fileName = m_file->fileName();
        if (m_keeping.state == KeepingReport::State::Nothing)
            m_keeping.state = KeepingReport::State::Keeping;
    }
    announceGrowth();
    Q_EMIT keepingChanged();
}

QString Recorder::fileToMake() const
{
    if (!m_target.file.isEmpty())
        return m_target.file;
    const std::lock_guard lock(m_mutex);
    return m_keeping.fileName.isEmpty() ? newFileName(m_target.folder, m_name) : m_keeping.fileName;
}

QString Recorder::newFileName(const QString &folder, const QString &name)
{
    static const QRegularExpression unusual(u"[^A-Za-z0-9.-]+"_s);
    const QString usual = QString(name).replace(unusual, u"-"_s).left(64);
    const QString base = QDir(folder).filePath(QDateTime::currentDateTime().toString(u"yyyy-MM-dd_HH-mm-ss"_s)
                                               + (usual.isEmpty() ? QString() : u'_' + usual));
    QString file = base + u".sqlite"_s;
    for (int i = 2; QFileInfo::exists(file) || QFileInfo::exists(file + u".lock"_s); ++i)
        file = u"%1_%2.sqlite"_s.arg(base, QString::number(i));
    return file;
}

// The file has lost its name, but this program still has it open: its contents get a new one.
RecordError Recorder::rescue()
{
    const QString name = m_file->fileName();
    const auto refused = [](const QString &problem) {
        return ownError(u"The session file was deleted or moved, and cannot be written anew. "_s + problem);
    };
    if (QFileInfo::exists(name))
        return refused(u"There is another file in its place."_s);
    if (!QDir().mkpath(QFileInfo(name).path()))
        return refused(u"Its folder cannot be made."_s);
    const QString copy = name + u".rescued"_s;
    const QString problem = reader(MuchReader)->copyTo(copy);
    if (!problem.isEmpty())
        return refused(problem);
    // What lies beside the old file goes by its name: not when the new one is there.
    closeFile();
    const RecordError error = RecordFile::removeCompanions(name);
    if (error || !QFile::rename(copy, name))
        return refused(
                u"%1 The copy of it is %2."_s.arg(error.sentence, QDir::toNativeSeparators(copy)).trimmed());
    // It was made by this program a moment ago, whatever rights its disk gives to all files.
    RecordFile::Opened opened = RecordFile::open(name, true);
    if (!opened.error)
        adopt(std::move(opened.file));
    return opened.error;
}

void Recorder::beginOutage(const RecordError &error)
{
    m_retryAt = steady_clock::now() + RetryInterval;
    if (m_keeping.state != KeepingReport::State::NotKeeping) {
        m_outage = Outage(m_tail);
        m_keeping.state = KeepingReport::State::NotKeeping;
        m_keeping.sinceUs = m_outage.sinceUs();
    }
    m_keeping.problem = error.sentence;
    m_tail.setNote(m_outage.note(error.sentence));
    dropTo(OutageBytes);
}

// --- What can be read: the file, and in an outage what waits in memory ------------------------

quint64 Recorder::lastReadable() const
{
    return m_keeping.state == KeepingReport::State::NotKeeping ? m_written + m_tail.places() : m_written;
}

RecordExtent Recorder::extent() const
{
    const std::lock_guard lock(m_mutex);
    RecordExtent extent;
    extent.last = lastReadable();
    extent.stored = m_totals.messages;
    extent.received = m_totals.messages;
    extent.receivedBytes = m_totals.bytes;
    extent.lost = m_lost + m_tail.dropped().messages;
    extent.generation = m_generation;
    extent.lastHeartbeat = m_lastHeartbeat;
    if (m_keeping.state == KeepingReport::State::NotKeeping) {
        extent.received += m_waiting.messages;
        extent.receivedBytes += m_waiting.bytes;
        // What waits is not looked through.
        extent.lastHeartbeat = extent.last;
    }
    return extent;
}

KeepingReport Recorder::keeping() const
{
    const std::lock_guard lock(m_mutex);
    return m_keeping;
}

std::shared_ptr<RecordReader> Recorder::reader(int use) const
{
    const std::lock_guard lock(m_mutex);
    return m_readers.at(size_t(use));
}

// Only in an outage is there anything to read.
QList<Message> Recorder::fromTail(quint64 first, int count) const
{
    const std::lock_guard lock(m_mutex);
    QList<Message> result;
    if (count <= 0)
        return result;
    const quint64 end = std::min(lastReadable() + 1, first + quint64(count));
    for (quint64 sequence = std::max(first, m_written + 1); sequence < end; ++sequence) {
        const Message *entry = m_tail.at(sequence - m_written - 1);
        result.append(entry ? *entry : m_outage.lostEntry());
        result.last().sequence = sequence;
    }
    return result;
}

QList<EntryHead> Recorder::heads(quint64 first, int count) const
{
    QList<EntryHead> result;
    if (const auto source = reader(ShowReader))
        result = source->heads(first, count);
    const QList<Message> rest = fromTail(first, count);
    for (const Message &message : rest)
        result.append({message, message.payload.size(), message.payload.left(EntryHead::HeadBytes)});
    return result;
}

QList<Message> Recorder::entries(quint64 first, int count, qint64 maxBytes) const
{
    QList<Message> result;
    if (const auto source = reader(MuchReader))
        result = source->entries(first, count, maxBytes);
    const quint64 next = result.isEmpty() ? first : result.last().sequence + 1;
    // Shared, so that these cost no memory; the file's part may have ended by its bytes.
    const QList<Message> rest = fromTail(next, count - int(result.size()));
    if (!rest.isEmpty() && rest.first().sequence == next)
        result += rest;
    return result;
}

void Recorder::readBlock(int lane, quint64 first, int count, BlockLimit limit, EntryBlock *block,
                         const std::atomic<bool> &cancelled) const
{
    const size_t before = block->rows().size();
    const qint64 bytesBefore = block->bytes();
    if (const auto source = reader(ScanReader + lane))
        source->readBlock(first, count, limit, block, cancelled);
    if (cancelled)
        return;
    const bool any = block->rows().size() > before;
    const quint64 next = any ? block->rows().back().sequence + 1 : first;
    // The file's part may have ended by its bytes; what is in memory follows the file's last entry.
    const QList<Message> rest = fromTail(next, count - int(next - first));
    if (!rest.isEmpty() && rest.first().sequence == next) {
        for (const Message &message : rest) {
            const bool isFirst = message.sequence == first;
            const bool isFull = limit.withPayloads && block->bytes() - bytesBefore >= limit.maxBytes;
            if (cancelled || (isFull && !isFirst))
                break;
            block->add(message, limit.withPayloads);
        }
    }
}

quint64 Recorder::heartbeats(int lane, quint64 first, quint64 last, int effort, std::vector<quint64> *found,
                             const std::atomic<bool> &cancelled) const
{
    std::unique_lock lock(m_mutex);
    const quint64 inFile = std::min(last, m_written);
    lock.unlock();
    quint64 upTo = first - 1;
    const auto source = reader(lane == WindowLane ? int(ShowReader) : ScanReader + lane);
    if (source && first <= inFile)
        upTo = source->heartbeats(first, inFile, effort, found, cancelled);
    if (upTo < inFile)
        return upTo;
    const QList<Message> rest = fromTail(upTo + 1, int(std::min(last - upTo, quint64(effort))));
    for (const Message &message : rest) {
        if (message.isHeartbeat())
            found->push_back(message.sequence);
        upTo = message.sequence;
    }
    return upTo;
}

qint64 Recorder::wireBytes(quint64 sequence) const
{
    const auto source = reader(ShowReader);
    const qint64 bytes = source ? source->wireBytes(sequence) : -1;
    const QList<Message> rest = fromTail(sequence, 1);
    return rest.isEmpty() ? bytes : rest.first().wireBytes;
}

QList<ClockSetBack> Recorder::setBacks() const
{
    const auto source = reader(ShowReader);
    return source ? source->setBacks() : QList<ClockSetBack>();
}

qint64 Recorder::fileBytes() const
{
    const auto source = reader(ShowReader);
    return source ? source->fileBytes() : 0;
}

RecordOrigin Recorder::origin() const
{
    if (const auto source = reader(MuchReader))
        return source->origin();
    const std::lock_guard lock(m_mutex);
    return m_origin;
}

QString Recorder::copyTo(const QString &fileName, ScanControl *control) const
{
    const auto source = reader(MuchReader);
    return source ? source->copyTo(fileName, control) : u"There is nothing to save yet."_s;
}
