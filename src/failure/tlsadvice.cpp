// SPDX-License-Identifier: MIT
#include "failure/tlsadvice.h"

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
