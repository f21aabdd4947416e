// SPDX-License-Identifier: MIT
#include "profile/profilecheck.h"

#include "profile/tlsfilecheck.h"

#include <QStringDecoder>
#include <QUrl>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// The sizes of a sliding window that zlib can do for both directions (RFC 7692 section 7.1.2).
static constexpr int MinWindowBits = 9;
static constexpr int MaxWindowBits = 15;
static constexpr qsizetype FingerprintBytes = 32;

namespace {

class Problems
{
public:
    /// An empty sentence is none.
    void add(ProfileField field, const QString &sentence, int index = -1)
    {
        if (!sentence.isEmpty())
            m_list.append({field, index, sentence});
    }

    /// Says the sentence if that is so.
    void addIf(bool wrong, ProfileField field, const QString &sentence, int index = -1)
    {
        if (wrong)
            add(field, sentence, index);
    }

    QList<ProfileProblem> take() { return std::move(m_list); }

private:
    QList<ProfileProblem> m_list;
};

} // namespace

static bool hasControls(const QString &text)
{
    return std::any_of(text.begin(), text.end(),
                       [](QChar c) { return c.unicode() < 0x20 || c.unicode() == 0x7f; });
}

static bool hasBlanks(const QString &text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.isSpace(); });
}

// RFC 9110 section 5.6.2.
static bool isToken(const QString &text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](QChar c) {
        return c > u' ' && c < u'\x7f' && !u"\"(),/:;<=>?@[\\]{}"_s.contains(c);
    });
}

static bool isHost(const QString &text)
{
    if (text.isEmpty() || hasBlanks(text) || hasControls(text))
        return false;
    QUrl url;
    url.setHost(text, QUrl::StrictMode);
    return !url.host().isEmpty();
}

static void checkHeaders(const ConnectionProfile &profile, Problems &problems)
{
    const auto isSentBy = [&profile](const QByteArray &name) -> QString {
        if (profile.authentication.kind != Authentication::Kind::None && name == "authorization")
            return u"The settings of authentication send this header, too: remove one of them."_s;
        if (!profile.url.userInfo().isEmpty() && name == "authorization")
            return u"The user in the URL sends this header, too: remove one of them."_s;
        if (!profile.origin.isEmpty() && name == "origin")
            return u"The field for the origin sends this header, too: empty one of them."_s;
        if (!profile.cookies.isEmpty() && name == "cookie")
            return u"The list of cookies sends this header, too: move the cookies into one place."_s;
        return {};
    };
    for (int i = 0; i < int(profile.headers.size()); ++i) {
        const HttpHeader &header = profile.headers[i];
        const QString problem = headerProblem(header);
        problems.add(ProfileField::Headers, problem.isEmpty() ? isSentBy(header.name.toLower()) : problem, i);
    }
}

// What RFC 6265 section 5.2 lets a browser keep and section 5.4 lets it send. Section 4.1.1 asks servers for
// less, but many do not keep to that.
static QString cookieProblem(const HttpHeader &cookie)
{
    const QString name = QString::fromUtf8(cookie.name);
    const auto breaks = [](char c) { return uchar(c) < 0x20 || uchar(c) == 0x7f || c == ';'; };
    if (cookie.name.isEmpty())
        return u"A cookie needs a name."_s;
    if (std::any_of(cookie.name.begin(), cookie.name.end(), breaks) || cookie.name.contains('=')
        || cookie.name.trimmed() != cookie.name) {
        return u"“%1” is not the name of a cookie: it has no =, no ; and no blanks around it."_s.arg(
                (cookie.name.contains('=') ? name.section(u'=', 0, 0) + u"=…"_s : name).simplified());
    }
    if (std::any_of(cookie.value.begin(), cookie.value.end(), breaks))
        return u"The value of the cookie “%1” has a ; or control characters: one cookie a row."_s.arg(name);
    if (cookie.value.trimmed() != cookie.value)
        return u"The value of the cookie “%1” has blanks around it: remove them."_s.arg(name);
    return {};
}

// RFC 6454 section 6.2.
static QString originProblem(const QString &origin)
{
    if (origin.isEmpty() || origin == "null"_L1)
        return {};
    if (hasControls(origin) || hasBlanks(origin))
        return u"An origin has no blanks and no control characters."_s;
    const QUrl url(origin, QUrl::StrictMode);
    if (!url.isValid() || url.scheme().isEmpty() || url.host().isEmpty())
        return u"An origin is a scheme and a host, such as https://example.org, or null."_s;
    if (!url.userInfo().isEmpty())
        return u"An origin has no user and no password."_s;
    if (!url.path().isEmpty() || url.hasQuery() || url.hasFragment())
        return u"An origin ends after the host and the port: remove what follows."_s;
    return {};
}

static void checkSubprotocols(const QStringList &names, Problems &problems)
{
    const QStringList secrets = secretSubprotocols(names);
    for (int i = 0; i < int(names.size()); ++i) {
        const QString &name = names[i];
        const QString shown = secrets.contains(name) ? u"***"_s : name.simplified();
        if (name.isEmpty())
            problems.add(ProfileField::Subprotocols, u"A subprotocol needs a name."_s, i);
        else if (!isToken(name))
            problems.add(ProfileField::Subprotocols,
                         u"“%1” is not the name of a subprotocol: no blanks, commas or slashes."_s.arg(shown),
                         i);
        else if (names.indexOf(name) < i && name != "***"_L1) // several values may be missing
            problems.add(ProfileField::Subprotocols, u"“%1” is offered twice."_s.arg(shown), i);
    }
}

static void checkRequest(const ConnectionProfile &profile, Problems &problems)
{
    checkHeaders(profile, problems);
    for (int i = 0; i < int(profile.cookies.size()); ++i)
        problems.add(ProfileField::Cookies, cookieProblem(profile.cookies[i]), i);
    problems.add(ProfileField::Origin, originProblem(profile.origin));
    checkSubprotocols(profile.subprotocols, problems);
}

static void checkAuthentication(const Authentication &who, Problems &problems)
{
    switch (who.kind) {
    case Authentication::Kind::None:
        break;
    case Authentication::Kind::Basic: // RFC 7617 section 2
        problems.addIf(who.user.contains(u':'), ProfileField::User,
                       u"With Basic, the user's name must not have a colon: the password begins there."_s);
        problems.addIf(hasControls(who.user), ProfileField::User, u"The name has control characters."_s);
        problems.addIf(hasControls(who.password), ProfileField::Password,
                       u"The password has control characters."_s);
        break;
    case Authentication::Kind::Bearer: // RFC 6750 section 2.1
        if (who.token.isEmpty())
            problems.add(ProfileField::Token, u"Enter the token."_s);
        else if (who.token.startsWith("bearer "_L1, Qt::CaseInsensitive))
            problems.add(ProfileField::Token, u"Leave out “Bearer”: it is sent by itself."_s);
        else
            problems.addIf(hasControls(who.token) || hasBlanks(who.token), ProfileField::Token,
                           u"A token has no blanks, line ends or control characters."_s);
        break;
    }
}

static void checkTls(const TlsSettings &tls, Problems &problems)
{
    const bool keyApart = !tls.keyFile.isEmpty();
    problems.add(ProfileField::CaFile, authoritiesFileProblem(tls.caFile));
    problems.add(ProfileField::CertificateFile, clientCertificateFileProblem(tls.certificateFile));
    problems.add(ProfileField::KeyFile, keyFileProblem(tls.keyFile));
    problems.addIf(keyApart && tls.certificateFile.isEmpty(), ProfileField::CertificateFile,
                   u"A key needs a certificate: name its file, too."_s);
    problems.addIf(!keyApart && clientCertificateLacksKey(tls.certificateFile), ProfileField::KeyFile,
                   u"The file of the certificate has no key in it: name the file of the key."_s);
    problems.addIf(!tls.serverName.isEmpty() && !isHost(tls.serverName), ProfileField::ServerName,
                   u"This is not the name of a host: no scheme, port or path."_s);
    for (int i = 0; i < int(tls.trusted.size()); ++i) {
        problems.addIf(tls.trusted[i].size() != FingerprintBytes, ProfileField::Trusted,
                       u"A SHA-256 fingerprint has 32 bytes."_s, i);
    }
}

static void checkProxy(const ProxySettings &proxy, Problems &problems)
{
    if (proxy.kind != ProxySettings::Kind::Http && proxy.kind != ProxySettings::Kind::Socks5)
        return;
    if (proxy.host.isEmpty())
        problems.add(ProfileField::ProxyHost, u"Enter the name or the address of the proxy."_s);
    else
        problems.addIf(!isHost(proxy.host), ProfileField::ProxyHost,
                       u"This is not the name of a host: no scheme, port or path."_s);
    problems.addIf(proxy.port == 0, ProfileField::ProxyPort, u"Enter a port from 1 to 65535."_s);
    problems.addIf(hasControls(proxy.user), ProfileField::ProxyUser, u"The name has control characters."_s);
    problems.addIf(hasControls(proxy.password), ProfileField::ProxyPassword,
                   u"The password has control characters."_s);
    if (proxy.kind == ProxySettings::Kind::Http) {
        problems.addIf(proxy.user.contains(u':'), ProfileField::ProxyUser,
                       u"The user's name must not have a colon: the password begins there."_s);
        return;
    }
    // RFC 1929 section 2: the lengths are one byte each.
    problems.addIf(proxy.user.toUtf8().size() > 255, ProfileField::ProxyUser,
                   u"SOCKS5 takes a name of 255 bytes at most."_s);
    problems.addIf(proxy.password.toUtf8().size() > 255, ProfileField::ProxyPassword,
                   u"SOCKS5 takes a password of 255 bytes at most."_s);
}

static void checkTimes(const ConnectionProfile &profile, Problems &problems)
{
    const QString negative = u"A time is 0 or more."_s;
    problems.addIf(profile.handshakeTimeout <= 0ms, ProfileField::HandshakeTimeout,
                   u"The handshake needs some time: more than 0."_s);
    problems.addIf(profile.closeTimeout < 0ms, ProfileField::CloseTimeout, negative);
    problems.addIf(profile.keepAliveInterval < 0ms, ProfileField::KeepAliveInterval, negative);
}

static void checkCompression(const CompressionSettings &compression, Problems &problems)
{
    if (!compression.offer)
        return;
    const auto isWrong = [](int bits) { return bits < MinWindowBits || bits > MaxWindowBits; };
    const QString sentence = u"A window has from %1 to %2 bits."_s.arg(MinWindowBits).arg(MaxWindowBits);
    problems.addIf(isWrong(compression.clientMaxWindowBits), ProfileField::ClientWindowBits, sentence);
    problems.addIf(isWrong(compression.serverMaxWindowBits), ProfileField::ServerWindowBits, sentence);
}

static void checkLimits(const ConnectionProfile &profile, Problems &problems)
{
    const auto problemOf = [](qint64 bytes) -> QString {
        if (bytes <= 0)
            return u"A limit is more than 0 bytes."_s;
        if (bytes > ConnectionProfile::MaxLimitBytes) {
            return u"A limit is at most %1 MiB: the session file takes no longer messages."_s.arg(
                    ConnectionProfile::MaxLimitBytes / 1024 / 1024);
        }
        return {};
    };
    problems.add(ProfileField::MaxMessageBytes, problemOf(profile.maxMessageBytes));
    problems.add(ProfileField::MaxFrameBytes, problemOf(profile.maxFrameBytes));
}

static void checkRetry(const ConnectionProfile &profile, Problems &problems)
{
    const RetryPolicy &retry = profile.retry;
    const QString negative = u"A time is 0 or more."_s;
    problems.addIf(retry.maxAttempts < 1, ProfileField::RetryAttempts, u"There is one attempt at least."_s);
    problems.addIf(retry.first < 0ms, ProfileField::RetryFirst, negative);
    // Also of NaN, which is neither.
    problems.addIf(!(retry.factor >= 1) || !std::isfinite(retry.factor), ProfileField::RetryFactor,
                   u"The factor is 1 or more."_s);
    problems.addIf(!(retry.randomness >= 0 && retry.randomness <= 1), ProfileField::RetryRandomness,
                   u"The randomness is a share of the wait: from 0 to 100 %."_s);
    problems.addIf(retry.cap < 0ms, ProfileField::RetryCap, negative);
    problems.addIf(profile.stableAfter < 0ms, ProfileField::StableAfter, negative);
}

static bool isUtf8(const QByteArray &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    [[maybe_unused]] const QString text = decoder.decode(bytes);
    return !decoder.hasError();
}

QList<ProfileProblem> checkProfile(const ConnectionProfile &profile)
{
    Problems problems;
    checkRequest(profile, problems);
    checkAuthentication(profile.authentication, problems);
    checkTls(profile.tls, problems);
    checkProxy(profile.proxy, problems);
    checkTimes(profile, problems);
    checkCompression(profile.compression, problems);
    checkLimits(profile, problems);
    checkRetry(profile, problems);
    for (int i = 0; i < int(profile.onOpen.size()); ++i) {
        const OpeningMessage &message = profile.onOpen[i];
        problems.addIf(!message.binary && !isUtf8(message.payload), ProfileField::OnOpen,
                       u"This is not UTF-8: send it as binary."_s, i);
    }
    return problems.take();
}
