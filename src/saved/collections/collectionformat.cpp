// SPDX-License-Identifier: MIT
#include "saved/collections/collectionformat.h"

#include "profile/jsonreader.h"
#include "saved/collections/structuredtext.h"
#include "saved/connectionsjson.h"
#include "saved/files/privatefile.h"
#include "scancontrol.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFileInfo>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

// Of a folder. More is none of a collection's.
static constexpr qsizetype MaxFiles = 20000;
// Of whatever kind.
static constexpr qsizetype MaxLooked = 200000;
static constexpr int MaxFolderDepth = 32;

#define FORMAT(name) &name##Collection,
static constexpr std::array Formats{COLLECTION_FORMATS(FORMAT)};
#undef FORMAT

namespace {
struct CollectionWords
{
    Q_DECLARE_TR_FUNCTIONS(CollectionFormat)
};
} // namespace

static bool isOwn(const CollectionFiles &files)
{
    return files.onlyRoot().contains("version"_L1) && files.onlyRoot().contains("connections"_L1);
}

static Collection readOwn(const CollectionFiles &files)
{
    const ConnectionsJson::Document document = ConnectionsJson::read(files.files.first().bytes);
    return {document.entries, {}, document.problems, document.failure};
}

const CollectionFormat OwnCollection{"Socketscope"_L1, isOwn, readOwn};

QString collectionPrograms()
{
    QStringList names;
    for (const CollectionFormat *format : Formats) {
        if (format != &OwnCollection)
            names.append(format->name);
    }
    return listed(names);
}

CollectionFile collectionFile(const QString &path, const QByteArray &bytes, qsizetype *room)
{
    CollectionFile file{path, bytes};
    if (path.endsWith(".bru"_L1))
        return file;
    StructuredText::Tree tree = StructuredText::read(bytes, *room);
    *room -= tree.cost;
    file.root = tree.root;
    file.problem = tree.failure;
    return file;
}

// All that a collection may be in; what programs hide beside it is passed over.
static void gather(const QDir &top, const QString &folder, int depth, const ScanControl *control,
                   qsizetype *looked, QStringList *paths)
{
    const QDir here(top.filePath(folder));
    const auto entries = here.entryInfoList(
            QDir::Files | QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot | QDir::NoSymLinks, QDir::Name);
    for (const QFileInfo &entry : entries) {
        const QString path = folder.isEmpty() ? entry.fileName() : folder + u'/' + entry.fileName();
        if (++*looked > MaxLooked || paths->size() > MaxFiles || isCancelled(control))
            return;
        if (entry.isDir()) {
            if (depth < MaxFolderDepth && entry.fileName() != ".git"_L1
                && entry.fileName() != "node_modules"_L1)
                gather(top, path, depth + 1, control, looked, paths);
        } else if (QStringList{u"yaml"_s, u"yml"_s, u"json"_s, u"bru"_s}.contains(entry.suffix())) {
            paths->append(path);
        }
    }
}

CollectionFiles collectionFiles(const QString &path, const ScanControl *control)
{
    const QFileInfo info(path);
    CollectionFiles files{info.isDir() ? QDir(path).dirName() : info.completeBaseName()};
    QStringList paths;
    qsizetype looked = 0;
    const QDir top(info.isDir() ? path : info.path());
    if (info.isDir())
        gather(top, {}, 1, control, &looked, &paths);
    else
        paths.append(info.fileName());
    if (paths.size() > MaxFiles)
        files.failure = CollectionWords::tr("There are more than %1 files in it.").arg(MaxFiles);
    if (looked > MaxLooked)
        files.failure =
                CollectionWords::tr("It has too much in it: choose the folder of the collection itself.");
    // A pipe would be waited for.
    if (info.exists() && !info.isDir() && !info.isFile())
        files.failure = CollectionWords::tr("It is no file.");
    qint64 room = StructuredText::MaxBytes;
    qsizetype expanded = StructuredText::MaxExpanded;
    for (const QString &each : std::as_const(paths)) {
        if (!files.failure.isEmpty() || isCancelled(control))
            return files;
        const PrivateFile::Contents contents = PrivateFile::read(top.filePath(each), room);
        if (!contents.exists && !info.isDir())
            files.failure = CollectionWords::tr("It is not there.");
        else
            files.failure = contents.problem;
        room -= contents.bytes.size();
        files.files.append(collectionFile(each, contents.bytes, &expanded));
    }
    return files;
}

Collection readCollection(const CollectionFiles &files)
{
    if (!files.failure.isEmpty())
        return {{}, {}, {}, files.failure};
    const auto format = std::find_if(Formats.begin(), Formats.end(),
                                     [&](const CollectionFormat *each) { return each->recognises(files); });
    if (format != Formats.end())
        return (*format)->read(files);
    if (files.files.size() == 1 && !files.files.first().problem.isEmpty())
        return {{}, {}, {}, files.files.first().problem};
    return {{},
            {},
            {},
            CollectionWords::tr("It is neither a file of Socketscope nor a collection of %1.")
                    .arg(collectionPrograms())};
}
