// SPDX-License-Identifier: MIT
#pragma once

#include "saved/files/sharedfile.h"
#include "saved/writtenmessage.h"

#include <QList>
#include <QObject>
#include <QString>

#include <functional>

/// The messages that were sent over each connection, the newest of them. Kept in one JSON file that other
/// running programs may change, too; docs/connections.md has the schema. Values of variables are not in it,
/// as they are not in what is recorded of secret ones. In the GUI thread.
class SentMessages : public QObject, private SharedFileContents
{
    Q_OBJECT

public:
    static constexpr qsizetype MaxConnections = 100;
    /// Of one connection.
    static constexpr qsizetype MaxMessages = 100;
    /// In UTF-16 code units. A longer message is not kept.
    static constexpr qsizetype MaxText = 16 * 1024;
    /// Of all texts; the oldest of the connection that was used least recently go first.
    static constexpr qsizetype MaxAllText = 512 * 1024;

    /// Reads the file, if there is one.
    explicit SentMessages(const QString &fileName, QObject *parent = nullptr);
    ~SentMessages() override;

    /// "socketscope/sent.json" in the user's data folder.
    static QString standardFile();

    /// The newest last. `key` is the id of a saved connection, or a URL without secrets.
    QList<WrittenMessage> of(const QString &key) const;
    /// Unless it repeats the newest one of the key.
    void add(const QString &key, const WrittenMessage &message);
    /// Those of all keys that begin so; of all if `start` is empty, which empties histories in memory, too.
    void remove(const QString &start);

    bool flush() { return m_file.flush(); }

Q_SIGNALS:
    /// All were removed.
    void cleared();
    void problem(const QString &sentence);

private:
    struct Connection
    {
        QString key;
        QList<WrittenMessage> messages;
    };
    /// The one used last is at the end.
    using Connections = QList<Connection>;
    using Change = std::function<void(Connections *)>;

    Taken takeIn(const QByteArray &bytes, QString *why) override;
    QByteArray bytesToWrite() const override;
    void written(const QByteArray &) override { m_unwritten.clear(); }

    void apply(const Change &change);
    static void append(Connections *all, const QString &key, const WrittenMessage &message);
    static void prune(Connections *all);

    Connections m_all;
    /// Done to what is in the file, and once more to what another program makes of it before they are.
    QList<Change> m_unwritten;
    SharedFile m_file;
};
