// SPDX-License-Identifier: MIT
#include "saved/connectionstore.h"

#include "format/text/visibletext.h"
#include "ownfolder.h"
#include "profile/jsonreader.h"
#include "saved/connectionsjson.h"
#include "saved/files/privatefile.h"
#include "saved/secrets.h"
#include "secrets/secretstore.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

using namespace Qt::StringLiterals;

// Of removals that can be undone.
static constexpr qsizetype MaxRemoved = 20;

ConnectionStore::ConnectionStore(const QString &fileName, SecretStore *secrets, QObject *parent)
    : QObject(parent)
    , m_secrets(secrets)
    , m_file(fileName, this)
{
    // Queued: what is found here is heard by those who connect after this.
    connect(&m_file, &SharedFile::problem, this, &ConnectionStore::problem, Qt::QueuedConnection);
    m_file.refresh();
}

// While all that is to be written is still there.
ConnectionStore::~ConnectionStore()
{
    m_file.flush();
}

QString ConnectionStore::standardFile()
{
    return OwnFolder::data(u"connections.json"_s);
}

int ConnectionStore::rowOf(const QString &id) const
{
    const auto siblings = m_children.constFind(parentOf(id));
    return siblings == m_children.constEnd() ? -1 : int(siblings->indexOf(id));
}

bool ConnectionStore::isWithin(const QString &id, const QString &folder) const
{
    for (QString at = id; !at.isEmpty(); at = parentOf(at)) {
        if (at == folder)
            return true;
    }
    return folder.isEmpty();
}

bool ConnectionStore::is(const QString &id, ConnectionEntry::Kind kind) const
{
    const auto entry = m_entries.constFind(id);
    return entry != m_entries.constEnd() && entry->kind == kind;
}

bool ConnectionStore::mayHave(const QString &parent, ConnectionEntry::Kind kind) const
{
    return parent.isEmpty() || isFolder(parent)
           || (kind == ConnectionEntry::Kind::Message && isConnection(parent));
}

// The row that is meant, as far as messages stand behind all else there.
int ConnectionStore::placeFor(ConnectionEntry::Kind kind, const QString &parent, int row) const
{
    const QStringList siblings = m_children.value(parent);
    const auto firstMessage = std::partition_point(siblings.begin(), siblings.end(),
                                                   [this](const QString &id) { return !isMessage(id); });
    const int others = int(firstMessage - siblings.begin());
    const int count = int(siblings.size());
    const int at = row < 0 || row > count ? count : row;
    return kind == ConnectionEntry::Kind::Message ? std::max(at, others) : std::min(at, others);
}

QStringList ConnectionStore::messagesFor(const QString &connection) const
{
    QStringList messages;
    QString at = isConnection(connection) ? connection : QString();
    while (true) {
        const QStringList children = childrenOf(at);
        std::copy_if(children.begin(), children.end(), std::back_inserter(messages),
                     [this](const QString &id) { return isMessage(id); });
        if (at.isEmpty())
            return messages;
        at = parentOf(at);
    }
}

int ConnectionStore::depthOf(const QString &folder) const
{
    int depth = 0;
    for (QString at = folder; !at.isEmpty(); at = parentOf(at))
        ++depth;
    return depth;
}

// How many folders deep it is itself: 0 for a connection or a message.
int ConnectionStore::heightOf(const QString &id) const
{
    if (!isFolder(id))
        return 0;
    int height = 0;
    const QStringList children = childrenOf(id);
    for (const QString &child : children)
        height = std::max(height, heightOf(child));
    return height + 1;
}

// What is in a folder, each folder before what is in it.
ConnectionEntries ConnectionStore::entriesUnder(const QString &folder) const
{
    ConnectionEntries entries;
    const QStringList children = childrenOf(folder);
    for (const QString &child : children)
        entries += entriesOf(child);
    return entries;
}

ConnectionEntries ConnectionStore::entriesOf(const QString &id) const
{
    return ConnectionEntries{m_entries.value(id)} + entriesUnder(id);
}

// Secrets that somebody wrote into the file by hand, or that are imported, go where they belong.
bool ConnectionStore::moveSecretsOut(ConnectionEntries *entries)
{
    bool found = false;
    for (ConnectionEntry &entry : *entries) {
        if (!entry.isConnection())
            continue;
        const QStringList before = entry.saved.secrets;
        const Secrets::Values values = Secrets::take(&entry.saved);
        if (values.isEmpty())
            continue;
        m_secrets->write(entry.saved.id, values, before);
        found = true;
    }
    return found;
}

SharedFileContents::Taken ConnectionStore::takeIn(const QByteArray &bytes, QString *why)
{
    ConnectionsJson::Document document = ConnectionsJson::read(bytes);
    if (!document.failure.isEmpty()) {
        *why = document.failure;
        return Taken::Damaged;
    }
    const bool hadSecrets = moveSecretsOut(&document.entries);
    const ConnectionEntries theirs = ConnectionsJson::repaired(document.entries);
    const ConnectionEntries ours = entriesUnder({});
    const auto conflict = [](const ConnectionEntry &our, const ConnectionEntry &their) {
        ConnectionEntry beside = their;
        beside.parent = our.parent;
        if (our.isFolder() || beside == our)
            return std::optional<ConnectionEntry>(); // of a name or a place, ours is as good
        beside.saved.id = ConnectionsJson::newId();
        beside.saved.name = tr("%1 (changed elsewhere)").arg(their.saved.name);
        return std::optional(beside);
    };
    const ConnectionEntries merged = ConnectionsJson::repaired(mergedThreeWays(
            m_base, ours, theirs, [](const ConnectionEntry &entry) { return entry.saved.id; }, conflict));
    m_base = theirs;
    if (merged != ours)
        setEntries(merged);
    if (hadSecrets || entriesUnder({}) != theirs)
        m_file.setChanged();
    *why = document.problems.join(u' ');
    return document.problems.isEmpty() ? Taken::Whole : Taken::Partly;
}

QByteArray ConnectionStore::bytesToWrite() const
{
    return ConnectionsJson::write(entriesUnder({}));
}

void ConnectionStore::written(const QByteArray &)
{
    m_base = entriesUnder({});
}

void ConnectionStore::setEntries(const ConnectionEntries &entries)
{
    Q_EMIT aboutToReset();
    m_entries.clear();
    m_children.clear();
    for (const ConnectionEntry &entry : entries)
        m_entries.insert(entry.saved.id, entry);
    for (const bool messages : {false, true}) {
        for (const ConnectionEntry &entry : entries) {
            if (entry.isMessage() == messages)
                m_children[entry.parent].append(entry.saved.id);
        }
    }
    Q_EMIT reset();
}

void ConnectionStore::load(const QString &id, QObject *context, const Loaded &loaded)
{
    const QPointer guard(context);
    m_secrets->read(id, this, [this, id, guard, loaded](const SecretStore::Values &values) {
        if (!guard || !contains(id))
            return;
        SavedConnection saved = connection(id);
        Secrets::putBack(&saved, values);
        saved.secrets = Secrets::missing(saved);
        loaded(saved);
    });
}

ConnectionStore::Import ConnectionStore::importEntries(ConnectionEntries entries, const QString &folder)
{
    Import result;
    if (m_entries.size() + entries.size() > ConnectionsJson::MaxConnections) {
        result.failure = tr("There would be more than %1 connections and messages.")
                                 .arg(ConnectionsJson::MaxConnections);
        return result;
    }
    if (entries.isEmpty()) {
        result.failure = tr("There is nothing saved in it.");
        return result;
    }
    if (ConnectionsJson::write(entries).size() + bytesToWrite().size() > ConnectionsJson::MaxBytes) {
        result.failure = tr("The file of saved connections would have more than %1 MiB.")
                                 .arg(ConnectionsJson::MaxBytes / 1024 / 1024);
        return result;
    }
    result.notes = ConnectionsJson::warnings(entries);

    // Never under ids from elsewhere: secrets of our own may be kept under them.
    const QString top = isFolder(folder) ? folder : QString();
    QHash<QString, QString> ids{{QString(), top}};
    for (ConnectionEntry &entry : entries) {
        const QString id = ConnectionsJson::newId();
        ids.insert(entry.saved.id, id);
        entry.saved.id = id;
        entry.saved.name = visibleText(entry.saved.name);
        entry.saved.isImported = entry.isConnection();
        entry.parent = ids.value(entry.parent, top);
        result.connections += entry.isConnection() ? 1 : 0;
        result.messages += entry.isMessage() ? 1 : 0;
    }
    result.firstId = entries.constFirst().saved.id;
    moveSecretsOut(&entries);
    for (ConnectionEntry &entry : entries) {
        // Deep in a deep folder there may be no room for more folders.
        if (entry.isFolder() && depthOf(entry.parent) >= ConnectionsJson::MaxDepth) {
            result.notes.append(tr("What was in the folder “%1” is in the one above, because there may be %2 "
                                   "folders in each other at most.")
                                        .arg(entry.saved.name, QString::number(ConnectionsJson::MaxDepth)));
            std::for_each(entries.begin(), entries.end(), [&](ConnectionEntry &other) {
                if (other.parent == entry.saved.id)
                    other.parent = entry.parent;
            });
            continue;
        }
        insert(entry, -1);
    }
    return result;
}

void ConnectionStore::exportEntries(const QString &id, SecretValues secrets, QObject *context,
                                    const std::function<void(const ConnectionEntries &)> &done)
{
    struct Job
    {
        ConnectionEntries entries;
        qsizetype waiting = 1;
    };
    auto job = std::make_shared<Job>();
    job->entries = id.isEmpty() ? entriesUnder({}) : entriesOf(id);
    if (!id.isEmpty())
        job->entries.first().parent.clear();
    const QPointer guard(context);
    const auto finishOne = [job, guard, done] {
        if (--job->waiting == 0 && guard)
            done(job->entries);
    };
    for (qsizetype i = 0; i < job->entries.size(); ++i) {
        const SavedConnection &saved = job->entries.at(i).saved;
        if (secrets == SecretValues::LeaveOut || saved.secrets.isEmpty())
            continue;
        ++job->waiting;
        m_secrets->read(saved.id, this, [job, i, finishOne](const SecretStore::Values &values) {
            Secrets::putBack(&job->entries[i].saved, values);
            finishOne();
        });
    }
    QMetaObject::invokeMethod(this, finishOne, Qt::QueuedConnection);
}

QString ConnectionStore::insert(const ConnectionEntry &entry, int row)
{
    const QString id = entry.saved.id;
    const int at = placeFor(entry.kind, entry.parent, row);
    Q_EMIT aboutToAdd(entry.parent, at);
    m_children[entry.parent].insert(at, id);
    m_entries.insert(id, entry);
    Q_EMIT added(id);
    m_file.setChanged();
    return id;
}

// The first entry is in what is there; the others are in those before them.
void ConnectionStore::insertTree(const ConnectionEntries &entries, int row)
{
    for (qsizetype i = 0; i < entries.size(); ++i)
        insert(entries.at(i), i == 0 ? row : -1);
}

QString ConnectionStore::addConnection(const SavedConnection &connection, const QString &folder, int row)
{
    if (m_entries.size() >= ConnectionsJson::MaxConnections)
        return {};
    ConnectionEntries entries{{connection, isFolder(folder) ? folder : QString()}};
    entries.first().saved.id = ConnectionsJson::newId();
    moveSecretsOut(&entries);
    return insert(entries.constFirst(), row);
}

QString ConnectionStore::addFolder(const QString &name, const QString &folder, int row)
{
    if (depthOf(folder) >= ConnectionsJson::MaxDepth || m_entries.size() >= ConnectionsJson::MaxConnections)
        return {};
    ConnectionEntry entry;
    entry.saved.id = ConnectionsJson::newId();
    entry.saved.name = name.left(ConnectionsJson::MaxName);
    entry.parent = isFolder(folder) ? folder : QString();
    entry.kind = ConnectionEntry::Kind::Folder;
    return insert(entry, row);
}

QString ConnectionStore::addMessage(const WrittenMessage &message, const QString &name, const QString &parent,
                                    int row)
{
    // A longer one would not be read again.
    if (m_entries.size() >= ConnectionsJson::MaxConnections || message.text.size() > JsonReader::MaxText)
        return {};
    ConnectionEntry entry;
    entry.saved.id = ConnectionsJson::newId();
    entry.saved.name = name.left(ConnectionsJson::MaxName);
    entry.kind = ConnectionEntry::Kind::Message;
    entry.parent = mayHave(parent, entry.kind) ? parent : QString();
    entry.message = message;
    return insert(entry, row);
}

void ConnectionStore::update(const SavedConnection &connection)
{
    const auto entry = m_entries.find(connection.id);
    if (entry == m_entries.end() || !entry->isConnection())
        return;
    SavedConnection saved = connection;
    const QStringList unknown = Secrets::missing(saved);
    saved.secrets = unknown;
    const Secrets::Values values = Secrets::take(&saved);
    m_secrets->write(saved.id, values, unknown);
    if (saved == entry->saved)
        return;
    entry->saved = saved;
    Q_EMIT changed(saved.id);
    m_file.setChanged();
}

void ConnectionStore::rename(const QString &id, const QString &name)
{
    const auto entry = m_entries.find(id);
    if (entry == m_entries.end() || entry->saved.name == name)
        return;
    entry->saved.name = name.left(ConnectionsJson::MaxName);
    Q_EMIT changed(id);
    m_file.setChanged();
}

void ConnectionStore::setNotes(const QString &id, const QString &notes)
{
    const auto entry = m_entries.find(id);
    if (entry == m_entries.end() || entry->saved.notes == notes)
        return;
    entry->saved.notes = notes;
    Q_EMIT changed(id);
    m_file.setChanged();
}

void ConnectionStore::setMessage(const QString &id, const WrittenMessage &message)
{
    const auto entry = m_entries.find(id);
    if (entry == m_entries.end() || entry->kind != ConnectionEntry::Kind::Message || entry->message == message
        || message.text.size() > JsonReader::MaxText)
        return;
    entry->message = message;
    Q_EMIT changed(id);
    m_file.setChanged();
}

void ConnectionStore::acceptImport(const QString &id)
{
    const auto entry = m_entries.find(id);
    if (entry != m_entries.end() && std::exchange(entry->saved.isImported, false))
        m_file.setChanged();
}

QString ConnectionStore::duplicate(const QString &id)
{
    ConnectionEntries entries = entriesOf(id);
    if (!contains(id) || m_entries.size() + entries.size() > ConnectionsJson::MaxConnections)
        return {};
    QHash<QString, QString> ids;
    for (ConnectionEntry &entry : entries) {
        const QString old = entry.saved.id;
        entry.saved.id = ConnectionsJson::newId();
        ids.insert(old, entry.saved.id);
        entry.parent = ids.value(entry.parent, entry.parent);
        if (entry.saved.secrets.isEmpty())
            continue;
        m_secrets->read(old, this, [this, copy = entry.saved.id](const SecretStore::Values &values) {
            if (contains(copy))
                m_secrets->write(copy, values);
        });
    }
    SavedConnection &first = entries.first().saved;
    first.name = tr("%1 (copy)").arg(first.name).left(ConnectionsJson::MaxName);
    insertTree(entries, rowOf(id) + 1);
    return first.id;
}

bool ConnectionStore::canMove(const QString &id, const QString &parent) const
{
    if (!contains(id) || !mayHave(parent, m_entries.value(id).kind))
        return false;
    if (!parent.isEmpty() && isWithin(parent, id))
        return false;
    // What a connection has is no folder deeper.
    return isConnection(parent) || depthOf(parent) + heightOf(id) <= ConnectionsJson::MaxDepth;
}

bool ConnectionStore::move(const QString &id, const QString &parent, int row)
{
    if (!canMove(id, parent))
        return false;
    const QString from = parentOf(id);
    const int oldRow = rowOf(id);
    const int at = placeFor(m_entries.value(id).kind, parent, row);
    if (from == parent && (at == oldRow || at == oldRow + 1))
        return true;
    Q_EMIT aboutToMove(id, parent, at);
    m_children[from].removeAt(oldRow);
    m_children[parent].insert(from == parent && at > oldRow ? at - 1 : at, id);
    m_entries[id].parent = parent;
    Q_EMIT moved(id);
    m_file.setChanged();
    return true;
}

void ConnectionStore::remove(const QString &id)
{
    if (!contains(id))
        return;
    const ConnectionEntries entries = entriesOf(id);
    m_removed.append({entries, rowOf(id), {}});
    if (m_removed.size() > MaxRemoved)
        m_removed.removeFirst();
    Q_EMIT aboutToRemove(id);
    m_children[parentOf(id)].removeOne(id);
    for (const ConnectionEntry &entry : entries) {
        m_entries.remove(entry.saved.id);
        m_children.remove(entry.saved.id);
    }
    Q_EMIT removed();
    m_file.setChanged();
    for (const ConnectionEntry &entry : entries)
        keepRemovedSecrets(entry.saved.id);
}

// Out of the keychain, but not lost as long as the removal can be undone.
void ConnectionStore::keepRemovedSecrets(const QString &id)
{
    m_secrets->read(id, this, [this, id](const SecretStore::Values &values) {
        if (contains(id))
            return; // it is back already
        if (!m_secrets->isKnown(id))
            return; // what cannot be read now is kept where it is, so that it can be brought back
        for (Removed &removal : m_removed) {
            const auto isIt = [&](const ConnectionEntry &entry) { return entry.saved.id == id; };
            if (std::any_of(removal.entries.cbegin(), removal.entries.cend(), isIt))
                removal.secrets.insert(id, values);
        }
        m_secrets->remove(id);
    });
}

QString ConnectionStore::undoRemove()
{
    if (m_removed.isEmpty())
        return {};
    Removed back = m_removed.takeLast();
    ConnectionEntry &first = back.entries.first();
    const QString id = first.saved.id;
    // Another program may have brought it back, or removed the folder.
    if (contains(id))
        return id;
    if (!mayHave(first.parent, first.kind))
        first.parent.clear();
    insertTree(back.entries, back.row);
    for (auto secrets = back.secrets.constBegin(); secrets != back.secrets.constEnd(); ++secrets)
        m_secrets->write(secrets.key(), secrets.value());
    return id;
}
