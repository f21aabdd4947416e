// SPDX-License-Identifier: MIT
#include "demo/demoendpoint.h"

#include "demo/demobehaviour.h"
#include "demo/demobinary.h"
#include "demo/democlose.h"
#include "demo/demodrop.h"
#include "demo/demoecho.h"
#include "demo/demoflood.h"
#include "demo/demorefuse.h"
#include "demo/demosilent.h"
#include "demo/demoslow.h"
#include "demo/demoticker.h"

#include <algorithm>
#include <array>

namespace {

template <typename Behaviour>
std::unique_ptr<DemoBehaviour> make(DemoParameters &parameters)
{
    return std::make_unique<Behaviour>(parameters);
}

// clang-format off
const auto table = std::to_array<DemoEndpoint>({
    {QLatin1String("/echo"), QLatin1String(""),
     QLatin1String("Sends back every text and binary message."), make<DemoEcho>},
    {QLatin1String("/ticker"), QLatin1String("rate=10&n=0"),
     QLatin1String("A made-up market feed in JSON, rate messages a second (0.01 to 100000), evenly.\n"
                   "Ends with 1000 after n messages; 0 is endless. Never runs ahead of a slow reader."),
     make<DemoTicker>},
    {QLatin1String("/flood"), QLatin1String("n=100000&size=128&kind=text"),
     QLatin1String("n numbered messages of size bytes, as fast as they are read, then 1000; 0 is endless.\n"
                   "kind is text, binary or json."),
     make<DemoFlood>},
    {QLatin1String("/binary"), QLatin1String("rate=2&n=0"),
     QLatin1String("Binary messages of several kinds and sizes: PNG, CBOR, random bytes and more."),
     make<DemoBinary>},
    {QLatin1String("/close"), QLatin1String("code=1000&reason=&after=100"),
     QLatin1String("Closes with this code (0 to 65535, or none) and reason after this many milliseconds."),
     make<DemoClose>},
    {QLatin1String("/silent"), QLatin1String(""),
     QLatin1String("Accepts the handshake, and never reads, answers a ping or sends, for ten minutes at most."),
     make<DemoSilent>},
    {QLatin1String("/refuse"), QLatin1String("status=403"),
     QLatin1String("Answers the handshake with this HTTP status (100 to 599, but 101)."), make<DemoRefuse>},
    {QLatin1String("/drop"), QLatin1String("after=1000"),
     QLatin1String("Sends two messages, and drops TCP without a Close frame after this many milliseconds."),
     make<DemoDrop>},
    {QLatin1String("/slow"), QLatin1String("delay=3000"),
     QLatin1String("Answers the handshake after this many milliseconds, and echoes from then on."),
     make<DemoSlow>},
});
// clang-format on

} // namespace

const DemoEndpoint *DemoEndpoint::find(const QString &path)
{
    const auto found = std::find_if(table.begin(), table.end(),
                                    [&path](const DemoEndpoint &endpoint) { return endpoint.path == path; });
    return found == table.end() ? nullptr : &*found;
}

QString DemoEndpoint::help()
{
    QString text = QStringLiteral("Socketscope's demo server. Open one of these with a WebSocket client;\n"
                                  "the parameters show their defaults.\n");
    for (const DemoEndpoint &endpoint : table) {
        text += QLatin1Char('\n') + endpoint.path;
        if (!endpoint.parameters.isEmpty())
            text += QLatin1Char('?') + endpoint.parameters;
        text += QLatin1String("\n    ")
                + QString(endpoint.description).replace(QLatin1Char('\n'), QLatin1String("\n    "))
                + QLatin1Char('\n');
    }
    return text.trimmed();
}
