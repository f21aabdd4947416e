// SPDX-License-Identifier: MIT
#include "ui/connect/disconnectbar.h"

#include "failure/connectionerror.h"
#include "ui/kit/fields/bytesleft.h"
#include "ui/kit/flatcontrols.h"
#include "ui/kit/labels.h"
#include "ui/kit/theme.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

static constexpr int CodeDigits = 4;

DisconnectBar::DisconnectBar(QWidget *parent)
    : InlineBar(u"disconnectBar"_s, parent)
    , m_code(new QLineEdit(this))
    , m_reason(new QLineEdit(this))
    , m_left(new BytesLeft(u"closeReasonLeft"_s, CloseCode::MaxReasonBytes, this))
    , m_disconnect(new QPushButton(tr("Disconnect"), this))
    , m_drop(new QPushButton(tr("Drop without a Close Frame"), this))
    , m_sentence(new ToneLabel(u"closeSentence"_s, ToneLabel::Tone::Quiet, this))
{
    setAccessibleName(tr("Disconnect with"));
    m_code->setObjectName(u"closeCodeEdit"_s);
    m_code->setAccessibleName(tr("Close code"));
    m_code->setPlaceholderText(QString::number(CloseCode::Normal));
    m_reason->setObjectName(u"closeReasonEdit"_s);
    m_reason->setAccessibleName(tr("Reason of the close"));
    m_reason->setPlaceholderText(tr("none"));
    m_disconnect->setObjectName(u"closeSend"_s);
    m_disconnect->setToolTip(tr("Disconnect with this code and reason (Enter)"));
    m_drop->setObjectName(u"closeDrop"_s);
    m_drop->setToolTip(
            tr("Ends the connection at once, to see what the other side makes of that: for it, the "
               "code is 1006. What has not been sent is lost."));
    buildLayout();

    connect(m_code, &QLineEdit::textChanged, this, &DisconnectBar::refresh);
    connect(m_reason, &QLineEdit::textChanged, this, &DisconnectBar::refresh);
    connect(m_code, &QLineEdit::returnPressed, this, &DisconnectBar::enter);
    connect(m_reason, &QLineEdit::returnPressed, this, &DisconnectBar::enter);
    connect(m_disconnect, &QPushButton::clicked, this, &DisconnectBar::enter);
    connect(m_drop, &QPushButton::clicked, this, &DisconnectBar::drop);
    refresh();
}

void DisconnectBar::buildLayout()
{
    QLabel *code = plainLabel(tr("Code"), this);
    code->setBuddy(m_code);
    QLabel *reason = plainLabel(tr("Reason"), this);
    reason->setBuddy(m_reason);
    m_code->setFixedWidth(m_code->fontMetrics().horizontalAdvance(u"00000"_s) + 3 * Theme::Unit);
    QToolButton *close = flatButton(u"closeCancel"_s, u"✕"_s, tr("Do not disconnect (Esc)"), this);
    connect(close, &QToolButton::clicked, this, &DisconnectBar::dismiss);

    auto *fields = new QHBoxLayout;
    fields->setSpacing(Theme::Unit);
    fields->addWidget(code);
    fields->addWidget(m_code);
    fields->addWidget(reason);
    fields->addWidget(m_reason, 1);
    fields->addWidget(m_left);
    fields->addWidget(m_disconnect);
    fields->addWidget(close);
    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(Theme::Unit, Theme::Unit / 2, Theme::Unit, Theme::Unit);
    layout->setSpacing(Theme::Unit);
    layout->addLayout(fields, 0, 0, 1, 2);
    layout->addWidget(m_sentence, 1, 0);
    layout->addWidget(m_drop, 1, 1, Qt::AlignTop);
    layout->setColumnStretch(0, 1);
}

void DisconnectBar::open()
{
    show();
    refresh();
    m_code->setFocus(Qt::ShortcutFocusReason);
    m_code->selectAll();
    m_reason->deselect();
}

void DisconnectBar::setConnected(bool connected)
{
    m_isConnected = connected;
    m_disconnect->setEnabled(connected);
    m_drop->setEnabled(connected);
    refresh();
}

DisconnectBar::Typed DisconnectBar::typed() const
{
    const QString text = m_code->text().trimmed();
    bool isNumber = true;
    Typed typed;
    if (!text.isEmpty())
        typed.code = text.toUShort(&isNumber);
    typed.refusal = isNumber ? CloseCode::refusal(typed.code, m_reason->text())
                             : Failure{FailureCause::CloseCodeForbidden, {text}};
    typed.isBegun = isNumber && text.size() < CodeDigits;
    return typed;
}

void DisconnectBar::refresh()
{
    const Typed now = typed();
    m_left->setUsed(m_reason->text().toUtf8().size());
    if (!m_isConnected)
        say(tr("The connection is not open any more."), true);
    else if (!now.refusal.isEmpty())
        say(connectionFailure(now.refusal).sentence, !now.isBegun);
    else
        say(tr("%1 (%2). %3").arg(now.code).arg(closeCodeName(now.code), closeCodeMeaning(now.code)), false);
}

void DisconnectBar::say(const QString &sentence, bool isProblem)
{
    m_sentence->setSentence(sentence, isProblem ? ToneLabel::Tone::Problem : ToneLabel::Tone::Quiet);
    // The focus stays in the fields: there a screen reader looks for it.
    for (QLineEdit *edit : {m_code, m_reason})
        edit->setAccessibleDescription(sentence);
}

void DisconnectBar::enter()
{
    const Typed now = typed();
    if (!m_isConnected)
        return;
    if (!now.refusal.isEmpty()) {
        say(connectionFailure(now.refusal).sentence, true);
        (now.refusal.cause == FailureCause::CloseReasonTooLong ? m_reason : m_code)->setFocus();
        return;
    }
    dismiss();
    Q_EMIT disconnectRequested(now.code, m_reason->text());
}

void DisconnectBar::drop()
{
    dismiss();
    Q_EMIT dropRequested();
}
