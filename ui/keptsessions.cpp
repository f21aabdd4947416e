// SPDX-License-Identifier: MIT
#include "ui/keptsessions.h"

#include "format/numbers.h"
#include "settings.h"
#include "ui/windownotice.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <iterator>
#include <numeric>

KeptSessions::KeptSessions(const Settings *settings, WindowNotice *notice, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
    , m_notice(notice)
{
    m_pool.setMaxThreadCount(1);
}

KeptSessions::~KeptSessions()
{
    m_pool.waitForDone();
}

void KeptSessions::trim()
{
    if (!m_settings->problem().isEmpty())
        return;
    m_pool.start([this, folder = m_folder, budget = m_settings->sessionBudget()] {
        const SessionFolder::Trimmed trimmed = SessionFolder::trim(folder, budget);
        QMetaObject::invokeMethod(
                this, [this, trimmed, budget] { tell(trimmed, budget); }, Qt::QueuedConnection);
    });
}

template <typename Sessions>
static qint64 bytesOf(const Sessions &sessions)
{
    return std::accumulate(sessions.begin(), sessions.end(), qint64(0),
                           [](qint64 bytes, const auto &session) { return bytes + session.bytes; });
}

QString KeptSessions::sentence(const SessionFolder::Trimmed &trimmed, const QString &folder, qint64 budget)
{
    const QString limit = formatBinarySize(budget);
    if (!trimmed.stuck.isEmpty()) {
        return tr("Kept sessions take up more than %1, but there is no trash that the oldest (%2) could go "
                  "to: all "
                  "of them stay. They are in %3.")
                .arg(limit, formatBinarySize(bytesOf(trimmed.stuck)), QDir::toNativeSeparators(folder));
    }
    if (trimmed.gone.isEmpty())
        return {};
    const QString size = formatBinarySize(bytesOf(trimmed.gone));
    if (trimmed.gone.size() == 1)
        return tr("The session %1 (%2) went to the trash: kept sessions took up more than %3.")
                .arg(QFileInfo(trimmed.gone.first().file).fileName(), size, limit);
    return tr("%1 of the oldest sessions (%2) went to the trash: kept sessions took up more than %3.")
            .arg(formatCount(quint64(trimmed.gone.size())), size, limit);
}

void KeptSessions::tell(const SessionFolder::Trimmed &trimmed, qint64 budget)
{
    const QString said = sentence(trimmed, m_folder, budget);
    if (trimmed.gone.isEmpty() && !said.isEmpty())
        m_notice->say(said);
    else if (!said.isEmpty())
        m_notice->say(said, tr("&Undo"), [this, gone = trimmed.gone] { putBack(gone); });
    Q_EMIT this->trimmed(trimmed);
}

void KeptSessions::putBack(const QList<TrashedSession> &sessions)
{
    m_pool.start([this, sessions] {
        QStringList missing;
        for (const TrashedSession &session : sessions) {
            if (!SessionTrash::putBack(session))
                missing.append(QFileInfo(session.file).fileName());
        }
        const auto tellBack = [this, missing, count = sessions.size() - missing.size()] {
            if (missing.isEmpty())
                Q_EMIT said(count == 1 ? tr("The session is back, until the next start.")
                                       : tr("%1 sessions are back, until the next start.")
                                                 .arg(formatCount(quint64(count))));
            else
                m_notice->say(tr("Not all came back from the trash, where they may not be any more: %1.")
                                      .arg(missing.join(QStringLiteral(", "))));
        };
        QMetaObject::invokeMethod(this, tellBack, Qt::QueuedConnection);
    });
}
