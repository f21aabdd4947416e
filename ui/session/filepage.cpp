// SPDX-License-Identifier: MIT
#include "ui/session/filepage.h"

#include "format/text/numbers.h"
#include "session/session.h"
#include "ui/composer/composer.h"
#include "ui/connect/connectionbar.h"
#include "ui/connect/connectioncontroller.h"
#include "ui/connect/statusline.h"
#include "ui/session/logpane.h"
#include "ui/session/messageactions.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

FilePage::FilePage(Settings *settings, std::unique_ptr<FileSession> session, QWidget *parent)
    : SessionPage(settings, std::move(session), parent)
{
    const QString url = static_cast<const FileSession *>(this->session())->url();
    connection()->setOpensElsewhere();
    bar()->setText(url);
    composer()->hide();
    messages()->setReadOnly();
    statusLine()->setRecorded(recordedText());
    log()->setRecorded(url);
}

QString FilePage::title() const
{
    return QFileInfo(session()->keeping().fileName).fileName();
}

QString FilePage::shownUrl() const
{
    return QDir::toNativeSeparators(session()->keeping().fileName);
}

QString FilePage::recordedText() const
{
    const Record *record = session()->record();
    // The rows may not reach there yet.
    const quint64 entries = record->extent().last;
    QString text = tr("%1 · %2 entries").arg(title(), formatCount(entries));
    if (entries == 0)
        return text;
    const TimeSpan span = timeSpan(*record);
    const auto shown = [](qint64 timeUs) { return formatTimestamp(timeUs).left(19).replace(u'T', u' '); };
    return text + u" · "_s + shown(span.fromUs) + u" – "_s + shown(span.toUs);
}
