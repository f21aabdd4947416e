// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QCoreApplication>
#include <QString>

#include <atomic>

/// What an import is read from: a file, a pipe, or standard input. Memory is that of the longest line. One
/// thread at a time.
class InputFile
{
    Q_DECLARE_TR_FUNCTIONS(InputFile)

public:
    /// So much is looked at to recognise a format.
    static constexpr qsizetype HeadBytes = 4096;
    /// No line may be longer: it holds what SQLite can keep, escaped or as base64.
    static constexpr qsizetype MaxLineBytes = 1'500'000'000;

    /// Without a name it is standard input. Whoever waits for bytes stops once it is cancelled.
    InputFile(const QString &fileName, const std::atomic<bool> *cancelled);
    ~InputFile();
    Q_DISABLE_COPY_MOVE(InputFile)

    bool open();
    const QString &fileName() const { return m_fileName; }
    /// As it may be shown.
    QString shownName() const;

    /// The next bytes, which stay: fewer only before the end.
    QByteArrayView peek(qsizetype bytes);
    /// All that is in memory of what comes next, at least so many bytes: fewer only before the end. They
    /// stay, to be changed at will until the next call.
    QByteArrayView ahead(qsizetype bytes);
    /// Over bytes that are in memory.
    void skip(qsizetype bytes) { m_begin += bytes; }
    /// Of the next byte, from 0.
    qint64 position() const { return m_read - (m_end - m_begin); }
    /// Whether it can be gone back in it: it is no pipe.
    bool canSeek() const { return !m_mayWait; }
    /// False if there is a problem.
    bool seek(qint64 position);
    /// A line without its end, to be changed at will until the next call. False at the end.
    bool readLine(char **begin, char **end);
    /// Of the line that was read last, counted from 1.
    qint64 lineNumber() const { return m_lineNumber; }

    /// Of WholeScan; 0 where nobody knows how much there is.
    qint64 done() const;
    const std::atomic<bool> *cancelled() const { return m_cancelled; }
    /// A sentence; empty if all is well.
    const QString &problem() const { return m_problem; }

private:
    /// So often it is looked whether it was cancelled while one waits.
    static constexpr int WaitMs = 100;

    bool fill();
    bool isCancelled() const { return m_cancelled && *m_cancelled; }

    const QString m_fileName;
    const std::atomic<bool> *const m_cancelled;
    QByteArray m_buffer;
    /// What is in the buffer and was not taken.
    qsizetype m_begin = 0;
    qsizetype m_end = 0;
    qint64 m_read = 0;
    qint64 m_size = 0;
    qint64 m_lineNumber = 0;
    QString m_problem;
    int m_descriptor = -1;
    bool m_mayWait = false;
    bool m_atEnd = false;
};
