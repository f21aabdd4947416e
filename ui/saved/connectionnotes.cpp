// SPDX-License-Identifier: MIT
#include "ui/saved/connectionnotes.h"

#include "saved/connectionstore.h"
#include "ui/kit/quickwrapping.h"
#include "ui/kit/theme.h"

using namespace Qt::StringLiterals;

static constexpr int KeepMs = 500;
static constexpr int Lines = 3;

ConnectionNotes::ConnectionNotes(ConnectionStore *store, QWidget *parent)
    : QPlainTextEdit(parent)
    , m_store(store)
{
    setObjectName(u"connectionNotes"_s);
    setAccessibleName(tr("Notes on the connection"));
    setPlaceholderText(tr("Notes"));
    setFrameShape(QFrame::NoFrame);
    setTabChangesFocus(true);
    document()->setDocumentMargin(Theme::Unit);
    wrapQuickly(this);
    const QMargins margins = contentsMargins();
    setFixedHeight(Lines * fontMetrics().lineSpacing() + margins.top() + margins.bottom()
                   + int(2 * document()->documentMargin()));
    m_keepSoon.setSingleShot(true);
    m_keepSoon.setInterval(KeepMs);
    connect(&m_keepSoon, &QTimer::timeout, this, &ConnectionNotes::keep);
    // Only what the user typed is to be kept.
    const auto keepSoon = [this] {
        if (document()->isModified())
            m_keepSoon.start();
    };
    connect(this, &QPlainTextEdit::modificationChanged, this, keepSoon);
    connect(this, &QPlainTextEdit::textChanged, this, keepSoon);
    connect(store, &ConnectionStore::changed, this, [this](const QString &id) {
        if (id == m_id && !hasFocus() && !document()->isModified())
            showNotesOf(id);
    });
}

ConnectionNotes::~ConnectionNotes()
{
    keep();
}

void ConnectionNotes::showNotesOf(const QString &id)
{
    if (id != m_id)
        keep();
    m_id = id;
    const QString notes = m_store->connection(id).notes;
    if (toPlainText() != notes)
        setPlainText(notes);
    document()->setModified(false);
}

void ConnectionNotes::keep()
{
    m_keepSoon.stop();
    if (m_id.isEmpty() || !document()->isModified())
        return;
    document()->setModified(false);
    m_store->setNotes(m_id, toPlainText());
}
