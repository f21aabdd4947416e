// SPDX-License-Identifier: MIT
#pragma once

#include "net/proxy/proxydialogue.h"

/// CONNECT (RFC 9110 section 9.3.6) with Basic credentials (RFC 7617). They are sent at once, without being
/// asked for, as curl does.
class HttpConnect final : public ProxyDialogue
{
public:
    static constexpr qsizetype MaxHeaderBytes = 64 * 1024;

    HttpConnect(const ProxySettings &proxy, const QString &host, quint16 port);

protected:
    bool step(QByteArray &received) override;

private:
    void judge(const QByteArray &header);

    bool m_asked = false;
};
