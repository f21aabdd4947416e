// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

#include <memory>

class QSocketNotifier;

/// To be called first of all. Standard streams that are closed stay unusable rather than become the first
/// files and sockets that are opened. A file that has reached the size allowed for it, and a reader that has
/// gone, are errors that can be told, not signals that end the program. And this process may have as many
/// files and sockets open as the system allows it: what it begins with is often 1,024, so that old programs
/// that use select() work; a tab takes some twenty. False, and said on standard error, if it may not even
/// have `descriptors` of them.
bool setUpProcess(int descriptors);

/// Writes to standard output at once. False, and said on standard error, if not all could be written.
bool printOut(const QString &text);

/// A line on standard error, with the program's name before it.
void sayError(const QString &sentence);

/// Turns SIGINT, SIGTERM and SIGHUP into a Qt signal, on the thread that made this object. One at a time. A
/// second of them ends the program at once, as it would without this.
class UnixSignals : public QObject
{
    Q_OBJECT

public:
    explicit UnixSignals(QObject *parent = nullptr);
    ~UnixSignals() override;

Q_SIGNALS:
    void terminationRequested();

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
    int m_readEnd = -1;
};
