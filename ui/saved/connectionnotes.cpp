// SPDX-License-Identifier: MIT
#include "ui/saved/connectionnotes.h"

#include "format/text/numbers.h"
#include "saved/connectionstore.h"
#include "ui/kit/labels.h"
#include "ui/kit/theme.h"

using namespace Qt::StringLiterals;

static constexpr int KeepMs = 500;
static constexpr int Lines = 3;
// UTF-16 code units: they are kept with the connection.
static constexpr qsizetype MaxPaste = 256 * 1024;

ConnectionNotes::ConnectionNotes(ConnectionStore *store, QWidget *parent)
    : VerbatimEdit(MaxPaste, parent)
    , m_store(store)
{
    setObjectName(u"connectionNotes"_s);
    setAccessibleName(tr("Notes on the connection"));
    setPlaceholderText(tr("Notes"));
    setFrameShape(QFrame::NoFrame);
    document()->setDocumentMargin(Theme::Unit);
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
    connect(this, &VerbatimEdit::modificationChanged, this, keepSoon);
    connect(this, &VerbatimEdit::textChanged, this, keepSoon);
    connect(this, &VerbatimEdit::pasteRefused, this, [this] {
        sayBeside(this, tr("The clipboard holds more than %1; it was not pasted.").arg(formatSize(MaxPaste)));
    });
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
    if (writtenText() != notes)
        setWrittenText(notes);
    document()->setModified(false);
}

void ConnectionNotes::keep()
{
    m_keepSoon.stop();
    if (m_id.isEmpty() || !document()->isModified())
        return;
    document()->setModified(false);
    m_store->setNotes(m_id, writtenText());
}
