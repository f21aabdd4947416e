// SPDX-License-Identifier: MIT
#pragma once

#include "message.h"
#include "saved/writtenmessage.h"
#include "ui/composer/composercheck.h"
#include "ui/composer/composerhistory.h"
#include "worker.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class ComposerEdit;
class ElidedLabel;
class JsonHighlighter;
class QAction;
class QComboBox;
class QLabel;
class QPushButton;
class QToolButton;
class VariableCompleter;

/// Writes messages: text, with or without escapes, JSON that is checked as one types, or bytes in hexadecimal
/// or base64. What is sent is what was written and pasted, unchanged.
class Composer : public QWidget
{
    Q_OBJECT

public:
    explicit Composer(QWidget *parent = nullptr);

    /// `reason` is a sentence that says why not; one can still write.
    void setSendingAllowed(bool allowed, const QString &reason);

    /// What {{variables}} in texts become when they are sent: what is written is judged with them in place,
    /// and they are offered.
    void setEnvironment(const ChosenEnvironment &environment);

    /// What was sent over the connection before: it is called back before what was sent elsewhere in this
    /// tab.
    void takeHistory(const QList<WrittenMessage> &sent) { m_history.append(sent); }
    void clearHistory() { m_history = {}; }

    /// As MessageFormat; anything else is taken as Text.
    int format() const;
    void setFormat(int format);

    /// What is written, and another message in its place, which can be undone.
    WrittenMessage message() const;
    void write(const WrittenMessage &message);
    /// As it would be recorded, to be compared with others; nothing if it cannot be sent.
    std::optional<Message> written() const;
    /// Opens what messages are chosen from.
    QToolButton *savedButton() const { return m_saved; }

Q_SIGNALS:
    /// As it was written: variables, and escapes if it has some, are still to be replaced.
    void sendText(const QString &text, Variables::Escapes escapes);
    void sendBinary(const QByteArray &data);
    /// With either: it may be kept.
    void sent(const WrittenMessage &message);
    /// What is written from now on is another message: nothing is left of it, or one that was sent before is
    /// in its place.
    void begunAnew();

protected:
    void changeEvent(QEvent *event) override;

private:
    void layOutWidgets();
    void connectWidgets();
    void textChanged();
    void check();
    void judge(const ComposerCheck &check);
    bool isChecking() const { return m_checkLater.isActive() || m_worker.isRunning(); }
    void refresh();
    void showSize();
    void reserveSize();
    void send();
    void layOutText();
    void refuse(const QString &reason);
    MessageFormat currentFormat() const { return MessageFormat(format()); }

    ComposerEdit *m_edit;
    QComboBox *m_format;
    QPushButton *m_send;
    QToolButton *m_saved;
    ElidedLabel *m_hint;
    QLabel *m_size;
    QToolButton *m_lineEnd;
    QAction *m_layOut;
    JsonHighlighter *m_highlighter;
    VariableCompleter *m_completer;
    QTimer m_checkLater;
    // For texts that are held, which take too long for the GUI thread.
    Worker m_worker;
    bool m_sendWhenChecked = false;
    ComposerCheck m_check;
    ComposerHistory m_history;
    Variables::Values m_variables;
    /// Those that are not secret.
    Variables::Values m_shownVariables;
    bool m_allowed = false;
    QString m_reason;
};
