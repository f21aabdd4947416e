// SPDX-License-Identifier: MIT
#pragma once

#include "exchange/jsonparts.h"
#include "record/entryblock.h"

#include <QByteArrayView>
#include <QCoreApplication>

class OutputFile;

/// An entry as a JSON object, with the names of the session file's view `message`. In place of the payload is
/// `text`, or, of what is neither text nor of here, and of text that is no UTF-8, `base64`. Any thread.
struct EntryJson
{
    Q_DECLARE_TR_FUNCTIONS(EntryJson)

public:
    static void write(const EntryBlock::Row &row, QByteArrayView payload, OutputFile &output);
    /// Adds the entry of a text, whose bytes must be ours to change.
    static JsonParts::Problem read(QByteArrayView text, EntryBlock *block);
};
