// SPDX-License-Identifier: MIT
// What a tab does with the record of its session: reads entries, goes to places, saves, says how it is kept.
#include "ui/session/sessionpage.h"

#include "format/text/numbers.h"
#include "log/entryloader.h"
#include "log/filter/logplace.h"
#include "log/logmodel.h"
#include "session/session.h"
#include "ui/composer/composer.h"
#include "ui/connect/connectionbar.h"
#include "ui/connect/statusline.h"
#include "ui/inspector/inspector.h"
#include "ui/kit/noticebar.h"
#include "ui/log/gotobar.h"
#include "ui/log/logfinder.h"
#include "ui/log/logview.h"
#include "ui/session/logcolumns.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QPushButton>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

void SessionPage::showEntry(int row)
{
    if (row < 0)
        return; // What was being read stays, even if it has gone from the log.
    const LogModel *log = m_session->log();
    // Under the cursor again after the rows have changed: it is there already.
    if (log->rows().sequenceAt(row) == m_inspected)
        return;
    m_inspected = log->rows().sequenceAt(row);
    m_loader->forget();
    if (log->index(row, 0).data(LogModel::PayloadSizeRole).toLongLong() > EntryLoader::AtOnceBytes) {
        m_inspector->showLoading();
        m_loader->load(log->rows().sequenceAt(row));
    } else if (const auto entry = log->entry(row)) {
        m_inspector->showMessage(*entry);
    }
}

void SessionPage::askForPlace()
{
    const LogModel *log = m_session->log();
    const QList<EntryHead> newest = m_session->record()->heads(log->rows().last(), 1);
    m_goTo->setReference(newest.isEmpty() ? QDateTime::currentMSecsSinceEpoch() * 1000
                                          : newest.first().timeUs);
    m_goTo->open();
}

void SessionPage::goTo(const LogPlace &place)
{
    const LogModel *log = m_session->log();
    const quint64 sequence =
            place.sequence ? *place.sequence : m_session->record()->sequenceAt(*place.timeUs);
    // With a filter, the nearest one that is left.
    const RowMap &rows = log->rows();
    const bool isHidden = !rows.showsMatchesOnly() && rows.isHidden(sequence);
    const int row = rows.nearestRow(sequence);
    if (log->rowCount() == 0) {
        m_goTo->setProblem(tr("The log is empty."));
    } else if (row < 0 && place.timeUs && sequence > rows.last()) {
        m_goTo->setProblem(tr("Nothing came at that time or later."));
    } else if (row < 0 && place.sequence) {
        m_goTo->setProblem(tr("There is no such entry: the log has %1 to %2.")
                                   .arg(formatCount(rows.first()), formatCount(rows.last())));
    } else {
        m_goTo->hide();
        m_finder->goTo(rows.sequenceAt(std::clamp(row, 0, log->rowCount() - 1)));
        m_log->setFocus(Qt::ShortcutFocusReason);
        if (isHidden && place.sequence)
            Q_EMIT said(tr("Entry %1 is a hidden ping or pong: this is the nearest one.")
                                .arg(formatCount(sequence)));
    }
}

// The connection goes on; so does the log, as far as memory holds.
void SessionPage::handleKeeping()
{
    const KeepingReport keeping = m_session->keeping();
    if (keeping.state == KeepingReport::State::NotKeeping) {
        showProblem(tr("Since %1 nothing can be kept on disk. %2 Messages stay in memory as far as they "
                       "fit; recording goes on by itself as soon as it can.")
                            .arg(formatTimeOfDay(keeping.sinceUs).left(8), keeping.problem));
        m_keepingNotice = true;
    } else if (std::exchange(m_keepingNotice, false)) {
        m_notice->dismiss();
        Q_EMIT said(tr("Recording goes on; the log tells of the gap."));
    }
    Q_EMIT changed();
}

// What concerns a connection gives way to where the session comes from.
void SessionPage::showRecorded()
{
    m_bar->setText(m_session->recordedUrl());
    m_columns->setUrl(m_session->recordedUrl());
    m_composer->hide();
    for (QPushButton *button : {m_follow, m_pause, m_clear})
        button->hide();
    const QString name = QFileInfo(m_session->keeping().fileName).fileName();
    // The rows may not reach there yet.
    const quint64 entries = m_session->record()->extent().last;
    QString detail = tr("%1 · %2 entries").arg(name, formatCount(entries));
    const QList<EntryHead> first = m_session->record()->heads(1, 1);
    const QList<EntryHead> last = m_session->record()->heads(entries, 1);
    if (!first.isEmpty() && !last.isEmpty())
        detail += u" · "_s + formatTimestamp(first.first().timeUs).left(19).replace(u'T', u' ') + u" – "_s
                  + formatTimestamp(last.first().timeUs).left(19).replace(u'T', u' ');
    m_status->setRecorded(detail);
    m_log->setFollowing(false);
    m_log->scrollToTop();
}

void SessionPage::saveAs()
{
    if (m_session->log()->rows().last() == 0) {
        Q_EMIT said(tr("There is nothing to save yet."));
        return;
    }
    const QString file = QFileDialog::getSaveFileName(
            this, tr("Save Session As"), QDir::home().filePath(title().section(u'/', 0, 0) + u".sqlite"_s),
            tr("Sessions (*.sqlite)"));
    if (file.isEmpty())
        return;
    Q_EMIT said(tr("Saving…"));
    m_loader->copyTo(file);
}
