// SPDX-License-Identifier: MIT
#include "ui/saved/connectionexchange.h"

#include "profile/jsonreader.h"
#include "saved/collections/collectionformat.h"
#include "saved/collections/opencollectionwriter.h"
#include "saved/connectionsjson.h"
#include "saved/connectionstore.h"
#include "saved/environments.h"
#include "saved/environmentsjson.h"
#include "saved/files/privatefile.h"
#include "worker.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>

using namespace Qt::StringLiterals;

ConnectionExchange::ConnectionExchange(ConnectionStore *store, Environments *environments, QWidget *window)
    : QObject(window)
    , m_store(store)
    , m_environments(environments)
    , m_reader(new Worker(this))
    , m_window(window)
{}

void ConnectionExchange::chooseImport(What what, const QString &folder)
{
    const bool isFile = what == What::File;
    auto *dialog = new QFileDialog(m_window, isFile ? tr("Import connections") : tr("Import a folder"));
    dialog->setObjectName(u"importDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(isFile ? QFileDialog::ExistingFile : QFileDialog::Directory);
    if (isFile)
        dialog->setNameFilters(
                {tr("Connections and collections (*.json *.yaml *.yml *.bru)"), tr("All files (*)")});
    else
        dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, folder](const QString &path) { importFiles({path}, folder); });
    dialog->open();
}

static QString counted(qsizetype count, const QString &one, const QString &many)
{
    return count == 1 ? one : many.arg(count);
}

static QString importedSentence(const ConnectionStore::Import &import, qsizetype environments)
{
    QStringList parts;
    if (import.connections > 0)
        parts.append(counted(import.connections, ConnectionExchange::tr("1 connection"),
                             ConnectionExchange::tr("%1 connections")));
    if (import.messages > 0)
        parts.append(counted(import.messages, ConnectionExchange::tr("1 message"),
                             ConnectionExchange::tr("%1 messages")));
    if (environments > 0)
        parts.append(counted(environments, ConnectionExchange::tr("1 environment"),
                             ConnectionExchange::tr("%1 environments")));
    if (parts.isEmpty())
        return ConnectionExchange::tr("Folders were imported.");
    return import.connections + import.messages + environments == 1
                   ? ConnectionExchange::tr("%1 was imported.").arg(parts.first())
                   : ConnectionExchange::tr("%1 were imported.").arg(listed(parts));
}

void ConnectionExchange::importFiles(const QStringList &paths, const QString &folder)
{
    if (m_reader->isRunning()) {
        Q_EMIT said(tr("What was to be imported before is still being read: wait for that."));
        return;
    }
    m_reader->start([this, paths, folder](ScanControl &control) {
        Collections collections;
        for (const QString &path : paths)
            collections.append({QFileInfo(path).fileName(), readCollection(collectionFiles(path, &control))});
        return [this, collections, folder] { take(collections, folder); };
    });
}

void ConnectionExchange::take(const Collections &collections, const QString &folder)
{
    QStringList sentences;
    for (const auto &[name, collection] : collections)
        sentences += takeOne(name, collection, folder);
    sayAll(sentences);
}

// In a panel there is room for a few: all the warnings, which come first, and some more.
void ConnectionExchange::sayAll(QStringList sentences)
{
    static constexpr qsizetype MaxSentences = 9;
    const qsizetype more = sentences.size() - MaxSentences;
    if (more > 0)
        sentences = sentences.first(MaxSentences) << tr("And %1 more of the kind.").arg(more);
    Q_EMIT said(sentences.join(u'\n'));
}

QStringList ConnectionExchange::takeOne(const QString &name, const Collection &collection,
                                        const QString &folder)
{
    ConnectionStore::Import import;
    import.failure = collection.failure;
    if (m_environments->all().size() + collection.environments.size() > EnvironmentsJson::MaxEnvironments)
        import.failure =
                tr("There would be more than %1 environments.").arg(EnvironmentsJson::MaxEnvironments);
    // Of environments alone there are no entries, which is right.
    if (import.failure.isEmpty() && (collection.environments.isEmpty() || !collection.entries.isEmpty()))
        import = m_store->importEntries(collection.entries, folder);
    if (!import.failure.isEmpty())
        return QStringList{tr("“%1” was not imported. %2").arg(name, import.failure)} + collection.leftOut;
    for (const Environment &environment : collection.environments)
        m_environments->restore(environment);
    if (!import.firstId.isEmpty())
        Q_EMIT imported(import.firstId);
    return QStringList{importedSentence(import, collection.environments.size())} + import.notes
           + collection.leftOut;
}

void ConnectionExchange::chooseExport(const QString &id)
{
    auto *dialog = new QFileDialog(m_window, tr("Export connections"));
    dialog->setObjectName(u"exportDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    const QString collections = tr("OpenCollection, for Bruno and others (*.yaml *.yml)");
    dialog->setNameFilters({tr("Connections (*.json)"), collections});
    const auto select = [dialog, collections](const QString &filter) {
        const QString suffix = filter == collections ? u"yaml"_s : u"json"_s;
        const QString typed = QFileInfo(dialog->selectedFiles().value(0)).completeBaseName();
        dialog->setDefaultSuffix(suffix);
        dialog->selectFile((typed.isEmpty() ? u"connections"_s : typed) + u'.' + suffix);
    };
    connect(dialog, &QFileDialog::filterSelected, dialog, select);
    select(dialog->selectedNameFilter());
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
    m_store->exportEntries(id, values, this, [this, fileName, withSecrets](const ConnectionEntries &entries) {
        const QFileInfo info(fileName);
        QStringList leftOut;
        const QString suffix = info.suffix().toLower();
        const bool isCollection = suffix == "yaml"_L1 || suffix == "yml"_L1;
        const QByteArray bytes = isCollection
                                         ? writeOpenCollection(entries, info.completeBaseName(), &leftOut)
                                         : ConnectionsJson::write(entries);
        const QString failure = PrivateFile::write(fileName, bytes);
        if (!failure.isEmpty()) {
            Q_EMIT said(failure);
            return;
        }
        const QString sentence =
                withSecrets ? tr("Exported to “%1”, with passwords and tokens that anyone can read in it.")
                            : tr("Exported to “%1”, without passwords and tokens.");
        sayAll(QStringList{sentence.arg(info.fileName())} + leftOut);
    });
}
