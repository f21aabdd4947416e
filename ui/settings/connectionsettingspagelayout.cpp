// SPDX-License-Identifier: MIT
// What the page of connection settings is built of.
#include "ui/kit/rowstable.h"
#include "ui/kit/smallparts.h"
#include "ui/kit/theme.h"
#include "ui/kit/tonelabel.h"
#include "ui/settings/connectionsettingspage.h"
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

using namespace Qt::StringLiterals;

QWidget *ConnectionSettingsPage::createTop()
{
    auto *top = new QWidget(this);
    m_url = new QLineEdit(top);
    m_url->setObjectName(u"settingsUrl"_s);
    m_url->setAccessibleName(tr("URL"));
    m_url->setPlaceholderText(tr("wss://host/path"));
    QLabel *label = plainLabel(tr("U&RL:"), top);
    label->setBuddy(m_url);
    m_urlProblem = new ToneLabel(u"settingsUrlProblem"_s, ToneLabel::Tone::Problem, top);
    m_find = new QLineEdit(top);
    m_find->setObjectName(u"findSetting"_s);
    m_find->setAccessibleName(tr("Find a setting"));
    m_find->setPlaceholderText(tr("Find a setting"));
    m_find->setClearButtonEnabled(true);
    m_showAll = new QCheckBox(tr("Sho&w all settings"), top);
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
    layout->addWidget(m_urlProblem);
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
    m_note = new ToneLabel(u"settingsNote"_s, ToneLabel::Tone::Problem, bottom);
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
    auto *reconnect = new QPushButton(tr("Reconnect &now"), m_reconnect);
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
            // As wide as it will be once it is marked.
            QFont bold = row->label()->font();
            bold.setBold(true);
            width = std::max(width,
                             QFontMetrics(bold).size(Qt::TextShowMnemonic, row->label()->text()).width());
            labels.append(row->label());
        }
    }
    for (QLabel *label : std::as_const(labels))
        label->setMinimumWidth(width);
}
