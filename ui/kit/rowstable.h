// SPDX-License-Identifier: MIT
#pragma once

#include "ui/kit/rowsmodel.h"

#include <QWidget>

class QTableView;
class QToolButton;

/// A RowsModel with buttons to add, remove and move; as high as its rows, and nothing but a button without
/// any. Keys: Insert adds, Delete removes, Ctrl+Up and Ctrl+Down move. Tab leaves the table.
class RowsTable : public QWidget
{
    Q_OBJECT

public:
    enum class Kind {
        Edited, ///< In place.
        Chosen, ///< Its owner edits the current row.
        Fixed,  ///< Rows can only be removed.
    };

    /// The view is named "<objectName>", the buttons "<objectName>Add" and so on. `title` is "Headers" and
    /// the like, `what` "header", which is what the buttons add and remove.
    RowsTable(const QString &objectName, const QString &title, const QString &what,
              const QStringList &columns, Kind kind, QWidget *parent = nullptr);

    RowsModel *model() const { return m_model; }
    QTableView *view() const { return m_view; }
    void setRows(const QList<EditedRow> &rows);
    /// What "Add" adds; by default a blank row, which is then edited.
    void setTemplate(const EditedRow &row) { m_template = row; }
    int currentRow() const;
    void setCurrentRow(int row);

Q_SIGNALS:
    void edited();
    void currentRowChanged();
    /// By the user; the new row is the current one.
    void added();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void setUpView(const QString &objectName);
    void setUpButtons(const QString &objectName, const QString &what);
    void add();
    void removeCurrent();
    void moveCurrent(int by);
    void fit();
    void refreshButtons();

    const Kind m_kind;
    EditedRow m_template;
    RowsModel *m_model;
    QTableView *m_view;
    QToolButton *m_add;
    QToolButton *m_remove;
    QToolButton *m_up;
    QToolButton *m_down;
};
