// SPDX-License-Identifier: MIT
#include "demo/demorequest.h"

#include <QCryptographicHash>
#include <QUrl>

#include <algorithm>

namespace {

QByteArrayList tokens(const QByteArray &value)
{
    QByteArrayList list;
    for (const QByteArray &item : value.split(',')) {
        if (const QByteArray token = item.trimmed(); !token.isEmpty())
            list.append(token);
    }
    return list;
}

} // namespace

std::optional<DemoRequest> DemoRequest::parse(const QByteArray &head)
{
    QByteArrayList lines = head.split('\n');
    const QByteArrayList requestLine = lines.takeFirst().trimmed().split(' ');
    if (requestLine.size() != 3 || !requestLine.at(2).startsWith("HTTP/1."))
        return std::nullopt;
    const QUrl target = QUrl::fromEncoded(requestLine.at(1), QUrl::StrictMode);
    if (!target.isValid())
        return std::nullopt;

    DemoRequest request;
    request.m_method = requestLine.at(0);
    request.m_version = requestLine.at(2);
    request.m_path = target.path(QUrl::FullyDecoded);
    request.m_query = QUrlQuery(target);
    for (const QByteArray &line : std::as_const(lines)) {
        if (line.trimmed().isEmpty())
            continue;
        const qsizetype colon = line.indexOf(':');
        if (colon <= 0)
            return std::nullopt;
        QByteArray &value = request.m_headers[line.left(colon).toLower()];
        value += (value.isEmpty() ? QByteArray() : QByteArray(", ")) + line.mid(colon + 1).trimmed();
    }
    return request;
}

bool DemoRequest::hasToken(const QByteArray &name, QByteArrayView token) const
{
    const QByteArrayList list = tokens(header(name));
    return std::any_of(list.begin(), list.end(), [token](const QByteArray &item) {
        return item.compare(token, Qt::CaseInsensitive) == 0;
    });
}

QString DemoRequest::handshakeProblem() const
{
    if (m_version != "HTTP/1.1")
        return QStringLiteral("A WebSocket handshake needs HTTP/1.1.");
    if (header("host").isEmpty())
        return QStringLiteral("The handshake has no Host header.");
    if (!hasToken("connection", "upgrade"))
        return QStringLiteral("The handshake has no \"Connection: Upgrade\" header.");
    const auto key = QByteArray::fromBase64Encoding(header("sec-websocket-key"),
                                                    QByteArray::AbortOnBase64DecodingErrors);
    if (!key || key.decoded.size() != 16)
        return QStringLiteral("The handshake has no valid Sec-WebSocket-Key header.");
    return {};
}

QStringList DemoRequest::subprotocols() const
{
    QStringList list;
    for (const QByteArray &token : tokens(header("sec-websocket-protocol")))
        list.append(QString::fromLatin1(token));
    return list;
}

QByteArray DemoRequest::acceptKey() const
{
    const QByteArray salted = header("sec-websocket-key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    return QCryptographicHash::hash(salted, QCryptographicHash::Sha1).toBase64();
}
