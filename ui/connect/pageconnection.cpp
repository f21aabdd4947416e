// SPDX-License-Identifier: MIT
#include "ui/connect/pageconnection.h"

#include "profile/profilecheck.h"
#include "profile/websocketurl.h"
#include "saved/environments.h"
#include "saved/secrets.h"
#include "saved/variables.h"
#include "session/session.h"
#include "settings/settings.h"
#include "ui/connect/connectionbar.h"
#include "ui/connect/credentialbar.h"
#include "ui/connect/secretbar.h"
#include "ui/connect/statusline.h"
#include "ui/settings/connectionsettingspage.h"

#include <QRegularExpression>
#include <QScopedValueRollback>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

PageConnection::PageConnection(const Parts &parts, QWidget *page)
    : QObject(page)
    , m_parts(parts)
    , m_page(page)
    , m_defaults(parts.settings->connectionDefaults())
{
    m_connection.profile = m_defaults;
    m_parts.bar->setReader([this](const QString &typed) { return read(typed); });
    connect(m_parts.bar, &ConnectionBar::connectRequested, this, &PageConnection::open);
    connect(m_parts.bar, &ConnectionBar::commandEntered, this, &PageConnection::enterCommand);
    connect(m_parts.bar, &ConnectionBar::settingsRequested, this, &PageConnection::showSettings);
    connect(m_parts.bar, &ConnectionBar::textEdited, this, [this] {
        stopAsking();
        refresh();
    });
    connect(m_parts.credentials, &CredentialBar::answered, this, &PageConnection::answerAboutCredentials);
    connect(m_parts.settings, &Settings::connectionDefaultsChanged, this, &PageConnection::takeDefaults);
    connect(m_parts.bar, &ConnectionBar::undoRequested, this, [this] {
        if (!m_pasteIsUndone)
            swapWithPasted();
    });
    connect(m_parts.bar, &ConnectionBar::redoRequested, this, [this] {
        if (m_pasteIsUndone)
            swapWithPasted();
    });
    connect(m_parts.secrets, &SecretBar::entered, this, &PageConnection::takeSecrets);
    refresh();
}

PageConnection::~PageConnection()
{
    m_parts.bar->setReader(parseWebSocketUrl);
}

void PageConnection::setEnvironments(const Environments *environments)
{
    m_environments = environments;
    if (m_environments) {
        connect(m_environments, &Environments::currentChanged, m_parts.bar, &ConnectionBar::recheck);
        connect(m_environments, &Environments::currentChanged, this, &PageConnection::stopAsking);
        connect(m_environments, &Environments::currentChanged, this, &PageConnection::variablesChanged);
    }
    Q_EMIT variablesChanged();
}

SavedConnection PageConnection::connection() const
{
    SavedConnection connection = m_connection;
    connection.urlText = m_parts.bar->text().trimmed();
    connection.profile.url = usableUrl(connection.urlText);
    return connection;
}

void PageConnection::setConnection(const SavedConnection &connection)
{
    m_kept.reset();
    m_asked.clear();
    m_savedText = connection.id.isEmpty() ? QString() : connection.urlText;
    show(connection);
}

void PageConnection::show(const SavedConnection &connection)
{
    m_connection = connection;
    m_parts.bar->setText(connection.urlText.isEmpty() ? editableUrl(connection.profile.url)
                                                      : connection.urlText);
    m_parts.secrets->dismiss();
    m_parts.credentials->dismiss();
    m_entered = {};
    noteEntered();
    refresh();
}

void PageConnection::setSaved(const QString &id, const QString &name)
{
    m_connection.id = id;
    m_connection.name = name;
    m_savedText = m_parts.bar->text().trimmed();
}

static Variables::Values valuesOf(const Environments *environments)
{
    return environments ? environments->values() : Variables::Values();
}

Variables::Values PageConnection::variables() const
{
    return valuesOf(m_environments);
}

// --- What is typed and pasted -----------------------------------------------------------------

static QString noEnvironmentHint(const Environments *environments, bool several)
{
    if (environments && !environments->all().isEmpty()) {
        return several ? PageConnection::tr(
                       "Above the saved connections (Ctrl+B), choose an environment that has them.")
                       : PageConnection::tr(
                               "Above the saved connections (Ctrl+B), choose an environment that has one.");
    }
    return several ? PageConnection::tr("Make an environment that has them (Ctrl+Shift+E).")
                   : PageConnection::tr("Make an environment that has one (Ctrl+Shift+E).");
}

static QString missingSentence(const QStringList &missing, const Environments *environments)
{
    const QStringList secrets = environments ? environments->secretNames() : QStringList();
    const auto secret = std::find_if(missing.begin(), missing.end(),
                                     [&](const QString &name) { return secrets.contains(name); });
    if (secret != missing.end()) {
        return PageConnection::
                tr("“%1” is a secret that is not known here: enter it among the environments (Ctrl+Shift+E).")
                        .arg(*secret);
    }
    QString sentence = Variables::missingSentence(missing);
    if (!environments || environments->currentId().isEmpty())
        sentence += u' ' + noEnvironmentHint(environments, missing.size() > 1);
    return sentence;
}

// With something in the places of query values that will be asked for: a URL with *** is no use otherwise.
QString PageConnection::withQuerySecrets(const QString &typed) const
{
    SavedConnection asked;
    asked.urlText = typed;
    asked.secrets = m_connection.secrets;
    Secrets::Values values;
    const QStringList missing = Secrets::missing(asked);
    for (const QString &name : missing) {
        if (name.startsWith("url/query/"_L1))
            values.insert(name, u"x"_s);
    }
    if (values.isEmpty())
        return typed;
    Secrets::putBack(&asked, values);
    return asked.urlText;
}

WebSocketUrl PageConnection::read(const QString &given) const
{
    const QString typed = withQuerySecrets(given);
    if (!Variables::isIn(typed))
        return parseWebSocketUrl(typed);
    const Variables::ExpandedText expanded = Variables::expandUrl(typed, valuesOf(m_environments));
    if (!expanded.missing.isEmpty())
        return {QUrl(), missingSentence(expanded.missing, m_environments)};
    return parseWebSocketUrl(expanded.text);
}

QString PageConnection::copiedAs(CopyFormat format, bool withSecrets, QString *problem) const
{
    // Letters alone, so that neither a URL nor a shell changes it.
    static const QString hidden = u"socketscopehidesthisvalue"_s;
    Variables::Values values = valuesOf(m_environments);
    if (!withSecrets && m_environments) {
        const QStringList names = m_environments->secretNames();
        for (const QString &name : names)
            values.insert(name, hidden);
    }
    const Variables::Expansion expansion = Variables::expand(connection(), values);
    if (expansion.profile.url.isEmpty()) {
        if (problem) {
            *problem = expansion.missing.isEmpty() ? expansion.problem
                                                   : missingSentence(expansion.missing, m_environments);
        }
        return {};
    }
    return profileAs(format, expansion.profile, withSecrets ? CopiedSecrets::Included : CopiedSecrets::Masked)
            .replace(hidden, u"***"_s, Qt::CaseInsensitive);
}

PageConnection::FilledIn PageConnection::filledIn(const QString &text)
{
    const Variables::Values values = valuesOf(m_environments);
    const Variables::ExpandedText expanded = Variables::expand(text, values);
    if (!expanded.missing.isEmpty()) {
        QString sentence = Variables::missingSentence(expanded.missing);
        sentence.chop(1);
        Q_EMIT said(expanded.missing.size() == 1 ? tr("%1: it was sent as it is.").arg(sentence)
                                                 : tr("%1: they were sent as they are.").arg(sentence));
    }
    return {expanded.text,
            m_environments ? Variables::recordedAs(text, values, m_environments->secretNames()) : QString()};
}

// --- Connecting -------------------------------------------------------------------------------

void PageConnection::open()
{
    m_connection.urlText = m_parts.bar->text().trimmed();
    if (askAboutCredentials())
        return;
    leaveSavedElsewhere();
    noteEntered();
    if (m_parts.session->isReadOnly()) {
        Q_EMIT openElsewhere(connection());
        return;
    }
    if (askForSecrets())
        return;
    const Variables::Expansion expansion =
            Variables::expand(connection(), valuesOf(m_environments),
                              m_environments ? m_environments->secretNames() : QStringList());
    if (!expansion.missing.isEmpty() || !expansion.problem.isEmpty()) {
        m_parts.bar->showProblem(expansion.missing.isEmpty()
                                         ? expansion.problem
                                         : missingSentence(expansion.missing, m_environments));
        return;
    }
    ConnectionProfile profile = expansion.profile;
    const QList<ProfileProblem> problems = checkProfile(profile);
    if (!problems.isEmpty()) {
        m_parts.bar->showProblem(problems.first().sentence);
        showSettings();
        m_settingsPage->showField(problems.first().field);
        return;
    }
    profile.tls.trustedFor = trustedCertificates();
    profile.tls.trusted += profile.tls.trustedFor.value(TlsSettings::hostKey(profile.url));
    Session *session = m_parts.session;
    const QString typed = m_connection.urlText;
    Q_EMIT opening(Variables::isIn(typed) ? Secrets::maskedUrlText(typed) : displayUrl(profile.url));
    if (session->status() == Status::Closed) {
        session->open(profile);
    } else if (m_again || profile != session->profile() || session->status() != Status::Open) {
        // Another one while one is open, or a wait cut short by Enter: first close, then open.
        m_next = profile;
        session->close();
    }
}

void PageConnection::reconnect()
{
    const QScopedValueRollback again(m_again, true);
    m_parts.bar->submit();
}

void PageConnection::handleStatus()
{
    const Status status = m_parts.session->status();
    if (m_settingsPage)
        m_settingsPage->setConnected(status != Status::Closed);
    refresh();
    if (status == Status::Closed && m_next)
        m_parts.session->open(*std::exchange(m_next, std::nullopt));
}

QString PageConnection::savingProblem() const
{
    const QString text = m_parts.bar->text().trimmed();
    if (!Variables::isIn(text))
        return read(text).problem;
    static const QRegularExpression blank(u"\\s"_s);
    return Variables::without(text).contains(blank)
                   ? tr("A URL has no blanks: remove them or write them as %20.")
                   : QString();
}

void PageConnection::showProblem(const QString &sentence)
{
    m_parts.bar->showProblem(sentence);
}
