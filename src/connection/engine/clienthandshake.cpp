// SPDX-License-Identifier: MIT
#include "connection/engine/clienthandshake.h"

#include "connection/engine/redirect.h"
#include "failure/answerfailure.h"
#include "profile/handshakerequest.h"
#include "profile/redactor.h"
#include "websocket/secretpatterns.h"
#include "websocket/serverhandshake.h"

#include <algorithm>

using namespace Qt::StringLiterals;

ClientHandshake::ClientHandshake(const ConnectionProfile &profile, const QList<QUrl> &visited,
                                 const StreamInfo &stream)
    : m_profile(profile)
    , m_visited(visited)
    , m_key(makeHandshakeKey())
    , m_info(stream)
{
    m_info.redirects = visited.first(std::max<qsizetype>(visited.size() - 1, 0));
    if (visited.size() > 1)
        m_info.finalUrl = visited.last();
    m_info.leftOrigin = !staysAtOrigin(visited);
}

QByteArray ClientHandshake::request()
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
    m_info.requestLine = "GET " + requestTarget(m_profile, url) + " HTTP/1.1";

    m_started = std::chrono::steady_clock::now();
    return m_info.requestLine + "\r\n" + headerLines(headers) + "\r\n";
}

ClientHandshake::State ClientHandshake::add(const char *bytes, qsizetype size)
{
    m_anythingCame = m_anythingCame || size > 0;
    return m_state = settle(m_answer.add(bytes, size));
}

QString ClientHandshake::scheme() const
{
    return m_visited.last().scheme();
}

ClientHandshake::State ClientHandshake::settle(HttpResponse::State state)
{
    switch (state) {
    case HttpResponse::State::Headers:
        return State::Waiting;
    case HttpResponse::State::NotHttp:
    case HttpResponse::State::Broken:
    case HttpResponse::State::TooLarge:
        return fail(problemOfHttp(m_answer, scheme()));
    case HttpResponse::State::Body:
        if (m_state != State::Waiting)
            return m_state;
        noteAnswer();
        return judgeHeaders();
    case HttpResponse::State::Done:
        if (m_state == State::Waiting)
            noteAnswer();
        return m_state == State::Waiting && judgeHeaders() != State::RefusalBody ? m_state : refuse();
    }
    return m_state;
}

void ClientHandshake::noteAnswer()
{
    m_info.timings.http = std::chrono::duration_cast<std::chrono::microseconds>(
            std::chrono::steady_clock::now() - m_started);
    m_info.statusLine = m_answer.statusLine;
    m_info.responseHeaders = m_answer.headers;
}

ClientHandshake::State ClientHandshake::judgeHeaders()
{
    if (m_answer.status == 101)
        return m_state = judgeUpgrade();
    if (m_profile.followRedirects && isRedirect(m_answer.status))
        return m_state = judgeRedirect();
    return m_state = State::RefusalBody;
}

ClientHandshake::State ClientHandshake::judgeRedirect()
{
    const Redirect redirect = followRedirect(m_visited, headerValue(m_answer.headers, "Location"));
    if (!redirect.problem.isEmpty())
        return fail(redirect.problem);
    const QStringList &offered = m_profile.subprotocols;
    const auto hasSecretValue = [this](const QString &name) {
        return hasSecret(name.toUtf8(), m_profile.secretValues);
    };
    if (!staysAtOrigin(m_visited + QList<QUrl>{redirect.url})
        && (!secretSubprotocols(offered).isEmpty()
            || std::any_of(offered.begin(), offered.end(), hasSecretValue))) {
        return fail({FailureCause::RedirectWithSecret, {redirect.url.host()}});
    }
    m_redirect = redirect.url;
    return State::Redirected;
}

ClientHandshake::State ClientHandshake::judgeUpgrade()
{
    Failure problem = problemOfUpgrade(m_answer, m_key);
    if (problem.isEmpty())
        problem = problemOfSubprotocol(m_answer, m_profile.subprotocols);
    if (!problem.isEmpty())
        return fail(problem);
    m_info.subprotocol = QString::fromLatin1(m_answer.joined("Sec-WebSocket-Protocol").trimmed());
    const QByteArray extensions = m_answer.joined("Sec-WebSocket-Extensions");
    const ExtensionsAnswer answer = readExtensions(extensions, m_profile.compression);
    if (!answer.problem.isEmpty())
        return fail(answer.problem);
    m_deflate = answer.deflate;
    m_info.extensions = QString::fromLatin1(extensions.trimmed());
    return State::Opened;
}

ClientHandshake::State ClientHandshake::refuse()
{
    m_info.body = m_answer.body;
    m_info.bodyWasCut = m_answer.bodyWasCut || m_answer.state() != HttpResponse::State::Done;
    m_error = refusingAnswer(
            m_answer, !headerValue(m_info.requestHeaders, "Authorization").isEmpty(),
            TlsAdvice::ofRefusal(m_answer.status, m_answer.body, scheme(), !m_info.leftOrigin));
    return m_state = State::Failed;
}

ClientHandshake::State ClientHandshake::fail(const Failure &failure)
{
    if (m_info.statusLine.isEmpty() && !m_answer.statusLine.isEmpty())
        noteAnswer();
    m_error = brokenAnswer(m_answer, failure);
    return m_state = State::Failed;
}

ClientHandshake::State ClientHandshake::end(const std::optional<ConnectionError> &error)
{
    if (m_answer.state() == HttpResponse::State::Body) {
        m_answer.end();
        return refuse();
    }
    if (error) {
        m_error = *error;
    } else {
        // So most servers do that expect TLS.
        const bool mayExpectTls = !m_anythingCame && scheme() == "ws"_L1;
        m_error = connectionFailure(
                {mayExpectTls ? FailureCause::HandshakeUnansweredInPlain : FailureCause::HandshakeUnanswered,
                 {}},
                answerAsItCame(m_answer));
    }
    return m_state = State::Failed;
}

ClientHandshake::State ClientHandshake::cutBody()
{
    return m_state == State::RefusalBody ? refuse() : m_state;
}
