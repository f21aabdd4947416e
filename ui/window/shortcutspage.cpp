// SPDX-License-Identifier: MIT
#include "ui/window/shortcutspage.h"

#include "ui/kit/theme.h"

#include <QAction>
#include <QBoxLayout>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>

#include <algorithm>

using namespace Qt::StringLiterals;

static QString withoutMnemonic(const QString &text)
{
    QString result;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == u'&' && ++i >= text.size())
            break;
        result += text[i];
    }
    return result.endsWith(u'…') ? result.chopped(1) : result;
}

static QString groupOf(const QAction *action)
{
    const QList<QObject *> owners = action->associatedObjects();
    for (const QObject *owner : owners) {
        if (const auto *menu = qobject_cast<const QMenu *>(owner); menu && !menu->title().isEmpty())
            return withoutMnemonic(menu->title());
    }
    return ShortcutsPage::tr("General");
}

QList<ShortcutRow> ShortcutsPage::rowsOf(const QList<QAction *> &actions)
{
    QList<ShortcutRow> rows;
    for (const QAction *action : actions) {
        if (action->isSeparator() || action->menu() || action->shortcuts().isEmpty())
            continue;
        QStringList keys;
        const QList<QKeySequence> shortcuts = action->shortcuts();
        for (const QKeySequence &shortcut : shortcuts)
            keys.append(shortcut.toString(QKeySequence::NativeText));
        keys.removeDuplicates();
        rows.append({groupOf(action), withoutMnemonic(action->text()), keys.join(tr(" or "))});
    }
    return rows;
}

/// Keys that belong to a widget and are in no menu. Several are separated by blanks.
static QList<ShortcutRow> ownRows()
{
    struct Row
    {
        QString text;
        QLatin1StringView keys;
    };
    struct Group
    {
        QString title;
        QList<Row> rows;
    };
    const QList<Group> groups{
            {ShortcutsPage::tr("Reading the log"),
             {
                     {ShortcutsPage::tr("Copy what is selected"), "Ctrl+C"_L1},
                     {ShortcutsPage::tr("Show a match among its neighbours"), "Ctrl+Return"_L1},
                     {ShortcutsPage::tr("Go to the newest entry and follow"), "End"_L1},
                     {ShortcutsPage::tr("What can be done with an entry"), "Menu Shift+F10"_L1},
             }},
            {ShortcutsPage::tr("Filtering"),
             {
                     {ShortcutsPage::tr("Offer what can be typed"), "Ctrl+Space"_L1},
                     {ShortcutsPage::tr("Go down to the log"), "Down"_L1},
                     {ShortcutsPage::tr("Empty the line, then leave it"), "Esc"_L1},
             }},
            {ShortcutsPage::tr("Reading a message"),
             {
                     {ShortcutsPage::tr("Filter by a value, make it a column, or plot it"),
                      "Menu Shift+F10"_L1},
                     {ShortcutsPage::tr("Find in the message"), "Ctrl+F"_L1},
                     {ShortcutsPage::tr("Next and previous place"), "F3 Shift+F3"_L1},
                     {ShortcutsPage::tr("Open all below a value of the tree"), "*"_L1},
                     {ShortcutsPage::tr("Copy bytes as text"), "Ctrl+Shift+C"_L1},
                     {ShortcutsPage::tr("Close what compares"), "Esc"_L1},
             }},
            {ShortcutsPage::tr("Reading a chart"),
             {
                     {ShortcutsPage::tr("From value to value"), "Left Right"_L1},
                     {ShortcutsPage::tr("Go to the entry of a value"), "Return"_L1},
             }},
            {ShortcutsPage::tr("Writing a message"),
             {
                     {ShortcutsPage::tr("Send"), "Ctrl+Return"_L1},
                     {ShortcutsPage::tr("Send the first, … the ninth saved message"), "Ctrl+1 Ctrl+9"_L1},
                     {ShortcutsPage::tr("Message sent before"), "Ctrl+Up"_L1},
                     {ShortcutsPage::tr("Message sent after, or the draft"), "Ctrl+Down"_L1},
                     {ShortcutsPage::tr("Lay out JSON, without comments"), "Ctrl+Shift+F"_L1},
                     {ShortcutsPage::tr("Offer variables, behind {{"), "Ctrl+Space"_L1},
             }},
            {ShortcutsPage::tr("Saved connections and messages"),
             {
                     {ShortcutsPage::tr("Open, or in a new tab"), "Return Ctrl+Return"_L1},
                     {ShortcutsPage::tr("Write a message, or send it"), "Return Ctrl+Return"_L1},
                     {ShortcutsPage::tr("Rename"), "F2"_L1},
                     {ShortcutsPage::tr("Duplicate"), "Ctrl+Shift+D"_L1},
                     {ShortcutsPage::tr("Remove, and undo that"), "Del Ctrl+Z"_L1},
             }},
            {ShortcutsPage::tr("Tables of settings"),
             {
                     {ShortcutsPage::tr("Add and remove a row"), "Ins Del"_L1},
                     {ShortcutsPage::tr("Move a row"), "Ctrl+Up Ctrl+Down"_L1},
             }},
    };
    QList<ShortcutRow> rows;
    for (const Group &group : groups) {
        for (const Row &row : group.rows) {
            QStringList keys;
            const QStringList names = QString(row.keys).split(u' ');
            for (const QString &name : names)
                keys.append(QKeySequence(name).toString(QKeySequence::NativeText));
            rows.append({group.title, row.text, keys.join(ShortcutsPage::tr(" or "))});
        }
    }
    return rows;
}

ShortcutsPage::ShortcutsPage(const QList<QAction *> &actions, QWidget *parent,
                             const QList<ShortcutRow> &extra)
    : QDialog(parent)
{
    setObjectName(u"shortcutsPage"_s);
    setWindowTitle(tr("Keyboard Shortcuts"));
    setModal(false);

    const QList<ShortcutRow> rows = rowsOf(actions) + extra + ownRows();
    QStringList titles;
    for (const ShortcutRow &row : rows)
        titles.append(row.group);
    titles.removeDuplicates();

    // The groups fill the left column up to half of all rows, then the right one.
    auto *content = new QWidget(this);
    auto *columns = new QHBoxLayout(content);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(5 * Theme::Unit);
    QVBoxLayout *sides[2];
    for (QVBoxLayout *&side : sides) {
        side = new QVBoxLayout;
        side->setSpacing(2 * Theme::Unit);
        columns->addLayout(side, 1);
    }
    qsizetype placed = 0;
    for (const QString &title : std::as_const(titles)) {
        QList<ShortcutRow> members;
        std::copy_if(rows.begin(), rows.end(), std::back_inserter(members),
                     [&title](const ShortcutRow &row) { return row.group == title; });
        sides[placed * 2 >= rows.size() ? 1 : 0]->addWidget(createGroup(title, members));
        placed += members.size();
    }
    for (QVBoxLayout *side : sides)
        side->addStretch();

    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    scroll->setMinimumWidth(content->sizeHint().width() + 3 * Theme::Unit);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * Theme::Unit, 3 * Theme::Unit, 2 * Theme::Unit, 2 * Theme::Unit);
    layout->setSpacing(2 * Theme::Unit);
    layout->addWidget(scroll, 1);
    layout->addWidget(buttons);
    const int room = screen()->availableSize().height() - 12 * Theme::Unit;
    resize(sizeHint().width(),
           std::min(room, content->sizeHint().height() + buttons->sizeHint().height() + 8 * Theme::Unit));
    // The style's icon does not follow a dark palette.
    buttons->button(QDialogButtonBox::Close)->setIcon({});
    buttons->button(QDialogButtonBox::Close)->setFocus();
}

QWidget *ShortcutsPage::createGroup(const QString &title, const QList<ShortcutRow> &rows)
{
    auto *group = new QWidget(this);
    auto *grid = new QGridLayout(group);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(3 * Theme::Unit);
    grid->setVerticalSpacing(Theme::Unit / 2);
    grid->setColumnStretch(0, 1);
    const auto label = [group](const QString &text) {
        auto *result = new QLabel(group);
        result->setTextFormat(Qt::PlainText);
        result->setText(text);
        return result;
    };
    QLabel *heading = label(title);
    QFont bold = heading->font();
    bold.setBold(true);
    heading->setFont(bold);
    grid->addWidget(heading, 0, 0, 1, 2);
    for (const ShortcutRow &row : rows) {
        const int line = grid->rowCount();
        QLabel *text = label(row.text);
        QLabel *keys = label(row.keys);
        text->setAccessibleName(u"%1: %2"_s.arg(row.text, row.keys));
        keys->setFont(Theme::monospace());
        grid->addWidget(text, line, 0);
        grid->addWidget(keys, line, 1, Qt::AlignRight);
    }
    return group;
}
