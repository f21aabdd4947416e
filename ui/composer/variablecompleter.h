// SPDX-License-Identifier: MIT
#pragma once

#include "completion.h"
#include "saved/variables.h"

#include <QObject>
#include <QPointer>

class CompletionPopup;
class QKeyEvent;
class VerbatimEdit;

/// Offers what may stand behind "{{" in a text field. Its list opens while one types and with Ctrl+Space;
/// arrows choose, Enter and Tab take what is chosen and are otherwise what they always are, Esc closes.
/// Behind a letter the first one is chosen already.
class VariableCompleter : public QObject
{
    Q_OBJECT

public:
    /// The field owns it.
    explicit VariableCompleter(VerbatimEdit *edit);
    ~VariableCompleter() override;

    void setEnvironment(const ChosenEnvironment &environment) { m_environment = environment; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool isOffering() const;
    void offer();
    void close();
    bool handleKey(const QKeyEvent *event);
    void take(int row);

    VerbatimEdit *const m_edit;
    ChosenEnvironment m_environment;
    Completions m_completions;
    /// The window's child.
    QPointer<CompletionPopup> m_popup;
};
