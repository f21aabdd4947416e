// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QFileSystemWatcher>
#include <QHash>
#include <QList>
#include <QObject>
#include <QString>
#include <QTimer>

#include <algorithm>
#include <optional>

/// What a SharedFile keeps.
class SharedFileContents
{
public:
    enum class Taken {
        Whole,
        Partly,  ///< Some of it is not understood and would be lost if it were written again.
        Damaged, ///< It is of no use.
    };

    virtual ~SharedFileContents() = default;

    /// What another running program, or this one earlier, has written: to be merged with what is here.
    /// `why` is a sentence unless all of it was taken.
    virtual Taken takeIn(const QByteArray &bytes, QString *why) = 0;
    virtual QByteArray bytesToWrite() const = 0;
    /// These bytes are in the file now.
    virtual void written(const QByteArray &bytes) = 0;
};

/// A small file that several running programs read and write. Before it is written, what the others have
/// changed is taken in; a lock file keeps the two steps together. What cannot be read is kept under another
/// name before anything is put in its place. What cannot be written is tried again, and is not lost as long
/// as the program runs. In the thread of its owner; files are small enough for that.
class SharedFile : public QObject
{
    Q_OBJECT

public:
    static constexpr qint64 MaxBytes = 32LL * 1024 * 1024;

    /// `contents` must outlive it. Call refresh() to read for the first time.
    SharedFile(const QString &fileName, SharedFileContents *contents, QObject *parent = nullptr);
    /// Writes what is not written yet.
    ~SharedFile() override;

    /// Takes in what others have written.
    void refresh();
    /// There is something to write, in a moment.
    void setChanged();
    /// Writes at once. False if it could not be done.
    bool flush();

Q_SIGNALS:
    /// A sentence; not twice in a row for the same.
    void problem(const QString &sentence);

private:
    bool synchronise(int lockWaitMs);
    bool takeIn();
    bool write();
    void say(const QString &sentence);
    void watch();

    const QString m_fileName;
    SharedFileContents *const m_contents;
    QFileSystemWatcher m_watcher;
    QTimer m_timer;
    QTimer m_refresh;
    /// As last read or written.
    QByteArray m_known;
    QString m_said;
    bool m_changed = false;
    bool m_copyFirst = false;
};

/// Joins two versions of a list that grew out of the same one. Nothing that anybody added or changed is lost:
/// what one side removed and the other changed stays, and of what both changed, `ours` stays and
/// `conflict(ours, theirs)` may give an entry to keep beside it.
///
/// The order is theirs if it is ours that did not change, else ours. `idOf(entry)` is unique in each list.
template <typename Entry, typename IdOf, typename Conflict>
QList<Entry> mergedThreeWays(const QList<Entry> &base, const QList<Entry> &ours, const QList<Entry> &theirs,
                             const IdOf &idOf, const Conflict &conflict)
{
    const auto index = [&](const QList<Entry> &list) {
        QHash<QString, const Entry *> entries;
        for (const Entry &entry : list)
            entries.insert(idOf(entry), &entry);
        return entries;
    };
    const auto inBase = index(base);
    const auto inOurs = index(ours);
    const auto inTheirs = index(theirs);

    const auto sameOrder = [&](const QList<Entry> &list) {
        return std::equal(base.begin(), base.end(), list.begin(), list.end(),
                          [&](const Entry &a, const Entry &b) { return idOf(a) == idOf(b); });
    };
    const bool theirOrder = sameOrder(ours);
    const QList<Entry> &first = theirOrder ? theirs : ours;
    const QList<Entry> &second = theirOrder ? ours : theirs;

    QList<Entry> merged;
    const auto append = [&](const QString &id) {
        const Entry *was = inBase.value(id);
        const Entry *our = inOurs.value(id);
        const Entry *their = inTheirs.value(id);
        if (!our || !their) {
            const Entry *one = our ? our : their;
            // Gone from one side: it stays if it is new or the other side has changed it.
            if (!was || !(*was == *one))
                merged.append(*one);
            return;
        }
        const bool weChanged = !was || !(*was == *our);
        const bool theyChanged = !was || !(*was == *their);
        merged.append(weChanged ? *our : *their);
        if (weChanged && theyChanged && !(*our == *their)) {
            if (const std::optional<Entry> beside = conflict(*our, *their))
                merged.append(*beside);
        }
    };
    for (const Entry &entry : first)
        append(idOf(entry));
    const auto &inFirst = theirOrder ? inTheirs : inOurs;
    for (const Entry &entry : second) {
        if (!inFirst.contains(idOf(entry)))
            append(idOf(entry));
    }
    return merged;
}
