// SPDX-License-Identifier: MIT
#include "profile/profilecheck.h"

#include "profile/tlsfiles.h"
#include "websocket/secretpatterns.h"

#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

static constexpr qsizetype FingerprintBytes = 32;

static bool hasControls(const QString &text)
{
    return std::any_of(text.begin(), text.end(),
                       [](QChar c) { return c.unicode() < 0x20 || c.unicode() == 0x7f; });
}

static bool hasBlanks(const QString &text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.isSpace(); });
}

static bool isHost(const QString &text)
{
    if (text.isEmpty() || hasBlanks(text) || hasControls(text))
        return false;
    QUrl url;
    url.setHost(text, QUrl::StrictMode);
    return !url.host().isEmpty();
}

// What RFC 6265 section 5.2 lets a browser keep and section 5.4 lets it send. Section 4.1.1 asks servers for
// less, but many do not keep to that.
static QString cookieProblem(const HttpHeader &cookie)
{
    const QString name = QString::fromUtf8(cookie.name);
    const auto breaks = [](char c) { return uchar(c) < 0x20 || uchar(c) == 0x7f || c == ';'; };
    if (cookie.name.isEmpty())
        return ProfileText::tr("A cookie needs a name.");
    if (std::any_of(cookie.name.begin(), cookie.name.end(), breaks) || cookie.name.contains('=')
        || cookie.name.trimmed() != cookie.name) {
        return ProfileText::tr("“%1” is not the name of a cookie: it has no =, no ; and no blanks around it.")
                .arg((cookie.name.contains('=') ? name.section(u'=', 0, 0) + u"=…"_s : name).simplified());
    }
    if (std::any_of(cookie.value.begin(), cookie.value.end(), breaks))
        return ProfileText::tr(
                       "The value of the cookie “%1” has a ; or control characters: one cookie a row.")
                .arg(name);
    if (cookie.value.trimmed() != cookie.value)
        return ProfileText::tr("The value of the cookie “%1” has blanks around it: remove them.").arg(name);
    return {};
}

// RFC 6454 section 6.2.
static QString originProblem(const QString &origin)
{
    if (origin.isEmpty() || origin == "null"_L1)
        return {};
    if (hasControls(origin) || hasBlanks(origin))
        return ProfileText::tr("An origin has no blanks and no control characters.");
    const QUrl url(origin, QUrl::StrictMode);
    if (!url.isValid() || url.scheme().isEmpty() || url.host().isEmpty())
        return ProfileText::tr("An origin is a scheme and a host, such as https://example.org, or null.");
    if (!url.userInfo().isEmpty())
        return ProfileText::tr("An origin has no user and no password.");
    if (!url.path().isEmpty() || url.hasQuery() || url.hasFragment())
        return ProfileText::tr("An origin ends after the host and the port: remove what follows.");
    return {};
}

namespace FieldCheck {

using Profile = ConnectionProfile;
using Problems = ProfileFieldProblems;

static QString alsoSentBy(const Profile &profile, const QByteArray &header)
{
    if (profile.authentication.kind != Authentication::Kind::None && header == "authorization")
        return ProfileText::tr("The settings of authentication send this header, too: remove one of them.");
    if (!profile.url.userInfo().isEmpty() && header == "authorization")
        return ProfileText::tr("The user in the URL sends this header, too: remove one of them.");
    if (!profile.origin.isEmpty() && header == "origin")
        return ProfileText::tr("The field for the origin sends this header, too: empty one of them.");
    if (!profile.cookies.isEmpty() && header == "cookie")
        return ProfileText::tr(
                "The list of cookies sends this header, too: move the cookies into one place.");
    return {};
}

void headers(const Profile &profile, TlsFiles &, Problems &problems)
{
    for (int i = 0; i < int(profile.headers.size()); ++i) {
        const HttpHeader &header = profile.headers[i];
        const QString problem = headerProblem(header);
        problems.add(problem.isEmpty() ? alsoSentBy(profile, header.name.toLower()) : problem, i);
    }
}

void cookies(const Profile &profile, TlsFiles &, Problems &problems)
{
    for (int i = 0; i < int(profile.cookies.size()); ++i)
        problems.add(cookieProblem(profile.cookies[i]), i);
}

void origin(const Profile &profile, TlsFiles &, Problems &problems)
{
    problems.add(originProblem(profile.origin));
}

void subprotocols(const Profile &profile, TlsFiles &, Problems &problems)
{
    const QStringList &names = profile.subprotocols;
    const QStringList secrets = secretSubprotocols(names);
    for (int i = 0; i < int(names.size()); ++i) {
        const QString &name = names[i];
        const QString shown = secrets.contains(name) ? QString(SecretMask) : name.simplified();
        if (name.isEmpty())
            problems.add(ProfileText::tr("A subprotocol needs a name."), i);
        else if (!isHttpToken(name.toUtf8()))
            problems.add(
                    ProfileText::tr("“%1” is not the name of a subprotocol: no blanks, commas or slashes.")
                            .arg(shown),
                    i);
        else if (names.indexOf(name) < i && name != SecretMask) // several values may be missing
            problems.add(ProfileText::tr("“%1” is offered twice.").arg(shown), i);
    }
}

// RFC 7617 section 2.
void user(const Profile &profile, TlsFiles &, Problems &problems)
{
    const Authentication &who = profile.authentication;
    if (who.kind != Authentication::Kind::Basic)
        return;
    problems.addIf(
            who.user.contains(u':'),
            ProfileText::tr("With Basic, the user's name must not have a colon: the password begins there."));
    problems.addIf(hasControls(who.user), ProfileText::tr("The name has control characters."));
}

void password(const Profile &profile, TlsFiles &, Problems &problems)
{
    const Authentication &who = profile.authentication;
    problems.addIf(who.kind == Authentication::Kind::Basic && hasControls(who.password),
                   ProfileText::tr("The password has control characters."));
}

// RFC 6750 section 2.1.
void token(const Profile &profile, TlsFiles &, Problems &problems)
{
    const Authentication &who = profile.authentication;
    if (who.kind != Authentication::Kind::Bearer)
        return;
    if (who.token.isEmpty())
        problems.add(ProfileText::tr("Enter the token."));
    else if (who.token.startsWith("bearer "_L1, Qt::CaseInsensitive))
        problems.add(ProfileText::tr("Leave out “Bearer”: it is sent by itself."));
    else
        problems.addIf(hasControls(who.token) || hasBlanks(who.token),
                       ProfileText::tr("A token has no blanks, line ends or control characters."));
}

void caFile(const Profile &profile, TlsFiles &files, Problems &problems)
{
    problems.add(files.authoritiesProblem(profile.tls.caFile));
}

void certificateFile(const Profile &profile, TlsFiles &files, Problems &problems)
{
    const TlsSettings &tls = profile.tls;
    problems.add(files.clientCertificateProblem(tls.certificateFile));
    problems.addIf(!tls.keyFile.isEmpty() && tls.certificateFile.isEmpty(),
                   ProfileText::tr("A key needs a certificate: name its file, too."));
}

void keyFile(const Profile &profile, TlsFiles &files, Problems &problems)
{
    const TlsSettings &tls = profile.tls;
    problems.add(files.keyProblem(tls.keyFile));
    problems.addIf(
            tls.keyFile.isEmpty() && files.lacksKey(tls.certificateFile),
            ProfileText::tr("The file of the certificate has no key in it: name the file of the key."));
}

static QString notAHost()
{
    return ProfileText::tr("This is not the name of a host: no scheme, port or path.");
}

void serverName(const Profile &profile, TlsFiles &, Problems &problems)
{
    const QString &name = profile.tls.serverName;
    problems.addIf(!name.isEmpty() && !isHost(name), notAHost());
}

void trusted(const Profile &profile, TlsFiles &, Problems &problems)
{
    for (int i = 0; i < int(profile.tls.trusted.size()); ++i)
        problems.addIf(profile.tls.trusted[i].size() != FingerprintBytes,
                       ProfileText::tr("A SHA-256 fingerprint has 32 bytes."), i);
}

void proxyHost(const Profile &profile, TlsFiles &, Problems &problems)
{
    const ProxySettings &proxy = profile.proxy;
    if (!proxy.isNamed())
        return;
    if (proxy.host.isEmpty())
        problems.add(ProfileText::tr("Enter the name or the address of the proxy."));
    else
        problems.addIf(!isHost(proxy.host), notAHost());
}

void proxyPort(const Profile &profile, TlsFiles &, Problems &problems)
{
    problems.addIf(profile.proxy.isNamed() && profile.proxy.port == 0,
                   ProfileText::tr("Enter a port from 1 to 65535."));
}

// RFC 1929 section 2: the lengths are one byte each.
static bool isTooLongForSocks5(const ProxySettings &proxy, const QString &text)
{
    return proxy.kind == ProxySettings::Kind::Socks5 && text.toUtf8().size() > 255;
}

void proxyUser(const Profile &profile, TlsFiles &, Problems &problems)
{
    const ProxySettings &proxy = profile.proxy;
    if (!proxy.isNamed())
        return;
    problems.addIf(hasControls(proxy.user), ProfileText::tr("The name has control characters."));
    problems.addIf(proxy.kind == ProxySettings::Kind::Http && proxy.user.contains(u':'),
                   ProfileText::tr("The user's name must not have a colon: the password begins there."));
    problems.addIf(isTooLongForSocks5(proxy, proxy.user),
                   ProfileText::tr("SOCKS5 takes a name of 255 bytes at most."));
}

void proxyPassword(const Profile &profile, TlsFiles &, Problems &problems)
{
    const ProxySettings &proxy = profile.proxy;
    if (!proxy.isNamed())
        return;
    problems.addIf(hasControls(proxy.password), ProfileText::tr("The password has control characters."));
    problems.addIf(isTooLongForSocks5(proxy, proxy.password),
                   ProfileText::tr("SOCKS5 takes a password of 255 bytes at most."));
}

void windowBits(const Profile &profile, TlsFiles &, Problems &problems)
{
    if (profile.compression.offer)
        problems.checkRange(profile);
}

void onOpen(const Profile &profile, TlsFiles &, Problems &problems)
{
    for (int i = 0; i < int(profile.onOpen.size()); ++i) {
        const OpeningMessage &message = profile.onOpen[i];
        problems.addIf(!message.binary && !message.payload.isValidUtf8(),
                       ProfileText::tr("This is not UTF-8: send it as binary."), i);
    }
}

} // namespace FieldCheck

void ProfileFieldProblems::add(const QString &sentence, int index)
{
    if (!sentence.isEmpty())
        m_list.append({m_field, index, sentence});
}

void ProfileFieldProblems::addIf(bool wrong, const QString &sentence, int index)
{
    if (wrong)
        add(sentence, index);
}

void ProfileFieldProblems::checkRange(const ConnectionProfile &profile)
{
    const ProfileFieldTraits &traits = profileFieldTraits(m_field);
    const double number = profileFieldValue(m_field, profile).toDouble();
    if (number > traits.range.most)
        add(profileFieldText(traits.above ? traits.above : traits.below));
    else if (!(number >= traits.range.least)) // also of NaN, which is neither
        add(profileFieldText(traits.below));
}

QList<ProfileProblem> checkProfile(const ConnectionProfile &profile)
{
    QList<ProfileProblem> all;
    TlsFiles files;
    const QList<ProfileField> fields = profileFields();
    for (const ProfileField field : fields) {
        const ProfileFieldTraits &traits = profileFieldTraits(field);
        ProfileFieldProblems problems(field);
        if (traits.check)
            traits.check(profile, files, problems);
        else if (!traits.range.isEmpty())
            problems.checkRange(profile);
        all += problems.list();
    }
    return all;
}
