// SPDX-License-Identifier: MIT
#pragma once

#include <QSet>
#include <QTimer>
#include <QTreeView>

class ConnectionTreeModel;

/// The tree of saved connections and messages: filtered by a text, its matches with what they are in. Folders
/// are open until they are closed, connections closed until they are opened, and both stay so through changes
/// of the model.
class ConnectionTree : public QTreeView
{
    Q_OBJECT

public:
    /// `model` must outlive the view.
    explicit ConnectionTree(ConnectionTreeModel *model, QWidget *parent = nullptr);

    /// Looked for in names, URLs, messages and notes, in any case; what is in a match is shown, too.
    void setFilter(const QString &text);
    bool hasFilter() const { return !m_filter.isEmpty(); }
    /// Whether anything is shown.
    bool hasMatches() const { return m_hasMatches; }
    /// The first connection or message that matches, from the top; empty for none.
    QString firstMatch() const { return m_firstMatch; }

    /// Empty for none.
    QString currentId() const;
    void setCurrentId(const QString &id);

Q_SIGNALS:
    void currentIdChanged();
    void matchesChanged();
    /// Enter or a double click on a connection or a message, maybe with Ctrl.
    void openRequested(const QString &id, bool withCtrl);

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
    void noteToggled(const QModelIndex &index, bool isOpen);

    ConnectionTreeModel *const m_model;
    QString m_filter;
    /// Folders that are closed and connections that are open.
    QSet<QString> m_toggled;
    QString m_firstMatch;
    /// After a reset it is chosen again.
    QString m_currentId;
    QTimer m_apply;
    bool m_hasMatches = true;
    bool m_isApplying = false;
};
