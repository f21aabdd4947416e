// SPDX-License-Identifier: MIT
#include "ui/settings/connectionsettingspage.h"

#include "profile/querytable.h"
#include "profile/websocketurl.h"
#include "saved/variables.h"
#include "ui/kit/fields/fieldproblem.h"
#include "ui/kit/fields/lineeditlimit.h"
#include "ui/kit/labels.h"
#include "ui/kit/rowstable.h"
#include "ui/kit/theme.h"
#include "ui/settings/settingsgroup.h"
#include "ui/settings/settingsgroups.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>

#include <algorithm>

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
    // With a large font the screen may have no room for that.
    const QSize room = screen()->availableSize() - QSize(4 * Theme::Unit, 6 * Theme::Unit);
    resize(QSize(90 * Theme::Unit, 75 * Theme::Unit).boundedTo(room));
    loadGroups();
    check();
    refresh();
    fold();
}

ConnectionSettingsPage::~ConnectionSettingsPage()
{
    // What is being edited in a cell is committed while all that it needs is there; nobody is told any more.
    blockSignals(true);
    hide();
}

QWidget *ConnectionSettingsPage::createTop()
{
    auto *top = new QWidget(this);
    m_url = new QLineEdit(top);
    m_url->setObjectName(u"settingsUrl"_s);
    m_url->setAccessibleName(tr("URL"));
    m_url->setPlaceholderText(tr("wss://host/path"));
    QLabel *label = plainLabel(tr("U&RL:"), top);
    label->setBuddy(m_url);
    m_urlProblem = new FieldProblem(profileFieldKey(ProfileField::Url) + u".problem"_s, m_url, label);
    m_find = new QLineEdit(top);
    m_find->setObjectName(u"findSetting"_s);
    m_find->setAccessibleName(tr("Find a setting"));
    m_find->setPlaceholderText(tr("Find a setting"));
    m_find->setClearButtonEnabled(true);
    m_showAll = new QCheckBox(tr("Show all settin&gs"), top);
    m_showAll->setObjectName(u"showAllSettings"_s);
    m_showAll->setAccessibleName(tr("Show all settings"));

    auto *line = new QHBoxLayout;
    line->setSpacing(Theme::Unit);
    line->addWidget(label);
    line->addWidget(m_url, 1);
    auto *second = new QHBoxLayout;
    second->setSpacing(2 * Theme::Unit);
    second->addWidget(m_find, 1);
    second->addWidget(m_showAll);
    auto *layout = new QVBoxLayout(top);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::Unit);
    layout->addLayout(line);
    layout->addLayout(second);

    connect(m_url, &QLineEdit::textEdited, this, [this] {
        loadQuery();
        handleUrlEdited();
    });
    connect(m_find, &QLineEdit::textChanged, this, &ConnectionSettingsPage::fold);
    connect(m_showAll, &QCheckBox::toggled, this, &ConnectionSettingsPage::fold);
    return top;
}

QWidget *ConnectionSettingsPage::createGroups()
{
    auto *list = new QWidget;
    list->setObjectName(u"settingsGroups"_s);
    m_query = new RowsTable(u"queryTable"_s, tr("Query parameters"), tr("parameter"),
                            {tr("Name"), tr("Value")}, RowsTable::Kind::Edited);
    connect(m_query, &RowsTable::edited, this, &ConnectionSettingsPage::handleQueryEdited);
    m_groups = {createQueryGroup(m_query, list), createRequestGroup(list),
                createAuthenticationGroup(list), createTlsGroup(list),
                createProxyGroup(list),          createNetworkGroup(list),
                createCompressionGroup(list),    createLimitsGroup(list),
                createRetryGroup(list),          createOpeningGroup(list),
                createEngineGroup(list),         createRecordingGroup(list)};
    m_nothingFound = plainLabel(tr("No setting is called that."), list);
    m_nothingFound->setObjectName(u"nothingFound"_s);
    auto *layout = new QVBoxLayout(list);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    for (SettingsGroup *group : std::as_const(m_groups)) {
        layout->addWidget(group);
        connectGroup(group);
    }
    layout->addWidget(m_nothingFound);
    layout->addStretch();

    m_scroll = new QScrollArea(this);
    m_scroll->setObjectName(u"settingsScroll"_s);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(list);
    return m_scroll;
}

QWidget *ConnectionSettingsPage::createBottom()
{
    auto *bottom = new QWidget(this);
    m_note = new ElidedLabel(bottom);
    m_note->setObjectName(u"settingsNote"_s);
    m_saved = new QWidget(bottom);
    m_savedNote = plainLabel({}, m_saved);
    m_savedNote->setObjectName(u"savedNote"_s);
    m_savedNote->setWordWrap(true);
    auto *save = new QPushButton(tr("Sa&ve"), m_saved);
    save->setObjectName(u"saveConnection"_s);
    save->setAccessibleName(tr("Save the connection"));
    save->setAutoDefault(false);
    connect(save, &QPushButton::clicked, this, &ConnectionSettingsPage::saveRequested);
    auto *savedLine = new QHBoxLayout(m_saved);
    savedLine->setContentsMargins(0, 0, 0, 0);
    savedLine->setSpacing(Theme::Unit);
    savedLine->addWidget(m_savedNote, 1);
    savedLine->addWidget(save);
    m_saved->setVisible(false);
    m_reconnect = new QWidget(bottom);
    QLabel *sentence = plainLabel(tr("Takes effect with the next connection."), m_reconnect);
    sentence->setObjectName(u"reconnectNote"_s);
    auto *reconnect = new QPushButton(tr("Reconnect no&w"), m_reconnect);
    reconnect->setObjectName(u"reconnectNow"_s);
    reconnect->setAccessibleName(tr("Reconnect now"));
    reconnect->setAutoDefault(false);
    connect(reconnect, &QPushButton::clicked, this, &ConnectionSettingsPage::reconnectRequested);
    auto *inner = new QHBoxLayout(m_reconnect);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(Theme::Unit);
    inner->addWidget(sentence);
    inner->addWidget(reconnect);
    m_reconnect->setVisible(false);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, bottom);
    QPushButton *close = buttons->button(QDialogButtonBox::Close);
    close->setObjectName(u"closeSettings"_s);
    close->setAccessibleName(tr("Close"));
    // Return belongs to the fields. The style's icons do not follow a dark palette.
    close->setAutoDefault(false);
    close->setIcon({});
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    auto *line = new QHBoxLayout;
    line->setSpacing(2 * Theme::Unit);
    line->addWidget(m_reconnect);
    line->addStretch();
    line->addWidget(buttons);
    auto *layout = new QVBoxLayout(bottom);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::Unit);
    layout->addWidget(m_note);
    layout->addWidget(m_saved);
    layout->addLayout(line);
    return bottom;
}

// The fields of all groups stand in one column. Labels that are above their field do not count.
void ConnectionSettingsPage::alignLabels()
{
    int width = 0;
    QList<QLabel *> labels;
    for (const SettingsGroup *group : std::as_const(m_groups)) {
        for (const SettingsRow *row : group->rows()) {
            if (!row->label() || row->label()->parentWidget() == row)
                continue;
            width = std::max(width, row->labelWidth());
            labels.append(row->label());
        }
    }
    for (QLabel *label : std::as_const(labels))
        label->setMinimumWidth(width);
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
    bool isChecked = true;
    if (text == typed) {
        // What is in the field says more than the URL, which may be none while it is being typed.
        isChecked = m_draft.url == profile.url && m_profile.url == profile.url;
        m_profile.url = profile.url;
        m_draft.url = profile.url;
    }
    const bool isOther = profile != m_profile;
    if (!isOther && sameText) {
        if (!isChecked)
            check();
        refresh();
        return;
    }
    m_profile = profile;
    m_draft = profile;
    if (typed != text && (isOther || !urlText.isEmpty()))
        setWholeText(m_url, text);
    loadQuery();
    loadGroups();
    check();
    refresh();
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
            if (row->binding().field != field)
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
    setWholeText(m_url, withQueryParameters(m_url->text(), parameters));
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
    check();
    refresh();
    apply();
}

void ConnectionSettingsPage::resetGroup(SettingsGroup *group)
{
    if (group->key() == "query"_L1) {
        setWholeText(m_url, withQueryParameters(m_url->text(), {}));
        loadQuery();
        handleUrlEdited();
        return;
    }
    for (const SettingsRow *row : group->rows()) {
        if (const auto field = row->binding().field)
            copyProfileField(*field, m_defaults, m_draft);
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

void ConnectionSettingsPage::check()
{
    m_problems = takeUrl();
    for (const SettingsGroup *group : std::as_const(m_groups))
        m_problems += group->typingProblems();
    m_problems += checkProfile(Variables::withTokens(m_draft));
}

// Fields of which one is right or wrong only together with the others keep their earlier values together.
static bool areKeptTogether(ProfileField a, ProfileField b)
{
    using F = ProfileField;
    static const QList<F> certificate{F::CertificateFile, F::KeyFile, F::KeyPassphrase};
    const QString group = profileFieldGroup(a);
    if (group == "authentication"_L1 || group == "proxy"_L1)
        return profileFieldGroup(b) == group;
    return a == b || (certificate.contains(a) && certificate.contains(b));
}

void ConnectionSettingsPage::apply()
{
    ConnectionProfile applied = m_draft;
    const QList<ProfileField> fields = profileFields();
    for (const ProfileField field : fields) {
        const bool isKept =
                std::any_of(m_problems.begin(), m_problems.end(), [field](const ProfileProblem &problem) {
                    return areKeptTogether(problem.field, field);
                });
        if (isKept)
            copyProfileField(field, m_profile, applied);
    }
    if (applied == m_profile)
        return;
    m_profile = applied;
    Q_EMIT profileChanged(m_profile);
}

void ConnectionSettingsPage::refresh()
{
    const auto ofUrl = std::find_if(m_problems.begin(), m_problems.end(), [](const ProfileProblem &problem) {
        return problem.field == ProfileField::Url;
    });
    m_urlProblem->setSentence(ofUrl == m_problems.end() ? QString() : ofUrl->sentence);
    for (SettingsGroup *group : std::as_const(m_groups)) {
        group->refresh(m_draft, m_defaults);
        group->showProblems(m_problems);
    }
    m_note->setText(m_problems.isEmpty() ? QString()
                                         : tr("What is marked ▲ keeps its earlier value until it is right."),
                    ElidedLabel::Tone::Problem);
}

static bool isAbout(const SettingsGroup *group, const QString &words)
{
    const auto &rows = group->rows();
    const QString title = group->title();
    return profileFieldIsAbout({}, title, words)
           || std::any_of(rows.begin(), rows.end(), [&](const SettingsRow *row) {
                  return profileFieldIsAbout(row->binding().field, title + u' ' + row->title(), words);
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
