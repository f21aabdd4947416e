// SPDX-License-Identifier: MIT
#include "ui/window/keptsessions.h"

#include "format/text/numbers.h"
#include "record/record.h"
#include "settings/settings.h"
#include "ui/window/windownotice.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

KeptSessions::KeptSessions(const Settings *settings, WindowNotice *notice, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
    , m_notice(notice)
{}

KeptSessions::~KeptSessions()
{
    stop();
    m_tasks.finish();
    // What has come of it must not be lost.
    QCoreApplication::sendPostedEvents(this, QEvent::MetaCall);
}

bool KeptSessions::covers(const KeepingReport &keeping)
{
    return !keeping.fileName.isEmpty() && QFileInfo(keeping.fileName).path() == SessionFolder::standard();
}

void KeptSessions::trim()
{
    if (m_isOver || !m_settings->problem().isEmpty())
        return;
    m_tasks.add([this, folder = m_folder, budget = m_settings->sessionBudget()] {
        const SessionFolder::Trimmed outcome = SessionFolder::trim(folder, budget);
        QMetaObject::invokeMethod(
                this, [this, outcome, budget] { tell(outcome, budget); }, Qt::QueuedConnection);
    });
}

template <typename Sessions>
static qint64 bytesOf(const Sessions &sessions)
{
    return std::accumulate(sessions.begin(), sessions.end(), qint64(0),
                           [](qint64 bytes, const auto &session) { return bytes + session.bytes; });
}

QString KeptSessions::sentence(const SessionFolder::Trimmed &outcome, const QString &folder, qint64 budget)
{
    const QString limit = formatBinarySize(budget);
    if (!outcome.stuck.isEmpty()) {
        return tr("Kept sessions take up more than %1, but there is no trash "
                  "that the oldest (%2) could go to: all of them stay. They are in %3.")
                .arg(limit, formatBinarySize(bytesOf(outcome.stuck)), QDir::toNativeSeparators(folder));
    }
    if (outcome.gone.isEmpty())
        return {};
    const QString size = formatBinarySize(bytesOf(outcome.gone));
    if (outcome.gone.size() == 1)
        return tr("The session %1 (%2) went to the trash: kept sessions took up more than %3.")
                .arg(QFileInfo(outcome.gone.first().file).fileName(), size, limit);
    return tr("%1 of the oldest sessions (%2) went to the trash: kept sessions took up more than %3.")
            .arg(formatCount(quint64(outcome.gone.size())), size, limit);
}

void KeptSessions::tell(const SessionFolder::Trimmed &outcome, qint64 budget)
{
    if (m_isOver) {
        std::for_each(outcome.gone.begin(), outcome.gone.end(), SessionTrash::putBack);
        return;
    }
    const QString words = sentence(outcome, m_folder, budget);
    if (outcome.gone.isEmpty() && !words.isEmpty())
        m_notice->say(words);
    else if (!words.isEmpty())
        m_notice->say(words, tr("&Undo"), [this, gone = outcome.gone] { undo(gone); });
    Q_EMIT trimmed(outcome);
}

void KeptSessions::undo(const QList<TrashedSession> &sessions)
{
    m_tasks.add([this, sessions] {
        QStringList missing;
        for (const TrashedSession &session : sessions) {
            if (!SessionTrash::putBack(session))
                missing.append(QFileInfo(session.file).fileName());
        }
        const qsizetype back = sessions.size() - missing.size();
        QMetaObject::invokeMethod(
                this, [this, missing, back] { tellUndone(missing, back); }, Qt::QueuedConnection);
    });
}

void KeptSessions::tellUndone(const QStringList &missing, qsizetype back)
{
    if (m_isOver)
        return;
    if (!missing.isEmpty())
        m_notice->say(tr("Not all came back from the trash, where they may not be any more: %1.")
                              .arg(missing.join(u", "_s)));
    else if (back == 1)
        Q_EMIT said(tr("The session is back, until the next start."));
    else
        Q_EMIT said(tr("%1 sessions are back, until the next start.").arg(formatCount(quint64(back))));
}
