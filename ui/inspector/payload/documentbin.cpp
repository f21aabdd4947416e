// SPDX-License-Identifier: MIT
#include "ui/inspector/payload/documentbin.h"

#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTimerEvent>

// Some milliseconds' worth.
static constexpr int DeletedBlocksAStep = 2048;

DocumentBin::~DocumentBin()
{
    qDeleteAll(m_documents);
}

void DocumentBin::discard(QTextDocument *document)
{
    m_documents.append(document);
    m_timer.start(0, this);
}

void DocumentBin::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_timer.timerId()) {
        QObject::timerEvent(event);
        return;
    }
    QTextDocument *document = m_documents.last();
    if (document->blockCount() <= DeletedBlocksAStep) {
        delete m_documents.takeLast();
        if (m_documents.isEmpty())
            m_timer.stop();
        return;
    }
    QTextCursor cursor(document->findBlockByNumber(document->blockCount() - DeletedBlocksAStep));
    cursor.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
    cursor.removeSelectedText();
}
