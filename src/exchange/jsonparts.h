// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QCoreApplication>
#include <QString>

#include <initializer_list>
#include <optional>
#include <utility>

class OutputFile;

/// Parts of JSON in files of entries, one at a time. Any thread.
struct JsonParts
{
    Q_DECLARE_TR_FUNCTIONS(JsonParts)

public:
    /// What is wrong with a text.
    struct Problem
    {
        /// Without the file and the place; empty if nothing is.
        QString sentence = {};
        /// Bytes before it, if that is known; else -1.
        qint64 offset = -1;
    };

    /// What stands between the quotation marks of a string, written in pieces: text, which is UTF-8, or
    /// bytes.
    static void writeText(QByteArrayView text, OutputFile &output);
    static void writeBase64(QByteArrayView bytes, OutputFile &output);

    /// Whether it is an object, and all of it valid.
    static Problem checkObject(QByteArrayView text);

    // Of what is valid.

    /// The values of the members of these names, as they are written; those that are not there stay. Of two
    /// of one name, the last one counts.
    static void find(QByteArrayView object,
                     std::initializer_list<std::pair<QByteArrayView, QByteArrayView *>> members);
    static bool isString(QByteArrayView value) { return value.startsWith('"'); }
    static std::optional<qint64> integer(QByteArrayView value);
    /// A string without its quotation marks, decoded where it lies, so that its bytes must be ours to change.
    /// Nothing if it has half of a character.
    static std::optional<QByteArrayView> text(QByteArrayView string);
    /// Of such a text; nothing if it is not base64.
    static std::optional<QByteArray> base64(QByteArrayView text);
    /// Why text() gave nothing.
    static QString halfCharacter();
};
