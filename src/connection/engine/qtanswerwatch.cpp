// SPDX-License-Identifier: MIT
#include "connection/engine/qtanswerwatch.h"

#include "failure/answerfailure.h"
#include "profile/handshakerequest.h"

#include <QRandomGenerator>
#include <QSslSocket>
#include <QTcpSocket>
#include <QWebSocket>

static constexpr qsizetype KeyBytes = 16;

QtAnswerWatch::QtAnswerWatch(const ConnectionProfile &profile, QWebSocket *socket, QTcpSocket *tcp)
    : m_profile(profile)
    , m_socket(socket)
    , m_tcp(tcp)
{
    m_socket->setMaskGenerator(this);
    if (auto *tls = qobject_cast<QSslSocket *>(m_tcp))
        connect(tls, &QSslSocket::encrypted, this, &QtAnswerWatch::begin);
    else
        connect(m_tcp, &QTcpSocket::connected, this, &QtAnswerWatch::begin);
    // QWebSocket connected itself before.
    connect(m_tcp, &QTcpSocket::readyRead, this, [this] {
        const bool wasDecided = isDecided();
        look();
        if (isDecided() && !wasDecided)
            tell();
    });
}

void QtAnswerWatch::stop()
{
    m_isOver = true;
    m_tcp->disconnect(this);
    m_tcp->commitTransaction();
    m_socket->setMaskGenerator(nullptr);
}

quint32 QtAnswerWatch::nextMask() noexcept
{
    quint32 mask = 0;
    // QWebSocket takes it for no mask.
    while (mask == 0)
        mask = QRandomGenerator::system()->generate();
    if (m_key.size() < KeyBytes)
        m_key.append(reinterpret_cast<const char *>(&mask), sizeof mask);
    return mask;
}

void QtAnswerWatch::begin()
{
    m_tcp->startTransaction();
    Q_EMIT begun();
}

void QtAnswerWatch::look()
{
    if (isDecided() || !m_tcp->isTransactionStarted())
        return;
    const qint64 unread = m_tcp->bytesAvailable();
    m_tcp->rollbackTransaction();
    const QByteArray all = m_tcp->peek(m_tcp->bytesAvailable());
    m_tcp->startTransaction();
    m_tcp->skip(all.size() - unread);

    static constexpr QByteArrayView endOfHeaders("\r\n\r\n");
    const qsizetype end = all.indexOf(endOfHeaders);
    const qsizetype size = end < 0 ? all.size() : end + endOfHeaders.size();
    m_answer.add(all.constData() + m_read, size - m_read);
    m_read = size;
    m_wrong = judge();
}

void QtAnswerWatch::tell()
{
    if (m_wrong) {
        Q_EMIT refused();
    } else {
        // Other versions of QWebSocket may take their turn after this one.
        const auto refuse = [this] {
            if (!m_isOver)
                Q_EMIT refused();
        };
        QMetaObject::invokeMethod(this, refuse, Qt::QueuedConnection);
    }
}

std::optional<ConnectionError> QtAnswerWatch::judge()
{
    // QWebSocket takes it for the answer.
    if (m_answer.interimStatus != 0) {
        return handshakeRefused(m_answer.interimStatus, httpText(m_answer.reason),
                                httpText(m_answer.statusLine));
    }
    if (!isDecided())
        return {};
    Failure problem = problemOfHttp(m_answer, m_profile.url.scheme());
    if (problem.isEmpty() && m_answer.status != 101) {
        const HttpHeaders sent = profileHeaders(m_profile, {m_profile.url});
        return refusingAnswer(m_answer, !headerValue(sent, "Authorization").isEmpty());
    }
    if (problem.isEmpty())
        problem = problemOfUpgrade(m_answer, m_key.toBase64());
    if (problem.isEmpty())
        problem = problemOfSubprotocol(m_answer, m_profile.subprotocols);
    return problem.isEmpty() ? std::nullopt : std::optional(brokenAnswer(m_answer, problem));
}

std::optional<ConnectionError> QtAnswerWatch::failure() const
{
    if (m_wrong || !isDecided())
        return m_wrong;
    return brokenAnswer(m_answer, {FailureCause::QtRefusesAnswer, {}});
}
