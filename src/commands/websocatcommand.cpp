// SPDX-License-Identifier: MIT
#include "commands/commandoptions.h"
#include "commands/commandreaders.h"
#include "commands/profilebuilder.h"

using namespace Qt::StringLiterals;

namespace {
namespace Websocat {

enum Option : int {
    Ignored,
    LeftOut,
    BasicAuth,
    Binary,
    ClientUri,
    Header,
    Insecure,
    Origin,
    PingInterval,
    Pkcs12,
    Pkcs12Password,
    Protocol,
    Server,
    Socks5,
    TlsDomain,
};

constexpr auto Flag = CommandOption::None;
constexpr auto Value = CommandOption::Required;

// Those of websocat 1.x that a client has.
constexpr CommandOption Options[] = {
        {"basic-auth", 0, Value, BasicAuth},
        {"basic-auth-file", 0, Value, LeftOut},
        {"binary", 'b', Flag, Binary},
        {"buffer-size", 'B', Value, Ignored},
        {"client-pkcs12-der", 0, Value, Pkcs12},
        {"client-pkcs12-passwd", 0, Value, Pkcs12Password},
        {"close-reason", 0, Value, LeftOut},
        {"close-status-code", 0, Value, LeftOut},
        {"exit-on-eof", 'E', Flag, Ignored},
        {"header", 'H', Value, Header},
        {"insecure", 'k', Flag, Insecure},
        {"jsonrpc", 0, Flag, LeftOut},
        {"max-messages", 0, Value, LeftOut},
        {"max-messages-rev", 0, Value, LeftOut},
        {"no-close", 'n', Flag, Ignored},
        {"null-terminated", '0', Flag, Ignored},
        {"one-message", '1', Flag, Ignored},
        {"oneshot", 0, Flag, Ignored},
        {"origin", 0, Value, Origin},
        {"ping-interval", 0, Value, PingInterval},
        {"ping-timeout", 0, Value, LeftOut},
        {"print-ping-rtts", 0, Flag, Ignored},
        {"protocol", 0, Value, Protocol},
        {"quiet", 'q', Flag, Ignored},
        {"server-mode", 's', Flag, Server},
        {"set-environment", 'e', Flag, Ignored},
        {"socks5", 0, Value, Socks5},
        {"strict", 'S', Flag, Ignored},
        {"text", 't', Flag, Ignored},
        {"tls-domain", 0, Value, TlsDomain},
        {"unidirectional", 'u', Flag, Ignored},
        {"unidirectional-reverse", 'U', Flag, Ignored},
        {"verbose", 'v', Flag, Ignored},
        {"websocket-version", 0, Value, LeftOut},
        {"ws-c-uri", 0, Value, ClientUri},
};

class Reader
{
public:
    explicit Reader(const ConnectionProfile &defaults)
        : m_builder(u"websocat command"_s, defaults)
    {}
    PastedProfile read(const QList<QByteArray> &arguments);

private:
    void apply(const GivenOption &option);
    bool applyTls(const GivenOption &option);
    void basicAuth(const QByteArray &value);
    void operands(const CommandArguments &given);
    void address(const QByteArray &text);

    ProfileBuilder m_builder;
    QByteArray m_clientUri = "ws://localhost/";
    bool m_hasAddress = false;
};

PastedProfile Reader::read(const QList<QByteArray> &arguments)
{
    const CommandArguments given = parseArguments(arguments, Options, true);
    m_builder.takeOptions(given, [this](const GivenOption &option) {
        if (!applyTls(option))
            apply(option);
    });
    operands(given);
    if (!m_hasAddress)
        m_builder.fail(
                u"The websocat command has no ws:// or wss:// URL to connect to: copy one that has."_s);
    return m_builder.finish();
}

bool Reader::applyTls(const GivenOption &option)
{
    TlsSettings &tls = m_builder.profile.tls;
    const QString value = QString::fromUtf8(option.value);
    switch (option.id) {
    case Insecure:
        tls.verify = false;
        return true;
    case Pkcs12:
        tls.certificateFile = value;
        return true;
    case Pkcs12Password:
        tls.keyPassphrase = value;
        return true;
    case TlsDomain:
        tls.serverName = value;
        return true;
    default:
        return false;
    }
}

void Reader::apply(const GivenOption &option)
{
    switch (option.id) {
    case LeftOut:
        return m_builder.leaveOut(option.spelling);
    case BasicAuth:
        return basicAuth(option.value);
    case Binary:
        return m_builder.note(
                u"%1 was left out: where a message is written is said whether it is binary."_s.arg(
                        option.spelling));
    case ClientUri:
        m_clientUri = option.value;
        return;
    case Header:
        return m_builder.addHeaderLine(option.value);
    case Origin:
        return m_builder.addHeader("Origin", option.value);
    case PingInterval:
        if (const auto interval = ProfileBuilder::seconds(option.value))
            m_builder.profile.keepAliveInterval = *interval;
        return;
    case Protocol:
        return m_builder.addSubprotocols(option.value);
    case Server:
        return m_builder.failAsServer(option);
    case Socks5:
        return m_builder.setProxy(option.value, "socks5", 1080);
    default:
        return;
    }
}

// It wants Base64; what is none was meant as it is.
void Reader::basicAuth(const QByteArray &value)
{
    const auto decoded = QByteArray::fromBase64Encoding(value, QByteArray::AbortOnBase64DecodingErrors);
    if (value == "***")
        m_builder.setBasic("***:***");
    else
        m_builder.setBasic(decoded && decoded.decoded.contains(':') ? decoded.decoded : value);
}

void Reader::operands(const CommandArguments &given)
{
    for (const CommandArguments::Operand &operand : given.operands) {
        const qsizetype before = operand.optionsBefore;
        const bool followsHeader = before > 0 && given.options[before - 1].id == Header;
        const qsizetype colon = operand.text.indexOf(':');
        // One -H takes all words up to the next option, if they look like headers.
        if (followsHeader && colon > 0 && operand.text.mid(colon, 3) != "://"
            && !operand.text.startsWith("ws-c:"))
            m_builder.addHeaderLine(operand.text);
        else
            address(operand.text);
    }
}

void Reader::address(const QByteArray &given)
{
    QByteArray text = given;
    for (const QByteArray overlay : {"autoreconnect:", "reuse-raw:", "log:", "timestamp:"}) {
        if (text.startsWith(overlay))
            text.remove(0, overlay.size());
    }
    const auto takePrefix = [&text](const QByteArray &prefix) {
        const bool has = text.startsWith(prefix);
        if (has)
            text.remove(0, prefix.size());
        return has;
    };
    if (m_hasAddress)
        return;
    if (text.startsWith("ws://") || text.startsWith("wss://")) {
        m_hasAddress = true;
        m_builder.setUrl(text, "ws");
    } else if (takePrefix("ws-c:") || takePrefix("ws-connect:")) {
        m_hasAddress = true;
        if (takePrefix("unix:") || takePrefix("unix-connect:") || takePrefix("unix-c:")) {
            m_builder.setUrl(m_clientUri, "ws");
            m_builder.setUnixSocket(text);
        } else {
            m_builder.fail(u"Of ws-c: only ws-c:unix:/path can be used here: enter the URL."_s);
        }
    }
}

} // namespace Websocat
} // namespace

PastedProfile readWebsocatCommand(const QList<QByteArray> &arguments, const ConnectionProfile &defaults)
{
    return Websocat::Reader(defaults).read(arguments);
}
