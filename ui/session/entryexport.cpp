// SPDX-License-Identifier: MIT
#include "ui/session/entryexport.h"

#include "exchange/exchangeformat.h"
#include "exchange/exchangejob.h"
#include "format/text/numbers.h"
#include "log/filter/filterselection.h"
#include "log/logmodel.h"
#include "session/session.h"
#include "ui/log/logview.h"
#include "ui/session/logpane.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>
#include <QGuiApplication>
#include <QItemSelection>
#include <QMenu>

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

EntryExport::EntryExport(Session *session, LogPane *log, QWidget *window)
    : QObject(window)
    , m_session(session)
    , m_log(log)
    , m_window(window)
{
    QMenu *menu = copyMenu(window, [this](const ExchangeFormat &format) { copyAs(format); });
    m_log->view()->addAction(menu->menuAction());
}

EntryExport::~EntryExport()
{
    delete m_dialog;
}

void EntryExport::cancel()
{
    m_copying.cancel();
    // Unlike close(), also what is not shown yet.
    if (m_dialog)
        m_dialog->reject();
}

// --- What there is to export ------------------------------------------------------------------

QList<EntryRange> EntryExport::selectedRanges() const
{
    const RowMap &map = m_session->log()->rows();
    QList<EntryRange> ranges;
    const QItemSelection selection = m_log->view()->selectionModel()->selection();
    for (const QItemSelectionRange &range : selection)
        ranges.append({map.sequenceAt(range.top()), map.sequenceAt(range.bottom())});
    std::sort(ranges.begin(), ranges.end(),
              [](const EntryRange &one, const EntryRange &other) { return one.first < other.first; });
    return ranges;
}

quint64 EntryExport::selectedCount() const
{
    const QItemSelection selection = m_log->view()->selectionModel()->selection();
    return std::accumulate(
            selection.begin(), selection.end(), quint64(0),
            [](quint64 count, const QItemSelectionRange &range) { return count + quint64(range.height()); });
}

ExportChoice EntryExport::all() const
{
    return {tr("The whole session"), [](const std::atomic<bool> *) { return EntrySelection(); }};
}

ExportChoice EntryExport::rows(const QString &name, const QList<EntryRange> &ranges, bool areFiltered) const
{
    const LogModel *log = m_session->log();
    const ShownRows shown{log->filter(), areFiltered, log->showsHeartbeats()};
    return {name, [record = m_session->record(), shown, ranges](const std::atomic<bool> *cancelled) {
                return rowSelection(*record, shown, ranges, cancelled);
            }};
}

bool EntryExport::isEmpty()
{
    const bool isEmpty = m_session->record()->extent().last == 0;
    if (isEmpty)
        Q_EMIT said(tr("There is nothing to save yet."));
    return isEmpty;
}

// --- Into a file ------------------------------------------------------------------------------

bool EntryExport::isExporting() const
{
    return m_dialog && m_dialog->isExporting();
}

ExportDialog *EntryExport::makeDialog(const QString &name)
{
    auto *dialog = new ExportDialog(m_session->record(), name, m_window);
    connect(dialog, &ExportDialog::exported, this, &EntryExport::said);
    m_dialog = dialog;
    return dialog;
}

void EntryExport::ask(const QString &name)
{
    if (isEmpty())
        return;
    if (!isExporting()) {
        const LogModel *log = m_session->log();
        const bool isFilteredOut = log->rows().showsMatchesOnly();
        QList<ExportChoice> choices{all()};
        qsizetype chosen = 0;
        if (log->isFiltered()) {
            if (isFilteredOut)
                chosen = choices.size();
            choices.append(rows(tr("What the filter finds: %1").arg(log->filter().toString()), {EntryRange()},
                                true));
        }
        const quint64 selected = selectedCount();
        if (selected > 0) {
            // The cursor alone selects one.
            if (selected > 1)
                chosen = choices.size();
            choices.append(rows(selected == 1 ? tr("The selected entry")
                                              : tr("The %1 selected entries").arg(formatCount(selected)),
                                selectedRanges(), isFilteredOut));
        }
        if (!m_dialog)
            makeDialog(name);
        m_dialog->setChoices(choices, chosen);
    }
    m_dialog->show();
    m_dialog->raise();
    m_dialog->activateWindow();
}

void EntryExport::saveSession(const QString &name)
{
    if (isEmpty())
        return;
    if (isExporting()) {
        Q_EMIT said(tr("An export is under way: wait for it, or cancel it."));
        m_dialog->show();
        return;
    }
    const QString file = QFileDialog::getSaveFileName(m_window, tr("Save Session As"),
                                                      QDir::home().filePath(name + u".sqlite"_s),
                                                      tr("Sessions (*.sqlite)"));
    if (file.isEmpty())
        return;
    if (m_dialog)
        m_dialog->reject();
    ExportDialog *dialog = makeDialog(name);
    dialog->setChoices({all()}, 0);
    dialog->setFormat(SessionFormat);
    dialog->exportTo(file);
}

// --- To the clipboard -------------------------------------------------------------------------

QMenu *EntryExport::copyMenu(QWidget *parent, const std::function<void(const ExchangeFormat &)> &copy)
{
    auto *menu = new QMenu(tr("Copy Selected Entries A&s"), parent);
    menu->setObjectName(u"copyEntriesAs"_s);
    const QList<const ExchangeFormat *> formats = writtenFormats();
    for (const ExchangeFormat *format : formats) {
        if (format->isText)
            menu->addAction(QCoreApplication::translate("ExchangeFormat", format->name),
                            [copy, format] { copy(*format); });
    }
    return menu;
}

void EntryExport::copyAs(const ExchangeFormat &format)
{
    const QList<EntryRange> ranges = selectedRanges();
    if (ranges.isEmpty()) {
        Q_EMIT said(tr("Nothing is selected in the log."));
        return;
    }
    const auto selection = rows({}, ranges, m_session->log()->rows().showsMatchesOnly()).selection;
    m_copying.start([this, &format, selection](ScanControl &control) {
        const ExportedText copied = exportedText(*m_session->record(), selection(&control.cancelled), format,
                                                 MaxClipboardBytes, &control);
        return [this, copied, text = QString::fromUtf8(copied.text)] {
            if (copied.isCut) {
                Q_EMIT said(tr("Nothing was copied: the clipboard takes 64 MiB. Export it to a file."));
            } else if (!copied.problem.isEmpty()) {
                Q_EMIT said(tr("Nothing was copied. %1").arg(copied.problem));
            } else {
                QGuiApplication::clipboard()->setText(text);
                Q_EMIT said(copied.entries == 1 ? tr("Copied 1 entry.")
                                                : tr("Copied %1 entries.").arg(formatCount(copied.entries)));
            }
        };
    });
}
