// SPDX-License-Identifier: MIT
#include "ui/saved/connectionexchange.h"

#include "saved/connectionsjson.h"
#include "saved/connectionstore.h"
#include "saved/files/privatefile.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>

using namespace Qt::StringLiterals;

ConnectionExchange::ConnectionExchange(ConnectionStore *store, QWidget *window)
    : QObject(window)
    , m_store(store)
    , m_window(window)
{}

void ConnectionExchange::chooseImport(const QString &folder)
{
    auto *dialog = new QFileDialog(m_window, tr("Import connections"));
    dialog->setObjectName(u"importDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Connections (*.json)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, folder](const QString &fileName) { importFile(fileName, folder); });
    dialog->open();
}

static QString importedSentence(const ConnectionStore::Import &import)
{
    const QString messages = import.messages == 1
                                     ? ConnectionExchange::tr("1 message")
                                     : ConnectionExchange::tr("%1 messages").arg(import.messages);
    const QString connections = import.connections == 1
                                        ? ConnectionExchange::tr("1 connection")
                                        : ConnectionExchange::tr("%1 connections").arg(import.connections);
    if (import.messages > 0 && import.connections > 0)
        return ConnectionExchange::tr("%1 and %2 were imported.").arg(connections, messages);
    return import.messages + import.connections == 1
                   ? ConnectionExchange::tr("%1 was imported.")
                             .arg(import.messages > 0 ? messages : connections)
                   : ConnectionExchange::tr("%1 were imported.")
                             .arg(import.messages > 0 ? messages : connections);
}

void ConnectionExchange::importFile(const QString &fileName, const QString &folder)
{
    const PrivateFile::Contents contents = PrivateFile::read(fileName, ConnectionsJson::MaxBytes);
    if (!contents.problem.isEmpty() || !contents.exists) {
        Q_EMIT said(contents.exists ? contents.problem : tr("“%1” is not there.").arg(fileName));
        return;
    }
    const ConnectionStore::Import import = m_store->importJson(contents.bytes, folder);
    if (!import.failure.isEmpty()) {
        Q_EMIT said(tr("“%1” was not imported. %2").arg(QFileInfo(fileName).fileName(), import.failure));
        return;
    }
    QStringList sentences{importedSentence(import)};
    // In a panel there is room for a few: all the warnings, which come first, and some more.
    static constexpr qsizetype MaxNotes = 8;
    sentences += import.notes.first(std::min(import.notes.size(), MaxNotes));
    if (import.notes.size() > MaxNotes)
        sentences.append(tr("And %1 more of the kind.").arg(import.notes.size() - MaxNotes));
    Q_EMIT said(sentences.join(u'\n'));
    Q_EMIT imported(import.firstId);
}

void ConnectionExchange::chooseExport(const QString &id)
{
    auto *dialog = new QFileDialog(m_window, tr("Export connections"));
    dialog->setObjectName(u"exportDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Connections (*.json)"));
    dialog->setDefaultSuffix(u"json"_s);
    dialog->selectFile(u"connections.json"_s);
    // The system's own dialog has no room for a question.
    dialog->setOption(QFileDialog::DontUseNativeDialog);
    auto *secrets = new QCheckBox(tr("&Include secrets: passwords and tokens, for anyone to read"), dialog);
    secrets->setObjectName(u"exportSecrets"_s);
    secrets->setAccessibleName(secrets->text().remove(u'&'));
    if (auto *layout = qobject_cast<QGridLayout *>(dialog->layout()))
        layout->addWidget(secrets, layout->rowCount(), 0, 1, -1);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, id, secrets](const QString &fileName) { exportFile(fileName, id, secrets->isChecked()); });
    dialog->open();
}

void ConnectionExchange::exportFile(const QString &fileName, const QString &id, bool withSecrets)
{
    const auto values =
            withSecrets ? ConnectionStore::SecretValues::Include : ConnectionStore::SecretValues::LeaveOut;
    m_store->exportJson(id, values, this, [this, fileName, withSecrets](const QByteArray &json) {
        const QString failure = PrivateFile::write(fileName, json);
        const QString name = QFileInfo(fileName).fileName();
        if (!failure.isEmpty())
            Q_EMIT said(failure);
        else if (withSecrets)
            Q_EMIT said(
                    tr("Exported to “%1”, with passwords and tokens that anyone can read in it.").arg(name));
        else
            Q_EMIT said(tr("Exported to “%1”, without passwords and tokens.").arg(name));
    });
}
