// SPDX-License-Identifier: MIT
#include "saved/files/privatefile.h"

#include "ownfolder.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace {
struct PrivateFileWords
{
    Q_DECLARE_TR_FUNCTIONS(PrivateFile)
};
} // namespace

static constexpr auto OwnerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
// Of names to keep a file under.
static constexpr int MaxAside = 1000;

PrivateFile::Contents PrivateFile::read(const QString &fileName, qint64 maxBytes)
{
    QFile file(fileName);
    if (!file.exists())
        return {};
    if (!file.open(QIODevice::ReadOnly))
        return {{}, true, PrivateFileWords::tr("“%1” cannot be read: %2.").arg(fileName, file.errorString())};
    Contents contents{file.read(maxBytes + 1), true, {}};
    if (file.error() != QFileDevice::NoError) {
        contents.problem = PrivateFileWords::tr("“%1” cannot be read: %2.").arg(fileName, file.errorString());
    } else if (contents.bytes.size() > maxBytes) {
        contents.problem = PrivateFileWords::tr("“%1” is not read: it has more than %2 MiB.")
                                   .arg(fileName, QString::number(maxBytes / 1024 / 1024));
        contents.bytes.clear();
    }
    return contents;
}

QString PrivateFile::write(const QString &fileName, const QByteArray &bytes)
{
    const auto failed = [&](const QString &why) {
        return PrivateFileWords::tr("“%1” cannot be written: %2.").arg(fileName, why);
    };
    if (const QString problem = OwnFolder::make(QFileInfo(fileName).absolutePath()); !problem.isEmpty())
        return failed(problem);
    QSaveFile file(fileName);
    if (!file.open(QIODevice::WriteOnly))
        return failed(file.errorString());
    // Before anything is in it.
    if (!file.setPermissions(OwnerOnly))
        return failed(file.errorString());
    // commit() does not notice when what is still in its buffer cannot be written.
    if (file.write(bytes) != bytes.size() || !file.flush() || !file.commit())
        return failed(file.errorString());
    return {};
}

static bool haveSameBytes(const QString &one, const QString &other)
{
    QFile first(one);
    QFile second(other);
    return first.size() == second.size() && first.open(QIODevice::ReadOnly)
           && second.open(QIODevice::ReadOnly) && first.readAll() == second.readAll();
}

QString PrivateFile::keepAside(const QString &fileName, Aside how)
{
    const QFileInfo info(fileName);
    for (int number = 1; number <= MaxAside; ++number) {
        const QString name =
                u"%1.kept-%2.%3"_s.arg(info.completeBaseName(), QString::number(number), info.suffix());
        const QString free = info.absoluteDir().filePath(name);
        if (QFileInfo::exists(free)) {
            if (how == Aside::Copy && haveSameBytes(fileName, free))
                return name;
            continue;
        }
        const bool kept = how == Aside::Move ? QFile::rename(fileName, free) : QFile::copy(fileName, free);
        if (!kept)
            return {};
        QFile::setPermissions(free, OwnerOnly);
        return name;
    }
    return {};
}
