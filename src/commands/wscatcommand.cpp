// SPDX-License-Identifier: MIT
#include "commands/commandoptions.h"
#include "commands/commandreaders.h"
#include "commands/profilebuilder.h"

using namespace Qt::StringLiterals;

namespace {
namespace Wscat {

enum Option : int {
    Ignored,
    LeftOut,
    Auth,
    CaFile,
    Certificate,
    Connect,
    Execute,
    Header,
    Host,
    Key,
    Listen,
    Location,
    NoCheck,
    Origin,
    Passphrase,
    Proxy,
    Subprotocol,
};

constexpr auto Flag = CommandOption::None;
constexpr auto Value = CommandOption::Required;

// Those of wscat 6.
constexpr CommandOption Options[] = {
        {"auth", 0, Value, Auth},
        {"ca", 0, Value, CaFile},
        {"cert", 0, Value, Certificate},
        {"connect", 'c', Value, Connect},
        {"execute", 'x', Value, Execute},
        {"header", 'H', Value, Header},
        {"help", 'h', Flag, Ignored},
        {"host", 0, Value, Host},
        {"key", 0, Value, Key},
        {"listen", 'l', Value, Listen},
        {"location", 'L', Flag, Location},
        {"max-redirects", 0, CommandOption::Optional, Ignored},
        {"no-check", 'n', Flag, NoCheck},
        {"no-color", 0, Flag, Ignored},
        {"origin", 'o', Value, Origin},
        {"passphrase", 0, CommandOption::Optional, Passphrase},
        {"protocol", 'p', Value, LeftOut},
        {"proxy", 0, Value, Proxy},
        {"show-ping-pong", 'P', Flag, Ignored},
        {"slash", 0, Flag, Ignored},
        {"subprotocol", 's', Value, Subprotocol},
        {"version", 'V', Flag, Ignored},
        {"wait", 'w', Value, Ignored},
};

class Reader
{
public:
    explicit Reader(const ConnectionProfile &defaults)
        : m_builder(u"wscat command"_s, defaults)
    {}
    PastedProfile read(const QList<QByteArray> &arguments);

private:
    void apply(const GivenOption &option);
    bool applyTls(const GivenOption &option);

    ProfileBuilder m_builder;
    QByteArray m_url;
    bool m_executes = false;
};

PastedProfile Reader::read(const QList<QByteArray> &arguments)
{
    const CommandArguments given = parseArguments(arguments, Options, false);
    m_builder.takeOptions(given, [this](const GivenOption &option) {
        if (!applyTls(option))
            apply(option);
    });
    // Versions of other authors take the URL without -c.
    if (m_url.isEmpty() && !given.operands.isEmpty())
        m_url = given.operands.first().text;
    if (m_url.isEmpty())
        m_builder.fail(u"The wscat command has no URL (-c URL): copy the whole command."_s);
    else
        m_builder.setUrl(m_url, "ws");
    return m_builder.finish();
}

bool Reader::applyTls(const GivenOption &option)
{
    TlsSettings &tls = m_builder.profile.tls;
    const QString value = QString::fromUtf8(option.value);
    switch (option.id) {
    case CaFile:
        tls.caFile = value;
        return true;
    case Certificate:
        tls.certificateFile = value;
        return true;
    case Key:
        tls.keyFile = value;
        return true;
    case Passphrase:
        if (value.isEmpty())
            m_builder.note(u"The passphrase of the key is not in the command: enter it."_s);
        tls.keyPassphrase = value;
        return true;
    case NoCheck:
        tls.verify = false;
        return true;
    default:
        return false;
    }
}

void Reader::apply(const GivenOption &option)
{
    ConnectionProfile &profile = m_builder.profile;
    switch (option.id) {
    case LeftOut:
        return m_builder.leaveOut(option.spelling);
    case Auth:
        return m_builder.setBasic(option.value);
    case Connect:
        m_url = option.value;
        return;
    case Execute:
        if (!m_executes)
            profile.onOpen.clear();
        m_executes = true;
        profile.onOpen.append({false, QString::fromUtf8(option.value).toUtf8()});
        return;
    case Header:
        return m_builder.addHeaderLine(option.value);
    case Host:
        return m_builder.addHeader("Host", option.value);
    case Listen:
        return m_builder.failAsServer(option);
    case Location:
        profile.followRedirects = true;
        return;
    case Origin:
        return m_builder.addHeader("Origin", option.value);
    case Proxy:
        return m_builder.setProxy(option.value, "http", 80);
    case Subprotocol:
        return m_builder.addSubprotocols(option.value);
    default:
        return;
    }
}

} // namespace Wscat
} // namespace

PastedProfile readWscatCommand(const QList<QByteArray> &arguments, const ConnectionProfile &defaults)
{
    return Wscat::Reader(defaults).read(arguments);
}
