// SPDX-License-Identifier: MIT
#pragma once

#include "saved/savedconnection.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

class ConnectionStore;
class ConnectionTree;
class ConnectionTreeModel;
class Environments;
class PanelNotice;
class QLabel;
class QLineEdit;
class QMenu;
class QPlainTextEdit;
class QStackedLayout;
class SecretStore;

/// The side panel: which environment is current, and the saved connections in folders, with a search field
/// and notes. Opens and edits nothing itself.
class ConnectionPanel : public QWidget
{
    Q_OBJECT

public:
    /// What it is given must outlive it.
    ConnectionPanel(ConnectionStore *store, Environments *environments, SecretStore *secrets,
                    QWidget *parent = nullptr);
    ~ConnectionPanel() override;

    /// What there is to read while nothing is saved.
    static QString emptyText();

    /// Keeps a connection under a name that can be changed at once, in the folder that is chosen. Returns
    /// its id; empty if there are too many.
    QString saveCurrent(const ConnectionProfile &profile, const QString &urlText,
                        const QString &suggestedName);
    /// In a window of its own.
    void showEnvironmentEditor();
    void focusSearch();
    /// Keeps now what is otherwise kept in a moment.
    void keepNotes();
    /// What it has opened.
    void closeWindows();

    /// A sentence says what came of it.
    void importFile(const QString &fileName);
    /// One connection or folder, or everything for "".
    void exportFile(const QString &fileName, const QString &id, bool withSecrets);

    QSize sizeHint() const override;

Q_SIGNALS:
    /// With its secrets; `connection.secrets` names those that are not known.
    void openRequested(const SavedConnection &connection, bool newTab);
    /// As openRequested().
    void editRequested(const SavedConnection &connection);
    void environmentChanged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *buildTop();
    void buildTree();
    void buildNotes();
    void buildActions();
    void addTreeAction(const QString &name, const QString &text, const QKeySequence &key,
                       void (ConnectionPanel::*slot)());
    void connectParts();
    void updateActions();

    QString targetFolder() const;
    void showTree();
    void showNotes();
    void open(const QString &id, bool newTab);
    void openCurrent();
    void openCurrentInNewTab();
    void editCurrent();
    void renameCurrent();
    void duplicateCurrent();
    void removeCurrent();
    void undoRemove();
    void addFolder();
    void chooseImport();
    void chooseExport();
    void chooseExportOfAll();
    void askForExport(const QString &id);
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
    QPlainTextEdit *m_notes;
    PanelNotice *m_notice;
    QMenu *m_contextMenu;
    QMenu *m_panelMenu;
    QTimer m_keepNotes;
    /// Whose notes are in the field.
    QString m_notesId;
    QPointer<QWidget> m_editor;
};
