// SPDX-License-Identifier: MIT
#include "ui/connect/urledit.h"

#include <QAction>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDropEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;

void UrlEdit::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Paste))
        pasteFromClipboard();
    else if (event->matches(QKeySequence::Undo) && !isUndoAvailable())
        Q_EMIT undoRequested();
    else if (event->matches(QKeySequence::Redo) && !isRedoAvailable())
        Q_EMIT redoRequested();
    else
        QLineEdit::keyPressEvent(event);
}

void UrlEdit::contextMenuEvent(QContextMenuEvent *event)
{
    const std::unique_ptr<QMenu> menu(createStandardContextMenu());
    if (auto *paste = menu->findChild<QAction *>(u"edit-paste"_s)) {
        paste->disconnect(this);
        for (QObject *child : children())
            paste->disconnect(child);
        connect(paste, &QAction::triggered, this, &UrlEdit::pasteFromClipboard);
    }
    menu->exec(event->globalPos());
}

void UrlEdit::dropEvent(QDropEvent *event)
{
    if (take(event->mimeData()->text()))
        event->acceptProposedAction();
    else
        QLineEdit::dropEvent(event);
}

void UrlEdit::pasteFromClipboard()
{
    if (!take(QGuiApplication::clipboard()->text()))
        paste();
}

bool UrlEdit::take(const QString &text)
{
    const QString trimmed = text.trimmed();
    const auto isBlank = [](QChar c) { return c.isSpace(); };
    if (std::none_of(trimmed.begin(), trimmed.end(), isBlank))
        return false;
    Q_EMIT commandPasted(trimmed);
    return true;
}
