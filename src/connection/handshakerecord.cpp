// SPDX-License-Identifier: MIT
#include "connection/handshakerecord.h"

#include "profile/connectionprofile.h"
#include "profile/handshakerequest.h"
#include "profile/secretvalues.h"
#include "profile/websocketurl.h"

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
        if (name == "location" || name == "referer") {
            // The fragment is where OAuth puts tokens.
            const QUrl url(QString::fromUtf8(header.value));
            header.value = displayUrl(url.adjusted(QUrl::RemoveFragment)).toUtf8();
            if (url.hasFragment())
                header.value += "#***";
        }
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

static void addBody(QJsonObject &bulk, QByteArray body, bool cut, const QList<QByteArray> &secrets)
{
    if (body.isEmpty())
        return;
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder(body);
    if (decoder.hasError()) {
        for (const QByteArray &secret : secrets)
            body.replace(secret, "***");
        bulk.insert("body_base64"_L1, QString::fromLatin1(body.toBase64()));
    } else {
        bulk.insert("body"_L1, text);
    }
    if (cut)
        bulk.insert("body_cut"_L1, true);
}

HandshakeRecord handshakeRecord(const HandshakeInfo &info, const ConnectionProfile &profile)
{
    const bool withSecrets = profile.recordSecrets;
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
    QJsonObject answer;
    if (!info.statusLine.isEmpty()) {
        answer.insert("response"_L1, lines(info.statusLine,
                                           withSecrets ? info.responseHeaders
                                                       : withoutSecrets(info.responseHeaders, secretNames)));
    }
    const QList<QByteArray> sent = withSecrets ? QList<QByteArray>() : profileSecrets(profile);
    addBody(answer, info.body, info.bodyWasCut, sent);
    answer = withoutSecrets(answer, sent);
    for (auto member = answer.begin(); member != answer.end(); ++member)
        record.bulk.insert(member.key(), *member);
    if (!withSecrets) {
        record.fields = withoutSecrets(record.fields, profile.secretValues);
        record.bulk = withoutSecrets(record.bulk, profile.secretValues);
    }
    return record;
}
