// SPDX-License-Identifier: MIT
#include "demo/demorefuse.h"

#include "demo/democonnection.h"
#include "demo/demoparameters.h"
#include "demo/demoresponse.h"

namespace {

// The headers without which an answer of this status would be wrong (RFC 9110 sections 10 and 15).
void addRequiredHeaders(DemoResponse &response)
{
    switch (response.status()) {
    case 301:
    case 302:
    case 303:
    case 307:
    case 308:
        response.addHeader("Location", "/echo");
        break;
    case 401:
        response.addHeader("WWW-Authenticate", "Basic realm=\"demo\"");
        break;
    case 405:
        response.addHeader("Allow", "GET");
        break;
    case 407:
        response.addHeader("Proxy-Authenticate", "Basic realm=\"demo\"");
        break;
    case 426:
        response.addHeader("Upgrade", "websocket").addHeader("Sec-WebSocket-Version", "13");
        break;
    case 429:
    case 503:
        response.addHeader("Retry-After", "1");
        break;
    default:
        break;
    }
}

} // namespace

DemoRefuse::DemoRefuse(DemoParameters &parameters)
    : m_status(int(parameters.integer(QLatin1String("status"), 403, 100, 599)))
{
    if (m_status == 101)
        parameters.reject(QStringLiteral("The status 101 would accept the handshake: use /echo or /silent."));
}

void DemoRefuse::begin(DemoConnection &connection)
{
    DemoResponse response(m_status,
                          QStringLiteral("The demo server refuses this handshake with %1 %2, as asked.")
                                  .arg(m_status)
                                  .arg(QLatin1String(DemoResponse::reasonPhrase(m_status))));
    addRequiredHeaders(response);
    connection.respond(response);
}
