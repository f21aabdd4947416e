// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QString>

/// Connects to a Unix-domain socket. While the server's queue is full it asks again after a pause:
/// QLocalSocket would ask without one. One use, one object. Signals never come from within dial(); deleting
/// ends all that goes on.
class UnixDialler : public QObject
{
    Q_OBJECT

public:
    explicit UnixDialler(QObject *parent = nullptr);

    /// There is no limit of time.
    void dial(const QString &path);

Q_SIGNALS:
    /// A connected socket that does not block, as QLocalSocket::setSocketDescriptor() takes it; the receiver
    /// owns it.
    void connected(int descriptor);
    /// `systemError` is an errno.
    void failed(int systemError);

private:
    void attempt();

    QString m_path;
};
