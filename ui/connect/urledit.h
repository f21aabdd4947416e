// SPDX-License-Identifier: MIT
#pragma once

#include <QLineEdit>

/// A line for a URL that also takes what is pasted into it in several lines, such as a command line with
/// continuations: an ordinary line edit would join them before anybody could read them.
class UrlEdit : public QLineEdit
{
    Q_OBJECT

public:
    using QLineEdit::QLineEdit;

Q_SIGNALS:
    /// Something that is more than a URL: it has blanks or line ends. Nothing has been inserted.
    void commandPasted(const QString &text);
    /// By the user, where there is nothing of the line's own to undo or to redo.
    void undoRequested();
    void redoRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void pasteFromClipboard();
    bool take(const QString &text);
};
