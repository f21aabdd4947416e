// SPDX-License-Identifier: MIT
#include "saved/connectionsjson.h"
#include "saved/connectionstore.h"
#include "saved/secrets.h"
#include "secrets/secretstore.h"

#include <algorithm>

using namespace Qt::StringLiterals;

// Of removals that can be undone.
static constexpr qsizetype MaxRemoved = 20;

QString ConnectionStore::insert(const ConnectionEntry &entry, int row)
{
    const QString id = entry.saved.id;
    const int count = int(m_children.value(entry.parent).size());
    const int at = row < 0 || row > count ? count : row;
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
    ConnectionEntries entries{{connection, isFolder(folder) ? folder : QString(), false}};
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
    entry.isFolder = true;
    return insert(entry, row);
}

void ConnectionStore::update(const SavedConnection &connection)
{
    const auto entry = m_entries.find(connection.id);
    if (entry == m_entries.end() || entry->isFolder)
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

bool ConnectionStore::canMove(const QString &id, const QString &folder) const
{
    if (!contains(id) || (!folder.isEmpty() && !isFolder(folder)))
        return false;
    if (!folder.isEmpty() && isWithin(folder, id))
        return false;
    return depthOf(folder) + heightOf(id) <= ConnectionsJson::MaxDepth;
}

bool ConnectionStore::move(const QString &id, const QString &folder, int row)
{
    if (!canMove(id, folder))
        return false;
    const QString from = parentOf(id);
    const int oldRow = rowOf(id);
    const int count = int(childrenOf(folder).size());
    const int at = row < 0 || row > count ? count : row;
    if (from == folder && (at == oldRow || at == oldRow + 1))
        return true;
    Q_EMIT aboutToMove(id, folder, at);
    m_children[from].removeAt(oldRow);
    m_children[folder].insert(from == folder && at > oldRow ? at - 1 : at, id);
    m_entries[id].parent = folder;
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

QString ConnectionStore::removedName() const
{
    return m_removed.isEmpty() ? QString() : m_removed.constLast().entries.constFirst().saved.name;
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
    if (!isFolder(first.parent))
        first.parent.clear();
    insertTree(back.entries, back.row);
    for (auto secrets = back.secrets.constBegin(); secrets != back.secrets.constEnd(); ++secrets)
        m_secrets->write(secrets.key(), secrets.value());
    return id;
}
