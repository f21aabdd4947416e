// SPDX-License-Identifier: MIT
#pragma once

#include <QSet>
#include <QTimer>
#include <QTreeView>

class ConnectionTreeModel;

/// The tree of saved connections: filtered by a text, its matches with the folders they are in. Folders are
/// open until they are closed, and stay as they were through changes of the model.
class ConnectionTree : public QTreeView
{
    Q_OBJECT

public:
    /// `model` must outlive the view.
    explicit ConnectionTree(ConnectionTreeModel *model, QWidget *parent = nullptr);

    /// Looked for in names, URLs and notes, in any case; a folder that matches is shown whole.
    void setFilter(const QString &text);
    bool hasFilter() const { return !m_filter.isEmpty(); }
    /// Whether anything is shown.
    bool hasMatches() const { return m_hasMatches; }
    /// The first connection that matches, from the top; empty for none.
    QString firstMatch() const;

    /// Empty for none.
    QString currentId() const;
    void setCurrentId(const QString &id);

Q_SIGNALS:
    void currentIdChanged();
    void matchesChanged();
    /// Enter or a double click on a connection; with Ctrl, in a new tab.
    void openRequested(const QString &id, bool newTab);

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    bool applyFilter(const QModelIndex &parent, bool parentMatches);
    bool matches(const QModelIndex &index) const;
    void applyLater();
    void apply();
    QModelIndex firstConnection(const QModelIndex &parent) const;

    ConnectionTreeModel *const m_model;
    QString m_filter;
    QSet<QString> m_closed;
    /// After a reset it is chosen again.
    QString m_currentId;
    QTimer m_apply;
    bool m_hasMatches = true;
    bool m_isApplying = false;
};
