// SPDX-License-Identifier: MIT
#pragma once

#include "ui/settings/fieldeditor.h"

#include <QWidget>

class FieldProblem;
class QLabel;
class ToneLabel;

/// A field of the settings, with what is to be said about it below; what is wrong with it marks its label and
/// is said while the field has the focus. The label, if there is one, belongs to the form that the row is put
/// into.
class SettingsRow : public QWidget
{
    Q_OBJECT

public:
    /// `label` has a mnemonic and may be empty. `field` becomes a child.
    SettingsRow(const QString &label, QWidget *field, const SettingsBinding &binding, QWidget *parent);

    const SettingsBinding &binding() const { return m_binding; }
    QWidget *field() const { return m_field; }
    /// Null without a text.
    QLabel *label() const { return m_label; }
    /// The text of the label or the field, without mnemonics and marks.
    QString title() const;
    /// That its label needs, however it is marked.
    int labelWidth() const;

    bool isTouched() const { return m_touched; }
    void setTouched(bool touched) { m_touched = touched; }
    void showProblems(const QList<ProfileProblem> &all);
    /// Something that is used nevertheless; nothing if it is empty.
    void setWarning(const QString &sentence);
    /// Marks what differs from the default, and says what the engine does not do.
    void refresh(const ConnectionProfile &draft, const ConnectionProfile &defaults);
    bool isChanged(const ConnectionProfile &draft, const ConnectionProfile &defaults) const;

private:
    void refreshProblem();

    const SettingsBinding m_binding;
    QWidget *m_field;
    QLabel *m_label = nullptr;
    ToneLabel *m_hint;
    FieldProblem *m_problem;
    QStringList m_problems;
    QString m_warning;
    bool m_touched = false;
};
