// SPDX-License-Identifier: MIT
#include "ui/window/recentsessions.h"

#include "record/kept/sessionfolder.h"
#include "settings/settings.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

RecentSessions::RecentSessions(const Settings *settings, QWidget *parent)
    : QMenu(tr("&Recent Sessions"), parent)
    , m_settings(settings)
{
    setObjectName(u"recentSessions"_s);
    connect(this, &QMenu::aboutToShow, this, &RecentSessions::fill);
    fill();
}

void RecentSessions::fill()
{
    clear();
    QStringList files = m_settings->recentSessions() + SessionFolder::sessions(SessionFolder::standard());
    files.removeDuplicates();
    files.removeIf([](const QString &file) { return !QFileInfo(file).isFile(); });
    const QStringList shown = files.mid(0, Settings::RecentLimit);
    for (const QString &file : shown) {
        QString text = QFileInfo(file).fileName();
        if (SessionFolder::isPinned(file))
            text = tr("%1 (kept)").arg(text);
        connect(addAction(text.replace(u'&', u"&&"_s)), &QAction::triggered, this,
                [this, file] { Q_EMIT openRequested(file); });
    }
    if (shown.isEmpty())
        addAction(tr("No session yet"))->setEnabled(false);
}
