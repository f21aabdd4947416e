// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QCoreApplication>
#include <QString>

#include <atomic>

/// What an export is written to. A file gets its name once it is whole, and may replace what had it; until
/// then it lies beside it under another name, and is gone if it is not finished. It is its owner's alone.
/// Standard output, a pipe or a device is written to as it is. Or it is memory. One thread at a time.
class OutputFile
{
    Q_DECLARE_TR_FUNCTIONS(OutputFile)

public:
    enum class Existing { Replace, Keep };

    /// Without a name it is standard output. Whoever waits for a reader stops once it is cancelled. With
    /// Keep, finish() fails if something has the name by then.
    OutputFile(const QString &fileName, Existing existing, const std::atomic<bool> *cancelled);
    /// To the end of what is in memory already, until that has `maxBytes`; then it fails as a full disk does.
    OutputFile(QByteArray *memory, qsizetype maxBytes, const std::atomic<bool> *cancelled);
    /// Removes what was not finished.
    ~OutputFile();
    Q_DISABLE_COPY_MOVE(OutputFile)

    bool open();
    /// Where the file lies until it is finished; empty if it has no other name. A writer that needs a file of
    /// its own puts it there.
    const QString &temporaryName() const { return m_temporary; }
    /// As it may be shown.
    QString shownName() const;

    /// Kept in memory until there are some. What cannot be written is told by hasFailed() and finish().
    void write(QByteArrayView bytes);
    /// Two digits a byte.
    void writeHex(QByteArrayView bytes);
    /// Room for so many bytes, to be written at the end of which written() is told.
    char *room(qsizetype bytes);
    void written(const char *end) { m_used = end - m_buffer.constData(); }
    bool hasFailed() const { return m_error != 0; }
    /// Gives the file its name. False if not all could be written.
    bool finish();

    /// A sentence; empty if all is well.
    QString problem() const;
    /// There is more than the memory may have.
    bool isTooLarge() const;
    /// Whoever read it has gone, which is their right.
    bool isBrokenPipe() const;

private:
    /// So often it is looked whether it was cancelled while one waits.
    static constexpr int WaitMs = 100;

    int openForReader(const char *name) const;
    bool giveName() const;
    void flush();
    void put(const char *at, qsizetype bytes);
    bool fail();

    const QString m_fileName;
    const Existing m_existing = Existing::Keep;
    QByteArray *const m_memory = nullptr;
    const qsizetype m_maxBytes = 0;
    const std::atomic<bool> *const m_cancelled;
    QString m_temporary;
    QByteArray m_buffer;
    qsizetype m_used = 0;
    int m_descriptor = -1;
    /// Of errno.
    int m_error = 0;
    /// To an ordinary file nobody makes one wait.
    bool m_mayWait = false;
};
