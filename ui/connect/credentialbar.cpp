// SPDX-License-Identifier: MIT
#include "ui/connect/credentialbar.h"

#include "ui/kit/labels.h"
#include "ui/kit/theme.h"

#include <QAccessible>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>

using namespace Qt::StringLiterals;

CredentialBar::CredentialBar(QWidget *parent)
    : InlineBar(u"credentialBar"_s, parent)
    , m_layout(new QGridLayout(this))
    , m_question(plainLabel({}, this))
    , m_leaveOut(new QPushButton(this))
    , m_send(new QPushButton(this))
{
    m_question->setObjectName(u"credentialQuestion"_s);
    m_question->setWordWrap(true);
    m_leaveOut->setObjectName(u"credentialsLeaveOut"_s);
    m_send->setObjectName(u"credentialsSend"_s);
    m_layout->setContentsMargins(0, Theme::Unit, 0, Theme::Unit);
    m_layout->setSpacing(Theme::Unit);
    m_layout->setColumnStretch(0, 1);
    connect(m_leaveOut, &QPushButton::clicked, this, [this] { answer(false); });
    connect(m_send, &QPushButton::clicked, this, [this] { answer(true); });
}

void CredentialBar::ask(const ForeignCredentials &foreign)
{
    const auto *before = std::get_if<ForeignCredentials>(&m_asked);
    const bool isAsked = !isHidden() && before && before->urlText == foreign.urlText;
    m_asked = foreign;
    if (isAsked) {
        answer(false);
        return;
    }
    setAccessibleName(tr("Credentials of another server"));
    show(foreign.question, tr("Leave &out and connect"), tr("Send &as well"));
}

void CredentialBar::ask(const ImportedRisks &risks)
{
    m_asked = risks;
    setAccessibleName(tr("Imported connection"));
    show(risks.question, tr("D&o not connect"), tr("Conn&ect all the same"));
}

void CredentialBar::show(const QString &question, const QString &safe, const QString &other)
{
    // A long question needs the whole width, so that none of it is cut.
    static constexpr qsizetype Long = 200;
    const int row = question.size() > Long ? 1 : 0;
    m_layout->addWidget(m_question, 0, 0, 1, row == 0 ? 1 : 3);
    m_layout->addWidget(m_leaveOut, row, 1);
    m_layout->addWidget(m_send, row, 2);
    m_question->setText(question);
    m_leaveOut->setText(safe);
    m_send->setText(other);
    m_leaveOut->setAccessibleDescription(question);
    m_send->setAccessibleDescription(question);
    QWidget::show();
    // Else styles show the focus only once Tab has been pressed.
    window()->setAttribute(Qt::WA_KeyboardFocusChange);
    m_leaveOut->setFocus(Qt::TabFocusReason);
    QAccessibleEvent alert(m_question, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void CredentialBar::answer(bool send)
{
    dismiss();
    if (const auto *foreign = std::get_if<ForeignCredentials>(&m_asked))
        Q_EMIT answered(ForeignCredentials(*foreign), send);
    else if (send)
        Q_EMIT importAccepted();
}

void CredentialBar::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    // The Enter that asked may still be held down.
    if (isEnter && event->isAutoRepeat())
        return;
    if (isEnter)
        answer(m_send->hasFocus());
    else
        InlineBar::keyPressEvent(event);
}
