// SPDX-License-Identifier: MIT
#pragma once

#include "saved/collections/collection.h"

struct ScanControl;

/// A form of collections in files of programs. Each is in a source of its own, which defines
/// NAMECollection, and has a row among the formats below.
struct CollectionFormat
{
    /// As the program is called, for people.
    QLatin1StringView name;
    /// Whether the files are of that program. What is neither YAML nor JSON has no root.
    bool (*recognises)(const CollectionFiles &files) = nullptr;
    Collection (*read)(const CollectionFiles &files) = nullptr;
};

/// All formats, in the order in which a file is recognised.
#define COLLECTION_FORMATS(FORMAT)                                                                           \
    FORMAT(Own) FORMAT(Insomnia) FORMAT(Yaak) FORMAT(Postman) FORMAT(Bruno) FORMAT(OpenCollection)

#define FORMAT(name) extern const CollectionFormat name##Collection;
COLLECTION_FORMATS(FORMAT)
#undef FORMAT

/// "Insomnia, Postman and …", without our own.
QString collectionPrograms();

/// The file, or all files of the folder that a collection may be in: bounded in number, bytes and depth, and
/// without links that lead out of it. Takes its time: for a worker. Ends soon once it is cancelled.
CollectionFiles collectionFiles(const QString &path, const ScanControl *control = nullptr);
/// The same of one whose bytes are at hand. `room` is what YAML may come to (StructuredText::MaxExpanded),
/// which it takes of it.
CollectionFile collectionFile(const QString &path, const QByteArray &bytes, qsizetype *room);
/// In whatever form it is. Takes its time, too.
Collection readCollection(const CollectionFiles &files);
