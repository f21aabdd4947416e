// SPDX-License-Identifier: MIT
#include "ui/connect/pingbar.h"

#include "failure/failuretext.h"
#include "format/text/binarytext.h"
#include "ui/kit/fields/bytesleft.h"
#include "ui/kit/flatcontrols.h"
#include "ui/kit/labels.h"
#include "ui/kit/theme.h"
#include "websocket/frameheader.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

PingBar::PingBar(QWidget *parent)
    : InlineBar(u"pingBar"_s, parent)
    , m_payload(new QLineEdit(this))
    , m_hex(new QCheckBox(tr("Hex"), this))
    , m_left(new BytesLeft(u"pingLeft"_s, int(MaxControlPayload), this))
    , m_send(new QPushButton(tr("Send Ping"), this))
    , m_problem(new ToneLabel(u"pingProblem"_s, ToneLabel::Tone::Problem, this))
{
    setAccessibleName(tr("Ping with a payload"));
    QLabel *title = plainLabel(tr("Ping with"), this);
    title->setBuddy(m_payload);
    m_payload->setObjectName(u"pingPayload"_s);
    m_payload->setAccessibleName(tr("Payload of the ping"));
    m_payload->setPlaceholderText(tr("no payload"));
    m_hex->setObjectName(u"pingHex"_s);
    m_hex->setToolTip(tr("The payload is written as hexadecimal digits, two a byte"));
    m_send->setObjectName(u"pingSend"_s);
    m_send->setToolTip(tr("Send a ping with this payload (Enter)"));
    QToolButton *close = flatButton(u"pingCancel"_s, u"✕"_s, tr("Send no ping (Esc)"), this);

    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(Theme::Unit, Theme::Unit / 2, Theme::Unit, Theme::Unit / 2);
    layout->setSpacing(Theme::Unit);
    int column = 0;
    for (QWidget *part :
         {static_cast<QWidget *>(title), static_cast<QWidget *>(m_payload), static_cast<QWidget *>(m_hex),
          static_cast<QWidget *>(m_left), static_cast<QWidget *>(m_send), static_cast<QWidget *>(close)})
        layout->addWidget(part, 0, column++);
    layout->addWidget(m_problem, 1, 0, 1, column);
    layout->setColumnStretch(1, 1);

    connect(m_payload, &QLineEdit::textChanged, this, &PingBar::refresh);
    connect(m_hex, &QCheckBox::toggled, this, &PingBar::refresh);
    connect(m_payload, &QLineEdit::returnPressed, this, &PingBar::enter);
    connect(m_send, &QPushButton::clicked, this, &PingBar::enter);
    connect(close, &QToolButton::clicked, this, &PingBar::dismiss);
    refresh();
}

void PingBar::open()
{
    show();
    refresh();
    m_payload->setFocus(Qt::ShortcutFocusReason);
    m_payload->selectAll();
}

void PingBar::setConnected(bool connected)
{
    m_isConnected = connected;
    m_send->setEnabled(connected);
    refresh();
}

PingBar::Typed PingBar::typed() const
{
    const QString text = m_payload->text();
    Typed typed{text.toUtf8(), {}, false};
    if (m_hex->isChecked()) {
        const ParsedBytes parsed = parseHex(text);
        typed = {parsed.bytes, parsed.errorMessage, parsed.errorPosition >= text.size() - 1};
    }
    if (typed.payload.size() > MaxControlPayload)
        typed = {typed.payload, failureSentence({FailureCause::PingTooLong, {}}), false};
    return typed;
}

void PingBar::refresh()
{
    const Typed now = typed();
    m_left->setUsed(now.payload.size());
    say(!m_isConnected ? tr("The connection is not open any more.") : now.isBegun ? QString() : now.problem);
}

void PingBar::say(const QString &problem)
{
    m_problem->setSentence(problem);
    // The focus stays in the field: there a screen reader looks for it.
    m_payload->setAccessibleDescription(problem);
}

void PingBar::enter()
{
    const Typed now = typed();
    if (!m_isConnected)
        return;
    if (!now.problem.isEmpty()) {
        say(now.problem);
        m_payload->setFocus();
        return;
    }
    dismiss();
    Q_EMIT pingRequested(now.payload);
}
