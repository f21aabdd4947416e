// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QFileSystemWatcher>
#include <QObject>
#include <QString>
#include <QTimer>

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

    const QString &fileName() const { return m_fileName; }
    /// Takes in what others have written.
    void refresh();
    /// There is something to write, in a moment.
    void setChanged();
    bool isWritten() const { return !m_changed; }
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
