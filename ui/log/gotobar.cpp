// SPDX-License-Identifier: MIT
#include "ui/log/gotobar.h"

#include "ui/kit/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QToolButton>

using namespace Qt::StringLiterals;

GoToBar::GoToBar(QWidget *parent)
    : QWidget(parent)
    , m_edit(new QLineEdit(this))
    , m_problem(new QLabel(this))
    , m_close(new QToolButton(this))
{
    setObjectName(u"goToBar"_s);
    auto *title = new QLabel(tr("Go to"), this);
    title->setTextFormat(Qt::PlainText);
    title->setBuddy(m_edit);
    m_edit->setObjectName(u"goToEdit"_s);
    m_edit->setAccessibleName(tr("Go to an entry's number or a time"));
    m_edit->setPlaceholderText(tr("entry number or time, such as 1204331 or 12:01:02"));
    // As wide as the placeholder, and no wider: the rest of the row is for the problem.
    const int placeholder = m_edit->fontMetrics().horizontalAdvance(m_edit->placeholderText());
    m_edit->setMaximumWidth(placeholder + 4 * Theme::Unit);
    m_problem->setObjectName(u"goToProblem"_s);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_close->setObjectName(u"goToClose"_s);
    m_close->setText(u"✕"_s);
    m_close->setAutoRaise(true);
    m_close->setAccessibleName(tr("Close"));
    m_close->setToolTip(tr("Close"));

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(Theme::Unit, Theme::Unit / 2, Theme::Unit / 2, Theme::Unit / 2);
    layout->setSpacing(Theme::Unit);
    layout->addWidget(title);
    layout->addWidget(m_edit, 1);
    layout->addWidget(m_problem, 1);
    layout->addWidget(m_close);

    connect(m_edit, &QLineEdit::returnPressed, this, &GoToBar::enter);
    connect(m_edit, &QLineEdit::textEdited, this, [this] { setProblem({}); });
    connect(m_close, &QToolButton::clicked, this, &GoToBar::dismiss);
    applyColours();
    hide();
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

void GoToBar::dismiss()
{
    hide();
    Q_EMIT closed();
}

bool GoToBar::event(QEvent *event)
{
    // Esc belongs to the row while the focus is in it, whatever the window does with it otherwise.
    if (event->type() == QEvent::ShortcutOverride
        && static_cast<QKeyEvent *>(event)->matches(QKeySequence::Cancel)) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void GoToBar::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Cancel))
        dismiss();
    // The field lets Enter pass when it has dealt with it.
    else if (event->key() != Qt::Key_Return && event->key() != Qt::Key_Enter)
        QWidget::keyPressEvent(event);
}

void GoToBar::applyColours()
{
    QPalette colours;
    colours.setColor(QPalette::WindowText, Theme::bad(palette()));
    m_problem->setPalette(colours);
}

void GoToBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        applyColours();
    QWidget::changeEvent(event);
}

void GoToBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(0, height() - 1, width(), 1, Theme::hairline(palette()));
}
