// SPDX-License-Identifier: MIT
#include "commands/commandformat.h"
#include "commands/copyparts.h"
#include "commands/jsliteral.h"
#include "commands/profilebuilder.h"
#include "profile/handshakerequest.h"
#include "profile/websocketurl.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

using Kind = JsValue::Kind;

namespace {

class SnippetReader
{
    Q_DECLARE_TR_FUNCTIONS(SnippetReader)

public:
    /// `call` is "WebSocket" or "fetch".
    SnippetReader(const QString &call, const ConnectionProfile &defaults)
        : m_call(call)
        , m_builder(tr("JavaScript"), defaults)
    {}
    PastedProfile read(const JsArguments &arguments);

private:
    void url(const JsValue &value);
    void subprotocols(const JsValue &value);
    void options(const JsValue &options);
    void option(const QString &name, const JsValue &value);
    bool tlsOption(const QString &name, const JsValue &value);
    void headers(const JsValue &headers);
    void header(const QString &name, const JsValue &value);

    const QString m_call;
    ProfileBuilder m_builder;
};

PastedProfile SnippetReader::read(const JsArguments &arguments)
{
    const QList<JsValue> &values = arguments.values;
    if (!arguments.closed)
        m_builder.fail(
                tr("The call of %1 is not complete: copy it up to its closing parenthesis.").arg(m_call));
    else if (values.isEmpty())
        m_builder.fail(tr("%1 is called without a URL: write it into the parentheses.").arg(m_call));
    else
        url(values[0]);
    if (values.size() > 1 && values[1].kind == Kind::Object)
        options(values[1]);
    else if (values.size() > 1)
        subprotocols(values[1]);
    if (values.size() > 2 && values[2].kind == Kind::Object)
        options(values[2]);
    else if (values.size() > 2 && values[2].kind != Kind::Undefined)
        m_builder.note(tr("The options are computed by the code and were left out."));
    return m_builder.finish();
}

void SnippetReader::url(const JsValue &value)
{
    if (value.kind != Kind::String)
        return m_builder.fail(tr("The URL is computed by the code: put its value there, in quotes."));
    if (!value.string.contains("://"_L1) && !value.string.startsWith("ws+unix:"_L1))
        return m_builder.fail(tr("The URL is relative to a page: write it whole, with ws:// or wss://."));
    m_builder.setUrl(value.string.toUtf8(), "ws");
}

void SnippetReader::subprotocols(const JsValue &value)
{
    const QList<JsValue> items = value.kind == Kind::Array ? value.items : QList<JsValue>{value};
    for (const JsValue &item : items) {
        if (item.kind == Kind::String)
            m_builder.addSubprotocols(item.string.toUtf8());
        else if (item.kind != Kind::Undefined)
            m_builder.fail(tr("A subprotocol is computed by the code: put its value there, in quotes."));
    }
}

void SnippetReader::options(const JsValue &options)
{
    for (qsizetype i = 0; i < options.items.size(); ++i)
        option(options.names[i], options.items[i]);
}

// Those of the ws package, and of runtimes that take headers in the second argument.
void SnippetReader::option(const QString &name, const JsValue &value)
{
    ConnectionProfile &profile = m_builder.profile;
    // What browsers copy with every request; a handshake has none of it.
    static const QStringList ofFetch{u"body"_s,  u"method"_s,   u"mode"_s,           u"credentials"_s,
                                     u"cache"_s, u"referrer"_s, u"referrerPolicy"_s, u"redirect"_s};
    if (value.kind == Kind::Undefined || (m_call == "fetch"_L1 && ofFetch.contains(name)))
        return;
    if (name == "headers"_L1)
        headers(value);
    else if (name == "protocols"_L1 || name == "protocol"_L1)
        subprotocols(value);
    else if (name == "origin"_L1 || name == "host"_L1)
        header(name, value);
    else if (name == "auth"_L1 && value.kind == Kind::String)
        m_builder.setBasic(value.string.toUtf8());
    else if (name == "followRedirects"_L1 && value.kind == Kind::Boolean)
        profile.followRedirects = value.boolean;
    else if (name == "perMessageDeflate"_L1 && value.kind == Kind::Boolean)
        profile.compression.offer = value.boolean;
    else if (name == "handshakeTimeout"_L1 && value.kind == Kind::Number && value.number >= 1
             && value.number <= 86400000)
        profile.handshakeTimeout = std::chrono::milliseconds(qint64(value.number));
    else if (!tlsOption(name, value) && name.isEmpty())
        m_builder.note(tr("An option is computed by the code and was left out."));
}

bool SnippetReader::tlsOption(const QString &name, const JsValue &value)
{
    TlsSettings &tls = m_builder.profile.tls;
    if (name == "rejectUnauthorized"_L1 && value.kind == Kind::Boolean)
        tls.verify = value.boolean;
    else if (name == "servername"_L1 && value.kind == Kind::String)
        tls.serverName = value.string;
    else if (name == "passphrase"_L1 && value.kind == Kind::String)
        tls.keyPassphrase = value.string;
    else if (!name.isEmpty())
        m_builder.note(tr("The option %1 was left out: set it by hand if it matters.")
                               .arg(ProfileBuilder::shown(name)));
    return !name.isEmpty();
}

void SnippetReader::headers(const JsValue &headers)
{
    if (headers.kind != Kind::Object) {
        if (headers.kind != Kind::Undefined)
            m_builder.fail(tr("The headers are computed by the code: write them as { 'Name': 'value' }."));
        return;
    }
    for (qsizetype i = 0; i < headers.items.size(); ++i) {
        const JsValue &value = headers.items[i];
        const QList<JsValue> values = value.kind == Kind::Array ? value.items : QList<JsValue>{value};
        for (const JsValue &each : values)
            header(headers.names[i], each);
    }
}

void SnippetReader::header(const QString &name, const JsValue &value)
{
    if (value.kind == Kind::String)
        m_builder.addHeader(name.toUtf8(), value.string.toUtf8());
    else if (value.kind == Kind::Number)
        m_builder.addHeader(name.toUtf8(), QByteArray::number(value.number, 'g', 15));
    else if (value.kind != Kind::Undefined && !name.isEmpty())
        m_builder.fail(tr("The header “%1” is computed by the code: put its value there, in quotes.")
                               .arg(ProfileBuilder::shown(name)));
    else if (value.kind != Kind::Undefined)
        m_builder.fail(tr("A header is computed by the code: put its name and value there, in quotes."));
}

} // namespace

static std::optional<PastedProfile> readJavaScript(const QString &text, const ConnectionProfile &defaults)
{
    static const QString path = u"(?:[A-Za-z_$][\\w$]*\\s*\\.\\s*)*"_s;
    static const QRegularExpression socket(u"\\bnew\\s+"_s + path + u"WebSocket\\s*\\("_s);
    static const QRegularExpression fetch(
            u"^\\s*(?:(?:const|let|var)\\s+[\\w$]+\\s*=\\s*)?(?:await\\s+)?fetch\\s*\\("_s,
            QRegularExpression::MultilineOption);
    const QRegularExpressionMatch match = socket.match(text);
    const QRegularExpressionMatch fetched = match.hasMatch() ? QRegularExpressionMatch() : fetch.match(text);
    if (!match.hasMatch() && !fetched.hasMatch())
        return std::nullopt;
    SnippetReader reader(match.hasMatch() ? u"WebSocket"_s : u"fetch"_s, defaults);
    return reader.read(readJsArguments(text, std::max(match.capturedEnd(), fetched.capturedEnd())));
}

// By name only, as what follows in the comment would be code if it had a line end.
static QString headerNames(const ConnectionProfile &profile)
{
    QStringList names;
    for (const HttpHeader &header : profile.headers) {
        if (headerProblem({header.name, {}}).isEmpty())
            names.append(QString::fromLatin1(header.name));
    }
    names.removeDuplicates();
    return names.join(u", "_s);
}

// A page cannot choose these; the browser does.
static CopyComments browserCannot(const ConnectionProfile &profile)
{
    const TlsSettings &tls = profile.tls;
    CopyComments cannot(u"//"_s, CopyComments::tr("a browser"));
    cannot.addIf(isUnixSocket(profile.url), CopyComments::tr("connect to a Unix-domain socket"));
    cannot.addIf(!profile.headers.isEmpty(), CopyComments::tr("send headers (%1)").arg(headerNames(profile)));
    cannot.addIf(!profile.origin.isEmpty(), CopyComments::tr("choose the Origin"));
    cannot.addIf(!profile.cookies.isEmpty(), CopyComments::tr("send other cookies than its own"));
    cannot.addIf(profile.authentication.kind != Authentication::Kind::None,
                 CopyComments::tr("send Authorization"));
    cannot.addIf(!tls.verify, CopyComments::tr("accept any certificate"));
    cannot.addIf(!tls.caFile.isEmpty() || !tls.certificateFile.isEmpty() || !tls.serverName.isEmpty(),
                 CopyComments::tr("choose certificates"));
    cannot.addIf(profile.proxy.kind != ProxySettings::Kind::System, CopyComments::tr("choose the proxy"));
    cannot.addIf(!profile.compression.offer, CopyComments::tr("do without compression"));
    cannot.addIf(!profile.heartbeat.text.isEmpty(), CopyComments::tr("a heartbeat message"));
    return cannot;
}

static QString copyAsJavaScript(const ConnectionProfile &profile)
{
    QString arguments = quotedLiteral(QString::fromLatin1(copiedUrl(profile)));
    if (!profile.subprotocols.isEmpty())
        arguments += u", "_s + quotedList(profile.subprotocols);
    QString code = browserCannot(profile).lines();
    code += u"const ws = new WebSocket(%1);\n"_s.arg(arguments);
    if (!profile.onOpen.isEmpty())
        code += u"ws.addEventListener('open', () => {\n"_s;
    for (const OpeningMessage &message : profile.onOpen) {
        QStringList bytes;
        for (const char c : message.payload)
            bytes.append(QString::number(uchar(c)));
        code += u"    ws.send("_s
                + (message.binary ? u"new Uint8Array(["_s + bytes.join(u", "_s) + u"])"_s
                                  : quotedLiteral(QString::fromUtf8(message.payload)))
                + u");\n"_s;
    }
    if (!profile.onOpen.isEmpty())
        code += u"});\n"_s;
    code += u"ws.addEventListener('message', event => console.log(event.data));\n"_s;
    return code;
}

const CommandFormat JavaScriptFormat{QT_TRANSLATE_NOOP("CommandFormat", "&JavaScript"), nullptr, nullptr,
                                     readJavaScript, copyAsJavaScript};
