// SPDX-License-Identifier: MIT
#include "connection/beastopening.h"

#include "connection/beastredirect.h"
#include "connection/handshakekey.h"
#include "connection/handshakerequest.h"
#include "connection/secretvalues.h"
#include "connection/socketfailure.h"
#include "connection/tlsadvice.h"
#include "connection/websocketurl.h"

#include <algorithm>

using namespace Qt::StringLiterals;

BeastOpening::BeastOpening(const ConnectionProfile &profile, const QList<QUrl> &visited,
                           const HandshakeInfo &info)
    : m_profile(profile)
    , m_visited(visited)
    , m_key(makeHandshakeKey())
    , m_info(info)
{
    for (qsizetype i = 0; i + 1 < visited.size(); ++i)
        m_info.redirects.append(displayUrl(visited[i]));
    if (visited.size() > 1)
        m_info.finalUrl = visited.last();
    m_info.leftOrigin = !staysAtOrigin(visited);
}

QByteArray BeastOpening::request()
{
    const QUrl &url = m_visited.last();
    HttpHeaders &headers = m_info.requestHeaders;
    headers = {{"Host", hostHeader(m_profile, m_visited)},
               {"Upgrade", "websocket"},
               {"Connection", "Upgrade"},
               {"Sec-WebSocket-Key", m_key},
               {"Sec-WebSocket-Version", "13"}};
    if (!m_profile.subprotocols.isEmpty())
        headers.append({"Sec-WebSocket-Protocol", m_profile.subprotocols.join(u", "_s).toLatin1()});
    if (m_profile.compression.offer)
        headers.append({"Sec-WebSocket-Extensions", deflateOffer(m_profile.compression)});
    headers += profileHeaders(m_profile, m_visited);
    m_info.requestLine = "GET " + requestTarget(url) + " HTTP/1.1";

    QByteArray bytes = m_info.requestLine + "\r\n";
    for (const HttpHeader &header : std::as_const(headers))
        bytes += header.name + ": " + header.value + "\r\n";
    m_started = std::chrono::steady_clock::now();
    return bytes + "\r\n";
}

BeastOpening::State BeastOpening::add(const char *bytes, qsizetype size)
{
    m_anythingCame = m_anythingCame || size > 0;
    return m_state = settle(m_answer.add(bytes, size));
}

QString BeastOpening::scheme() const
{
    return m_visited.last().scheme();
}

BeastOpening::State BeastOpening::settle(BeastAnswer::State state)
{
    switch (state) {
    case BeastAnswer::State::Headers:
        return State::Waiting;
    case BeastAnswer::State::NotHttp: {
        const QString advice = TlsAdvice::ofRecord(m_answer.takeRest());
        return fail(
                advice.isEmpty() || scheme() != "ws"_L1
                        ? u"The server's answer to the handshake is not HTTP: is another service on this port?"_s
                        : advice);
    }
    case BeastAnswer::State::Broken:
        return fail(u"The server's answer to the handshake has headers that are not HTTP."_s);
    case BeastAnswer::State::TooLarge:
        return fail(u"The server's answer to the handshake has headers of more than %1 KiB."_s.arg(
                BeastAnswer::MaxHeaderBytes / 1024));
    case BeastAnswer::State::Body:
        if (m_state != State::Waiting)
            return m_state;
        noteAnswer();
        return judgeHeaders();
    case BeastAnswer::State::Done:
        if (m_state == State::Waiting)
            noteAnswer();
        return m_state == State::Waiting && judgeHeaders() != State::RefusalBody ? m_state : refuse();
    }
    return m_state;
}

void BeastOpening::noteAnswer()
{
    m_info.timings.http = std::chrono::duration_cast<std::chrono::microseconds>(
            std::chrono::steady_clock::now() - m_started);
    m_info.statusLine = m_answer.statusLine;
    m_info.responseHeaders = m_answer.headers;
}

BeastOpening::State BeastOpening::judgeHeaders()
{
    if (m_answer.status == 101)
        return m_state = judgeUpgrade();
    if (m_profile.followRedirects && isRedirect(m_answer.status))
        return m_state = judgeRedirect();
    return m_state = State::RefusalBody;
}

BeastOpening::State BeastOpening::judgeRedirect()
{
    const BeastRedirect redirect = followRedirect(m_visited, headerValue(m_answer.headers, "Location"));
    if (!redirect.problem.isEmpty())
        return fail(redirect.problem);
    const QStringList &offered = m_profile.subprotocols;
    const auto hasSecretValue = [this](const QString &name) {
        return hasSecret(name.toUtf8(), m_profile.secretValues);
    };
    if (!staysAtOrigin(m_visited + QList<QUrl>{redirect.url})
        && (!secretSubprotocols(offered).isEmpty()
            || std::any_of(offered.begin(), offered.end(), hasSecretValue))) {
        return fail(u"The server redirects to another origin, %1, which must not get the offered subprotocol "
                    "that is or looks like a secret: that is not followed."_s.arg(redirect.url.host()));
    }
    m_redirect = redirect.url;
    return State::Redirected;
}

static bool hasToken(const QByteArray &list, QByteArrayView token)
{
    const QList<QByteArray> items = list.split(',');
    return std::any_of(items.begin(), items.end(), [&](const QByteArray &item) {
        return item.trimmed().compare(token, Qt::CaseInsensitive) == 0;
    });
}

QString BeastOpening::problemOfUpgrade() const
{
    if (m_answer.version != 11) {
        return u"The server answered with HTTP/%1.%2; RFC 6455 asks for HTTP/1.1."_s
                .arg(m_answer.version / 10)
                .arg(m_answer.version % 10);
    }
    if (m_answer.count("Upgrade") == 0)
        return u"The server's 101 answer has no Upgrade header, which RFC 6455 asks for."_s;
    if (m_answer.joined("Upgrade").trimmed().compare("websocket", Qt::CaseInsensitive) != 0)
        return u"The server's 101 answer upgrades to something other than websocket (RFC 6455)."_s;
    if (m_answer.count("Connection") == 0)
        return u"The server's 101 answer has no Connection header, which RFC 6455 asks for."_s;
    if (!hasToken(m_answer.joined("Connection"), "Upgrade"))
        return u"The server's 101 answer has a Connection header without Upgrade, which RFC 6455 asks for."_s;
    return problemOfAccept();
}

QString BeastOpening::problemOfAccept() const
{
    switch (m_answer.count("Sec-WebSocket-Accept")) {
    case 0:
        return u"The server's 101 answer has no Sec-WebSocket-Accept header, which RFC 6455 asks for."_s;
    case 1:
        break;
    default:
        return u"The server's 101 answer has more than one Sec-WebSocket-Accept header (RFC 6455)."_s;
    }
    if (m_answer.joined("Sec-WebSocket-Accept").trimmed() != acceptForKey(m_key)) {
        return u"The server's Sec-WebSocket-Accept does not match the key that was sent: it or a proxy on "
               u"the "
               "way does not speak WebSocket."_s;
    }
    return {};
}

QString BeastOpening::chooseSubprotocol()
{
    const int count = m_answer.count("Sec-WebSocket-Protocol");
    if (count > 1)
        return u"The server chose a subprotocol more than once (RFC 6455)."_s;
    const QString chosen = QString::fromLatin1(m_answer.joined("Sec-WebSocket-Protocol").trimmed());
    if (count == 1 && !m_profile.subprotocols.contains(chosen))
        return u"The server chose a subprotocol that was not offered."_s;
    m_info.subprotocol = chosen;
    return {};
}

BeastOpening::State BeastOpening::judgeUpgrade()
{
    QString problem = problemOfUpgrade();
    if (problem.isEmpty())
        problem = chooseSubprotocol();
    if (!problem.isEmpty())
        return fail(problem);
    const QByteArray extensions = m_answer.joined("Sec-WebSocket-Extensions");
    const ExtensionsAnswer answer = readExtensions(extensions, m_profile.compression);
    if (!answer.problem.isEmpty())
        return fail(answer.problem);
    m_deflate = answer.deflate;
    m_info.extensions = QString::fromLatin1(extensions.trimmed());
    return State::Opened;
}

BeastOpening::State BeastOpening::refuse()
{
    m_info.body = m_answer.body;
    m_info.bodyWasCut = m_answer.bodyWasCut || m_answer.state() != BeastAnswer::State::Done;
    const QByteArray version = m_answer.joined("Sec-WebSocket-Version");
    m_error = handshakeRefused(m_answer.status, QString::fromLatin1(m_answer.reason),
                               QString::fromLatin1(m_answer.statusLine));
    if (m_answer.status == 401 && !headerValue(m_info.requestHeaders, "Authorization").isEmpty())
        m_error.sentence = handshakeCredentialsRefused(m_answer.status, QString::fromLatin1(m_answer.reason));
    const QString advice = TlsAdvice::ofRefusal(m_answer.status, m_answer.body, scheme(), !m_info.leftOrigin);
    if (!advice.isEmpty())
        m_error.sentence += u' ' + advice;
    if (!version.isNull() && !hasToken(version, "13")) {
        m_error.sentence = u"The server asks for another WebSocket version than 13."_s;
        m_error.permanent = true;
    }
    return m_state = State::Failed;
}

BeastOpening::State BeastOpening::fail(const QString &sentence)
{
    m_error.stage = ErrorStage::Handshake;
    m_error.sentence = sentence;
    m_error.raw = m_answer.fault.isEmpty() ? QString::fromLatin1(m_answer.statusLine) : m_answer.fault;
    m_error.httpStatus = m_answer.status;
    m_error.permanent = true;
    return m_state = State::Failed;
}

BeastOpening::State BeastOpening::end(const std::optional<ConnectionError> &error)
{
    if (m_answer.state() == BeastAnswer::State::Body) {
        m_answer.end();
        return refuse();
    }
    if (error) {
        m_error = *error;
    } else {
        m_error.stage = ErrorStage::Handshake;
        m_error.sentence = u"The server closed the connection before it answered the handshake."_s;
        // So most servers do that expect TLS.
        if (!m_anythingCame && scheme() == "ws"_L1)
            m_error.sentence += u" If it expects TLS, the URL must begin with wss://."_s;
        m_error.raw = QString::fromLatin1(m_answer.statusLine);
    }
    return m_state = State::Failed;
}

BeastOpening::State BeastOpening::cutBody()
{
    return m_state == State::RefusalBody ? refuse() : m_state;
}
