// SPDX-License-Identifier: MIT
#include "ui/connectionbar.h"

#include "connection/websocketurl.h"
#include "ui/theme.h"

#include <QCompleter>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStringListModel>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

// Long enough that what is still being typed is not called wrong.
static constexpr int CheckDelayMs = 400;

static QString buttonText(Status status)
{
    switch (status) {
    case Status::Closed:
        return ConnectionBar::tr("Co&nnect");
    case Status::Connecting:
    case Status::WaitingToRetry:
        return ConnectionBar::tr("Ca&ncel");
    case Status::Open:
        return ConnectionBar::tr("Disco&nnect");
    case Status::Closing:
        return ConnectionBar::tr("Closing…");
    }
    return {};
}

ConnectionBar::ConnectionBar(QWidget *parent)
    : QWidget(parent)
    , m_url(new QLineEdit(this))
    , m_button(new QPushButton(this))
    , m_problem(new QLabel(this))
    , m_history(new QStringListModel(this))
{
    m_url->setObjectName(u"urlEdit"_s);
    m_url->setAccessibleName(tr("WebSocket URL"));
    m_url->setPlaceholderText(tr("wss://host/path — paste a URL and press Enter"));
    m_url->setClearButtonEnabled(false);
    m_button->setObjectName(u"connectButton"_s);
    m_button->setAutoDefault(false);
    m_problem->setObjectName(u"urlProblem"_s);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->hide();

    auto *completer = new QCompleter(m_history, this);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    m_url->setCompleter(completer);

    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(Theme::Unit);
    layout->setVerticalSpacing(Theme::Unit / 2);
    layout->addWidget(m_url, 0, 0);
    layout->addWidget(m_button, 0, 1);
    layout->addWidget(m_problem, 1, 0);
    setFocusProxy(m_url);

    // Wide enough for all of its texts: a button that changes its width moves under the pointer.
    constexpr std::array all{Status::Closed, Status::Connecting, Status::Open, Status::Closing};
    int width = 0;
    for (const Status status : all) {
        m_button->setText(buttonText(status));
        width = std::max(width, m_button->sizeHint().width());
    }
    m_button->setFixedWidth(width);
    setStatus(Status::Closed);

    m_check.setSingleShot(true);
    m_check.setInterval(CheckDelayMs);
    connect(&m_check, &QTimer::timeout, this, &ConnectionBar::checkTyped);
    connect(m_url, &QLineEdit::textEdited, this, [this] {
        showProblem({});
        m_check.start();
    });
    connect(m_url, &QLineEdit::returnPressed, this, &ConnectionBar::submit);
    connect(m_button, &QPushButton::clicked, this, &ConnectionBar::press);
}

QString ConnectionBar::text() const
{
    return m_url->text();
}

void ConnectionBar::setText(const QString &text)
{
    m_url->setText(text);
    m_url->setCursorPosition(0);
    showProblem({});
}

void ConnectionBar::setHistory(const QStringList &urls)
{
    m_history->setStringList(urls);
}

void ConnectionBar::setStatus(Status status)
{
    m_status = status;
    m_button->setText(buttonText(status));
    m_button->setAccessibleName(actionText());
    m_button->setEnabled(status != Status::Closing);
}

QString ConnectionBar::actionText() const
{
    return m_button->text().remove(u'&');
}

void ConnectionBar::focusUrl()
{
    m_url->setFocus(Qt::ShortcutFocusReason);
    m_url->selectAll();
}

void ConnectionBar::press()
{
    if (m_status == Status::Closed)
        submit();
    else
        Q_EMIT disconnectRequested();
}

void ConnectionBar::submit()
{
    m_check.stop();
    const WebSocketUrl parsed = parseWebSocketUrl(m_url->text());
    showProblem(parsed.problem);
    if (!parsed.isValid()) {
        m_url->setFocus();
        return;
    }
    m_url->setText(editableUrl(parsed.url));
    Q_EMIT connectRequested(parsed.url);
}

void ConnectionBar::checkTyped()
{
    // What is only begun is not yet wrong.
    static const QStringList begun{u"ws://"_s, u"wss://"_s, u"http://"_s, u"https://"_s};
    const QString typed = m_url->text().trimmed().toLower();
    const auto startsWithTyped = [&](const QString &scheme) { return scheme.startsWith(typed); };
    if (typed.isEmpty() || std::any_of(begun.begin(), begun.end(), startsWithTyped))
        return;
    showProblem(parseWebSocketUrl(m_url->text()).problem);
}

void ConnectionBar::showProblem(const QString &problem)
{
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, Theme::bad(colours));
    m_problem->setPalette(colours);
    m_url->setAccessibleDescription(problem);
}
