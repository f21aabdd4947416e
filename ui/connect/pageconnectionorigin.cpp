// SPDX-License-Identifier: MIT
// For which server the settings of a tab were made: what is shown to it and trust do not go to another one
// unasked.
#include "ui/connect/pageconnection.h"

#include "profile/websocketurl.h"
#include "saved/credentials.h"
#include "saved/environments.h"
#include "saved/variables.h"
#include "ui/connect/connectionbar.h"
#include "ui/connect/credentialbar.h"
#include "ui/connect/secretbar.h"
#include "ui/settings/connectionsettingspage.h"

#include <QRegularExpression>

#include <utility>

using namespace Qt::StringLiterals;

// In a question there is room for a few.
static constexpr qsizetype MaxListed = 3;

static QString writtenOrigin(const QString &urlText)
{
    static const QRegularExpression start(u"^([^/?#]*://)?(?:[^/?#]*@)?([^/?#]*)"_s);
    const QRegularExpressionMatch match = start.match(urlText);
    return match.captured(1) + match.captured(2);
}

static QString schemeAndAuthority(const QUrl &url)
{
    return url.scheme() + u"://"_s + url.adjusted(QUrl::RemoveUserInfo).authority();
}

// Scheme, host and port of a URL's text; of one that has variables, as they are written.
static QString originOf(const QString &urlText)
{
    if (const QUrl url = usableUrl(urlText); isUnixSocket(url))
        return unixSocketPath(url);
    const QString origin = writtenOrigin(urlText);
    QUrl url = usableUrl(origin);
    if (url.isEmpty())
        return origin;
    url.setPort(url.port(url.scheme() == "wss"_L1 ? 443 : 80));
    return schemeAndAuthority(url);
}

// The same for people: without the port that goes without saying.
static QString shownOrigin(const QString &urlText)
{
    const QUrl url = usableUrl(urlText);
    if (isUnixSocket(url))
        return unixSocketPath(url);
    return url.isEmpty() ? writtenOrigin(urlText) : schemeAndAuthority(url);
}

static Variables::Values valuesToShow(const Environments *environments)
{
    Variables::Values values = environments ? environments->values() : Variables::Values();
    const QStringList secrets = environments ? environments->secretNames() : QStringList();
    values.removeIf([&](Variables::Values::iterator value) { return secrets.contains(value.key()); });
    return values;
}

QString PageConnection::filledOrigin(const QString &urlText) const
{
    const QString origin = originOf(Variables::expandUrl(urlText, variables()).text);
    return Variables::isIn(origin) ? QString() : origin;
}

QString PageConnection::filledOriginToShow(const QString &urlText) const
{
    return shownOrigin(Variables::expandUrl(urlText, valuesToShow(m_environments)).text);
}

// The URL in the field to another one than that, with the variables' values of now.
bool PageConnection::leadsElsewhere(const QString &before) const
{
    const QString text = m_parts.bar->text().trimmed();
    if (before.isEmpty() || originOf(text) == originOf(before))
        return false;
    const auto filled = [this](const QString &urlText) {
        return originOf(Variables::expandUrl(urlText, variables()).text);
    };
    return filled(text) != filled(before);
}

// To another server than all was entered for, be it by the values that variables have now.
bool PageConnection::isElsewhere() const
{
    if (m_entered.urlText.isEmpty())
        return false;
    const QString origin = filledOrigin(m_parts.bar->text().trimmed());
    if (origin.isEmpty() || m_entered.origin.isEmpty())
        return leadsElsewhere(m_entered.urlText);
    return origin != m_entered.origin;
}

// What is asked about one server is no question about another one.
void PageConnection::stopAsking()
{
    m_parts.credentials->dismiss();
    if (isElsewhere())
        m_parts.secrets->dismiss();
}

void PageConnection::noteEntered()
{
    const TlsSettings &tls = m_connection.profile.tls;
    const QString text = m_parts.bar->text().trimmed();
    Entered entered{text,       filledOrigin(text), filledOriginToShow(text), Credentials::of(m_connection),
                    tls.verify, tls.trusted,        tls.serverName,           m_entered.meantFor};
    // Without values, a variable leads where it led before.
    if (entered.origin.isEmpty() && originOf(text) == originOf(m_entered.urlText)) {
        entered.origin = m_entered.origin;
        entered.shownOrigin = m_entered.shownOrigin;
    }
    if (!entered.origin.isEmpty())
        entered.meantFor[entered.origin].insert(entered.credentials);
    m_entered = entered;
}

// What was entered for another server than the URL leads to, and is still there. What is typed in the URL
// itself is meant, variables are filled in for the environment that was chosen, and defaults are for all
// servers.
QStringList PageConnection::foreignCredentials() const
{
    if (!isElsewhere())
        return {};
    SavedConnection standard;
    standard.profile = m_defaults;
    const QString origin = filledOrigin(m_parts.bar->text().trimmed());
    const Secrets::Values ofAll = Credentials::of(standard);
    const Secrets::Values meantForIt = m_entered.meantFor.value(origin);
    Secrets::Values now = Credentials::of(m_connection);
    // Without TLS nobody gets to see it.
    if (!origin.isEmpty() && !origin.startsWith("wss:"_L1))
        now.remove(u"tls.certificate"_s);
    QStringList names;
    for (auto secret = now.constBegin(); secret != now.constEnd(); ++secret) {
        const auto isIn = [&](const Secrets::Values &values) {
            const auto found = values.constFind(secret.key());
            return found != values.constEnd() && *found == *secret;
        };
        if (isIn(m_entered.credentials) && !isIn(ofAll) && !isIn(meantForIt))
            names.append(secret.key());
    }
    return names;
}

// "The bearer token, the cookie “a”, the cookie “b” and 2 more".
static QString inSentence(const SavedConnection &connection, const QStringList &names)
{
    QStringList words = Credentials::words(connection, names);
    const qsizetype more = words.size() - MaxListed;
    QString listed;
    if (more > 0) {
        listed = PageConnection::tr("%1 and %2 more")
                         .arg(words.first(MaxListed).join(u", "_s), QString::number(more));
    } else {
        const QString last = words.takeLast();
        listed = words.isEmpty() ? last : PageConnection::tr("%1 and %2").arg(words.join(u", "_s), last);
    }
    listed[0] = listed[0].toUpper();
    return listed;
}

bool PageConnection::askAboutCredentials()
{
    const QStringList names = foreignCredentials();
    const QString text = m_parts.bar->text().trimmed();
    const bool isAsking = !m_parts.credentials->isHidden() && m_askedText == text;
    m_parts.credentials->dismiss();
    if (names.isEmpty())
        return false;
    if (isAsking) {
        answerAboutCredentials(false); // Enter again
        return true;
    }
    const QString listed = inSentence(m_connection, names);
    const QString to = filledOriginToShow(text);
    QString question = (names.size() == 1 ? tr("%1 was entered for %2. Send it to %3 as well?")
                                          : tr("%1 were entered for %2. Send them to %3 as well?"))
                               .arg(listed, m_entered.shownOrigin, to);
    if (to.startsWith("ws://"_L1) && m_entered.shownOrigin.startsWith("wss:"_L1, Qt::CaseInsensitive))
        question += u' ' + tr("The way there is not encrypted.");
    m_askedText = text;
    m_askedOrigin = filledOrigin(text);
    m_parts.secrets->dismiss();
    if (m_settingsPage && m_settingsPage->isActiveWindow())
        m_page->activateWindow();
    m_parts.credentials->ask(question);
    return true;
}

void PageConnection::answerAboutCredentials(bool send)
{
    // What is in the field now may be yet another server: then it is asked again.
    const QString text = m_parts.bar->text().trimmed();
    const bool isMeant = m_askedText == text && m_askedOrigin == filledOrigin(text);
    if (isMeant && send) {
        m_entered.credentials.clear();
    } else if (isMeant) {
        const QStringList names = foreignCredentials();
        if (!names.isEmpty())
            m_leftOut = (names.size() == 1 ? tr("%1 was left out.") : tr("%1 were left out."))
                                .arg(inSentence(m_connection, names));
        Credentials::leaveOut(&m_connection, names + m_connection.secrets);
        refresh();
    }
    m_parts.bar->submit();
    m_leftOut.clear();
}

// Nobody meant another server not to be verified, or verified for the name of the one before, or trusted for
// its key.
bool PageConnection::verifyAgain()
{
    if (!isElsewhere())
        return false;
    TlsSettings &tls = m_connection.profile.tls;
    const bool wasOff = !tls.verify && !m_entered.verify;
    if (wasOff)
        tls.verify = m_entered.verify = true;
    const auto removed = tls.trusted.removeIf(
            [this](const QByteArray &fingerprint) { return m_entered.trusted.contains(fingerprint); });
    const bool wasNamed = !tls.serverName.isEmpty() && tls.serverName == m_entered.serverName
                          && tls.serverName != m_defaults.tls.serverName;
    if (wasNamed)
        tls.serverName.clear();
    const bool isChanged = wasOff || removed > 0 || wasNamed;
    if (isChanged)
        refresh();
    return isChanged;
}

void PageConnection::leaveSavedElsewhere()
{
    QStringList sentences;
    if (!m_leftOut.isEmpty())
        sentences.append(m_leftOut);
    if (verifyAgain() && !m_parts.bar->text().trimmed().startsWith("ws:"_L1, Qt::CaseInsensitive))
        sentences.append(tr("This is another server: its certificate is verified like any other."));
    if (!m_connection.id.isEmpty() && leadsElsewhere(m_savedText)) {
        const QString name = std::exchange(m_connection.name, {});
        m_connection.id.clear();
        m_connection.notes.clear();
        sentences.append(tr("The settings of “%1” are used for this other server as well. Ctrl+S saves it as "
                            "a new connection.")
                                 .arg(name));
    }
    if (!sentences.isEmpty())
        m_parts.bar->showHint(sentences.join(u' '));
}
