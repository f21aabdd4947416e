// SPDX-License-Identifier: MIT
#include "failure/answerfailure.h"

#include "format/text/binarytext.h"
#include "websocket/httpresponse.h"
#include "websocket/secretpatterns.h"
#include "websocket/serverhandshake.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

static constexpr int BadRequest = 400;

bool TlsAdvice::isAlert(const QByteArray &start)
{
    return start.startsWith('\x15') && (start.size() < 2 || start[1] == '\x03');
}

FailureCause TlsAdvice::ofRefusal(int status, const QByteArray &body, const QString &scheme, bool atOrigin)
{
    if (status != BadRequest)
        return FailureCause::None;
    const QByteArray text = body.toLower();
    const auto says = [&text](const char *words) { return text.contains(words); };
    if (scheme == "wss"_L1) {
        if (says("no required ssl certificate was sent"))
            return atOrigin ? FailureCause::HttpWantsCertificate : FailureCause::HttpCertificateElsewhere;
        return says("ssl certificate error") ? FailureCause::HttpRefusesCertificate : FailureCause::None;
    }
    static constexpr std::array plain{"sent to https port", "to an https server", "ssl-enabled server port",
                                      "requires tls"};
    return scheme == "ws"_L1 && std::any_of(plain.begin(), plain.end(), says) ? FailureCause::HttpExpectsTls
                                                                              : FailureCause::None;
}

QString httpStatusText(int status, const QString &phrase)
{
    const QLatin1StringView known = httpReasonPhrase(status);
    return (u"%1 "_s.arg(status) + (known.isEmpty() ? phrase : QString(known))).trimmed();
}

// The first bytes, without the values of what would be a secret header if they were HTTP.
static QByteArray shownStart(const HttpResponse &answer)
{
    QList<QByteArray> lines = answer.start.split('\n');
    for (QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && isSecretHeader(line.first(colon).trimmed()))
            line = line.first(colon + 1) + ' ' + SecretMask.data() + (line.endsWith('\r') ? "\r" : "");
    }
    return lines.join('\n');
}

QString answerAsItCame(const HttpResponse &answer)
{
    return answer.statusLine.isEmpty() ? escapedBytes(shownStart(answer)) : httpText(answer.statusLine);
}

Failure problemOfHttp(const HttpResponse &answer, const QString &scheme)
{
    switch (answer.state()) {
    case HttpResponse::State::NotHttp: {
        constexpr qsizetype Enough = 40;
        if (TlsAdvice::isAlert(answer.start) && scheme == "ws"_L1)
            return {FailureCause::TlsOnPlainPort, {}};
        const QByteArray start = shownStart(answer);
        const bool isLong = start.size() > Enough;
        return {FailureCause::NotHttp,
                {escapedBytes(start.first(std::min(start.size(), Enough))) + (isLong ? u"…"_s : QString())}};
    }
    case HttpResponse::State::Broken:
        return {FailureCause::HeadersBroken,
                {httpStatusText(answer.status, httpText(answer.reason)), escapedBytes(answer.brokenLine)}};
    case HttpResponse::State::TooLarge:
        return {FailureCause::HeadersTooLarge, {QString::number(HttpResponse::MaxHeaderBytes / 1024)}};
    case HttpResponse::State::Headers:
    case HttpResponse::State::Body:
    case HttpResponse::State::Done:
        break;
    }
    return {};
}

static FailureCause problemOfAccept(const HttpResponse &answer, const QByteArray &key)
{
    const int count = answer.count("Sec-WebSocket-Accept");
    if (count != 1)
        return count == 0 ? FailureCause::AcceptMissing : FailureCause::AcceptTwice;
    return answer.joined("Sec-WebSocket-Accept").trimmed() == acceptForKey(key) ? FailureCause::None
                                                                                : FailureCause::AcceptWrong;
}

Failure problemOfUpgrade(const HttpResponse &answer, const QByteArray &key)
{
    if (answer.version != 11) {
        return {FailureCause::HttpVersion,
                {QString::number(answer.version / 10), QString::number(answer.version % 10)}};
    }
    if (answer.count("Upgrade") == 0)
        return {FailureCause::UpgradeMissing, {}};
    if (!hasHttpToken(answer.joined("Upgrade"), "websocket"))
        return {FailureCause::UpgradeOther, {}};
    if (answer.count("Connection") == 0)
        return {FailureCause::ConnectionMissing, {}};
    if (!hasHttpToken(answer.joined("Connection"), "Upgrade"))
        return {FailureCause::ConnectionWithoutUpgrade, {}};
    return {problemOfAccept(answer, key), {}};
}

Failure problemOfSubprotocol(const HttpResponse &answer, const QStringList &offered)
{
    const int count = answer.count("Sec-WebSocket-Protocol");
    if (count > 1)
        return {FailureCause::SubprotocolTwice, {}};
    const QString chosen = QString::fromLatin1(answer.joined("Sec-WebSocket-Protocol").trimmed());
    if (count == 1 && !offered.contains(chosen))
        return {FailureCause::SubprotocolUnoffered, {}};
    return {};
}

ConnectionError brokenAnswer(const HttpResponse &answer, const Failure &failure)
{
    ConnectionError error = connectionFailure(failure, answerAsItCame(answer));
    error.httpStatus = answer.status;
    return error;
}

static FailureCause causeOf(int status, bool withCredentials)
{
    switch (status) {
    case 200:
        return FailureCause::HttpPage;
    case 301:
    case 302:
    case 303:
    case 307:
    case 308:
        return FailureCause::HttpRedirects;
    case 401:
        return withCredentials ? FailureCause::HttpRefusesCredentials : FailureCause::HttpWantsCredentials;
    case 404:
        return FailureCause::HttpNotFound;
    case 429:
        return FailureCause::HttpTooMany;
    default:
        return status >= 300 && status < 400 ? FailureCause::HttpElsewhere : FailureCause::HttpRefused;
    }
}

static ConnectionError refusal(FailureCause cause, int status, const QString &phrase, const QString &raw)
{
    ConnectionError error = connectionFailure({cause, {httpStatusText(status, phrase)}}, raw);
    error.httpStatus = status;
    return error;
}

ConnectionError handshakeRefused(int status, const QString &phrase, const QString &raw)
{
    return refusal(causeOf(status, false), status, phrase, raw);
}

ConnectionError refusingAnswer(const HttpResponse &answer, bool withCredentials, FailureCause told)
{
    const QByteArray version = answer.joined("Sec-WebSocket-Version");
    if (!version.isNull() && !hasHttpToken(version, "13"))
        return brokenAnswer(answer, {FailureCause::HttpOtherVersion, {}});
    const FailureCause cause = told == FailureCause::None ? causeOf(answer.status, withCredentials) : told;
    return refusal(cause, answer.status, httpText(answer.reason), httpText(answer.statusLine));
}
