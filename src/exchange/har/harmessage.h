// SPDX-License-Identifier: MIT
#pragma once

#include "exchange/jsonparts.h"
#include "record/entryblock.h"

#include <QByteArrayView>
#include <QCoreApplication>

#include <optional>

/// The names of HAR's members for WebSocket: Chrome's, and ours for what Chrome's have no place for.
namespace HarKey {
constexpr QByteArrayView Messages = "_webSocketMessages";
/// Of an entry of HAR, and of a message: a list of entries as EntryJson has them.
constexpr QByteArrayView Happened = "_socketscope";
/// Of a message: Message::wireBytes; and whether text is in base64, since it is not UTF-8.
constexpr QByteArrayView WireSize = "_socketscopeWireSize";
constexpr QByteArrayView IsBase64 = "_socketscopeBase64";
} // namespace HarKey

/// Of RFC 6455 section 5.2. Chrome says -1 of an error.
enum class HarOpcode : int { Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 };

/// A message of HAR, as programs write it: Chrome's `type`, `time` in seconds, `opcode` and `data`, which is
/// base64 unless it is text. Any thread.
struct HarMessage
{
    Q_DECLARE_TR_FUNCTIONS(HarMessage)

public:
    /// As it is written; members that are not there are empty. The text need not be valid.
    explicit HarMessage(QByteArrayView text);

    /// In UTC microseconds; nothing if it is missing or before 1970 or after 9999.
    std::optional<qint64> timeUs() const;

    /// Adds what a text is, whose bytes must be ours to change, and what happened behind it: a message, or,
    /// of others, a close or an error.
    static JsonParts::Problem read(QByteArrayView text, EntryBlock *block);

private:
    JsonParts::Problem add(EntryBlock *block) const;
    JsonParts::Problem addHappened(EntryBlock *block) const;

    QByteArrayView m_text;
    QByteArrayView m_type;
    QByteArrayView m_time;
    QByteArrayView m_opcode;
    QByteArrayView m_data;
    QByteArrayView m_wireSize;
    QByteArrayView m_isBase64;
    QByteArrayView m_happened;
};

/// Adds a local entry.
void addHarLocal(qint64 timeUs, MessageType type, const QByteArray &payload, EntryBlock *block);
