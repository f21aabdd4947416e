// SPDX-License-Identifier: MIT
#include "ownfolder.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace {
struct OwnFolderWords
{
    Q_DECLARE_TR_FUNCTIONS(OwnFolder)
};
} // namespace

static constexpr auto OwnerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

static constexpr auto OwnerOnlyFolder = OwnerOnly | QFileDevice::ExeOwner;

static QString own(QStandardPaths::StandardLocation location)
{
    return QDir::cleanPath(QStandardPaths::writableLocation(location) + u"/socketscope"_s);
}

// Without a home, Qt takes the root of all files for it.
static bool isNowhere(const QString &folder)
{
    return qEnvironmentVariableIsEmpty("HOME") && folder.startsWith("/."_L1);
}

QString OwnFolder::data(const QString &name)
{
    return own(QStandardPaths::GenericDataLocation) + u'/' + name;
}

QString OwnFolder::make(const QString &folder)
{
    if (isNowhere(folder))
        return OwnFolderWords::tr("HOME is not set");
    if (!QDir().mkpath(folder))
        return OwnFolderWords::tr("its folder cannot be made");
    for (const auto location : {QStandardPaths::GenericDataLocation, QStandardPaths::GenericConfigLocation}) {
        const QString top = own(location);
        if (folder == top || folder.startsWith(top + u'/')) {
            QFile::setPermissions(top, OwnerOnlyFolder);
            QFile::setPermissions(folder, OwnerOnlyFolder);
        }
    }
    return {};
}

QString OwnFolder::settingsFile()
{
    return (canKeepSettings() ? own(QStandardPaths::GenericConfigLocation) : u"/dev/null"_s)
           + u"/socketscope.ini"_s;
}

bool OwnFolder::canKeepSettings()
{
    return !isNowhere(own(QStandardPaths::GenericConfigLocation));
}

void OwnFolder::makeSettingsFile()
{
    if (!make(own(QStandardPaths::GenericConfigLocation)).isEmpty())
        return;
    if (QFile file(settingsFile()); file.open(QIODevice::ReadWrite, OwnerOnly))
        file.setPermissions(OwnerOnly);
}
