// SPDX-License-Identifier: MIT
#include "failure/answerfailure.h"
#include "format/text/binarytext.h"
#include "net/proxy/proxydialogue.h"
#include "websocket/httpheader.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

static constexpr qsizetype MaxHeaderBytes = 64 * 1024;

// Where what follows the header begins; -1 if more of it has to come. LF alone ends a line, too, as
// HttpResponse has it.
static qsizetype headerEnd(const QByteArray &bytes)
{
    for (qsizetype at = bytes.indexOf('\n'); at >= 0; at = bytes.indexOf('\n', at + 1)) {
        const QByteArrayView next = QByteArrayView(bytes).sliced(at + 1);
        if (next.startsWith('\n'))
            return at + 2;
        if (next.startsWith("\r\n"))
            return at + 3;
    }
    return -1;
}

namespace {

/// CONNECT (RFC 9110 section 9.3.6) with Basic credentials (RFC 7617). They are sent at once, without being
/// asked for, as curl does.
class HttpConnect final : public ProxyDialogue
{
public:
    using ProxyDialogue::ProxyDialogue;

protected:
    bool step(QByteArray &received) override;

private:
    void judge(const QByteArray &header);

    bool m_asked = false;
};

bool HttpConnect::step(QByteArray &received)
{
    if (!m_asked) {
        m_asked = true;
        const QByteArray target = targetName().toUtf8();
        QByteArray request = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n";
        if (!m_proxy.user.isEmpty() || !m_proxy.password.isEmpty()) {
            const QString pair = m_proxy.user + u':' + m_proxy.password;
            request += "Proxy-Authorization: Basic " + pair.toUtf8().toBase64() + "\r\n";
        }
        say(request + "\r\n");
        return true;
    }
    const qsizetype end = headerEnd(received);
    // A port of another service must not keep us waiting for a header that never ends.
    static constexpr QByteArrayView start("HTTP/1.");
    const qsizetype seen = qMin(received.size(), start.size());
    if (received.first(seen) != start.first(seen) || (end < 0 && received.size() > MaxHeaderBytes)) {
        fail({FailureCause::ProxyNotHttp, {proxyName()}},
             escapedBytes(received.first(qMin<qsizetype>(received.size(), 80))));
        return true;
    }
    if (end < 0)
        return false;
    const QByteArray header = received.first(end);
    received.remove(0, end);
    judge(header);
    return true;
}

void HttpConnect::judge(const QByteArray &header)
{
    const auto isLineEnd = [](char c) { return c == '\r' || c == '\n'; };
    const QString line = httpText(QByteArray(
            header.begin(), std::find_if(header.begin(), header.end(), isLineEnd) - header.begin()));
    static const QRegularExpression pattern(u"^HTTP/1\\.\\d +(\\d{3})(?: (.*))?$"_s);
    const auto match = pattern.match(line);
    if (!match.hasMatch()) {
        fail({FailureCause::ProxyNotHttp, {proxyName()}}, line);
        return;
    }
    const int status = match.captured(1).toInt();
    if (status < 200)
        return; // more is to come (RFC 9110 section 15.2)
    if (status <= 299) {
        succeed();
        return;
    }
    if (status == 407) {
        const bool refused = !m_proxy.user.isEmpty();
        fail({refused ? FailureCause::ProxyRefuses407 : FailureCause::ProxyWants407, {proxyName()}}, line,
             status);
        return;
    }
    fail({FailureCause::ProxyAnswered,
          {proxyName(), httpStatusText(status, match.captured(2)), targetName()}},
         line, status);
}

} // namespace

std::unique_ptr<ProxyDialogue> makeHttpConnect(const ProxySettings &proxy, const QString &host, quint16 port)
{
    return std::make_unique<HttpConnect>(proxy, host, port);
}
