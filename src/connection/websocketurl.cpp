// SPDX-License-Identifier: MIT
#include "connection/websocketurl.h"

#include <QHostAddress>
#include <QRegularExpression>
#include <QUrlQuery>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

static constexpr auto Mask = "***"_L1;

static WebSocketUrl refused(const QString &problem)
{
    return {QUrl(), problem};
}

// localhost and what RFC 1918, RFC 4193 and their kin keep off the public Internet: there TLS is rare.
static bool isLocalHost(const QString &host)
{
    const QString name = host.toLower();
    if (name == "localhost"_L1 || name.endsWith(".localhost"_L1))
        return true;
    const QHostAddress address(name);
    if (address.isNull())
        return false;
    static const std::array ranges{
            QHostAddress::parseSubnet(u"0.0.0.0/8"_s),      QHostAddress::parseSubnet(u"10.0.0.0/8"_s),
            QHostAddress::parseSubnet(u"172.16.0.0/12"_s),  QHostAddress::parseSubnet(u"192.168.0.0/16"_s),
            QHostAddress::parseSubnet(u"169.254.0.0/16"_s), QHostAddress::parseSubnet(u"fc00::/7"_s),
            QHostAddress::parseSubnet(u"fe80::/10"_s),
    };
    const auto contains = [&](const auto &range) { return address.isInSubnet(range); };
    return address.isLoopback() || address == QHostAddress(QHostAddress::AnyIPv6)
           || std::any_of(ranges.begin(), ranges.end(), contains);
}

static bool isSecretName(const QString &name)
{
    static const QRegularExpression secret(
            u"(token|secret|passw|pwd|api[-_]?key|access[-_]?key|credential|signature|jwt|bearer)"
            "|^(auth|authorization|key|sig|sid|session|session[-_]?id)$"_s,
            QRegularExpression::CaseInsensitiveOption);
    return secret.match(name).hasMatch();
}

// "localhost:8080/x" must not be read as scheme "localhost"; "mailto:me" must.
static bool hasForeignScheme(const QString &text)
{
    static const QRegularExpression scheme(u"^[A-Za-z][A-Za-z0-9+.-]*:(?!\\d+(?:[/?#]|$))"_s);
    static const QRegularExpression userInfo(u"^[^/?#]*@"_s);
    return scheme.match(text).hasMatch() && !userInfo.match(text).hasMatch();
}

WebSocketUrl parseWebSocketUrl(const QString &typed)
{
    QString text = typed.trimmed();
    if (text.isEmpty())
        return refused(u"Enter the URL of a WebSocket server, such as ws://localhost:8080/."_s);
    static const QRegularExpression blank(u"\\s"_s);
    if (text.contains(blank))
        return refused(u"A URL has no blanks: remove them or write them as %20."_s);

    static const QRegularExpression withScheme(u"^[A-Za-z][A-Za-z0-9+.-]*://"_s);
    if (withScheme.match(text).hasMatch())
        return checkWebSocketUrl(QUrl(text, QUrl::StrictMode));
    if (text.startsWith("//"_L1))
        text.remove(0, 2);
    if (hasForeignScheme(text)) {
        return refused(u"“%1” is not a WebSocket URL: it has to start with ws:// or wss://."_s.arg(
                text.section(u':', 0, 0) + u':'));
    }
    if (text.count(u':') > 1 && !text.contains(u'[') && !QHostAddress(text.section(u'/', 0, 0)).isNull())
        return refused(u"Put an IPv6 address into brackets: [%1]."_s.arg(text.section(u'/', 0, 0)));
    QUrl url("wss://"_L1 + text, QUrl::StrictMode);
    if (isLocalHost(url.host()))
        url.setScheme(u"ws"_s);
    return checkWebSocketUrl(url);
}

static QString schemeProblem(const QString &scheme)
{
    if (scheme.isEmpty())
        return u"The URL has no scheme: it has to start with ws:// or wss://."_s;
    return u"“%1://” is not a WebSocket scheme: use ws:// or, encrypted, wss://."_s.arg(scheme);
}

WebSocketUrl checkWebSocketUrl(const QUrl &given)
{
    QUrl url = given;
    if (!url.isValid()) {
        if (url.errorString().contains("port"_L1, Qt::CaseInsensitive))
            return refused(u"The port has to be a number from 1 to 65535."_s);
        if (url.errorString().contains("host"_L1, Qt::CaseInsensitive))
            return refused(u"The host name is missing or not valid."_s);
        return refused(u"This is not a valid URL: %1."_s.arg(url.errorString().section(u';', 0, 0)));
    }
    if (url.scheme() == "http"_L1)
        url.setScheme(u"ws"_s);
    else if (url.scheme() == "https"_L1)
        url.setScheme(u"wss"_s);
    if (url.scheme() != "ws"_L1 && url.scheme() != "wss"_L1)
        return refused(schemeProblem(url.scheme()));
    if (url.host().isEmpty())
        return refused(u"The host name is missing: %1://host/path."_s.arg(url.scheme()));
    if (url.port() == 0)
        return refused(u"The port has to be a number from 1 to 65535."_s);
    if (url.hasFragment()) {
        return refused(
                u"A WebSocket URL has no fragment: remove “#%1” or write # as %23."_s.arg(url.fragment()));
    }
    const auto items = QUrlQuery(url).queryItems();
    for (const auto &[name, value] : items) {
        if (value == Mask && isSecretName(name))
            return refused(
                    u"“%1” was not kept because it is a secret: replace *** by its value."_s.arg(name));
    }
    // RFC 6455 section 3: an empty path is sent as "/"; Qt would leave it out before a query.
    if (url.path().isEmpty())
        url.setPath(u"/"_s);
    return {url, {}};
}

QString displayUrl(const QUrl &given)
{
    QUrl url = given.adjusted(QUrl::RemovePassword);
    if (url.hasQuery()) {
        // By hand, so that all else stays as it was written.
        QStringList parts = url.query(QUrl::FullyEncoded).split(u'&');
        for (QString &part : parts) {
            const qsizetype equals = part.indexOf(u'=');
            if (equals > 0 && equals + 1 < part.size() && isSecretName(part.left(equals)))
                part = part.left(equals + 1) + Mask;
        }
        url.setQuery(parts.join(u'&'), QUrl::StrictMode);
    }
    return url.toString();
}
