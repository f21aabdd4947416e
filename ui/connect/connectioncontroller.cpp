// SPDX-License-Identifier: MIT
#include "ui/connect/connectioncontroller.h"

#include "format/text/typography.h"
#include "saved/environments.h"
#include "session/opening.h"
#include "session/session.h"
#include "settings/settings.h"
#include "ui/connect/certificatetrust.h"
#include "ui/connect/connectionbar.h"
#include "ui/connect/connectionsettingswindow.h"
#include "ui/connect/credentialbar.h"
#include "ui/connect/disconnectbar.h"
#include "ui/connect/pingbar.h"
#include "ui/connect/secretbar.h"
#include "ui/connect/statusline.h"

#include <QScopedValueRollback>

using namespace Qt::StringLiterals;

ConnectionController::ConnectionController(const Parts &parts, QWidget *page)
    : QObject(page)
    , m_parts(parts)
    , m_page(page)
    , m_opener(new SessionOpener(parts.session, this))
    , m_certificates(new CertificateTrust(parts.settings, parts.session, page))
    , m_settings(new ConnectionSettingsWindow(parts.session, page))
    , m_draft(parts.settings->connectionDefaults())
{
    bindBar();
    bindSettings();
    bindEnds();
    connect(m_parts.session, &Session::statusChanged, this, &ConnectionController::refresh);
    connect(m_certificates, &CertificateTrust::said, this, &ConnectionController::said);
    connect(m_certificates, &CertificateTrust::changed, this, [this] {
        refresh();
        reconnect();
    });
    connect(m_parts.credentials, &CredentialBar::answered, this, &ConnectionController::answer);
    connect(m_parts.credentials, &CredentialBar::importAccepted, this, [this] {
        m_draft.acceptImport();
        m_parts.bar->submit();
    });
    connect(m_parts.secrets, &SecretBar::entered, this, &ConnectionController::takeSecrets);
    connect(m_parts.status, &StatusLine::pingingChosen, this, &ConnectionController::setPinging);
    connect(m_parts.settings, &Settings::connectionDefaultsChanged, this, [this] {
        m_draft.setDefaults(m_parts.settings->connectionDefaults());
        refresh();
    });
    refresh();
}

ConnectionController::~ConnectionController()
{
    m_parts.bar->setReader(parseWebSocketUrl);
}

void ConnectionController::bindBar()
{
    ConnectionBar *bar = m_parts.bar;
    bar->setReader([this](const QString &typed) { return m_draft.read(typed); });
    const auto takeText = [this, bar] {
        m_draft.setUrlText(bar->text());
        reviseRetries();
    };
    connect(bar, &ConnectionBar::textChanged, this, takeText);
    connect(bar, &ConnectionBar::textEdited, this, [this, takeText] {
        takeText();
        stopAsking();
        refresh();
    });
    connect(bar, &ConnectionBar::connectRequested, this, &ConnectionController::open);
    connect(bar, &ConnectionBar::disconnectRequested, m_opener, [this] { m_opener->close(); });
    connect(bar, &ConnectionBar::commandEntered, this, &ConnectionController::enterCommand);
    connect(bar, &ConnectionBar::settingsRequested, m_settings, &ConnectionSettingsWindow::show);
    connect(bar, &ConnectionBar::undoRequested, this, [this, bar] {
        if (const auto hint = m_draft.undoReading(bar->hint()))
            showDraft(*hint);
    });
    connect(bar, &ConnectionBar::redoRequested, this, [this, bar] {
        if (const auto hint = m_draft.redoReading(bar->hint()))
            showDraft(*hint);
    });
}

void ConnectionController::bindSettings()
{
    connect(m_settings, &ConnectionSettingsWindow::opened, this, &ConnectionController::refresh);
    connect(m_settings, &ConnectionSettingsWindow::profileEdited, this, &ConnectionController::takeProfile);
    connect(m_settings, &ConnectionSettingsWindow::urlTextEdited, this, [this](const QString &urlText) {
        takeUrlText(urlText);
        refresh();
    });
    connect(m_settings, &ConnectionSettingsWindow::reconnectRequested, this,
            &ConnectionController::reconnect);
    connect(m_settings, &ConnectionSettingsWindow::saveRequested, this, &ConnectionController::saveRequested);
}

void ConnectionController::bindEnds()
{
    connect(m_parts.disconnecting, &DisconnectBar::disconnectRequested, m_opener, &SessionOpener::close);
    connect(m_parts.disconnecting, &DisconnectBar::dropRequested, m_opener, &SessionOpener::drop);
    connect(m_parts.pinging, &PingBar::pingRequested, m_parts.session, &Session::ping);
}

// --- The draft --------------------------------------------------------------------------------

void ConnectionController::setEnvironments(const Environments *environments)
{
    const auto take = [this, environments] {
        m_draft.setEnvironment(environments->chosen());
        reviseRetries();
        m_parts.bar->recheck();
        stopAsking();
        Q_EMIT environmentChanged();
    };
    connect(environments, &Environments::changed, this, [this, environments] {
        m_draft.setEnvironment(environments->chosen());
        reviseRetries();
    });
    connect(environments, &Environments::currentChanged, this, take);
    take();
}

// The field below which it is said what is wrong follows the page's.
void ConnectionController::takeUrlText(const QString &urlText)
{
    if (urlText.trimmed() == m_draft.urlText())
        return;
    m_parts.bar->setText(urlText);
    stopAsking();
}

void ConnectionController::takeProfile(ConnectionProfile profile, const QString &urlText)
{
    m_certificates->takeBack(m_settings->trustUrl(), m_settings->trustShown(), &profile.tls.trusted);
    takeUrlText(urlText);
    m_draft.setProfile(profile);
    reviseRetries();
    refresh();
}

void ConnectionController::setConnection(const SavedConnection &connection)
{
    m_draft.setConnection(connection);
    showDraft();
}

void ConnectionController::showDraft(const QString &hint)
{
    m_parts.bar->setText(m_draft.urlText());
    m_parts.bar->showHint(hint);
    m_parts.secrets->dismiss();
    m_parts.credentials->dismiss();
    refresh();
}

void ConnectionController::enterCommand(const QString &text, bool submitted)
{
    ConnectionBar *bar = m_parts.bar;
    const std::optional<ConnectionDraft::Reading> reading = m_draft.readCommand(text);
    if (!reading) {
        // Enter has said what is wrong with it already.
        if (!submitted)
            bar->insertText(withoutLineEnds(text));
        return;
    }
    if (!reading->problem.isEmpty()) {
        bar->setText(m_draft.urlText());
        bar->showProblem(reading->problem);
        return;
    }
    showDraft(reading->hint);
    if (!submitted || !m_draft.read(m_draft.urlText()).isValid())
        return;
    bar->submit();
    if (bar->hint().isEmpty())
        bar->showHint(reading->hint);
}

std::optional<SavedConnection> ConnectionController::connectionToSave()
{
    if (const QString hint = m_draft.leaveElsewhere(); !hint.isEmpty()) {
        refresh();
        m_parts.bar->showHint(hint);
    }
    if (m_draft.urlText().isEmpty()) {
        Q_EMIT said(tr("There is no URL to save yet."));
        return std::nullopt;
    }
    if (const QString problem = m_draft.savingProblem(); !problem.isEmpty()) {
        m_parts.bar->showProblem(problem);
        return std::nullopt;
    }
    return m_draft.connection();
}

// --- Connecting -------------------------------------------------------------------------------

void ConnectionController::open()
{
    const Opening prepared = prepareOpening(m_draft, m_certificates->trusted());
    const auto *foreign = std::get_if<ForeignCredentials>(&prepared.outcome);
    const auto *risks = std::get_if<ImportedRisks>(&prepared.outcome);
    if (foreign || risks) {
        m_parts.secrets->dismiss();
        if (m_settings->isActive())
            m_page->activateWindow();
        foreign ? m_parts.credentials->ask(*foreign) : m_parts.credentials->ask(*risks);
        return;
    }
    m_parts.credentials->dismiss();
    m_draft = prepared.draft;
    Q_EMIT importAccepted(m_draft.connection().id);
    refresh();
    const QString hint = QStringList{m_leftOut, prepared.hint}.join(u' ').trimmed();
    if (!hint.isEmpty())
        m_parts.bar->showHint(hint);
    if (m_opensElsewhere) {
        Q_EMIT openElsewhere(m_draft.connection());
        return;
    }
    if (const auto *missing = std::get_if<MissingSecrets>(&prepared.outcome)) {
        askFor(missing->names);
        return;
    }
    m_parts.secrets->dismiss();
    if (const auto *problem = std::get_if<OpeningProblem>(&prepared.outcome)) {
        m_parts.bar->showProblem(problem->sentence);
        if (problem->field)
            m_settings->showField(*problem->field);
        return;
    }
    const auto &profile = std::get<ConnectionProfile>(prepared.outcome);
    const QString &typed = m_draft.urlText();
    Q_EMIT opening(Variables::isIn(typed) ? Secrets::maskedUrlText(typed)
                                          : maskedUrl(editableUrl(profile.url, profile.target)));
    // Enter again is answered, too.
    const bool isThere = m_parts.session->status() == Status::Open && profile == m_parts.session->profile();
    if (isThere && !m_again)
        Q_EMIT said(tr("This connection is open already. To begin it anew, disconnect first (Ctrl+D)."));
    m_opener->open(profile, m_again);
}

void ConnectionController::reconnect()
{
    const QScopedValueRollback again(m_again, true);
    m_parts.bar->submit();
}

void ConnectionController::toggle()
{
    if (m_parts.session->status() == Status::Closed)
        m_parts.bar->submit();
    else
        m_opener->close();
}

void ConnectionController::disconnectWith()
{
    m_parts.pinging->hide();
    m_parts.disconnecting->open();
}

void ConnectionController::drop()
{
    m_opener->drop();
}

void ConnectionController::pingWith()
{
    m_parts.disconnecting->hide();
    m_parts.pinging->open();
}

void ConnectionController::openPlain()
{
    m_parts.bar->setText(m_draft.plainUrlText());
    m_parts.bar->submit();
}

void ConnectionController::followRedirects()
{
    m_draft.followRedirects();
    refresh();
    reconnect();
}

// --- Questions --------------------------------------------------------------------------------

void ConnectionController::answer(const ForeignCredentials &foreign, bool send)
{
    m_leftOut = m_draft.answer(foreign, send);
    refresh();
    m_parts.bar->submit();
    m_leftOut.clear();
}

// What is asked about one server is no question about another one.
void ConnectionController::stopAsking()
{
    m_parts.credentials->dismiss();
    if (m_draft.isElsewhere())
        m_parts.secrets->dismiss();
}

void ConnectionController::askFor(const QStringList &secrets)
{
    QList<QPair<QString, QString>> questions;
    for (const QString &name : secrets)
        questions.append({name, Secrets::words(m_draft.connection(), name)});
    m_parts.secrets->ask(questions);
}

void ConnectionController::takeSecrets(const Secrets::Values &values)
{
    m_draft.takeSecrets(values);
    showDraft();
    m_parts.bar->submit();
}

// In the settings, too: the next connection is as this one is now.
void ConnectionController::setPinging(bool on)
{
    using namespace std::chrono_literals;
    const auto usual = m_draft.defaults().keepAliveInterval;
    ConnectionProfile profile = m_draft.profile();
    profile.keepAliveInterval = !on ? 0ms : usual > 0ms ? usual : ConnectionProfile().keepAliveInterval;
    m_draft.setProfile(profile);
    m_parts.session->setKeepAliveInterval(profile.keepAliveInterval);
    refresh();
}

void ConnectionController::enterCredentials()
{
    const StatusReport &report = m_parts.session->report();
    const bool byProxy = report.error && report.error->stage == ErrorStage::Proxy;
    if (const QStringList refused = m_draft.refusedSecrets(byProxy); !refused.isEmpty())
        askFor(refused);
    else
        m_settings->showField(byProxy ? ProfileField::ProxyUser : ProfileField::AuthenticationKind);
}

void ConnectionController::closeWindows()
{
    m_settings->close();
    m_certificates->closeWindow();
}

// Each attempt is made of what is set when it begins.
void ConnectionController::reviseRetries()
{
    if (m_parts.session->status() == Status::Closed)
        return;
    const Opening prepared = prepareOpening(m_draft, m_certificates->trusted());
    const auto *profile = std::get_if<ConnectionProfile>(&prepared.outcome);
    m_parts.session->setNext(profile ? *profile : ConnectionProfile());
}

void ConnectionController::refresh()
{
    const Session *session = m_parts.session;
    m_parts.bar->setSettingsChanged(m_draft.changedSettings());
    const bool isOpenSo = session->status() != Status::Closed && session->report().unverified;
    m_parts.status->setKeepAlive(session->profile().keepAliveInterval);
    m_parts.status->setUnverified(isOpenSo || m_draft.isUnverified());
    m_parts.disconnecting->setConnected(session->status() == Status::Open);
    m_parts.pinging->setConnected(session->status() == Status::Open);
    m_settings->setDraft(m_draft, m_certificates->trusted());
}
