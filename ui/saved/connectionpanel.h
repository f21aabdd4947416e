// SPDX-License-Identifier: MIT
#pragma once

#include "saved/savedconnection.h"

#include <QPointer>
#include <QWidget>

class ConnectionExchange;
class ConnectionNotes;
class ConnectionStore;
class ConnectionTree;
class ConnectionTreeModel;
class Environments;
class PanelNotice;
class QLabel;
class QLineEdit;
class QMenu;
class QStackedLayout;
class SecretStore;

/// The side panel: which environment is current, and the saved connections and messages in folders, with a
/// search field and notes. Opens, sends and edits nothing itself.
class ConnectionPanel : public QWidget
{
    Q_OBJECT

public:
    /// What it is given must outlive it.
    ConnectionPanel(ConnectionStore *store, Environments *environments, SecretStore *secrets,
                    QWidget *parent = nullptr);

    /// What there is to read while nothing is saved.
    static QString emptyText();

    /// Keeps a connection under a name that can be changed at once, in the folder that is chosen. Returns
    /// its id; empty if there are too many.
    QString saveCurrent(const ConnectionProfile &profile, const QString &urlText,
                        const QString &suggestedName);
    /// The same for a message, which belongs to that connection, or to all if it is "". In place of what the
    /// message `over` says, if there is one, which is offered to be kept as well.
    QString saveMessage(const WrittenMessage &message, const QString &connection, const QString &over = {});
    /// In a window of its own.
    void showEnvironmentEditor();
    void focusSearch();
    /// Keeps now what is otherwise kept in a moment.
    void keepNotes();
    /// What it has opened.
    void closeWindows();

    QSize sizeHint() const override;

Q_SIGNALS:
    /// With its secrets; `connection.secrets` names those that are not known.
    void openRequested(const SavedConnection &connection, bool newTab);
    /// As openRequested().
    void editRequested(const SavedConnection &connection);
    /// A message is to be written into the composer, or sent.
    void messageRequested(const QString &id, bool send);
    /// A message is to be sent again and again.
    void repeatRequested(const QString &id);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *buildTop();
    void buildTree();
    void buildActions();
    void addTreeAction(const QString &name, const QString &text, const QKeySequence &key,
                       void (ConnectionPanel::*slot)());
    void connectParts();
    void updateActions();

    QString targetFolder() const;
    void nameAdded(const QString &id);
    void replaceMessage(const QString &id, const WrittenMessage &message);
    void showTree();
    void showNotes();
    void open(const QString &id, bool withCtrl);
    void openCurrent();
    void openCurrentWithCtrl();
    void editCurrent();
    void repeatCurrent();
    void renameCurrent();
    void duplicateCurrent();
    void removeCurrent();
    void undoRemove();
    void addFolder();
    void exportCurrent();
    void showContextMenu(const QPoint &position);
    void sayPersistence();

    ConnectionStore *const m_store;
    Environments *const m_environments;
    SecretStore *const m_secrets;
    ConnectionTreeModel *m_model;
    ConnectionTree *m_tree;
    QLineEdit *m_search;
    QStackedLayout *m_stack;
    QLabel *m_empty;
    ConnectionNotes *m_notes;
    PanelNotice *m_notice;
    ConnectionExchange *m_exchange;
    QMenu *m_contextMenu;
    QMenu *m_panelMenu;
    QPointer<QWidget> m_editor;
};
