// SPDX-License-Identifier: MIT
#include "profile/websocketurl.h"
#include "tests/fuzz/fuzzing.h"

static void checkUsable(const QUrl &url)
{
    mustHold(url.isValid() && url.host().isEmpty() == isUnixSocket(url), "there is a host, or a socket");
    if (isUnixSocket(url)) {
        mustHold(unixSocketPath(url).startsWith(u'/'), "the socket's path is whole");
        mustHold(requestPath(url).startsWith(u'/'), "there is a path to ask for");
    }
    mustHold(url.path().startsWith(u'/') && !url.hasFragment(), "the request line will be legal");
    mustHold(url.scheme() == QLatin1String("ws") || url.scheme() == QLatin1String("wss") || isUnixSocket(url),
             "a WebSocket scheme");
    mustHold(checkWebSocketUrl(url).url == url, "a second look changes nothing");
    const QUrl copy(url.toString(QUrl::FullyEncoded), QUrl::StrictMode);
    mustHold(checkWebSocketUrl(copy).url == url, "it survives being written down");
}

static void checkShown(const QUrl &url)
{
    const QString shown = displayUrl(url);
    const WebSocketUrl again = parseWebSocketUrl(shown);
    mustHold(again.isValid() || again.problem.contains(QLatin1String("***")),
             "what is kept can be used again");
    mustHold(again.url.password().isEmpty(), "no password is shown");
    mustHold(displayUrl(QUrl(shown, QUrl::StrictMode)) == shown, "there is nothing more to hide");
}

static void run(const uint8_t *data, size_t size)
{
    const QString typed = QString::fromUtf8(fuzzBytes(data, size));
    const WebSocketUrl result = parseWebSocketUrl(typed);
    if (result.isValid()) {
        checkUsable(result.url);
        checkShown(result.url);
    } else {
        mustHold(result.url.isEmpty() && result.problem.endsWith(u'.'), "refused with a sentence");
        (void)displayUrl(QUrl(typed, QUrl::TolerantMode));
    }
}

static const FuzzTarget target("fuzz_websocketurl", run);
