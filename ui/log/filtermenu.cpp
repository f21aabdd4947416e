// SPDX-License-Identifier: MIT
#include "ui/log/filtermenu.h"

#include "settings/settings.h"
#include "ui/kit/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QWidgetAction>

using namespace Qt::StringLiterals;

static constexpr qsizetype LongestTitle = 60;

/// As an entry of a menu: cut, and with nothing that a menu would take for a key.
static QString titled(const QString &text)
{
    QString title = text.simplified();
    if (title.size() > LongestTitle) {
        title.truncate(title[LongestTitle - 1].isHighSurrogate() ? LongestTitle - 1 : LongestTitle);
        title += u'…';
    }
    return title.replace(u'&', u"&&"_s);
}

FilterMenu::FilterMenu(Settings *settings, QWidget *parent)
    : QMenu(parent)
    , m_settings(settings)
    , m_saving(new QWidgetAction(this))
    , m_name(new QLineEdit)
{
    setObjectName(u"filterMenuList"_s);
    auto *row = new QWidget(this);
    auto *label = new QLabel(tr("Save filter as"), row);
    label->setTextFormat(Qt::PlainText);
    m_name->setObjectName(u"filterNameEdit"_s);
    m_name->setAccessibleName(tr("Name to save the filter under"));
    m_name->setPlaceholderText(tr("name, then Enter"));
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(2 * Theme::Unit, Theme::Unit / 2, Theme::Unit, Theme::Unit / 2);
    layout->setSpacing(Theme::Unit);
    layout->addWidget(label);
    layout->addWidget(m_name, 1);
    // Whoever comes to the row with the arrows can type at once.
    row->setFocusProxy(m_name);
    row->setFocusPolicy(Qt::StrongFocus);
    m_saving->setDefaultWidget(row);
    m_saving->setEnabled(false);
    connect(m_name, &QLineEdit::returnPressed, this, &FilterMenu::save);
    connect(this, &QMenu::aboutToShow, this, &FilterMenu::fill);
}

void FilterMenu::setPresent(const QString &text)
{
    m_present = text;
    m_saving->setEnabled(!text.isEmpty());
}

void FilterMenu::fill()
{
    removeAction(m_saving);
    clear();
    // A submenu is not the action's child, and stays otherwise.
    for (QMenu *submenu : findChildren<QMenu *>(Qt::FindDirectChildrenOnly))
        submenu->deleteLater();
    m_name->clear();
    addAction(m_saving);
    addNamed();
    addRecent();
    addSeparator();
    QAction *clearing = addAction(tr("Clear Filter"), this, &FilterMenu::clearRequested);
    clearing->setObjectName(u"clearFilter"_s);
}

void FilterMenu::addNamed()
{
    const auto named = m_settings->namedFilters();
    if (named.isEmpty())
        return;
    addSection(tr("Saved filters"));
    for (auto filter = named.begin(); filter != named.end(); ++filter)
        addFilter(filter.key(), filter.value());
    auto *removal = new QMenu(tr("Remove"), this);
    removal->setObjectName(u"removeFilterMenu"_s);
    for (auto filter = named.begin(); filter != named.end(); ++filter) {
        removal->addAction(titled(filter.key()), m_settings, [settings = m_settings, name = filter.key()] {
            settings->removeNamedFilter(name);
        });
    }
    addMenu(removal);
}

void FilterMenu::addRecent()
{
    const QStringList recent = m_settings->recentFilters();
    if (recent.isEmpty())
        return;
    addSection(tr("Recent filters"));
    for (const QString &text : recent)
        addFilter(text, text);
    QAction *forgetting = addAction(tr("Forget Recent Filters"), m_settings, &Settings::clearRecentFilters);
    forgetting->setObjectName(u"forgetRecentFilters"_s);
}

QAction *FilterMenu::addFilter(const QString &title, const QString &text)
{
    QAction *action = addAction(titled(title), this, [this, text] { Q_EMIT chosen(text); });
    action->setData(text);
    return action;
}

void FilterMenu::save()
{
    const QString name = m_name->text().trimmed();
    if (name.isEmpty())
        return;
    m_settings->setNamedFilter(name, m_present);
    close();
}
