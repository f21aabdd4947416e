// SPDX-License-Identifier: MIT
// For which server the settings of a tab were made: credentials and trust do not go to another one unasked.
#include "ui/pageconnection.h"

#include "connection/websocketurl.h"
#include "profile/environments.h"
#include "profile/secrets.h"
#include "profile/variables.h"
#include "ui/connectionbar.h"
#include "ui/connectionsettingspage.h"
#include "ui/credentialbar.h"
#include "ui/secretbar.h"

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

// Scheme, host and port of a URL's text; of one that has variables, as they are written.
static QString originOf(const QString &urlText)
{
    if (const QUrl url = usableUrl(urlText); isUnixSocket(url))
        return unixSocketPath(url);
    const QString origin = writtenOrigin(urlText);
    const QUrl url = usableUrl(origin);
    if (url.isEmpty())
        return origin;
    return u"%1://%2:%3"_s.arg(url.scheme(), url.host()).arg(url.port(url.scheme() == "wss"_L1 ? 443 : 80));
}

// The same for people: without the port that goes without saying.
static QString shownOrigin(const QString &urlText)
{
    const QUrl url = usableUrl(urlText);
    if (isUnixSocket(url))
        return unixSocketPath(url);
    if (url.isEmpty())
        return writtenOrigin(urlText);
    const QString origin = u"%1://%2"_s.arg(url.scheme(), url.host());
    return url.port() > 0 ? u"%1:%2"_s.arg(origin).arg(url.port()) : origin;
}

// The URL in the field to another one than that.
bool PageConnection::leadsElsewhere(const QString &before) const
{
    const QString text = m_parts.bar->text().trimmed();
    if (before.isEmpty() || originOf(text) == originOf(before))
        return false;
    const Variables::Values values = m_environments ? m_environments->values() : Variables::Values();
    const auto filledOrigin = [&](const QString &urlText) {
        return originOf(Variables::expandUrl(urlText, values).text);
    };
    return filledOrigin(text) != filledOrigin(before);
}

void PageConnection::noteEntered()
{
    const TlsSettings &tls = m_connection.profile.tls;
    m_entered = {m_parts.bar->text().trimmed(), Secrets::credentials(m_connection), tls.verify, tls.trusted};
}

// What was entered for another server than the URL leads to, and is still there. What is typed in the URL
// itself is meant, variables are filled in for the environment that was chosen, and defaults are for all
// servers.
QStringList PageConnection::foreignCredentials() const
{
    if (!leadsElsewhere(m_entered.urlText))
        return {};
    SavedConnection standard;
    standard.profile = m_defaults;
    const Secrets::Values ofAll = Secrets::credentials(standard);
    const Secrets::Values now = Secrets::credentials(m_connection);
    QStringList names;
    for (auto secret = now.constBegin(); secret != now.constEnd(); ++secret) {
        const auto isIn = [&](const Secrets::Values &values) {
            const auto found = values.constFind(secret.key());
            return found != values.constEnd() && *found == *secret;
        };
        if (isIn(m_entered.credentials) && !isIn(ofAll))
            names.append(secret.key());
    }
    return names;
}

// "The bearer token, the cookie “a”, the cookie “b” and 2 more".
static QString inSentence(const SavedConnection &connection, const QStringList &names)
{
    QString listed;
    if (names.size() <= MaxListed) {
        listed = Secrets::listedWords(connection, names);
    } else {
        QStringList words;
        for (const QString &name : names.first(MaxListed))
            words.append(Secrets::words(connection, name));
        listed = PageConnection::tr("%1 and %2 more").arg(words.join(u", "_s)).arg(names.size() - MaxListed);
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
    const QString to = shownOrigin(text);
    QString question = (names.size() == 1 ? tr("%1 was entered for %2. Send it to %3 as well?")
                                          : tr("%1 were entered for %2. Send them to %3 as well?"))
                               .arg(listed, shownOrigin(m_entered.urlText), to);
    if (to.startsWith("ws://"_L1) && m_entered.urlText.startsWith("wss:"_L1, Qt::CaseInsensitive))
        question += u' ' + tr("The way there is not encrypted.");
    m_askedText = text;
    m_parts.secrets->dismiss();
    if (m_settingsPage && m_settingsPage->isActiveWindow())
        m_page->activateWindow();
    m_parts.credentials->ask(question);
    return true;
}

void PageConnection::answerAboutCredentials(bool send)
{
    // What is in the field now may be yet another server: then it is asked again.
    const bool isMeant = m_askedText == m_parts.bar->text().trimmed();
    if (isMeant && send) {
        m_entered.credentials.clear();
    } else if (isMeant) {
        const QStringList names = foreignCredentials();
        if (!names.isEmpty())
            m_leftOut = (names.size() == 1 ? tr("%1 was left out.") : tr("%1 were left out."))
                                .arg(inSentence(m_connection, names));
        Secrets::leaveOut(&m_connection, names + m_connection.secrets);
        refresh();
    }
    m_parts.bar->submit();
    m_leftOut.clear();
}

// Nobody meant another server not to be verified, or trusted for the key of the one before.
bool PageConnection::verifyAgain()
{
    if (!leadsElsewhere(m_entered.urlText))
        return false;
    TlsSettings &tls = m_connection.profile.tls;
    const bool wasOff = !tls.verify && !m_entered.verify;
    if (wasOff)
        tls.verify = m_entered.verify = true;
    const auto removed = tls.trusted.removeIf(
            [this](const QByteArray &fingerprint) { return m_entered.trusted.contains(fingerprint); });
    if (wasOff || removed > 0)
        refresh();
    return wasOff || removed > 0;
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
