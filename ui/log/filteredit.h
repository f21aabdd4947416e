// SPDX-License-Identifier: MIT
#pragma once

#include "log/filter/filtercompletion.h"
#include "log/filter/filterquery.h"

#include <QLineEdit>
#include <QPointer>

class CompletionPopup;

/// The field for the filter: underlines what is wrong, and offers what may be typed. Its list opens while one
/// types and with Ctrl+Space; arrows choose, Enter and Tab take what is chosen and are otherwise what they
/// always are, Esc closes.
class FilterEdit : public QLineEdit
{
    Q_OBJECT

public:
    explicit FilterEdit(QWidget *parent = nullptr);
    ~FilterEdit() override;

    /// Underlines its place and has it read out; one without a sentence takes that back. Not what is shown
    /// beside the field.
    void setProblem(const FilterProblem &problem);
    /// JSON paths to offer, as JsonPath writes them.
    void setPaths(const QStringList &paths);
    /// Replaces the text in one step that can be undone, and keeps the cursor where it is, or at the end.
    void replaceText(const QString &text);

Q_SIGNALS:
    /// What was chosen is in the text.
    void completed();
    /// Esc in an empty field, or the arrow down.
    void leaveRequested();
    /// Paths may be asked for soon.
    void pathsWanted();

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    bool isOffering() const;
    void offer(bool evenForNothing);
    void closeOffer();
    void take(int row);
    void escape();
    void applyUnderline();

    FilterProblem m_problem;
    QStringList m_paths;
    bool m_offers = true;
    bool m_isComposing = false;
    Completions m_completions;
    QPointer<CompletionPopup> m_popup;
};
