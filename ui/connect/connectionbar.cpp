// SPDX-License-Identifier: MIT
#include "ui/connect/connectionbar.h"

#include "commands/commandformat.h"
#include "ui/connect/urledit.h"
#include "ui/kit/fields/lineeditlimit.h"
#include "ui/kit/labels.h"
#include "ui/kit/theme.h"
#include "websocket/secretpatterns.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QStringListModel>

#include <algorithm>
#include <array>
#include <utility>

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
    , m_url(new UrlEdit(this))
    , m_button(new QPushButton(this))
    , m_settings(new QPushButton(this))
    , m_problem(new QLabel(this))
    , m_history(new QStringListModel(this))
{
    m_url->setObjectName(u"urlEdit"_s);
    m_url->setAccessibleName(tr("WebSocket URL"));
    m_url->setPlaceholderText(tr("wss://host/path — paste a URL or a command and press Enter"));
    m_url->setClearButtonEnabled(false);
    m_button->setObjectName(u"connectButton"_s);
    m_button->setAutoDefault(false);
    m_settings->setObjectName(u"connectionSettingsButton"_s);
    m_settings->setAutoDefault(false);
    m_settings->setToolTip(
            tr("Headers, tokens, certificates, proxy and more of this connection (Ctrl+Shift+I)"));
    setSettingsChanged(0);
    m_problem->setObjectName(u"urlProblem"_s);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->hide();

    buildLayout();

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
        Q_EMIT textEdited();
    });
    connect(m_url, &QLineEdit::textChanged, this, &ConnectionBar::textChanged);
    connect(m_url, &QLineEdit::returnPressed, this, &ConnectionBar::submit);
    connect(m_url, &UrlEdit::commandPasted, this,
            [this](const QString &text) { Q_EMIT commandEntered(text, false); });
    connect(m_url, &UrlEdit::undoRequested, this, &ConnectionBar::undoRequested);
    connect(m_url, &UrlEdit::redoRequested, this, &ConnectionBar::redoRequested);
    connect(m_settings, &QPushButton::clicked, this, &ConnectionBar::settingsRequested);
    connect(m_button, &QPushButton::clicked, this, &ConnectionBar::press);
}

void ConnectionBar::buildLayout()
{
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
    layout->addWidget(m_settings, 0, 2);
    layout->addWidget(m_problem, 1, 0, 1, 3);
    setFocusProxy(m_url);
}

QString ConnectionBar::text() const
{
    return m_url->text();
}

void ConnectionBar::setText(const QString &text)
{
    setWholeText(m_url, text);
    m_url->setCursorPosition(0);
    // What was offered went with what was typed, and would hide what is said below.
    m_url->completer()->popup()->hide();
    showProblem({});
}

void ConnectionBar::insertText(const QString &text)
{
    m_url->insert(text);
    checkTyped();
    Q_EMIT textEdited();
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

void ConnectionBar::setReader(Reader reader)
{
    m_read = std::move(reader);
}

void ConnectionBar::setSettingsChanged(int count)
{
    m_settings->setText(count == 0 ? tr("Settin&gs…") : tr("Settin&gs (%1)…").arg(count));
    m_settings->setAccessibleName(count == 0 ? tr("Connection settings")
                                             : tr("Connection settings, %1 changed").arg(count));
}

void ConnectionBar::submit()
{
    m_check.stop();
    const QString typed = m_url->text().trimmed();
    const auto isBlank = [](QChar c) { return c.isSpace(); };
    const WebSocketUrl parsed = m_read(typed);
    showProblem(parsed.problem);
    if (parsed.isValid()) {
        // One with variables stays as it is: it will come to something else in another environment. So does
        // one with a secret that is to be asked for.
        if (!typed.contains("{{"_L1) && !typed.contains(SecretMask))
            setWholeText(m_url, editableUrl(parsed.url, parsed.target));
        Q_EMIT connectRequested(parsed.url);
        return;
    }
    m_url->setFocus();
    if (std::any_of(typed.begin(), typed.end(), isBlank))
        Q_EMIT commandEntered(typed, true);
}

void ConnectionBar::recheck()
{
    if (!m_problem->isHidden())
        checkTyped();
}

void ConnectionBar::checkTyped()
{
    // What is only begun is not yet wrong.
    static const QStringList begun{u"ws://"_s, u"wss://"_s, u"http://"_s, u"https://"_s, u"ws+unix://"_s};
    const QString typed = m_url->text().trimmed().toLower();
    const auto startsWithTyped = [&](const QString &scheme) { return scheme.startsWith(typed); };
    // A command is read when it is whole.
    if (typed.isEmpty() || std::any_of(begun.begin(), begun.end(), startsWithTyped) || isCommandBegun(typed))
        return;
    showProblem(m_read(m_url->text()).problem);
}

void ConnectionBar::showProblem(const QString &problem)
{
    showBelow(problem, Theme::bad);
}

void ConnectionBar::showHint(const QString &hint)
{
    showBelow(hint, Theme::mutedText);
}

QWidget *ConnectionBar::sentenceLine() const
{
    return m_problem;
}

QString ConnectionBar::hint() const
{
    return m_problem->text();
}

void ConnectionBar::showBelow(const QString &text, QColor (*colour)(const QPalette &))
{
    m_problem->setText(wrappable(text));
    m_problem->setVisible(!text.isEmpty());
    Theme::colourText(m_problem, colour);
    m_url->setAccessibleDescription(text);
}
