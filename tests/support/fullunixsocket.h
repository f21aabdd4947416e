// SPDX-License-Identifier: MIT
#pragma once

#include <QFile>
#include <QObject>
#include <QTemporaryDir>

#include <algorithm>
#include <vector>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/// A Unix-domain socket whose queue of connections is full, and whose server accepts nobody.
class FullUnixSocket : public QObject
{
public:
    explicit FullUnixSocket(QObject *parent = nullptr)
        : QObject(parent)
        , m_listener(create(0))
    {
        const QByteArray name = QFile::encodeName(path());
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::copy(name.begin(), name.end(), address.sun_path);
        const auto *generic = reinterpret_cast<const sockaddr *>(&address);
        if (::bind(m_listener, generic, sizeof address) != 0 || ::listen(m_listener, 0) != 0)
            qFatal("A Unix-domain socket cannot be made.");
        bool fits = true;
        while (fits && m_fillers.size() < 100) {
            m_fillers.push_back(create(SOCK_NONBLOCK));
            fits = ::connect(m_fillers.back(), generic, sizeof address) == 0;
        }
    }
    ~FullUnixSocket() override
    {
        for (const int descriptor : m_fillers)
            ::close(descriptor);
        ::close(m_listener);
    }
    Q_DISABLE_COPY_MOVE(FullUnixSocket)

    QString path() const { return m_folder.filePath(QStringLiteral("full.sock")); }
    /// Makes room for one more.
    void acceptOne() { m_fillers.push_back(::accept(m_listener, nullptr, nullptr)); }

private:
    static int create(int flags) { return ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | flags, 0); }

    QTemporaryDir m_folder;
    const int m_listener;
    std::vector<int> m_fillers;
};
