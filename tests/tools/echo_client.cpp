// SPDX-License-Identifier: MIT
// Echoes every message on the product's own Transport until the close: what a conformance server for clients
// of RFC 6455 and RFC 7692 wants to talk to.
//   echo_client [--engine qt|native] [--no-deflate] URL
// Prints one JSON line about the close. Exit codes: 0 closed, 1 not connected, 2 wrong usage.
#include "connection/websocketmanager.h"
#include "profile/websocketurl.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>
#include <cstdlib>

using namespace Qt::StringLiterals;

namespace {

struct Options
{
    ConnectionProfile profile;
    QString problem;
};

Options readOptions(const QCoreApplication &application)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Echoes every message until the close."_s);
    parser.addHelpOption();
    parser.addOptions({{u"engine"_s, u"qt or native (native)."_s, u"ENGINE"_s, u"native"_s},
                       {u"no-deflate"_s, u"Does not offer compression."_s}});
    parser.addPositionalArgument(u"URL"_s, u"Of the server."_s);
    parser.process(application);

    Options options;
    const QString name = parser.value(u"engine"_s);
    const std::optional<Engine> engine = engineOfKey(name);
    if (parser.positionalArguments().size() != 1) {
        options.problem = u"usage: echo_client [--engine qt|native] [--no-deflate] URL"_s;
    } else if (!engine) {
        options.problem = u"There is no engine “%1”: qt or native."_s.arg(name);
    } else {
        const WebSocketUrl url = parseWebSocketUrl(parser.positionalArguments().first());
        options.problem = url.problem;
        options.profile.url = url.url;
        options.profile.engine = *engine;
        options.profile.compression.offer = !parser.isSet(u"no-deflate"_s);
    }
    return options;
}

void report(const CloseInfo &close)
{
    const QJsonObject line{{"code"_L1, close.code},
                           {"reason"_L1, close.reason},
                           {"clean"_L1, close.clean},
                           {"by"_L1, closedByKey(close.by)}};
    std::puts(QJsonDocument(line).toJson(QJsonDocument::Compact).constData());
}

int fail(const QString &sentence, int exitCode)
{
    std::fprintf(stderr, "%s\n", sentence.toUtf8().constData());
    return exitCode;
}

// What a server may leave unread of its own messages: a slot that waited for it would keep us from writing.
constexpr qint64 BacklogBytes = 512LL * 1024 * 1024;

int run(const ConnectionProfile &profile)
{
    const std::unique_ptr<Transport> transport = ManagerParts::standard().transport(profile.engine);
    Transport *echo = transport.get();
    const auto send = [echo](bool text, const QByteArray &payload) {
        if (echo->bytesToWrite() > BacklogBytes)
            std::exit(fail(u"The server does not read what is echoed."_s, 1));
        if (text)
            echo->sendText(payload);
        else
            echo->sendBinary(payload);
    };
    QObject::connect(echo, &Transport::textReceived, echo,
                     [send](const QByteArray &utf8) { send(true, utf8); });
    QObject::connect(echo, &Transport::binaryReceived, echo,
                     [send](const QByteArray &data) { send(false, data); });
    QObject::connect(echo, &Transport::finished, echo, [](const TransportEnd &end) {
        if (end.close)
            report(*end.close);
        if (end.error)
            fail(end.error->sentence, 1);
        QCoreApplication::exit(end.close ? 0 : 1);
    });
    echo->open(profile);
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const Options options = readOptions(application);
    return options.problem.isEmpty() ? run(options.profile) : fail(options.problem, 2);
}
