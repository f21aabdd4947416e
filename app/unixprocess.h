// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

#include <memory>

class QSocketNotifier;

/// Lets this process have as many files and sockets open as the system allows it. What a process begins with
/// is often 1,024, so that old programs that use select() work; a tab takes some twenty.
void allowManyDescriptors();

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
