// SPDX-License-Identifier: MIT
#pragma once

#include "connection/status.h"
#include "profile/websocketurl.h"

#include <QTimer>
#include <QUrl>
#include <QWidget>

#include <functional>

class QLabel;
class QPushButton;
class QStringListModel;
class UrlEdit;

/// Where to connect: the URL, checked as it is typed, one button that says what it will do, and one for how
/// to connect.
class ConnectionBar : public QWidget
{
    Q_OBJECT

public:
    /// What a typed text comes to.
    using Reader = std::function<WebSocketUrl(const QString &)>;

    explicit ConnectionBar(QWidget *parent = nullptr);

    /// In place of parseWebSocketUrl().
    void setReader(Reader reader);

    /// What was typed, as it is.
    QString text() const;
    void setText(const QString &text);
    /// At the cursor, in place of what is selected, as if it were pasted.
    void insertText(const QString &text);
    void setHistory(const QStringList &urls);
    void setStatus(Status status);
    /// What the button does now, without a mnemonic: "Connect", "Disconnect", "Cancel" …
    QString actionText() const;
    void focusUrl();
    /// As Enter in the field: checks it, and either shows what is wrong or asks to connect.
    void submit();
    /// Checks again what is in the field: what the reader goes by has changed.
    void recheck();
    /// Below the field; an empty one takes it away. Plain text.
    void showProblem(const QString &problem);
    /// The same for what is good to know. Gone with the next key.
    void showHint(const QString &hint);
    /// What stands there, be it a hint or a problem.
    QString hint() const;
    /// Where both stand: below the field, unless another widget becomes its parent.
    QWidget *sentenceLine() const;
    /// How many settings of the connection differ from the default.
    void setSettingsChanged(int count);

Q_SIGNALS:
    /// Pasted or, with Enter, submitted: more than a URL, which nobody has read yet.
    void commandEntered(const QString &text, bool submitted);
    void settingsRequested();
    /// By keys in the field, when there is nothing more of what was typed to undo or to redo.
    void undoRequested();
    void redoRequested();
    /// By whomever.
    void textChanged();
    /// By the user.
    void textEdited();
    /// A usable URL.
    void connectRequested(const QUrl &url);
    void disconnectRequested();

private:
    void buildLayout();
    void press();
    void checkTyped();
    void showBelow(const QString &text, QColor (*colour)(const QPalette &));

    UrlEdit *m_url;
    QPushButton *m_button;
    QPushButton *m_settings;
    QLabel *m_problem;
    Reader m_read = parseWebSocketUrl;
    QStringListModel *m_history;
    QTimer m_check;
    Status m_status = Status::Closed;
};
