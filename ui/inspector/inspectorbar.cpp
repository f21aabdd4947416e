// SPDX-License-Identifier: MIT
#include "ui/inspector/inspectorbar.h"

#include "ui/kit/flatcontrols.h"
#include "ui/kit/theme.h"

#include <QAction>
#include <QBoxLayout>
#include <QEvent>
#include <QMenu>
#include <QSignalBlocker>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

InspectorBar::InspectorBar(QWidget *parent)
    : QWidget(parent)
    , m_tabs(new FlatTabBar(this))
    , m_wrap(flatButton(u"inspectorWrap"_s, tr("Wrap"), tr("Wrap long lines"), this))
    , m_copy(flatButton(u"inspectorCopy"_s, tr("Copy"), tr("Copy the whole payload in this form"), this))
    , m_more(flatButton(u"inspectorMenu"_s, u"⋯"_s, tr("More for this message"), this))
    , m_wrapAction(new QAction(tr("&Wrap Long Lines"), this))
    , m_copyMenu(new QMenu(tr("Copy &As"), this))
    , m_menu(new QMenu(this))
{
    m_tabs->setObjectName(u"inspectorForm"_s);
    m_tabs->setAccessibleName(tr("Form of the payload"));
    // In the order of PayloadForm.
    for (const QString &text :
         {tr("&JSON"), tr("T&ree"), tr("Picture"), tr("Text"), tr("He&x"), tr("Details")})
        m_tabs->addTab(text);
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int index) {
        if (index < 0)
            return;
        m_chosen = PayloadForm(index);
        Q_EMIT formChosen();
    });

    m_wrapAction->setCheckable(true);
    m_wrapAction->setChecked(true);
    m_wrap->setCheckable(true);
    m_wrap->setChecked(true);
    connect(m_wrap, &QToolButton::toggled, m_wrapAction, &QAction::setChecked);
    connect(m_wrapAction, &QAction::toggled, this, [this](bool on) {
        m_wrap->setChecked(on);
        Q_EMIT wrappingChanged(on);
    });
    connect(m_copy, &QToolButton::clicked, this, &InspectorBar::copyRequested);
    m_copyMenu->setObjectName(u"inspectorCopyAs"_s);
    m_copy->setMenu(m_copyMenu);
    m_copy->setPopupMode(QToolButton::MenuButtonPopup);
    m_menu->addMenu(m_copyMenu);
    m_menu->addAction(m_wrapAction);
    // Not the button's own menu, which would add an arrow to what says the same.
    connect(m_more, &QToolButton::clicked, this,
            [this] { m_menu->popup(m_more->mapToGlobal(m_more->rect().bottomLeft())); });

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, Theme::Unit / 2, 0);
    layout->setSpacing(Theme::Unit / 2);
    layout->addWidget(m_tabs, 1);
    layout->addWidget(m_wrap);
    layout->addWidget(m_copy);
    layout->addWidget(m_more);
}

void InspectorBar::setForms(const QList<PayloadForm> &forms)
{
    const QSignalBlocker blocker(m_tabs);
    // A tab is made visible before another is hidden: a bar without any would choose one by itself.
    for (const bool visible : {true, false}) {
        for (int i = 0; i < m_tabs->count(); ++i) {
            if (forms.contains(PayloadForm(i)) == visible && m_tabs->isTabVisible(i) != visible)
                m_tabs->setTabVisible(i, visible);
        }
    }
    const bool kept = m_chosen && forms.contains(*m_chosen);
    m_tabs->setCurrentIndex(int(kept ? *m_chosen : forms.first()));
    fit();
}

PayloadForm InspectorBar::form() const
{
    return PayloadForm(std::max(0, m_tabs->currentIndex()));
}

void InspectorBar::setWrappingApplies(bool applies)
{
    m_wrappingApplies = applies;
    m_wrapAction->setEnabled(applies);
    fit();
}

// The tabs come first: no word of theirs is cut.
void InspectorBar::fit()
{
    int tabs = 0;
    for (int i = 0; i < m_tabs->count(); ++i) {
        if (m_tabs->isTabVisible(i))
            tabs += m_tabs->tabRect(i).width();
    }
    const auto withSpacing = [this](const QWidget *button) {
        return button->sizeHint().width() + layout()->spacing();
    };
    int left = width() - tabs - layout()->contentsMargins().right() - withSpacing(m_more);
    const bool copyFits = left >= withSpacing(m_copy);
    left -= withSpacing(m_copy);
    m_copy->setVisible(copyFits);
    m_wrap->setVisible(m_wrappingApplies && copyFits && left >= withSpacing(m_wrap));
}

void InspectorBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

void InspectorBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fit();
}
