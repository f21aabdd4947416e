// SPDX-License-Identifier: MIT
#include "ui/settings/connectionsettingspage.h"

#include "profile/querytable.h"
#include "profile/websocketurl.h"
#include "saved/variables.h"
#include "ui/kit/rowstable.h"
#include "ui/kit/smallparts.h"
#include "ui/kit/theme.h"
#include "ui/kit/tonelabel.h"
#include "ui/settings/settingsgroup.h"
#include "ui/settings/settingsgroups.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

ConnectionSettingsPage::ConnectionSettingsPage(QWidget *parent)
    : QDialog(parent)
{
    setObjectName(u"connectionSettingsPage"_s);
    setWindowTitle(tr("Connection settings"));
    setModal(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * Theme::Unit, 2 * Theme::Unit, 2 * Theme::Unit, 2 * Theme::Unit);
    layout->setSpacing(Theme::Unit);
    layout->addWidget(createTop());
    layout->addWidget(createGroups(), 1);
    layout->addWidget(createBottom());
    alignLabels();
    resize(90 * Theme::Unit, 75 * Theme::Unit);
    loadGroups();
    refresh(check());
    fold();
}

ConnectionSettingsPage::~ConnectionSettingsPage()
{
    // What is being edited in a cell is committed while all that it needs is there; nobody is told any more.
    blockSignals(true);
    hide();
}

void ConnectionSettingsPage::connectGroup(SettingsGroup *group)
{
    connect(group, &SettingsGroup::edited, this, &ConnectionSettingsPage::handleEdited);
    connect(group, &SettingsGroup::resetRequested, this, [this, group] { resetGroup(group); });
}

void ConnectionSettingsPage::setProfile(const ConnectionProfile &profile, const ConnectionProfile &defaults,
                                        const QString &urlText)
{
    m_defaults = defaults;
    const QString typed = m_url->text().trimmed();
    const QString text = urlText.isEmpty() ? editableUrl(profile.url) : urlText;
    const bool sameText = urlText.isEmpty() || text == typed;
    if (text == typed) {
        // What is in the field says more than the URL, which may be none while it is being typed.
        m_profile.url = profile.url;
        m_draft.url = profile.url;
    }
    const bool isOther = profile != m_profile;
    if (!isOther && sameText) {
        refresh(check());
        return;
    }
    m_profile = profile;
    m_draft = profile;
    if (typed != text && (isOther || !urlText.isEmpty()))
        m_url->setText(text);
    loadQuery();
    loadGroups();
    refresh(check());
    fold();
}

QString ConnectionSettingsPage::urlText() const
{
    return m_url->text();
}

void ConnectionSettingsPage::setSavedName(const QString &name)
{
    m_savedNote->setText(tr("Press Ctrl+S in the window to keep this in “%1”.").arg(name));
    m_saved->setVisible(!name.isEmpty());
}

void ConnectionSettingsPage::setConnected(bool connected)
{
    m_reconnect->setVisible(connected);
}

void ConnectionSettingsPage::showField(ProfileField field)
{
    if (field == ProfileField::Url) {
        m_url->setFocus();
        return;
    }
    m_find->clear();
    for (SettingsGroup *group : std::as_const(m_groups)) {
        for (SettingsRow *row : group->rows()) {
            if (!row->binding().fields.contains(field))
                continue;
            group->setOpen(true);
            row->field()->setFocus();
            // What was just unfolded has its place only after a layout.
            QMetaObject::invokeMethod(
                    this, [this, row] { m_scroll->ensureWidgetVisible(row); }, Qt::QueuedConnection);
            return;
        }
    }
}

void ConnectionSettingsPage::loadGroups()
{
    for (SettingsGroup *group : std::as_const(m_groups))
        group->load(m_draft);
}

void ConnectionSettingsPage::loadQuery()
{
    QList<EditedRow> rows;
    const QList<QueryParameter> parameters = queryParameters(m_url->text());
    for (const QueryParameter &parameter : parameters)
        rows.append({{parameter.name, parameter.value}, QVariant::fromValue(parameter)});
    m_query->setRows(rows);
}

void ConnectionSettingsPage::handleQueryEdited()
{
    QList<QueryParameter> parameters;
    const QList<EditedRow> rows = m_query->model()->meantRows();
    for (const EditedRow &row : rows) {
        auto parameter = row.origin.value<QueryParameter>();
        parameter.name = row.cells[0];
        parameter.value = row.cells[1];
        parameters.append(parameter);
    }
    m_url->setText(withQueryParameters(m_url->text(), parameters));
    handleUrlEdited();
}

void ConnectionSettingsPage::handleUrlEdited()
{
    handleEdited();
    Q_EMIT urlTextEdited(m_url->text());
}

void ConnectionSettingsPage::handleEdited()
{
    for (const SettingsGroup *group : std::as_const(m_groups))
        group->store(m_draft);
    const QList<ProfileProblem> problems = check();
    refresh(problems);
    apply(problems);
}

void ConnectionSettingsPage::resetGroup(SettingsGroup *group)
{
    if (group->key() == "query"_L1) {
        m_url->setText(withQueryParameters(m_url->text(), {}));
        loadQuery();
        handleUrlEdited();
        return;
    }
    for (const SettingsRow *row : group->rows()) {
        for (const ProfileField field : row->binding().fields)
            copyProfileField(field, m_defaults, m_draft);
    }
    group->load(m_draft);
    handleEdited();
}

QList<ProfileProblem> ConnectionSettingsPage::takeUrl()
{
    const QString text = m_url->text();
    // The empty field of a tab that was never used is no mistake yet.
    if (Variables::isIn(text) || (text.isEmpty() && m_profile.url.isEmpty()))
        return {};
    const WebSocketUrl parsed = parseWebSocketUrl(text);
    if (!parsed.isValid())
        return {{ProfileField::Url, -1, parsed.problem}};
    m_draft.url = parsed.url;
    return {};
}

QList<ProfileProblem> ConnectionSettingsPage::check()
{
    QList<ProfileProblem> problems = takeUrl();
    for (const SettingsGroup *group : std::as_const(m_groups))
        problems += group->typingProblems();
    return problems + checkProfile(Variables::withTokens(m_draft));
}

// Fields of which one is right or wrong only together with the others keep their earlier values together.
static QList<ProfileField> keptWith(ProfileField field)
{
    using F = ProfileField;
    static const std::array<QList<ProfileField>, 3> together{
            QList{F::AuthenticationKind, F::User, F::Password, F::Token},
            QList{F::CertificateFile, F::KeyFile, F::KeyPassphrase},
            QList{F::ProxyKind, F::ProxyHost, F::ProxyPort, F::ProxyUser, F::ProxyPassword},
    };
    for (const QList<ProfileField> &fields : together) {
        if (fields.contains(field))
            return fields;
    }
    return {field};
}

void ConnectionSettingsPage::apply(const QList<ProfileProblem> &problems)
{
    ConnectionProfile applied = m_draft;
    for (const ProfileProblem &problem : problems) {
        const QList<ProfileField> fields = keptWith(problem.field);
        for (const ProfileField field : fields)
            copyProfileField(field, m_profile, applied);
    }
    if (applied == m_profile)
        return;
    m_profile = applied;
    Q_EMIT profileChanged(m_profile);
}

void ConnectionSettingsPage::refresh(const QList<ProfileProblem> &problems)
{
    const auto ofUrl = std::find_if(problems.begin(), problems.end(), [](const ProfileProblem &problem) {
        return problem.field == ProfileField::Url;
    });
    m_urlProblem->setSentence(ofUrl == problems.end() ? QString() : ofUrl->sentence);
    m_url->setAccessibleDescription(m_urlProblem->sentence());
    for (SettingsGroup *group : std::as_const(m_groups)) {
        group->refresh(m_draft, m_defaults);
        group->showProblems(problems);
    }
    m_note->setSentence(problems.isEmpty()
                                ? QString()
                                : tr("What is marked is not used: it keeps its earlier value until "
                                     "it is right."));
}

static bool isAbout(const SettingsGroup *group, const QString &words)
{
    const auto has = [&words](const QString &text) { return text.contains(words, Qt::CaseInsensitive); };
    const auto &rows = group->rows();
    return has(group->title()) || std::any_of(rows.begin(), rows.end(), [&has](const SettingsRow *row) {
               return has(row->title());
           });
}

void ConnectionSettingsPage::fold()
{
    const QString words = m_find->text().trimmed();
    bool any = false;
    for (SettingsGroup *group : std::as_const(m_groups)) {
        const bool shown = words.isEmpty() || isAbout(group, words);
        group->setVisible(shown);
        group->setOpen(m_showAll->isChecked() || (words.isEmpty() ? group->isChanged() : shown));
        any = any || shown;
    }
    m_nothingFound->setVisible(!any);
}
