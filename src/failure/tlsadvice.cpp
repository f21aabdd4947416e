// SPDX-License-Identifier: MIT
#include "failure/tlsadvice.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

static constexpr int BadRequest = 400;

QString TlsAdvice::ofRecord(const QByteArray &start)
{
    const bool alert = start.startsWith('\x15') && (start.size() < 2 || start[1] == '\x03');
    return alert ? u"The server speaks TLS on this port: try wss:// instead of ws://."_s : QString();
}

QString TlsAdvice::ofRefusal(int status, const QByteArray &body, const QString &scheme, bool atOrigin)
{
    if (status != BadRequest)
        return {};
    const QByteArray text = body.toLower();
    const auto says = [&text](const char *words) { return text.contains(words); };
    if (scheme == "wss"_L1) {
        if (says("no required ssl certificate was sent")) {
            return atOrigin ? u"It wants a client certificate: name one in the connection's settings."_s
                            : u"It wants a client certificate, and the connection's own is not shown to "
                              "another origin."_s;
        }
        return says("ssl certificate error") ? u"It does not accept the client certificate."_s : QString();
    }
    if (scheme != "ws"_L1)
        return {};
    static constexpr std::array plain{"sent to https port", "to an https server", "ssl-enabled server port",
                                      "requires tls"};
    return std::any_of(plain.begin(), plain.end(), says)
                   ? u"It speaks TLS on this port: try wss:// instead of ws://."_s
                   : QString();
}
