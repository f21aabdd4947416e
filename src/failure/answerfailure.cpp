// SPDX-License-Identifier: MIT
#include "failure/answerfailure.h"

#include "failure/socketfailure.h"
#include "failure/tlsadvice.h"
#include "websocket/beastanswer.h"
#include "websocket/handshakekey.h"

#include <algorithm>

using namespace Qt::StringLiterals;

static bool hasToken(const QByteArray &list, QByteArrayView token)
{
    const QList<QByteArray> items = list.split(',');
    return std::any_of(items.begin(), items.end(), [&](const QByteArray &item) {
        return item.trimmed().compare(token, Qt::CaseInsensitive) == 0;
    });
}

QString problemOfHttp(BeastAnswer &answer, const QString &scheme)
{
    switch (answer.state()) {
    case BeastAnswer::State::NotHttp: {
        const QString advice = TlsAdvice::ofRecord(answer.takeRest());
        return advice.isEmpty() || scheme != "ws"_L1
                       ? u"The server's answer to the handshake is not HTTP: is another service on this port?"_s
                       : advice;
    }
    case BeastAnswer::State::Broken:
        return u"The server's answer to the handshake has headers that are not HTTP."_s;
    case BeastAnswer::State::TooLarge:
        return u"The server's answer to the handshake has headers of more than %1 KiB."_s.arg(
                BeastAnswer::MaxHeaderBytes / 1024);
    case BeastAnswer::State::Headers:
    case BeastAnswer::State::Body:
    case BeastAnswer::State::Done:
        break;
    }
    return {};
}

static QString problemOfAccept(const BeastAnswer &answer, const QByteArray &key)
{
    switch (answer.count("Sec-WebSocket-Accept")) {
    case 0:
        return u"The server's 101 answer has no Sec-WebSocket-Accept header, which RFC 6455 asks for."_s;
    case 1:
        break;
    default:
        return u"The server's 101 answer has more than one Sec-WebSocket-Accept header (RFC 6455)."_s;
    }
    if (answer.joined("Sec-WebSocket-Accept").trimmed() != acceptForKey(key)) {
        return u"The server's Sec-WebSocket-Accept does not match the key that was sent: "
               "it or a proxy on the way does not speak WebSocket."_s;
    }
    return {};
}

QString problemOfUpgrade(const BeastAnswer &answer, const QByteArray &key)
{
    if (answer.version != 11) {
        return u"The server answered with HTTP/%1.%2; RFC 6455 asks for HTTP/1.1."_s.arg(answer.version / 10)
                .arg(answer.version % 10);
    }
    if (answer.count("Upgrade") == 0)
        return u"The server's 101 answer has no Upgrade header, which RFC 6455 asks for."_s;
    if (answer.joined("Upgrade").trimmed().compare("websocket", Qt::CaseInsensitive) != 0)
        return u"The server's 101 answer upgrades to something other than websocket (RFC 6455)."_s;
    if (answer.count("Connection") == 0)
        return u"The server's 101 answer has no Connection header, which RFC 6455 asks for."_s;
    if (!hasToken(answer.joined("Connection"), "Upgrade"))
        return u"The server's 101 answer has a Connection header without Upgrade, which RFC 6455 asks for."_s;
    return problemOfAccept(answer, key);
}

QString problemOfSubprotocol(const BeastAnswer &answer, const QStringList &offered)
{
    const int count = answer.count("Sec-WebSocket-Protocol");
    if (count > 1)
        return u"The server chose a subprotocol more than once (RFC 6455)."_s;
    const QString chosen = QString::fromLatin1(answer.joined("Sec-WebSocket-Protocol").trimmed());
    if (count == 1 && !offered.contains(chosen))
        return u"The server chose a subprotocol that was not offered."_s;
    return {};
}

ConnectionError brokenAnswer(const BeastAnswer &answer, const QString &sentence)
{
    ConnectionError error = connectionFailure(
            ErrorStage::Handshake, sentence,
            answer.fault.isEmpty() ? QString::fromLatin1(answer.statusLine) : answer.fault, true);
    error.httpStatus = answer.status;
    return error;
}

ConnectionError refusingAnswer(const BeastAnswer &answer, bool withCredentials, const QString &advice)
{
    const QByteArray version = answer.joined("Sec-WebSocket-Version");
    const QString reason = QString::fromLatin1(answer.reason);
    ConnectionError error = handshakeRefused(answer.status, reason, QString::fromLatin1(answer.statusLine));
    if (answer.status == 401 && withCredentials)
        error.sentence = handshakeCredentialsRefused(answer.status, reason);
    if (!advice.isEmpty())
        error.sentence += u' ' + advice;
    if (!version.isNull() && !hasToken(version, "13")) {
        error.sentence = u"The server asks for another WebSocket version than 13."_s;
        error.permanent = true;
    }
    return error;
}
