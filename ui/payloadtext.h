// SPDX-License-Identifier: MIT
#pragma once

#include "message.h"

#include <QList>
#include <QString>

/// The ways in which an entry can be read.
enum class PayloadForm { Json, Text, Hex, Details };

/// How much of a payload is laid out and shown. Widgets for text take about a microsecond a line, so
/// that lines are limited as well as bytes.
struct PayloadLimit
{
    qint64 bytes = 256 * 1024;
    int lines = 8 * 1024;

    bool isLast() const { return bytes >= LastBytes; }
    /// Four times as much, up to the last.
    PayloadLimit next() const;

    static constexpr qint64 LastBytes = 16 * 1024 * 1024;
    static constexpr int LastLines = 128 * 1024;
};

/// What is shown of an entry in one form. Plain text, both.
struct ShownPayload
{
    QString text;
    /// What has to be said about it: what is missing, why it is not laid out. Mostly empty.
    QString note;
    /// There is more that a larger limit shows.
    bool more = false;
};

/// An entry as text, in the forms that apply to it. Takes time in proportion to the limit, not to the
/// payload, but for wholeText(). A plain value.
///
/// What would not be seen or would change the order of what stands beside it is shown by name or
/// symbol: control characters (U+2400 ff.) and bidirectional controls ("‹U+202E›"). Bytes that are
/// not UTF-8 are shown as U+FFFD. Line breaks are "\n".
class PayloadText
{
public:
    PayloadText() = default;
    explicit PayloadText(const Message &message, PayloadLimit limit = {});

    /// In the order in which to offer them, the best first. JSON is offered if the payload is JSON and
    /// within the limit; text for what is UTF-8; details for local entries, and nothing else.
    QList<PayloadForm> forms() const { return m_forms; }

    ShownPayload shown(PayloadForm form) const;

    /// The whole payload without substitutes. Hexadecimal dumps of more than LastBytes are digits only.
    QString wholeText(PayloadForm form) const;

    /// For a close: its code in words and what it means. Plain text.
    QString meaning() const;

private:
    void layOut();
    ShownPayload shownLayout() const;
    ShownPayload shownText() const;
    ShownPayload shownHex() const;
    qint64 hexEnd(const PayloadLimit &limit) const;
    bool mayBeLaidOutLater() const;
    QString sizeNote(qint64 shownBytes, bool more) const;

    Message m_message;
    PayloadLimit m_limit;
    QList<PayloadForm> m_forms;
    QByteArray m_layout;
    QString m_whyNoLayout;
};

/// The end of the part of a UTF-8 text that has at most `limit` bytes and lines and ends neither
/// within a character nor, if `limit.lines` ends it, with a line break.
qsizetype shownEnd(const QByteArray &utf8, const PayloadLimit &limit);

/// The text with substitutes for what would not be seen or would change the order of its neighbours.
QString withVisibleControls(const QString &text);
