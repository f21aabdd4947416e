// SPDX-License-Identifier: MIT
#pragma once

#include "ui/kit/fields/verbatimedit.h"

/// The composer's text field: text in a fixed-width font, with the composer's keys.
class ComposerEdit : public VerbatimEdit
{
    Q_OBJECT

public:
    /// UTF-16 code units. Longer texts are not taken from the clipboard.
    static constexpr qsizetype MaxPaste = 64 * 1024 * 1024;

    explicit ComposerEdit(QWidget *parent = nullptr);

    /// Underlines the character at `position` of the written text, or the one before it at the end of a line;
    /// -1 for none.
    void markProblem(qsizetype position);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void sendRequested();
    void olderRequested();
    void newerRequested();

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    bool takesKey(QKeyEvent *event);
    /// Of its own actions, the one with these keys, if it is enabled.
    QAction *actionOf(QKeyEvent *event) const;
    int heightOfLines(int lines) const;
    void applyMark();

    qsizetype m_problem = -1;
};
