// SPDX-License-Identifier: MIT
#include "ui/saved/connectionpanel.h"

#include "saved/connectionstore.h"
#include "saved/environments.h"
#include "secrets/secretstore.h"
#include "ui/kit/panelnotice.h"
#include "ui/kit/quickwrapping.h"
#include "ui/kit/smallparts.h"
#include "ui/kit/theme.h"
#include "ui/saved/connectiontree.h"
#include "ui/saved/connectiontreemodel.h"
#include "ui/saved/environmentcombo.h"
#include "ui/saved/environmenteditor.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPlainTextEdit>
#include <QStackedLayout>
#include <QToolButton>

using namespace Qt::StringLiterals;

static constexpr int KeepNotesMs = 500;
static constexpr int NotesLines = 3;

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
    , m_notes(new QPlainTextEdit(this))
    , m_notice(new PanelNotice(this))
    , m_contextMenu(new QMenu(this))
    , m_panelMenu(new QMenu(this))
{
    setObjectName(u"connectionPanel"_s);
    setAccessibleName(tr("Saved connections"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    // Between the areas the panel shows, as hairlines.
    layout->setSpacing(1);
    layout->addWidget(buildTop());
    buildTree();
    layout->addLayout(m_stack, 1);
    buildNotes();
    layout->addWidget(m_notes);
    layout->addWidget(m_notice);
    buildActions();
    connectParts();
    showTree();
    showNotes();
    updateActions();
}

ConnectionPanel::~ConnectionPanel()
{
    keepNotes();
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

void ConnectionPanel::buildNotes()
{
    m_notes->setObjectName(u"connectionNotes"_s);
    m_notes->setAccessibleName(tr("Notes on the connection"));
    m_notes->setPlaceholderText(tr("Notes"));
    m_notes->setFrameShape(QFrame::NoFrame);
    m_notes->setTabChangesFocus(true);
    m_notes->document()->setDocumentMargin(Theme::Unit);
    wrapQuickly(m_notes);
    const QMargins margins = m_notes->contentsMargins();
    m_notes->setFixedHeight(NotesLines * m_notes->fontMetrics().lineSpacing() + margins.top()
                            + margins.bottom() + int(2 * m_notes->document()->documentMargin()));
    m_keepNotes.setSingleShot(true);
    m_keepNotes.setInterval(KeepNotesMs);
    connect(&m_keepNotes, &QTimer::timeout, this, &ConnectionPanel::keepNotes);
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
    connect(m_store, &ConnectionStore::changed, this, [this](const QString &id) {
        if (id == m_notesId && !m_notes->hasFocus())
            showNotes();
    });
    // Only what the user typed is to be kept.
    connect(m_notes, &QPlainTextEdit::modificationChanged, this, [this](bool modified) {
        if (modified)
            m_keepNotes.start();
    });
    connect(m_notes, &QPlainTextEdit::textChanged, this, [this] {
        if (m_notes->document()->isModified())
            m_keepNotes.start();
    });
    const auto say = [this](const QString &sentence) { m_notice->say(sentence); };
    connect(m_store, &ConnectionStore::problem, this, say);
    connect(m_environments, &Environments::problem, this, say);
    connect(m_environments, &Environments::currentChanged, this, &ConnectionPanel::environmentChanged);
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
    if (id != m_notesId)
        keepNotes();
    m_notesId = id;
    const QString notes = m_store->connection(id).notes;
    if (m_notes->toPlainText() != notes)
        m_notes->setPlainText(notes);
    m_notes->document()->setModified(false);
    m_notes->setVisible(!id.isEmpty() && m_stack->currentWidget() == m_tree);
}

void ConnectionPanel::keepNotes()
{
    m_keepNotes.stop();
    if (m_notesId.isEmpty() || !m_notes->document()->isModified())
        return;
    m_notes->document()->setModified(false);
    m_store->setNotes(m_notesId, m_notes->toPlainText());
}

// The folder that is chosen, or the one that what is chosen is in.
QString ConnectionPanel::targetFolder() const
{
    const QString id = m_tree->currentId();
    return m_store->isFolder(id) ? id : m_store->parentOf(id);
}

QString ConnectionPanel::saveCurrent(const ConnectionProfile &profile, const QString &urlText,
                                     const QString &suggestedName)
{
    SavedConnection saved;
    saved.name = suggestedName.simplified();
    saved.profile = profile;
    saved.urlText = urlText;
    const QString id = m_store->addConnection(saved, targetFolder());
    if (id.isEmpty()) {
        m_notice->say(tr("There are too many saved connections."));
        return {};
    }
    m_search->clear();
    m_tree->setCurrentId(id);
    m_tree->setFocus();
    m_tree->edit(m_model->indexOf(id));
    if (!m_store->connection(id).secrets.isEmpty() && !m_secrets->isPersistent())
        sayPersistence();
    return id;
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

void ConnectionPanel::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), Theme::hairline(palette()));
}
