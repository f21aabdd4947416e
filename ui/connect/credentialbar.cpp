// SPDX-License-Identifier: MIT
#include "ui/connect/credentialbar.h"

#include "ui/kit/labels.h"
#include "ui/kit/theme.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>

using namespace Qt::StringLiterals;

CredentialBar::CredentialBar(QWidget *parent)
    : InlineBar(u"credentialBar"_s, parent)
    , m_question(plainLabel({}, this))
    , m_leaveOut(new QPushButton(tr("Leave &out and connect"), this))
    , m_send(new QPushButton(tr("Send &as well"), this))
{
    setAccessibleName(tr("Credentials of another server"));
    m_question->setObjectName(u"credentialQuestion"_s);
    m_question->setWordWrap(true);
    m_leaveOut->setObjectName(u"credentialsLeaveOut"_s);
    m_send->setObjectName(u"credentialsSend"_s);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, Theme::Unit, 0, Theme::Unit);
    layout->setSpacing(Theme::Unit);
    layout->addWidget(m_question, 1);
    layout->addWidget(m_leaveOut);
    layout->addWidget(m_send);
    connect(m_leaveOut, &QPushButton::clicked, this, [this] { answer(false); });
    connect(m_send, &QPushButton::clicked, this, [this] { answer(true); });
}

void CredentialBar::ask(const ForeignCredentials &foreign)
{
    const bool isAsked = !isHidden() && m_foreign.urlText == foreign.urlText;
    m_foreign = foreign;
    if (isAsked) {
        answer(false);
        return;
    }
    m_question->setText(foreign.question);
    m_leaveOut->setAccessibleDescription(foreign.question);
    m_send->setAccessibleDescription(foreign.question);
    show();
    // Else styles show the focus only once Tab has been pressed.
    window()->setAttribute(Qt::WA_KeyboardFocusChange);
    m_leaveOut->setFocus(Qt::TabFocusReason);
    QAccessibleEvent alert(m_question, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void CredentialBar::answer(bool send)
{
    dismiss();
    Q_EMIT answered(m_foreign, send);
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
