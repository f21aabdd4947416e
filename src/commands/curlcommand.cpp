// SPDX-License-Identifier: MIT
#include "commands/commandreaders.h"
#include "commands/curloptions.h"
#include "commands/profilebuilder.h"

using namespace Qt::StringLiterals;

namespace {

class CurlReader
{
public:
    explicit CurlReader(const ConnectionProfile &defaults)
        : m_builder(u"curl command"_s, defaults)
    {}
    PastedProfile read(const QList<QByteArray> &arguments);

private:
    void apply(const GivenOption &option);
    bool applyRequest(const GivenOption &option);
    bool applyTls(const GivenOption &option);
    bool applyWay(const GivenOption &option);
    void header(const QByteArray &line);
    void replaceable(const QByteArray &name, const QByteArray &value);
    void cookie(const QByteArray &value);
    void certificate(const QByteArray &value);
    void noProxy(const QByteArray &list);
    void url();

    ProfileBuilder m_builder;
    QList<QByteArray> m_urls;
    // Headers of options of their own, which -H replaces.
    HttpHeaders m_replaceable;
    QByteArray m_proxyUser;
    QByteArray m_noProxy;
    std::optional<std::chrono::milliseconds> m_maxTime;
    std::optional<std::chrono::milliseconds> m_connectTimeout;
    bool m_hasBasic = false;
    bool m_hasOtherAuthentication = false;
    bool m_globs = true;
    bool m_ended = false;
};

PastedProfile CurlReader::read(const QList<QByteArray> &arguments)
{
    const CommandArguments given = parseArguments(arguments, CurlOption::all(), false);
    m_builder.takeOptions(given, [this](const GivenOption &option) {
        if (!m_ended)
            apply(option);
    });
    for (const CommandArguments::Operand &operand : given.operands)
        m_urls.append(operand.text);
    url();

    for (const HttpHeader &header : m_replaceable) {
        if (headerValue(m_builder.profile.headers, header.name).isNull())
            m_builder.addHeader(header.name, header.value);
    }
    if (m_hasBasic && m_hasOtherAuthentication)
        m_builder.note(
                u"The credentials are sent as Basic: other ways to authenticate have no meaning here."_s);
    if (!m_proxyUser.isEmpty())
        m_builder.setProxyUser(m_proxyUser);
    noProxy(m_noProxy);
    if (const auto timeout = m_connectTimeout ? m_connectTimeout : m_maxTime)
        m_builder.profile.handshakeTimeout = *timeout;
    return m_builder.finish();
}

void CurlReader::apply(const GivenOption &option)
{
    if (option.id == CurlOption::LeftOut)
        m_builder.leaveOut(option.spelling);
    else if (option.id == CurlOption::Next)
        m_ended = true;
    else if (option.id != CurlOption::Ignored && !applyRequest(option) && !applyTls(option))
        applyWay(option);
}

bool CurlReader::applyRequest(const GivenOption &option)
{
    switch (option.id) {
    case CurlOption::Header:
        header(option.value);
        return true;
    case CurlOption::Cookie:
        cookie(option.value);
        return true;
    case CurlOption::User:
        m_builder.setBasic(option.value);
        m_hasBasic = true;
        return true;
    case CurlOption::Bearer:
        m_builder.setBearer(option.value);
        return true;
    case CurlOption::OtherAuthentication:
        m_hasOtherAuthentication = true;
        return true;
    case CurlOption::UserAgent:
        replaceable("User-Agent", option.value);
        return true;
    case CurlOption::Referer:
        replaceable("Referer", option.value.split(';').first());
        return true;
    case CurlOption::Method:
        if (option.value != "GET")
            m_builder.note(u"%1 was left out: a handshake is always a GET."_s.arg(option.spelling));
        return true;
    case CurlOption::Url:
        m_urls.append(option.value);
        return true;
    case CurlOption::NoGlob:
        m_globs = false;
        return true;
    default:
        return false;
    }
}

bool CurlReader::applyTls(const GivenOption &option)
{
    TlsSettings &tls = m_builder.profile.tls;
    switch (option.id) {
    case CurlOption::Insecure:
        tls.verify = false;
        return true;
    case CurlOption::CaFile:
        tls.caFile = QString::fromUtf8(option.value);
        return true;
    case CurlOption::Certificate:
        certificate(option.value);
        return true;
    case CurlOption::CertificateType:
        if (option.value.toUpper() != "PEM" && option.value.toUpper() != "P12")
            m_builder.note(u"Certificates have to be PEM or PKCS#12 files: convert it."_s);
        return true;
    case CurlOption::Key:
        tls.keyFile = QString::fromUtf8(option.value);
        return true;
    case CurlOption::Passphrase:
        tls.keyPassphrase = QString::fromUtf8(option.value);
        return true;
    case CurlOption::Tls1_0:
        tls.minimumVersion = TlsSettings::Version::Tls1_0;
        return true;
    case CurlOption::Tls1_1:
        m_builder.note(u"%1 became TLS 1.2 or later."_s.arg(option.spelling));
        [[fallthrough]];
    case CurlOption::Tls1_2:
        tls.minimumVersion = TlsSettings::Version::Tls1_2;
        return true;
    case CurlOption::Tls1_3:
        tls.minimumVersion = TlsSettings::Version::Tls1_3;
        return true;
    default:
        return false;
    }
}

bool CurlReader::applyWay(const GivenOption &option)
{
    switch (option.id) {
    case CurlOption::Proxy:
        m_builder.setProxy(option.value, "http", 1080);
        return true;
    case CurlOption::Socks5:
        m_builder.setProxy(option.value, "socks5", 1080);
        return true;
    case CurlOption::ProxyUser:
        m_proxyUser = option.value;
        return true;
    case CurlOption::NoProxy:
        m_noProxy = option.value;
        return true;
    case CurlOption::Location:
        m_builder.profile.followRedirects = true;
        return true;
    case CurlOption::ConnectTimeout:
        m_connectTimeout = ProfileBuilder::seconds(option.value);
        return true;
    case CurlOption::MaxTime:
        m_maxTime = ProfileBuilder::seconds(option.value);
        return true;
    case CurlOption::IPv4:
        m_builder.profile.addresses = AddressPreference::IPv4;
        return true;
    case CurlOption::IPv6:
        m_builder.profile.addresses = AddressPreference::IPv6;
        return true;
    case CurlOption::UnixSocket:
        m_builder.setUnixSocket(option.value);
        return true;
    default:
        return false;
    }
}

void CurlReader::header(const QByteArray &line)
{
    if (line.startsWith('@'))
        return m_builder.note(u"Headers from a file were left out."_s);
    const qsizetype colon = line.indexOf(':');
    // "Name;" is curl's way to say a header without a value, "Name:" to say none.
    if (colon < 0 && line.endsWith(';'))
        m_builder.addHeader(line.chopped(1).trimmed(), {});
    else if (colon < 0 || !line.mid(colon + 1).trimmed().isEmpty())
        m_builder.addHeaderLine(line);
}

void CurlReader::replaceable(const QByteArray &name, const QByteArray &value)
{
    m_replaceable.removeIf([&](const HttpHeader &header) { return header.name == name; });
    if (!value.isEmpty())
        m_replaceable.append({name, value});
}

void CurlReader::cookie(const QByteArray &value)
{
    if (value.contains('='))
        m_builder.addCookies(value);
    else if (!value.isEmpty())
        m_builder.note(u"Cookies from a file were left out."_s);
}

// "file[:passphrase]", in which \: is a colon of the file's name, and so is that of a drive.
void CurlReader::certificate(const QByteArray &value)
{
    QByteArray file;
    for (qsizetype i = 0; i < value.size(); ++i) {
        const char next = i + 1 < value.size() ? value[i + 1] : '\0';
        if (value[i] == '\\' && (next == '\\' || next == ':')) {
            file += value[++i];
        } else if (value[i] == ':' && !(i == 1 && (next == '\\' || next == '/'))) {
            m_builder.profile.tls.keyPassphrase = QString::fromUtf8(value.mid(i + 1));
            break;
        } else {
            file += value[i];
        }
    }
    m_builder.profile.tls.certificateFile = QString::fromUtf8(file);
}

void CurlReader::noProxy(const QByteArray &list)
{
    const QByteArray host = m_builder.profile.url.host().toUtf8().toLower();
    for (const QByteArray &item : list.toLower().split(',')) {
        QByteArray name = item.trimmed();
        if (name.startsWith('.'))
            name.remove(0, 1);
        const bool applies = name == "*" || (!name.isEmpty() && (host == name || host.endsWith('.' + name)));
        if (applies) {
            m_builder.profile.proxy = {};
            m_builder.profile.proxy.kind = ProxySettings::Kind::None;
        }
    }
}

void CurlReader::url()
{
    if (m_urls.isEmpty())
        return m_builder.fail(u"The curl command has no URL: copy the whole command."_s);
    // An option that we do not know may have a value, which then looks like a URL.
    QByteArray url = m_urls.first();
    for (const QByteArray &candidate : m_urls) {
        if (!url.contains("://") && candidate.contains("://"))
            url = candidate;
    }
    if (m_urls.size() > 1 || m_ended)
        m_builder.note(u"The command has more than one URL: only the first one is used."_s);
    if (m_globs) {
        for (const char c : {'[', ']', '{', '}'})
            url.replace(QByteArray("\\") + c, QByteArray(1, c));
    }
    m_builder.setUrl(url, "http");
}

} // namespace

PastedProfile readCurlCommand(const QList<QByteArray> &arguments, const ConnectionProfile &defaults)
{
    return CurlReader(defaults).read(arguments);
}
