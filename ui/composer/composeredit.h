// SPDX-License-Identifier: MIT
#pragma once

#include <QPlainTextEdit>

/// The composer's text field: plain text in a fixed-width font, with the composer's keys.
class ComposerEdit : public QPlainTextEdit
{
    Q_OBJECT

public:
    /// UTF-16 code units. Longer texts are slow to edit; they are not taken from the clipboard.
    static constexpr qsizetype MaxPaste = 1024 * 1024;

    explicit ComposerEdit(QWidget *parent = nullptr);

    /// What was written, line breaks as "\n". Unlike toPlainText() it changes neither U+00A0 nor U+2028.
    QString writtenText() const;
    /// Replaces the text in one step that can be undone.
    void replaceText(const QString &text);

    /// Underlines the character at `position`, or the one before it at the end of a line; -1 for none.
    void markProblem(qsizetype position);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void sendRequested();
    void olderRequested();
    void newerRequested();
    /// Nothing was pasted: the clipboard's text is too long.
    void pasteRefused();

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void insertFromMimeData(const QMimeData *source) override;

private:
    bool takesKey(QKeyEvent *event);
    /// Of its own actions, the one with these keys, if it is enabled.
    QAction *actionOf(QKeyEvent *event) const;
    int heightOfLines(int lines) const;
    void applyMark();

    qsizetype m_problem = -1;
};
