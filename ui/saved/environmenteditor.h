// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog>

class Environments;
class ElidedLabel;
class PanelNotice;
class QComboBox;
class QLineEdit;
class QTableView;
class QToolButton;
class VariableModel;

/// Environments and their variables. Every change is kept at once; there is nothing to confirm. Not modal.
class EnvironmentEditor : public QDialog
{
    Q_OBJECT

public:
    /// `environments` must outlive it. Shows the current one, or the first.
    explicit EnvironmentEditor(Environments *environments, QWidget *parent = nullptr);
    ~EnvironmentEditor() override;

    /// Of the one shown; empty if there are none.
    QString shownId() const;
    void showEnvironment(const QString &id);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *buildTop();
    QWidget *buildTable();
    void connectParts();
    void fillList();
    void load();
    void add();
    void removeShown();
    void addVariable();
    void removeVariable();
    void rename(const QString &name);

    Environments *const m_environments;
    VariableModel *m_model;
    QComboBox *m_list;
    QLineEdit *m_name;
    QTableView *m_table;
    QToolButton *m_remove;
    QToolButton *m_addVariable;
    QToolButton *m_removeVariable;
    ElidedLabel *m_hint;
    PanelNotice *m_notice;
    /// While the parts are filled, their changes are nobody's wish.
    bool m_loading = false;
};
