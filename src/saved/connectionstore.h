// SPDX-License-Identifier: MIT
#pragma once

#include "saved/files/sharedfile.h"
#include "saved/savedconnection.h"

#include <QHash>
#include <QObject>
#include <QString>
#include <QStringList>

#include <functional>

class SecretStore;

/// The saved connections and messages: a tree of folders, kept in one JSON file that other running programs
/// may change, too. Secrets are in a SecretStore under the connections' ids, never in the file.
///
/// An id stands for a connection, a folder or a message; "" is the top. Messages belong to a connection, to a
/// folder or to all, and stand behind what else is there. Signals come in pairs around each change, so that a
/// model can follow. In the GUI thread.
class ConnectionStore : public QObject, private SharedFileContents
{
    Q_OBJECT

public:
    /// Reads the file, if there is one. `secrets` must outlive the store.
    ConnectionStore(const QString &fileName, SecretStore *secrets, QObject *parent = nullptr);
    ~ConnectionStore() override;

    /// "socketscope/connections.json" in the user's data folder.
    static QString standardFile();

    bool contains(const QString &id) const { return m_entries.contains(id); }
    bool isFolder(const QString &id) const { return is(id, ConnectionEntry::Kind::Folder); }
    bool isConnection(const QString &id) const { return is(id, ConnectionEntry::Kind::Connection); }
    bool isMessage(const QString &id) const { return is(id, ConnectionEntry::Kind::Message); }
    QString parentOf(const QString &id) const { return m_entries.value(id).parent; }
    QStringList childrenOf(const QString &folder) const { return m_children.value(folder); }
    int rowOf(const QString &id) const;
    /// Without secrets. Of a folder or a message, its name and notes.
    SavedConnection connection(const QString &id) const { return m_entries.value(id).saved; }
    WrittenMessage message(const QString &id) const { return m_entries.value(id).message; }
    /// A connection's own, then those of the folders that it is in, the nearest first, then those of all.
    QStringList messagesFor(const QString &connection) const;
    bool isEmpty() const { return m_entries.isEmpty(); }
    /// Whether it is `folder`, or in it however deep.
    bool isWithin(const QString &id, const QString &folder) const;

    /// The connection with its secrets, later: those that could not be had are in its `secrets`. Never once
    /// `context` is gone; not at all if the connection is gone by then.
    using Loaded = std::function<void(const SavedConnection &)>;
    void load(const QString &id, QObject *context, const Loaded &loaded);
    /// A new one with a new id, which is returned; row -1 is the end. Takes its secrets out. "" for too many.
    QString addConnection(const SavedConnection &connection, const QString &folder = {}, int row = -1);
    /// "" also for too many in each other.
    QString addFolder(const QString &name, const QString &folder = {}, int row = -1);
    /// The same, to a connection or a folder, or to all for "".
    QString addMessage(const WrittenMessage &message, const QString &name, const QString &parent,
                       int row = -1);
    /// All of it, by its id. A secret whose name is in `secrets` and that has no value stays what it was.
    void update(const SavedConnection &connection);
    void rename(const QString &id, const QString &name);
    void setNotes(const QString &id, const QString &notes);
    /// What a message says; its name, notes and place stay. No longer than JsonReader::MaxText.
    void setMessage(const QString &id, const WrittenMessage &message);
    /// Its user knows by now what it does.
    void acceptImport(const QString &id);
    /// Right after the original, with its secrets; of a folder, with all that is in it. Returns the new id.
    QString duplicate(const QString &id);
    bool canMove(const QString &id, const QString &parent) const;
    /// `row` counts before the move. False if it cannot go there.
    bool move(const QString &id, const QString &parent, int row);
    /// With all that is in it, and its secrets.
    void remove(const QString &id);
    bool canUndoRemove() const { return !m_removed.isEmpty(); }
    /// Where it was, secrets and all. Returns its id.
    QString undoRemove();

    struct Import
    {
        int connections = 0;
        int messages = 0;
        /// Of all that was imported, the first.
        QString firstId;
        /// What was ignored, and what one should know of it.
        QStringList notes;
        /// Why nothing was imported, as a sentence; empty if something was.
        QString failure;
    };
    /// Adds entries from elsewhere, each folder before what is in it, with new ids; to the top if the folder
    /// is no more.
    Import importEntries(ConnectionEntries entries, const QString &folder = {});
    enum class SecretValues { LeaveOut, Include };
    /// One connection or folder, or everything for "". Answers later, as load() does.
    void exportEntries(const QString &id, SecretValues secrets, QObject *context,
                       const std::function<void(const ConnectionEntries &)> &done);

    /// As SharedFile's; problem() says why it cannot be written.
    void refresh() { m_file.refresh(); }
    bool flush() { return m_file.flush(); }

Q_SIGNALS:
    void aboutToAdd(const QString &parent, int row);
    void added(const QString &id);
    void aboutToRemove(const QString &id);
    void removed();
    /// `row` counts before the move.
    void aboutToMove(const QString &id, const QString &parent, int row);
    void moved(const QString &id);
    void changed(const QString &id);
    void aboutToReset();
    void reset();
    void problem(const QString &sentence);

private:
    struct Removed
    {
        ConnectionEntries entries;
        int row;
        /// By id, as far as they are known by now.
        QHash<QString, QMap<QString, QString>> secrets;
    };

    Taken takeIn(const QByteArray &bytes, QString *why) override;
    QByteArray bytesToWrite() const override;
    void written(const QByteArray &bytes) override;

    ConnectionEntries entriesUnder(const QString &folder) const;
    ConnectionEntries entriesOf(const QString &id) const;
    void setEntries(const ConnectionEntries &entries);
    bool moveSecretsOut(ConnectionEntries *entries);
    QString insert(const ConnectionEntry &entry, int row);
    void insertTree(const ConnectionEntries &entries, int row);
    void keepRemovedSecrets(const QString &id);
    bool is(const QString &id, ConnectionEntry::Kind kind) const;
    bool mayHave(const QString &parent, ConnectionEntry::Kind kind) const;
    int placeFor(ConnectionEntry::Kind kind, const QString &parent, int row) const;
    int depthOf(const QString &folder) const;
    int heightOf(const QString &id) const;

    SecretStore *const m_secrets;
    QHash<QString, ConnectionEntry> m_entries;
    /// By what they are in, in their order.
    QHash<QString, QStringList> m_children;
    /// As the file had it when it was last read or written.
    ConnectionEntries m_base;
    QList<Removed> m_removed;
    SharedFile m_file;
};
