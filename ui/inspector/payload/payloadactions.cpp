// SPDX-License-Identifier: MIT
#include "ui/inspector/payload/payloadactions.h"

#include "format/text/numbers.h"
#include "worker.h"

#include <QAction>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QGuiApplication>
#include <QMenu>
#include <QSaveFile>

#include <algorithm>
#include <memory>
#include <utility>

using namespace Qt::StringLiterals;

PayloadActions::PayloadActions(QWidget *parent)
    : QObject(parent)
    , m_worker(new Worker(this))
    , m_window(parent)
{}

PayloadActions::~PayloadActions()
{
    m_saving.finish();
}

bool PayloadActions::isWorking() const
{
    return m_worker->isRunning() || m_saves > 0;
}

void PayloadActions::fillWhenShown(QMenu *menu)
{
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        const QList<PayloadForm> shown = m_payload.forms();
        const bool isText = shown.contains(PayloadForm::Text) || shown.contains(PayloadForm::Details);
        for (const CopyForm form : copyForms(isText, !m_payload.json().isNull()))
            menu->addAction(copyFormTitle(form), this, [this, form] { copyAs(form); });
    });
}

void PayloadActions::copyWhole(PayloadForm form)
{
    copy([payload = m_payload, form](ScanControl *control) { return payload.wholeText(form, control); },
         tr("the payload"));
}

void PayloadActions::copyAs(CopyForm form)
{
    // What is inside is copied as text and as JSON; in the other forms, what was on the wire is.
    const bool isJson = form == CopyForm::JsonLaidOut || form == CopyForm::JsonOneLine;
    const QByteArray payload = isJson                   ? m_payload.json()
                               : form == CopyForm::Text ? m_payload.content()
                                                        : m_payload.message().payload;
    copy([payload, form](ScanControl *control) { return payloadForCopy(payload, form, control); },
         copyFormTitle(form).remove(u'&'));
}

void PayloadActions::copy(const CopiedText &text, const QString &what)
{
    const auto put = [this, what](const QString &copied, bool isLate) {
        if (copied.isNull())
            Q_EMIT said(tr("Nothing was copied: this payload has no such form."));
        else
            QGuiApplication::clipboard()->setText(copied);
        if (isLate && !copied.isNull())
            Q_EMIT said(tr("Copied: %1, %2 characters.").arg(what, formatCount(quint64(copied.size()))));
    };
    if (std::max(m_payload.content().size(), m_payload.json().size()) <= Worker::AtOnceBytes) {
        put(text(nullptr), false);
        return;
    }
    m_worker->start([text, put](ScanControl &control) {
        auto copied = std::make_shared<QString>(text(&control));
        return [put, copied] { put(*copied, true); };
    });
}

QString PayloadActions::suggestedFileName() const
{
    const bool isJson = !m_payload.json().isNull() && !m_payload.isMadeIntoJson();
    const QList<PayloadForm> forms = m_payload.forms();
    const bool isText = forms.contains(PayloadForm::Text) || forms.contains(PayloadForm::Details);
    const PictureHeader &picture = m_payload.picture();
    const bool isPicture = picture.name && m_payload.inflatedRemark().isEmpty();
    const QString extension = isJson      ? u"json"_s
                              : isText    ? u"txt"_s
                              : isPicture ? QString(QLatin1StringView(picture.name)).toLower()
                                          : u"bin"_s;
    return u"message-%1.%2"_s.arg(QString::number(m_payload.message().sequence), extension);
}

void PayloadActions::askWhereToSave()
{
    auto *dialog = new QFileDialog(m_window, tr("Save payload"));
    dialog->setObjectName(u"savePayloadDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(suggestedFileName());
    // The one that was shown when it was asked for, whatever is shown meanwhile.
    connect(dialog, &QFileDialog::fileSelected, this, [this, asked = m_payload](const QString &fileName) {
        const PayloadText shown = std::exchange(m_payload, asked);
        save(fileName);
        m_payload = shown;
    });
    dialog->open();
}

/// Empty if it went well.
static QString write(const QByteArray &bytes, const QString &fileName)
{
    QSaveFile file(fileName);
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit())
        return {};
    return file.errorString();
}

void PayloadActions::save(const QString &fileName)
{
    const QByteArray bytes = m_payload.message().payload;
    const auto say = [this, fileName, size = bytes.size()](const QString &problem) {
        const QString name = QDir::toNativeSeparators(fileName);
        Q_EMIT said(problem.isEmpty() ? tr("Saved %1 to %2.").arg(formatSize(size), name)
                                      : tr("Could not save to %1: %2").arg(name, problem));
    };
    ++m_saves;
    m_saving.add([this, bytes, fileName, say] {
        const QString problem = write(bytes, fileName);
        QMetaObject::invokeMethod(
                this,
                [this, say, problem] {
                    --m_saves;
                    say(problem);
                },
                Qt::QueuedConnection);
    });
}
