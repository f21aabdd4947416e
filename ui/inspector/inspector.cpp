// SPDX-License-Identifier: MIT
#include "ui/inspector/inspector.h"

#include "message.h"
#include "ui/inspector/messagepane.h"
#include "ui/kit/labels.h"

#include <QEvent>
#include <QFont>
#include <QHash>
#include <QLabel>
#include <QList>
#include <QStackedLayout>
#include <QStyle>

#include <utility>

using namespace Qt::StringLiterals;

// What a pane needs is there from the beginning, so that the first message does not push the log aside. One
// pane is asked for all tabs, again where the font or the style is another.
static QSize roomOfPane(const QWidget *like)
{
    static QHash<QString, QSize> known;
    const QString key = like->style()->name() + like->font().toString();
    if (!known.contains(key)) {
        MessagePane pane;
        pane.setFont(like->font());
        known.insert(key, pane.minimumSizeHint());
    }
    return known[key];
}

Inspector::Inspector(QWidget *parent)
    : QWidget(parent)
    , m_pages(new QStackedLayout(this))
    , m_empty(new PaneLabel(u"inspectorEmpty"_s, this))
{
    setObjectName(u"inspector"_s);
    setAccessibleName(tr("Selected message"));
    m_empty->setMinimumSize(roomOfPane(this));
    m_pages->addWidget(m_empty);
    clear();
}

void Inspector::setCommands(const QList<MessageCommand> &commands)
{
    m_commands = commands;
}

// What is made late is the last in the window that Tab reaches. This moves it to where `place` is: Qt moves
// only what takes the focus, and only behind something that does.
static void putInTabOrder(QWidget *late, QWidget *place)
{
    QList<QWidget *> parts;
    for (QWidget *part = late; late == part || late->isAncestorOf(part); part = part->nextInFocusChain()) {
        if (part->focusPolicy() != Qt::NoFocus)
            parts.append(part);
    }
    QWidget *before = place->previousInFocusChain();
    while (before != place && before->focusPolicy() == Qt::NoFocus)
        before = before->previousInFocusChain();
    for (QWidget *part : std::as_const(parts)) {
        QWidget::setTabOrder(before, part);
        before = part;
    }
}

void Inspector::createPane()
{
    m_pane = new MessagePane(this);
    m_pane->setHighlighter(m_highlighter);
    m_pane->addCommands(m_commands);
    m_pages->addWidget(m_pane);
    putInTabOrder(m_pane, this);
    connect(m_pane, &MessagePane::filterRequested, this, &Inspector::filterRequested);
    connect(m_pane, &MessagePane::columnRequested, this, &Inspector::columnRequested);
    connect(m_pane, &MessagePane::plotRequested, this, &Inspector::plotRequested);
}

void Inspector::showMessage(const Message &message)
{
    if (!m_pane)
        createPane();
    // The pane is shown first, since a comparison that goes on takes the focus only where it is seen.
    m_pages->setCurrentWidget(m_pane);
    m_pane->showMessage(message);
}

void Inspector::showLoading()
{
    showSentence(tr("Reading the message…"));
}

void Inspector::clear()
{
    showSentence(tr("Select a message to read it here."));
}

void Inspector::showSentence(const QString &sentence)
{
    if (m_pane)
        m_pane->clear();
    m_empty->setText(sentence);
    m_pages->setCurrentWidget(m_empty);
}

void Inspector::setHighlighter(const TextFinder &finder)
{
    m_highlighter = finder;
    if (m_pane)
        m_pane->setHighlighter(finder);
}

void Inspector::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        m_empty->setMinimumSize(roomOfPane(this));
}
