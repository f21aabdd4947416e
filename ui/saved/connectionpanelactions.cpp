// SPDX-License-Identifier: MIT
#include "saved/connectionsjson.h"
#include "saved/connectionstore.h"
#include "saved/privatefile.h"
#include "ui/kit/panelnotice.h"
#include "ui/saved/connectionpanel.h"
#include "ui/saved/connectiontree.h"
#include "ui/saved/connectiontreemodel.h"
#include "ui/saved/environmenteditor.h"

#include <QAction>
#include <QCheckBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QLineEdit>
#include <QMenu>

using namespace Qt::StringLiterals;

void ConnectionPanel::addTreeAction(const QString &name, const QString &text, const QKeySequence &key,
                                    void (ConnectionPanel::*slot)())
{
    auto *action = new QAction(text, m_tree);
    action->setObjectName(name);
    action->setShortcut(key);
    // Delete in the search field is not meant.
    action->setShortcutContext(Qt::WidgetShortcut);
    connect(action, &QAction::triggered, this, slot);
    m_tree->addAction(action);
    m_contextMenu->addAction(action);
}

void ConnectionPanel::buildActions()
{
    m_contextMenu->setObjectName(u"connectionContextMenu"_s);
    m_panelMenu->setObjectName(u"connectionPanelMenu"_s);
    addTreeAction(u"openConnection"_s, tr("&Open"), {}, &ConnectionPanel::openCurrent);
    addTreeAction(u"openConnectionInNewTab"_s, tr("Open in new &tab"), {},
                  &ConnectionPanel::openCurrentInNewTab);
    addTreeAction(u"editConnection"_s, tr("Connection &settings…"), {}, &ConnectionPanel::editCurrent);
    m_contextMenu->addSeparator();
    addTreeAction(u"renameConnection"_s, tr("&Rename"), QKeySequence(Qt::Key_F2),
                  &ConnectionPanel::renameCurrent);
    addTreeAction(u"duplicateConnection"_s, tr("&Duplicate"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_D),
                  &ConnectionPanel::duplicateCurrent);
    addTreeAction(u"exportConnection"_s, tr("&Export…"), {}, &ConnectionPanel::chooseExport);
    addTreeAction(u"removeConnection"_s, tr("Re&move"), QKeySequence(QKeySequence::Delete),
                  &ConnectionPanel::removeCurrent);
    m_contextMenu->addSeparator();
    addTreeAction(u"undoRemove"_s, tr("&Undo removal"), QKeySequence(QKeySequence::Undo),
                  &ConnectionPanel::undoRemove);
    m_panelMenu->addAction(tr("New &folder"), this, &ConnectionPanel::addFolder)
            ->setObjectName(u"newFolder"_s);
    m_panelMenu->addAction(tr("&Import…"), this, &ConnectionPanel::chooseImport)
            ->setObjectName(u"importConnections"_s);
    m_panelMenu->addAction(tr("&Export all…"), this, &ConnectionPanel::chooseExportOfAll)
            ->setObjectName(u"exportConnections"_s);
    m_contextMenu->addActions(m_panelMenu->actions());
}

void ConnectionPanel::updateActions()
{
    const QString id = m_tree->currentId();
    const bool isConnection = !id.isEmpty() && !m_store->isFolder(id);
    const QList<QAction *> actions = m_tree->actions();
    for (QAction *action : actions) {
        const QString name = action->objectName();
        if (name == "openConnection"_L1 || name == "openConnectionInNewTab"_L1 || name == "editConnection"_L1)
            action->setEnabled(isConnection);
        else if (name == "undoRemove"_L1)
            action->setEnabled(m_store->canUndoRemove());
        else
            action->setEnabled(!id.isEmpty());
    }
}

void ConnectionPanel::showContextMenu(const QPoint &position)
{
    const QModelIndex index = m_tree->indexAt(position);
    // From the keyboard, the position is somewhere; what is chosen is meant.
    if (!index.isValid() && !m_tree->visualRect(m_tree->currentIndex()).contains(position))
        m_tree->setCurrentIndex({});
    m_contextMenu->popup(m_tree->viewport()->mapToGlobal(position));
}

void ConnectionPanel::open(const QString &id, bool newTab)
{
    m_store->load(id, this,
                  [this, newTab](const SavedConnection &saved) { Q_EMIT openRequested(saved, newTab); });
}

void ConnectionPanel::openCurrent()
{
    if (const QString id = m_tree->currentId(); !m_store->isFolder(id))
        open(id, false);
}

void ConnectionPanel::openCurrentInNewTab()
{
    if (const QString id = m_tree->currentId(); !m_store->isFolder(id))
        open(id, true);
}

void ConnectionPanel::editCurrent()
{
    if (const QString id = m_tree->currentId(); !m_store->isFolder(id)) {
        m_store->load(id, this, [this](const SavedConnection &saved) { Q_EMIT editRequested(saved); });
    }
}

void ConnectionPanel::renameCurrent()
{
    if (m_tree->currentIndex().isValid())
        m_tree->edit(m_tree->currentIndex());
}

void ConnectionPanel::duplicateCurrent()
{
    const QString copy = m_store->duplicate(m_tree->currentId());
    if (!copy.isEmpty())
        m_tree->setCurrentId(copy);
}

void ConnectionPanel::removeCurrent()
{
    const QString id = m_tree->currentId();
    if (id.isEmpty())
        return;
    keepNotes();
    const QString name = m_store->connection(id).name;
    const bool isFolder = m_store->isFolder(id);
    m_store->remove(id);
    const QString sentence =
            isFolder ? tr("“%1” and all that was in it was removed.") : tr("“%1” was removed.");
    m_notice->say(sentence.arg(name), tr("Undo"), [this] { undoRemove(); });
}

void ConnectionPanel::undoRemove()
{
    const QString id = m_store->undoRemove();
    if (id.isEmpty())
        return;
    m_notice->dismiss();
    m_tree->setCurrentId(id);
    m_tree->setFocus();
}

void ConnectionPanel::addFolder()
{
    const QString id = m_store->addFolder(tr("New folder"), targetFolder());
    if (id.isEmpty()) {
        m_notice->say(tr("There may be %1 folders in each other at most.").arg(ConnectionsJson::MaxDepth));
        return;
    }
    m_search->clear();
    m_tree->setCurrentId(id);
    m_tree->setFocus();
    m_tree->edit(m_model->indexOf(id));
}

void ConnectionPanel::importFile(const QString &fileName)
{
    const PrivateFile::Contents contents = PrivateFile::read(fileName, ConnectionsJson::MaxBytes);
    if (!contents.problem.isEmpty() || !contents.exists) {
        m_notice->say(contents.exists ? contents.problem : tr("“%1” is not there.").arg(fileName));
        return;
    }
    const ConnectionStore::Import import = m_store->importJson(contents.bytes, targetFolder());
    if (!import.failure.isEmpty()) {
        m_notice->say(tr("“%1” was not imported. %2").arg(QFileInfo(fileName).fileName(), import.failure));
        return;
    }
    QStringList sentences{import.connections == 1
                                  ? tr("1 connection was imported.")
                                  : tr("%1 connections were imported.").arg(import.connections)};
    // In a panel there is room for a few: all the warnings, which come first, and some more.
    static constexpr qsizetype MaxNotes = 8;
    sentences += import.notes.first(std::min(import.notes.size(), MaxNotes));
    if (import.notes.size() > MaxNotes)
        sentences.append(tr("And %1 more of the kind.").arg(import.notes.size() - MaxNotes));
    m_notice->say(sentences.join(u'\n'));
    m_search->clear();
    m_tree->setCurrentId(import.firstId);
}

void ConnectionPanel::exportFile(const QString &fileName, const QString &id, bool withSecrets)
{
    const auto values =
            withSecrets ? ConnectionStore::SecretValues::Include : ConnectionStore::SecretValues::LeaveOut;
    m_store->exportJson(id, values, this, [this, fileName, withSecrets](const QByteArray &json) {
        const QString failure = PrivateFile::write(fileName, json);
        const QString name = QFileInfo(fileName).fileName();
        if (!failure.isEmpty())
            m_notice->say(failure);
        else if (withSecrets)
            m_notice->say(
                    tr("Exported to “%1”, with passwords and tokens that anyone can read in it.").arg(name));
        else
            m_notice->say(tr("Exported to “%1”, without passwords and tokens.").arg(name));
    });
}

void ConnectionPanel::chooseImport()
{
    auto *dialog = new QFileDialog(this, tr("Import connections"));
    dialog->setObjectName(u"importDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Connections (*.json)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &ConnectionPanel::importFile);
    dialog->open();
}

void ConnectionPanel::chooseExport()
{
    if (const QString id = m_tree->currentId(); !id.isEmpty())
        askForExport(id);
}

void ConnectionPanel::chooseExportOfAll()
{
    askForExport({});
}

void ConnectionPanel::askForExport(const QString &id)
{
    auto *dialog = new QFileDialog(this, tr("Export connections"));
    dialog->setObjectName(u"exportDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Connections (*.json)"));
    dialog->setDefaultSuffix(u"json"_s);
    dialog->selectFile(u"connections.json"_s);
    // The system's own dialog has no room for a question.
    dialog->setOption(QFileDialog::DontUseNativeDialog);
    auto *secrets = new QCheckBox(tr("&Include secrets: passwords and tokens, for anyone to read"), dialog);
    secrets->setObjectName(u"exportSecrets"_s);
    secrets->setAccessibleName(secrets->text().remove(u'&'));
    if (auto *layout = qobject_cast<QGridLayout *>(dialog->layout()))
        layout->addWidget(secrets, layout->rowCount(), 0, 1, -1);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, id, secrets](const QString &fileName) { exportFile(fileName, id, secrets->isChecked()); });
    dialog->open();
}

void ConnectionPanel::closeWindows()
{
    if (m_editor)
        m_editor->close();
}

void ConnectionPanel::showEnvironmentEditor()
{
    if (!m_editor) {
        m_editor = new EnvironmentEditor(m_environments, this);
        m_editor->setAttribute(Qt::WA_DeleteOnClose);
    }
    m_editor->show();
    m_editor->raise();
    m_editor->activateWindow();
}
