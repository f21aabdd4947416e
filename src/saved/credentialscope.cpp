// SPDX-License-Identifier: MIT
#include "saved/credentialscope.h"

#include "saved/chosenenvironment.h"
#include "saved/credentials.h"
#include "saved/serverorigin.h"

using namespace Qt::StringLiterals;

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
    QStringList words = Credentials::words(connection, names);
    const qsizetype more = words.size() - MaxListed;
    QString listed;
    if (more > 0) {
        listed = tr("%1 and %2 more").arg(words.first(MaxListed).join(u", "_s), QString::number(more));
    } else {
        const QString last = words.takeLast();
        listed = words.isEmpty() ? last : tr("%1 and %2").arg(words.join(u", "_s), last);
    }
    listed[0] = listed[0].toUpper();
    return listed;
}
