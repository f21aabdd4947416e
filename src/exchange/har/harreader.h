// SPDX-License-Identifier: MIT
#pragma once

#include "exchange/entryreader.h"
#include "exchange/jsonstream.h"

#include <QCoreApplication>
#include <QStringList>

#include <vector>

class InputFile;

/// Reads the WebSocket connections of a HAR file: those that HarWriter wrote entry by entry, those of others
/// with an open entry made of their handshake, in which secrets are masked. The file is read twice: Chrome
/// has a connection's messages before its URL, and what there is to choose among is known only at the end.
class HarReader : public EntryReader
{
    Q_DECLARE_TR_FUNCTIONS(HarReader)

public:
    /// The file must outlive this.
    explicit HarReader(InputFile &input);

    RecordOrigin origin() const override { return {m_next == 0 ? m_firstUrl : QString(), {}}; }
    bool choose(int number) override;
    QStringList choice() const override { return m_choice; }
    bool read(EntryBlock *block) override;
    qint64 done() const override;

private:
    /// Places in the file are -1 if there is no such thing.
    struct Connection
    {
        qint64 entryAt = -1;
        qint64 messagesAt = -1;
        /// Only HarWriter's have it.
        qint64 happenedAt = -1;
        /// In UTC microseconds; of the first, -1 if it is not known.
        qint64 firstUs = -1;
        qint64 lastUs = 0;
        quint64 messages = 0;
        size_t urlHash = 0;
    };
    struct Handshake;
    enum class Place { BetweenConnections, InHappened, InMessages };

    void index();
    void indexLog();
    void indexEntry();
    void indexMessages(Connection *connection);
    bool belongTogether() const;
    void listChoice();

    bool step(EntryBlock *block);
    bool beginConnection(EntryBlock *block);
    bool endConnection(EntryBlock *block);
    bool readHandshake(const Connection &connection, Handshake *handshake);
    void readMember(QByteArrayView name, Handshake *handshake);
    bool enterAt(qint64 position, Place place);
    /// The next element of a list, and where it begins; false at the end.
    bool takeElement(QByteArrayView *element, qint64 *at);
    bool takeText(qsizetype most, QString *text);
    bool isSound() { return m_json.problem().isEmpty() || fail(m_json.problem()); }

    InputFile &m_input;
    JsonStream m_json;
    std::vector<Connection> m_connections;
    QString m_firstUrl;
    QStringList m_choice;
    /// That have none of their messages in the file.
    quint64 m_withoutMessages = 0;
    quint64 m_otherEntries = 0;
    bool m_hasEntries = false;
    Place m_place = Place::BetweenConnections;
    size_t m_next = 0;
    size_t m_end = 0;
    /// What others say of the end of the connection that is read: the payload of a close entry, or empty.
    QByteArray m_close;
};
