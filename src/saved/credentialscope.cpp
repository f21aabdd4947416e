// SPDX-License-Identifier: MIT
#include "saved/credentialscope.h"

#include "format/text/visibletext.h"
#include "profile/jsonreader.h"
#include "saved/serverorigin.h"
#include "saved/variables.h"
#include "websocket/secretpatterns.h"

#include <QCryptographicHash>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace {

struct CredentialWords
{
    Q_DECLARE_TR_FUNCTIONS(Credentials)
};

} // namespace

static constexpr auto UserName = "authentication.user"_L1;
static constexpr auto CertificateName = "tls.certificate"_L1;
static constexpr auto PassphraseName = "tls.keyPassphrase"_L1;
static constexpr auto HeartbeatName = "heartbeat"_L1;
static constexpr auto PasswordName = "authentication.password"_L1;

static bool isBasic(const SavedConnection &connection)
{
    return connection.profile.authentication.kind == Authentication::Kind::Basic;
}

static bool isVariablesOnly(const QString &text)
{
    return Variables::isIn(text) && Variables::without(text).trimmed().isEmpty();
}

// By what it says: its place changes with the others.
static QString messageName(const OpeningMessage &message)
{
    const QByteArray hash = QCryptographicHash::hash(message.payload, QCryptographicHash::Sha256);
    return (message.binary ? u"onOpen/binary/"_s : u"onOpen/text/"_s) + QString::fromLatin1(hash.toHex());
}

Secrets::Values Credentials::of(const SavedConnection &connection)
{
    Secrets::Values values = Secrets::credentials(connection);
    const ConnectionProfile &profile = connection.profile;
    const Authentication &who = profile.authentication;
    // A password that is missing is asked for, and the user is named then.
    if (isBasic(connection) && who.password.isEmpty() && !connection.secrets.contains(PasswordName)
        && !who.user.isEmpty() && !isVariablesOnly(who.user))
        values.insert(UserName, who.user);
    if (!profile.tls.certificateFile.isEmpty())
        values.insert(CertificateName, profile.tls.certificateFile + u'\n' + profile.tls.keyFile);
    for (const OpeningMessage &message : profile.onOpen) {
        if (message.binary || !isVariablesOnly(QString::fromUtf8(message.payload)))
            values.insert(messageName(message), QString());
    }
    if (const QString &text = profile.heartbeat.text; !text.isEmpty() && !isVariablesOnly(text))
        values.insert(HeartbeatName, text);
    return values;
}

void Credentials::leaveOut(SavedConnection *connection, const QStringList &names)
{
    Secrets::leaveOut(connection, names);
    ConnectionProfile &profile = connection->profile;
    if (names.contains(UserName) && isBasic(*connection))
        profile.authentication = {};
    if (names.contains(CertificateName)) {
        profile.tls.certificateFile.clear();
        profile.tls.keyFile.clear();
        profile.tls.keyPassphrase.clear();
        connection->secrets.removeAll(PassphraseName);
    }
    profile.onOpen.removeIf(
            [&](const OpeningMessage &message) { return names.contains(messageName(message)); });
    if (names.contains(HeartbeatName))
        profile.heartbeat.text.clear();
}

static QString wordsOf(const SavedConnection &connection, const QString &name)
{
    const ConnectionProfile &profile = connection.profile;
    if (name == UserName && tokensIn(profile.authentication.user).isEmpty())
        return CredentialWords::tr("the user %1").arg(quotedInput(profile.authentication.user));
    if (name == CertificateName)
        return CredentialWords::tr("the client certificate %1")
                .arg(quotedInput(QFileInfo(profile.tls.certificateFile).fileName()));
    if (name == HeartbeatName)
        return CredentialWords::tr("the heartbeat message");
    return Secrets::words(connection, name);
}

QStringList Credentials::words(const SavedConnection &connection, const QStringList &names)
{
    QStringList all;
    qsizetype messages = 0;
    for (const QString &name : names) {
        if (name.startsWith("onOpen/"_L1))
            ++messages;
        else
            all.append(wordsOf(connection, name));
    }
    const qsizetype there = connection.profile.onOpen.size();
    if (messages > 0 && there > messages)
        all.append(CredentialWords::tr("%1 of %2 messages to send on opening").arg(messages).arg(there));
    else if (messages > 0)
        all.append(messages == 1 ? CredentialWords::tr("the message to send on opening")
                                 : CredentialWords::tr("the %1 messages to send on opening").arg(messages));
    return all;
}

// In a question there is room for a few.
static constexpr qsizetype MaxListed = 3;

void CredentialScope::enter(const SavedConnection &connection, const ChosenEnvironment &environment)
{
    const QString &text = connection.urlText;
    const QString origin = ServerOrigin::filled(text, environment.values);
    // Without values, a variable leads where it led before.
    if (!origin.isEmpty() || ServerOrigin::of(text) != ServerOrigin::of(m_urlText)) {
        m_origin = origin;
        m_shownOrigin = ServerOrigin::shown(text, environment.shownValues());
    }
    const TlsSettings &tls = connection.profile.tls;
    m_urlText = text;
    m_credentials = Credentials::of(connection);
    m_verify = tls.verify;
    m_trusted = tls.trusted;
    m_serverName = tls.serverName;
    if (!m_origin.isEmpty())
        m_meantFor[m_origin].insert(m_credentials);
}

bool CredentialScope::isLeft(const QString &urlText, const ChosenEnvironment &environment) const
{
    if (m_urlText.isEmpty())
        return false;
    const QString origin = ServerOrigin::filled(urlText, environment.values);
    if (origin.isEmpty() || m_origin.isEmpty())
        return ServerOrigin::differs(urlText, m_urlText, environment.values);
    return origin != m_origin;
}

static bool has(const Secrets::Values &values, Secrets::Values::const_iterator secret)
{
    const auto found = values.constFind(secret.key());
    return found != values.constEnd() && *found == *secret;
}

std::optional<ForeignCredentials> CredentialScope::foreign(const SavedConnection &connection,
                                                           const ConnectionProfile &defaults,
                                                           const ChosenEnvironment &environment) const
{
    const QString &text = connection.urlText;
    if (!isLeft(text, environment))
        return std::nullopt;
    SavedConnection standard;
    standard.profile = defaults;
    const QString origin = ServerOrigin::filled(text, environment.values);
    const Secrets::Values ofAll = Credentials::of(standard);
    const Secrets::Values meantForIt = m_meantFor.value(origin);
    Secrets::Values now = Credentials::of(connection);
    // Without TLS nobody gets to see it.
    if (!origin.isEmpty() && !origin.startsWith("wss:"_L1))
        now.remove(u"tls.certificate"_s);
    QStringList names;
    for (auto secret = now.constBegin(); secret != now.constEnd(); ++secret) {
        if (has(m_credentials, secret) && !has(ofAll, secret) && !has(meantForIt, secret))
            names.append(secret.key());
    }
    if (names.isEmpty())
        return std::nullopt;
    const QString to = ServerOrigin::shown(text, environment.shownValues());
    QString question = (names.size() == 1 ? tr("%1 was entered for %2. Send it to %3 as well?")
                                          : tr("%1 were entered for %2. Send them to %3 as well?"))
                               .arg(listed(connection, names), m_shownOrigin, to);
    if (to.startsWith("ws://"_L1) && m_shownOrigin.startsWith("wss:"_L1, Qt::CaseInsensitive))
        question += u' ' + tr("The way there is not encrypted.");
    return ForeignCredentials{names, question, text, origin};
}

bool CredentialScope::endTrust(SavedConnection *connection, const ConnectionProfile &defaults,
                               const ChosenEnvironment &environment)
{
    if (!isLeft(connection->urlText, environment))
        return false;
    TlsSettings &tls = connection->profile.tls;
    const bool wasOff = !tls.verify && !m_verify;
    if (wasOff)
        tls.verify = m_verify = true;
    const auto removed = tls.trusted.removeIf(
            [this](const QByteArray &fingerprint) { return m_trusted.contains(fingerprint); });
    const bool wasNamed = !tls.serverName.isEmpty() && tls.serverName == m_serverName
                          && tls.serverName != defaults.tls.serverName;
    if (wasNamed)
        tls.serverName.clear();
    return wasOff || removed > 0 || wasNamed;
}

QString CredentialScope::listed(const SavedConnection &connection, const QStringList &names)
{
    QString text = ::listed(Credentials::words(connection, names), MaxListed);
    text[0] = text[0].toUpper();
    return text;
}
