// SPDX-License-Identifier: MIT
#include "commands/copyparts.h"

#include "commands/shellwords.h"
#include "profile/handshakerequest.h"
#include "profile/websocketurl.h"
#include "websocket/secretpatterns.h"

#include <algorithm>
#include <iterator>

using namespace Qt::StringLiterals;

void CommandWriter::add(const QByteArray &option, const QByteArray &value)
{
    m_groups.append(option + ' ' + bashQuoted(value));
}

void CommandWriter::addIf(const QByteArray &option, const QString &value)
{
    if (!value.isEmpty())
        add(option, value.toUtf8());
}

void CommandWriter::addJoined(const QByteArray &option, const QByteArray &value)
{
    m_groups.append(option + '=' + bashQuoted(value));
}

void CommandWriter::addWord(const QByteArray &word)
{
    m_groups.append(bashQuoted(word));
}

void CopyComments::addIf(bool wanted, const QString &what)
{
    //: Must not begin with %1: "# curl" is a command behind a prompt of root's.
    if (wanted)
        m_lines += m_mark + u' ' + tr("Left out, as %1 cannot do it: %2").arg(m_tool, what) + u'\n';
}

HttpHeaders copiedHeaders(const ConnectionProfile &profile)
{
    HttpHeaders headers = profileHeaders(profile, {profile.url});
    for (const HttpHeader &header : profile.headers) {
        if (header.name.compare("Host", Qt::CaseInsensitive) == 0)
            headers.append(header);
    }
    const bool isMasked = profile.authentication.kind == Authentication::Kind::Basic
                          && profile.authentication.password == SecretMask;
    for (HttpHeader &header : headers) {
        if (isMasked && header.name == "Authorization")
            header.value = "Basic ***";
    }
    return headers;
}

QByteArray copiedCookies(const ConnectionProfile &profile)
{
    QByteArray pairs;
    for (const HttpHeader &cookie : profile.cookies)
        pairs += (pairs.isEmpty() ? "" : "; ") + cookie.name + '=' + cookie.value;
    return pairs;
}

QByteArray copiedUrl(const ConnectionProfile &profile, const QUrl &place)
{
    return place.adjusted(QUrl::RemovePath | QUrl::RemoveQuery).toEncoded()
           + requestTarget(profile, profile.url);
}

QByteArray copiedUrl(const ConnectionProfile &profile)
{
    if (!isUnixSocket(profile.url))
        return copiedUrl(profile, profile.url);
    return "ws+unix://" + QUrl::toPercentEncoding(unixSocketPath(profile.url), "/") + ':'
           + requestTarget(profile, profile.url);
}

QByteArray copiedProxy(const ProxySettings &proxy)
{
    if (proxy.kind != ProxySettings::Kind::Http && proxy.kind != ProxySettings::Kind::Socks5)
        return {};
    QUrl url;
    url.setScheme(proxy.kind == ProxySettings::Kind::Http ? u"http"_s : u"socks5h"_s);
    url.setHost(proxy.host);
    if (proxy.port > 0)
        url.setPort(proxy.port);
    return url.isValid() && !url.host().isEmpty() ? url.toEncoded() : QByteArray();
}

QByteArray copiedProxyWithUser(const ProxySettings &proxy)
{
    QUrl url = QUrl::fromEncoded(copiedProxy(proxy));
    if (!url.isEmpty() && !(proxy.user.isEmpty() && proxy.password.isEmpty())) {
        url.setUserName(proxy.user, QUrl::DecodedMode);
        url.setPassword(proxy.password, QUrl::DecodedMode);
    }
    return url.toEncoded();
}

QByteArray copiedSeconds(std::chrono::milliseconds time)
{
    QByteArray text = QByteArray::number(double(time.count()) / 1000, 'f', 3);
    while (text.endsWith('0'))
        text.chop(1);
    if (text.endsWith('.'))
        text.chop(1);
    return text;
}

QByteArray copiedHeader(const HttpHeader &header)
{
    return header.name + ": " + header.value;
}

QByteArray copiedPair(const QString &user, const QString &password)
{
    return QString(user + u':' + password).toUtf8();
}

bool isPkcs12(const QString &file)
{
    return file.endsWith(".p12"_L1, Qt::CaseInsensitive) || file.endsWith(".pfx"_L1, Qt::CaseInsensitive);
}

// Of both languages; "" if the character stands for itself.
static QString escaped(QChar c)
{
    if (c == u'\n')
        return u"\\n"_s;
    if (c == u'\r')
        return u"\\r"_s;
    if (c == u'\t')
        return u"\\t"_s;
    if (c == u'\'' || c == u'\\')
        return u'\\' + QString(c);
    const bool isHidden = c.category() == QChar::Other_Control || c.category() == QChar::Other_Format
                          || c == QChar::LineSeparator || c == QChar::ParagraphSeparator;
    return isHidden ? u"\\u%1"_s.arg(c.unicode(), 4, 16, QChar(u'0')) : QString();
}

QString quotedLiteral(const QString &text)
{
    QString result = u"'"_s;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        const bool isPair = c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
        const QString escape = escaped(c);
        if (isPair)
            result += QStringView(text).mid(i++, 2);
        else if (c.isSurrogate())
            result += u"\\u%1"_s.arg(c.unicode(), 4, 16, QChar(u'0'));
        else if (escape.isEmpty())
            result += c;
        else
            result += escape;
    }
    return result + u'\'';
}

QString quotedList(const QStringList &texts)
{
    QStringList items;
    std::transform(texts.begin(), texts.end(), std::back_inserter(items), quotedLiteral);
    return u'[' + items.join(u", "_s) + u']';
}
