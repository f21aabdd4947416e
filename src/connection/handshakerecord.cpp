// SPDX-License-Identifier: MIT
#include "connection/handshakerecord.h"

#include "connection/handshakerequest.h"
#include "connection/secretvalues.h"
#include "connection/websocketurl.h"

#include <QJsonArray>
#include <QStringDecoder>
#include <QUrl>

using namespace Qt::StringLiterals;

static QString toText(const QByteArray &bytes)
{
    return QString::fromUtf8(bytes);
}

// "GET /path?token=*** HTTP/1.1".
static QByteArray maskedRequestLine(const QByteArray &line)
{
    const qsizetype begin = line.indexOf(' ') + 1;
    const qsizetype end = line.lastIndexOf(' ');
    if (begin <= 0 || end <= begin)
        return line;
    QUrl url(u"ws://host"_s + QString::fromLatin1(line.mid(begin, end - begin)), QUrl::StrictMode);
    if (!url.isValid() || !url.hasQuery())
        return line;
    url = QUrl(displayUrl(url), QUrl::StrictMode);
    return line.left(begin) + requestTarget(url) + line.mid(end);
}

// What a server sends back may repeat what it was sent.
static HttpHeaders withoutSecrets(const HttpHeaders &headers, const QStringList &secretNames)
{
    HttpHeaders masked = maskedHeaders(headers);
    for (HttpHeader &header : masked) {
        const QByteArray name = header.name.toLower();
        if (name == "location" || name == "referer")
            header.value = displayUrl(QUrl(QString::fromUtf8(header.value))).toUtf8();
        if (name == "sec-websocket-protocol" && secretNames.contains(toText(header.value.trimmed())))
            header.value = "***";
    }
    return masked;
}

static QJsonArray lines(const QByteArray &first, const HttpHeaders &headers)
{
    QJsonArray lines{toText(first)};
    for (const HttpHeader &header : headers)
        lines.append(toText(header.name) + u": "_s + toText(header.value));
    return lines;
}

static void addTime(QJsonObject &fields, QLatin1StringView name,
                    const std::optional<std::chrono::microseconds> &time)
{
    if (time)
        fields.insert(name, double(time->count()) / 1000.0);
}

static void addBody(QJsonObject &bulk, const HandshakeInfo &info)
{
    if (info.body.isEmpty())
        return;
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder(info.body);
    if (decoder.hasError())
        bulk.insert("body_base64"_L1, QString::fromLatin1(info.body.toBase64()));
    else
        bulk.insert("body"_L1, text);
    if (info.bodyWasCut)
        bulk.insert("body_cut"_L1, true);
}

HandshakeRecord handshakeRecord(const HandshakeInfo &info, bool withSecrets,
                                const QList<QByteArray> &secretValues)
{
    HandshakeRecord record;
    QJsonObject &fields = record.fields;
    const auto addText = [&fields](QLatin1StringView name, const QString &text) {
        if (!text.isEmpty())
            fields.insert(name, text);
    };
    addText("cipher"_L1, info.tls.cipher);
    addText("certificate_problem"_L1, info.tls.problem);
    if (!info.tls.protocol.isEmpty())
        fields.insert("verified"_L1, info.tls.verified);
    addText("extensions"_L1, info.extensions);
    addTime(fields, "dns_ms"_L1, info.timings.dns);
    addTime(fields, "tcp_ms"_L1, info.timings.tcp);
    addTime(fields, "proxy_ms"_L1, info.timings.proxy);
    addTime(fields, "tls_ms"_L1, info.timings.tls);
    addTime(fields, "http_ms"_L1, info.timings.http);
    if (!info.redirects.isEmpty())
        fields.insert("redirected_from"_L1, QJsonArray::fromStringList(info.redirects));

    const QString offered = toText(headerValue(info.requestHeaders, "Sec-WebSocket-Protocol"));
    const QStringList secretNames = secretSubprotocols(offered.split(u", "_s));
    if (!info.requestLine.isEmpty()) {
        record.bulk.insert("request"_L1, withSecrets ? lines(info.requestLine, info.requestHeaders)
                                                     : lines(maskedRequestLine(info.requestLine),
                                                             withoutSecrets(info.requestHeaders, {})));
    }
    if (!info.statusLine.isEmpty()) {
        record.bulk.insert(
                "response"_L1,
                lines(info.statusLine, withSecrets ? info.responseHeaders
                                                   : withoutSecrets(info.responseHeaders, secretNames)));
    }
    addBody(record.bulk, info);
    if (!withSecrets) {
        record.fields = withoutSecrets(record.fields, secretValues);
        record.bulk = withoutSecrets(record.bulk, secretValues);
    }
    return record;
}
