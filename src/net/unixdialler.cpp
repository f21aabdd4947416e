// SPDX-License-Identifier: MIT
#include "net/unixdialler.h"

#include <QFile>
#include <QMetaObject>
#include <QTimer>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

// While a server's queue is full, it is asked so often.
static constexpr std::chrono::milliseconds Pause{50};

UnixDialler::UnixDialler(QObject *parent)
    : QObject(parent)
{}

void UnixDialler::dial(const QString &path)
{
    m_path = path;
    QMetaObject::invokeMethod(this, &UnixDialler::attempt, Qt::QueuedConnection);
}

void UnixDialler::attempt()
{
    const QByteArray name = QFile::encodeName(m_path);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, name.constData(),
                std::min(std::size_t(name.size()), sizeof address.sun_path - 1));
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor >= 0
        && ::connect(descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0) {
        Q_EMIT connected(descriptor);
        return;
    }
    const int error = errno;
    if (descriptor >= 0)
        ::close(descriptor);
    if (descriptor >= 0 && (error == EAGAIN || error == EINTR))
        QTimer::singleShot(Pause, this, &UnixDialler::attempt);
    else
        Q_EMIT failed(error);
}
