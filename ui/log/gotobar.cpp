// SPDX-License-Identifier: MIT
#include "ui/log/gotobar.h"

#include "ui/kit/flatcontrols.h"
#include "ui/kit/labels.h"
#include "ui/kit/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

using namespace Qt::StringLiterals;

GoToBar::GoToBar(QWidget *parent)
    : InlineBar(u"goToBar"_s, parent)
    , m_edit(new QLineEdit(this))
    , m_problem(plainLabel({}, this))
{
    QLabel *title = plainLabel(tr("Go to"), this);
    title->setBuddy(m_edit);
    m_edit->setObjectName(u"goToEdit"_s);
    m_edit->setAccessibleName(tr("Go to an entry's number or a time"));
    m_edit->setPlaceholderText(tr("entry number or time, such as 1204331 or 12:01:02"));
    // As wide as the placeholder, and no wider: the rest of the row is for the problem.
    const int placeholder = m_edit->fontMetrics().horizontalAdvance(m_edit->placeholderText());
    m_edit->setMaximumWidth(placeholder + 4 * Theme::Unit);
    m_problem->setObjectName(u"goToProblem"_s);
    m_problem->setWordWrap(true);
    m_problem->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    Theme::colourText(m_problem, Theme::bad);
    QToolButton *close = flatButton(u"goToClose"_s, u"✕"_s, tr("Close"), this);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(Theme::Unit, Theme::Unit / 2, Theme::Unit / 2, Theme::Unit / 2);
    layout->setSpacing(Theme::Unit);
    layout->addWidget(title);
    layout->addWidget(m_edit, 1);
    layout->addWidget(m_problem, 1);
    layout->addWidget(close);

    connect(m_edit, &QLineEdit::returnPressed, this, &GoToBar::enter);
    connect(m_edit, &QLineEdit::textEdited, this, [this] { setProblem({}); });
    connect(close, &QToolButton::clicked, this, &GoToBar::dismiss);
}

void GoToBar::open()
{
    setProblem({});
    show();
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

void GoToBar::setProblem(const QString &problem)
{
    m_problem->setText(problem);
    // The focus stays in the field: there a screen reader looks for what is wrong.
    if (problem != m_edit->accessibleDescription())
        m_edit->setAccessibleDescription(problem);
}

void GoToBar::enter()
{
    const LogPlace place = parseLogPlace(m_edit->text(), m_referenceUs);
    setProblem(place.problem);
    if (place.isValid())
        Q_EMIT placeEntered(place);
}
