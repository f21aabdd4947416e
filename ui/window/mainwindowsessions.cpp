// SPDX-License-Identifier: MIT
// What the main window does with session files.
#include "ui/window/mainwindow.h"

#include "record/filerecord.h"
#include "record/kept/sessionfolder.h"
#include "session/session.h"
#include "settings/settings.h"
#include "ui/connect/connectionbar.h"
#include "ui/session/logpane.h"
#include "ui/session/sessionnotices.h"
#include "ui/session/sessionpage.h"
#include "ui/window/openingbar.h"

#include <QAction>
#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMimeData>
#include <QTabWidget>
#include <QUrl>

#include <memory>
#include <utility>

using namespace Qt::StringLiterals;

void MainWindow::openSession(const QString &fileName)
{
    if (m_closing)
        return;
    const QPointer asked(currentPage());
    const auto answer = [this, asked, typed = asked->bar()->text()](std::unique_ptr<FileRecord> record,
                                                                    const QString &problem) {
        const bool isUntouched = asked && m_tabs->indexOf(asked) >= 0 && asked->bar()->text() == typed;
        if (record) {
            showSession(std::move(record), isUntouched ? asked.data() : nullptr);
            return;
        }
        if (!problem.isEmpty())
            currentPage()->notices()->showProblem(problem);
        Q_EMIT sessionNotOpened(problem);
    };
    m_opening->open(fileName, answer);
}

// `untouched` is the tab where that was asked for, if it is as it was then.
void MainWindow::showSession(std::unique_ptr<FileRecord> record, SessionPage *untouched)
{
    m_settings->addRecentSession(record->keeping().fileName);
    SessionPage *page = insertPage(std::make_unique<Session>(std::move(record)));
    if (untouched && untouched == currentPage()) {
        m_tabs->setCurrentWidget(page);
        page->log()->focusView();
    }
    if (untouched && untouched->isFresh())
        removePage(untouched);
    Q_EMIT sessionOpened(page);
}

void MainWindow::chooseSession()
{
    const QString file = QFileDialog::getOpenFileName(this, tr("Open Session"), SessionFolder::standard(),
                                                      tr("Sessions (*.sqlite);;All files (*)"));
    if (!file.isEmpty())
        openSession(file);
}

// What was opened lately, then what was recorded last.
void MainWindow::fillRecentMenu()
{
    m_recentMenu->clear();
    QStringList files = m_settings->recentSessions() + SessionFolder::sessions(SessionFolder::standard());
    files.removeDuplicates();
    files.removeIf([](const QString &file) { return !QFileInfo(file).isFile(); });
    const QStringList shown = files.mid(0, Settings::RecentLimit);
    for (const QString &file : shown) {
        QString text = QFileInfo(file).fileName();
        if (SessionFolder::isPinned(file))
            text = tr("%1 (kept)").arg(text);
        QAction *action = m_recentMenu->addAction(text.replace(u'&', u"&&"_s));
        connect(action, &QAction::triggered, this, [this, file] { openSession(file); });
    }
    if (shown.isEmpty())
        m_recentMenu->addAction(tr("No session yet"))->setEnabled(false);
}

void MainWindow::keepSession(bool keep)
{
    const QString file = currentPage()->session()->keeping().fileName;
    if (!SessionFolder::setPinned(file, keep))
        say(tr("%1 cannot be marked: its folder does not allow it.").arg(QFileInfo(file).fileName()));
    else
        say(keep ? tr("This session stays, however many others come.")
                 : tr("This session goes to the trash once others need its room."));
    updateActions();
}

static QString droppedFile(const QMimeData *data)
{
    const QList<QUrl> urls = data->urls();
    return urls.size() == 1 && urls.first().isLocalFile() ? urls.first().toLocalFile() : QString();
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (!droppedFile(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    event->acceptProposedAction();
    openSession(droppedFile(event->mimeData()));
}
