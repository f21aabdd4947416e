// SPDX-License-Identifier: MIT
#include "ui/inspector/inspector.h"

#include "message.h"
#include "ui/inspector/inspectorbar.h"
#include "ui/inspector/messagepane.h"
#include "ui/kit/labels.h"

#include <QList>
#include <QStackedLayout>

#include <utility>

using namespace Qt::StringLiterals;

Inspector::Inspector(QWidget *parent)
    : QWidget(parent)
    , m_pages(new QStackedLayout(this))
    , m_empty(new PaneLabel(u"inspectorEmpty"_s, this))
{
    setObjectName(u"inspector"_s);
    setAccessibleName(tr("Selected message"));
    // As wide as the pane needs, so that the first message does not push the log aside.
    m_empty->setMinimumWidth(InspectorBar().minimumSizeHint().width());
    m_pages->addWidget(m_empty);
    clear();
}

// What is made late is the window's last to get the focus by Tab: has it come where `place` is. Qt moves only
// what takes the focus, and only behind something that does.
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
    m_pane->showMessage(message);
    m_pages->setCurrentWidget(m_pane);
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
