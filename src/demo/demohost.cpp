// SPDX-License-Identifier: MIT
#include "demo/demohost.h"

#include "demo/demoserver.h"

#include <utility>

DemoHost::DemoHost(QObject *parent)
    : QObject(parent)
{
    m_thread.setObjectName(QStringLiteral("demo server"));
}

DemoHost::~DemoHost()
{
    stop();
}

QUrl DemoHost::start(quint16 port)
{
    if (!isRunning()) {
        m_errorString.clear();
        m_server = new DemoServer;
        m_server->moveToThread(&m_thread);
        // The last thing that the thread does.
        connect(&m_thread, &QThread::finished, m_server, &QObject::deleteLater);
        m_thread.start();
        if (!m_thread.isRunning()) {
            delete std::exchange(m_server, nullptr);
            m_errorString = tr("The system gives this program no further thread.");
            return {};
        }
        QMetaObject::invokeMethod(
                m_server,
                [this, port] {
                    if (!m_server->listen(port))
                        m_errorString = m_server->errorString();
                    m_port = m_server->port();
                },
                Qt::BlockingQueuedConnection);
        if (!m_errorString.isEmpty())
            stop();
    }
    return url(QStringLiteral("/ticker"));
}

QUrl DemoHost::url(const QString &pathAndQuery) const
{
    return isRunning() ? DemoServer::urlFor(m_port, pathAndQuery) : QUrl();
}

void DemoHost::stop()
{
    if (!isRunning())
        return;
    m_thread.quit();
    m_thread.wait();
    m_server = nullptr;
    m_port = 0;
}
