// SPDX-License-Identifier: MIT
// What a tab can do when secrets are missing or wrong, or when a server wants to be asked in another way.
#include "ui/connect/pageconnection.h"

#include "profile/profilefield.h"
#include "saved/secrets.h"
#include "session/session.h"
#include "ui/connect/connectionbar.h"
#include "ui/connect/secretbar.h"
#include "ui/settings/connectionsettingspage.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

static QList<QPair<QString, QString>> questionsOf(const SavedConnection &connection, const QStringList &names)
{
    QList<QPair<QString, QString>> questions;
    for (const QString &name : names)
        questions.append({name, Secrets::words(connection, name)});
    return questions;
}

bool PageConnection::askForSecrets()
{
    const QStringList missing = Secrets::missing(m_connection);
    if (missing.isEmpty()) {
        m_parts.secrets->dismiss();
        return false;
    }
    m_parts.secrets->ask(questionsOf(m_connection, missing));
    return true;
}

void PageConnection::takeSecrets(const Secrets::Values &values)
{
    // They were asked for another server: whatever this one needs is asked anew.
    if (isElsewhere()) {
        m_parts.bar->submit();
        return;
    }
    SavedConnection filled = connection();
    // One that was wrong is still in its place.
    Secrets::Values all;
    for (auto it = values.begin(); it != values.end() && all.isEmpty(); ++it) {
        if (m_asked.contains(it.key()))
            all = Secrets::take(&filled);
    }
    all.insert(values);
    Secrets::putBack(&filled, all);
    QStringList asked = m_asked + values.keys();
    asked.removeDuplicates();
    // The URL may have been edited meanwhile: for whom all else was entered, and as what it was saved, does
    // not change by this.
    const Entered entered = m_entered;
    show(filled);
    m_entered = entered;
    m_asked = asked;
    m_parts.bar->submit();
}

void PageConnection::enterCredentials()
{
    const StatusReport &report = m_parts.session->report();
    const bool ofProxy = report.error && report.error->stage == ErrorStage::Proxy;
    SavedConnection emptied = connection();
    const Secrets::Values known = Secrets::take(&emptied);
    QStringList again;
    for (const QString &name : std::as_const(m_asked)) {
        const bool concerns = name.startsWith("proxy."_L1) == ofProxy && !name.startsWith("tls."_L1);
        if (concerns && known.contains(name))
            again.append(name);
    }
    if (!again.isEmpty()) {
        m_parts.secrets->ask(questionsOf(connection(), again));
        return;
    }
    showSettings();
    m_settingsPage->showField(ofProxy ? ProfileField::ProxyUser : ProfileField::AuthenticationKind);
}

void PageConnection::followRedirects()
{
    m_connection.profile.followRedirects = true;
    refresh();
    reconnect();
}

void PageConnection::openPlain()
{
    static const QRegularExpression scheme(u"^\\s*(?:(?:wss|https)://)?"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    QString text = m_parts.bar->text();
    m_parts.bar->setText(text.replace(scheme, u"ws://"_s));
    m_parts.bar->submit();
}
