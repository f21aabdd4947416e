// SPDX-License-Identifier: MIT
#include "ui/saved/connectionpanel.h"

#include "saved/connectionsjson.h"
#include "saved/connectionstore.h"
#include "saved/environments.h"
#include "secrets/secretstore.h"
#include "ui/kit/flatcontrols.h"
#include "ui/kit/labels.h"
#include "ui/kit/panelnotice.h"
#include "ui/kit/theme.h"
#include "ui/saved/connectionexchange.h"
#include "ui/saved/connectionnotes.h"
#include "ui/saved/connectiontree.h"
#include "ui/saved/connectiontreemodel.h"
#include "ui/saved/environmentcombo.h"
#include "ui/saved/environmenteditor.h"

#include <QAction>
#include <QBoxLayout>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QStackedLayout>
#include <QToolButton>
#include <QUrl>

using namespace Qt::StringLiterals;

ConnectionPanel::ConnectionPanel(ConnectionStore *store, Environments *environments, SecretStore *secrets,
                                 QWidget *parent)
    : QWidget(parent)
    , m_store(store)
    , m_environments(environments)
    , m_secrets(secrets)
    , m_model(new ConnectionTreeModel(store, this))
    , m_tree(new ConnectionTree(m_model, this))
    , m_search(new QLineEdit(this))
    , m_empty(plainLabel({}, this))
    , m_notes(new ConnectionNotes(store, this))
    , m_notice(new PanelNotice(this))
    , m_exchange(new ConnectionExchange(store, environments, this))
    , m_contextMenu(new QMenu(this))
    , m_panelMenu(new QMenu(this))
{
    setObjectName(u"connectionPanel"_s);
    setAccessibleName(tr("Saved connections"));
    setAcceptDrops(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    // Between the areas the panel shows, as hairlines.
    layout->setSpacing(1);
    layout->addWidget(buildTop());
    buildTree();
    layout->addLayout(m_stack, 1);
    layout->addWidget(m_notes);
    layout->addWidget(m_notice);
    buildActions();
    connectParts();
    showTree();
    showNotes();
    updateActions();
}

QString ConnectionPanel::emptyText()
{
    return tr("Nothing is saved yet.\n\nConnect, then press Ctrl+S: the connection is kept here with its "
              "headers, messages and settings. Passwords and tokens go to the system’s keychain.");
}

QWidget *ConnectionPanel::buildTop()
{
    auto *top = new QWidget(this);
    top->setAutoFillBackground(true);
    auto *environment = new EnvironmentCombo(m_environments, top);
    connect(environment, &EnvironmentCombo::editRequested, this, &ConnectionPanel::showEnvironmentEditor);
    m_search->setObjectName(u"connectionSearch"_s);
    m_search->setAccessibleName(tr("Search saved connections"));
    m_search->setPlaceholderText(tr("Search"));
    m_search->setClearButtonEnabled(true);
    m_search->setMaxLength(1000);
    m_search->installEventFilter(this);
    QToolButton *menu = flatButton(u"connectionMenuButton"_s, u"⋯"_s, tr("More for saved connections"), top);
    // Not the button's own menu: for that one, the style adds an arrow that there is no room for.
    connect(menu, &QToolButton::clicked, this,
            [this, menu] { m_panelMenu->popup(menu->mapToGlobal(QPoint(0, menu->height()))); });

    auto *row = new QHBoxLayout;
    row->setSpacing(Theme::Unit / 2);
    row->addWidget(m_search, 1);
    row->addWidget(menu);
    auto *layout = new QVBoxLayout(top);
    layout->setContentsMargins(Theme::Unit, Theme::Unit, Theme::Unit, Theme::Unit);
    layout->setSpacing(Theme::Unit);
    layout->addWidget(environment);
    layout->addLayout(row);
    return top;
}

void ConnectionPanel::buildTree()
{
    m_empty->setObjectName(u"connectionEmpty"_s);
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_empty->setMargin(2 * Theme::Unit);
    m_empty->setBackgroundRole(QPalette::Base);
    m_empty->setAutoFillBackground(true);
    // The widest word must not keep the panel from getting narrow.
    m_empty->setMinimumWidth(1);
    m_stack = new QStackedLayout;
    m_stack->addWidget(m_tree);
    m_stack->addWidget(m_empty);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_tree, &QWidget::customContextMenuRequested, this, &ConnectionPanel::showContextMenu);
}

void ConnectionPanel::connectParts()
{
    connect(m_search, &QLineEdit::textChanged, this,
            [this](const QString &text) { m_tree->setFilter(text.trimmed()); });
    connect(m_search, &QLineEdit::returnPressed, this, [this] {
        if (const QString id = m_tree->firstMatch(); !id.isEmpty()) {
            m_tree->setCurrentId(id);
            open(id, false);
        }
    });
    connect(m_tree, &ConnectionTree::matchesChanged, this, &ConnectionPanel::showTree);
    connect(m_tree, &ConnectionTree::currentIdChanged, this, &ConnectionPanel::showNotes);
    connect(m_tree, &ConnectionTree::openRequested, this, &ConnectionPanel::open);
    connect(m_tree, &ConnectionTree::currentIdChanged, this, &ConnectionPanel::updateActions);
    connect(m_store, &ConnectionStore::added, this, &ConnectionPanel::updateActions);
    connect(m_store, &ConnectionStore::removed, this, &ConnectionPanel::updateActions);
    const auto say = [this](const QString &sentence) { m_notice->say(sentence); };
    connect(m_store, &ConnectionStore::problem, this, say);
    connect(m_environments, &Environments::problem, this, say);
    connect(m_exchange, &ConnectionExchange::said, this, say);
    connect(m_exchange, &ConnectionExchange::imported, this, [this](const QString &id) {
        m_search->clear();
        m_tree->setCurrentId(id);
    });
    connect(m_secrets, &SecretStore::persistenceChanged, this, &ConnectionPanel::sayPersistence);
}

void ConnectionPanel::sayPersistence()
{
    if (!m_secrets->sentence().isEmpty())
        m_notice->say(m_secrets->sentence());
}

void ConnectionPanel::showTree()
{
    if (m_store->isEmpty())
        m_empty->setText(emptyText());
    else
        m_empty->setText(tr("Nothing matches “%1”.").arg(m_search->text()));
    const bool shown = !m_store->isEmpty() && m_tree->hasMatches();
    m_stack->setCurrentWidget(shown ? static_cast<QWidget *>(m_tree) : m_empty);
    if (!shown)
        showNotes();
}

void ConnectionPanel::showNotes()
{
    const QString id = m_tree->currentId();
    m_notes->showNotesOf(id);
    m_notes->setVisible(!id.isEmpty() && m_stack->currentWidget() == m_tree);
}

void ConnectionPanel::keepNotes()
{
    m_notes->keep();
}

// The folder that is chosen, or that which is nearest to what is chosen.
QString ConnectionPanel::targetFolder() const
{
    QString id = m_tree->currentId();
    while (!id.isEmpty() && !m_store->isFolder(id))
        id = m_store->parentOf(id);
    return id;
}

QString ConnectionPanel::saveCurrent(const ConnectionProfile &profile, const QString &urlText,
                                     const QString &suggestedName)
{
    SavedConnection saved;
    saved.name = suggestedName.simplified();
    saved.profile = profile;
    saved.urlText = urlText;
    const QString id = m_store->addConnection(saved, targetFolder());
    nameAdded(id);
    if (!m_store->connection(id).secrets.isEmpty() && !m_secrets->isPersistent())
        sayPersistence();
    return id;
}

QString ConnectionPanel::saveMessage(const WrittenMessage &message, const QString &connection,
                                     const QString &over)
{
    if (m_store->isMessage(over)) {
        replaceMessage(over, message);
        return over;
    }
    const QString id = m_store->addMessage(message, suggestedName(message), connection);
    nameAdded(id);
    return id;
}

void ConnectionPanel::replaceMessage(const QString &id, const WrittenMessage &message)
{
    const WrittenMessage before = m_store->message(id);
    m_store->setMessage(id, message);
    m_search->clear();
    m_tree->setCurrentId(id);
    m_notice->say(tr("“%1” is what is written now.").arg(m_store->connection(id).name), tr("Keep Both"),
                  [this, id, before, message] {
                      m_store->setMessage(id, before);
                      saveMessage(message, m_store->parentOf(id));
                  });
}

// What was added to the store, if it had room for it.
void ConnectionPanel::nameAdded(const QString &id)
{
    if (id.isEmpty()) {
        m_notice->say(tr("There are too many saved connections and messages: remove some first."));
        return;
    }
    m_search->clear();
    m_tree->setCurrentId(id);
    m_tree->setFocus();
    m_tree->edit(m_model->indexOf(id));
}

void ConnectionPanel::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

QSize ConnectionPanel::sizeHint() const
{
    return {30 * Theme::Unit, 60 * Theme::Unit};
}

// The search field: Esc empties it, the arrow down goes to the tree.
bool ConnectionPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_search || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (key == Qt::Key_Escape && !m_search->text().isEmpty()) {
        m_search->clear();
        return true;
    }
    if (key == Qt::Key_Down) {
        if (m_tree->currentId().isEmpty())
            m_tree->setCurrentId(m_tree->firstMatch());
        m_tree->setFocus(Qt::TabFocusReason);
        return true;
    }
    return false;
}

static QStringList filesOf(const QMimeData *data)
{
    QStringList files;
    const QList<QUrl> urls = data->urls();
    for (const QUrl &url : urls) {
        if (url.isLocalFile())
            files.append(url.toLocalFile());
    }
    return files;
}

// The tree leaves to the panel what is none of its own.
void ConnectionPanel::dragEnterEvent(QDragEnterEvent *event)
{
    if (!filesOf(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void ConnectionPanel::dropEvent(QDropEvent *event)
{
    const QStringList files = filesOf(event->mimeData());
    if (files.isEmpty())
        return;
    event->acceptProposedAction();
    m_exchange->importFiles(files, targetFolder());
}

void ConnectionPanel::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), Theme::hairline(palette()));
}

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
    addTreeAction(u"openConnectionInNewTab"_s, tr("Open in New &Tab"), {},
                  &ConnectionPanel::openCurrentWithCtrl);
    addTreeAction(u"editConnection"_s, tr("Connection &Settings…"), {}, &ConnectionPanel::editCurrent);
    addTreeAction(u"writeMessage"_s, tr("&Write and Send"), {}, &ConnectionPanel::openCurrent);
    addTreeAction(u"sendMessage"_s, tr("&Send"), {}, &ConnectionPanel::openCurrentWithCtrl);
    addTreeAction(u"repeatMessage"_s, tr("Re&peat…"), {}, &ConnectionPanel::repeatCurrent);
    m_contextMenu->addSeparator();
    addTreeAction(u"renameConnection"_s, tr("&Rename"), QKeySequence(Qt::Key_F2),
                  &ConnectionPanel::renameCurrent);
    addTreeAction(u"duplicateConnection"_s, tr("&Duplicate"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_D),
                  &ConnectionPanel::duplicateCurrent);
    addTreeAction(u"exportConnection"_s, tr("&Export…"), {}, &ConnectionPanel::exportCurrent);
    addTreeAction(u"removeConnection"_s, tr("Re&move"), QKeySequence(QKeySequence::Delete),
                  &ConnectionPanel::removeCurrent);
    m_contextMenu->addSeparator();
    addTreeAction(u"undoRemove"_s, tr("&Undo Removal"), QKeySequence(QKeySequence::Undo),
                  &ConnectionPanel::undoRemove);
    m_panelMenu->addAction(tr("New &Folder"), this, &ConnectionPanel::addFolder)
            ->setObjectName(u"newFolder"_s);
    const auto addImport = [this](const QString &name, const QString &text, ConnectionExchange::What what) {
        m_panelMenu->addAction(text, this, [this, what] { m_exchange->chooseImport(what, targetFolder()); })
                ->setObjectName(name);
    };
    addImport(u"importConnections"_s, tr("&Import…"), ConnectionExchange::What::File);
    addImport(u"importConnectionFolder"_s, tr("Import a F&older…"), ConnectionExchange::What::Folder);
    m_panelMenu->addAction(tr("&Export All…"), this, [this] { m_exchange->chooseExport({}); })
            ->setObjectName(u"exportConnections"_s);
    m_contextMenu->addActions(m_panelMenu->actions());
}

void ConnectionPanel::updateActions()
{
    const QString id = m_tree->currentId();
    const bool isMessage = m_store->isMessage(id);
    const QList<QAction *> actions = m_tree->actions();
    for (QAction *action : actions) {
        const QString name = action->objectName();
        if (name == "openConnection"_L1 || name == "openConnectionInNewTab"_L1
            || name == "editConnection"_L1) {
            action->setVisible(!isMessage);
            action->setEnabled(m_store->isConnection(id));
        } else if (name == "writeMessage"_L1 || name == "sendMessage"_L1 || name == "repeatMessage"_L1) {
            action->setVisible(isMessage);
        } else if (name == "undoRemove"_L1) {
            action->setEnabled(m_store->canUndoRemove());
        } else {
            action->setEnabled(!id.isEmpty());
        }
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

// With Ctrl: a connection in a new tab, a message sent as it is.
void ConnectionPanel::open(const QString &id, bool withCtrl)
{
    if (m_store->isMessage(id)) {
        Q_EMIT messageRequested(id, withCtrl);
    } else if (m_store->isConnection(id)) {
        m_store->load(id, this, [this, withCtrl](const SavedConnection &saved) {
            Q_EMIT openRequested(saved, withCtrl);
        });
    }
}

void ConnectionPanel::openCurrent()
{
    open(m_tree->currentId(), false);
}

void ConnectionPanel::openCurrentWithCtrl()
{
    open(m_tree->currentId(), true);
}

void ConnectionPanel::editCurrent()
{
    if (const QString id = m_tree->currentId(); m_store->isConnection(id))
        m_store->load(id, this, [this](const SavedConnection &saved) { Q_EMIT editRequested(saved); });
}

void ConnectionPanel::repeatCurrent()
{
    if (const QString id = m_tree->currentId(); m_store->isMessage(id))
        Q_EMIT repeatRequested(id);
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
    m_notes->keep();
    const QString name = m_store->connection(id).name;
    const bool hasMore = !m_store->childrenOf(id).isEmpty();
    m_store->remove(id);
    const QString sentence =
            hasMore ? tr("“%1” and all that was in it was removed.") : tr("“%1” was removed.");
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

void ConnectionPanel::exportCurrent()
{
    if (const QString id = m_tree->currentId(); !id.isEmpty())
        m_exchange->chooseExport(id);
}

void ConnectionPanel::addFolder()
{
    const QString id = m_store->addFolder(tr("New folder"), targetFolder());
    if (id.isEmpty()) {
        m_notice->say(tr("There may be %1 folders in each other at most.").arg(ConnectionsJson::MaxDepth));
        return;
    }
    nameAdded(id);
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
