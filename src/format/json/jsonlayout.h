// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

/// What checkJson() found. Positions are of the first error and are meaningless if ok.
struct JsonCheck
{
    bool ok = false;
    /// In bytes of the UTF-8 text, from 0; the text's size if more was expected at its end.
    qint64 errorOffset = -1;
    /// From 1. The column counts characters (code points), not bytes.
    int errorLine = 0;
    int errorColumn = 0;
    /// A sentence for the one who wrote the text. Plain text.
    QString errorMessage;
};

/// The same, with the text laid out; the text is empty if not ok.
struct JsonLayout : JsonCheck
{
    QByteArray text;
};

struct ScanControl;

/// The beginning of a layout.
struct JsonLayoutPart : JsonCheck
{
    QByteArray text;
    /// Of the whole layout.
    qint64 bytes = 0;
    qint64 lines = 0;
    /// Not ok, without an error.
    bool wasCancelled = false;
};

/// JSON (RFC 8259) as it was sent: only the blanks between tokens change. The order of members,
/// duplicate names, numbers of any length and escapes stay byte for byte. Any value may be at the top,
/// depth is limited by memory only (one bit a level), and \ud800 without its partner is accepted as
/// the RFC's grammar does. Bytes that are not UTF-8, a byte order mark, comments and trailing commas
/// are errors. Linear in time; all functions may be called from any thread.

JsonCheck checkJson(const QByteArray &utf8);

/// One member or element a line; {} and [] stay on one line; no line break at the end.
/// `indent` is spaces a level, 0 to 16. Memory stays bounded whatever the depth: indentation stops
/// growing at level 64, and at fewer levels when it would otherwise take more than 16 times the size
/// of the JSON text and 1 MiB. Not ok, without an error, if `control` was cancelled, which counts the bytes
/// of one pass.
JsonLayout layOutJson(const QByteArray &utf8, int indent = 2, ScanControl *control = nullptr);

/// At most so many bytes and lines of what layOutJson() gives, not cut within a character; the whole text is
/// checked and measured all the same. Memory is bounded by `maxBytes`. `control` counts the bytes of one
/// pass.
JsonLayoutPart layOutJsonPart(const QByteArray &utf8, qint64 maxBytes, qint64 maxLines, int indent = 2,
                              ScanControl *control = nullptr);

/// Without any blank between tokens; a null array if it is not JSON, or if `control` was cancelled.
QByteArray minifyJson(const QByteArray &utf8, const ScanControl *control = nullptr);

/// Whether it is worth trying: the first byte that is no blank is { or [. Looks at 4 KiB at most.
bool looksLikeJson(QByteArrayView utf8);
