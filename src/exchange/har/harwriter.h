// SPDX-License-Identifier: MIT
#pragma once

#include "exchange/entrywriter.h"
#include "record/recordfile.h"

class OutputFile;
enum class HarOpcode : int;

/// Writes HAR 1.2 with Chrome's members for WebSocket: an entry of HAR for each handshake, whose
/// `_webSocketMessages` have what followed. What HAR has no place for is in `_socketscope`, lists of entries
/// as EntryJson writes them: of an entry of HAR, what came before its first message, the handshake first; of
/// a message, what came behind it. A Close frame is a message (opcode 8) and the local entry behind it, which
/// is what is read again.
class HarWriter : public EntryWriter
{
public:
    /// The output must outlive this.
    explicit HarWriter(OutputFile &output)
        : m_output(output)
    {}

    bool begin(const RecordOrigin &origin) override;
    bool write(const EntryBlock &block) override;
    bool finish() override;

private:
    /// Where in the file it goes on.
    enum class Place { InEntries, InHead, InMessage, BehindMessage };

    void add(const EntryBlock::Row &row, QByteArrayView payload);
    void beginEntry(const EntryBlock::Row &row, QByteArrayView payload);
    void endEntry();
    void beginMessage(const EntryBlock::Row &row, const char *type, HarOpcode opcode);
    void addMessage(const EntryBlock::Row &row, QByteArrayView payload);
    void addLocal(const EntryBlock::Row &row, QByteArrayView payload);
    void addCloseFrame(const EntryBlock::Row &row, QByteArrayView payload);

    OutputFile &m_output;
    RecordOrigin m_origin;
    Place m_place = Place::InEntries;
    /// Nothing is in the list that is written: of entries of HAR, or of what came before messages.
    bool m_isFirst = true;
    /// Of the entry of HAR that was begun: what is known only at its end.
    QByteArray m_response;
    QByteArray m_timings;
    qint64 m_startUs = 0;
    qint64 m_lastUs = 0;
    /// What connecting took, in milliseconds.
    double m_connectedMs = 0;
};
