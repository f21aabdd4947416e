// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

/// The folders "socketscope" in the user's folders for data and for settings (XDG_DATA_HOME,
/// XDG_CONFIG_HOME): whatever is in them can be seen by their owner alone.
namespace OwnFolder {

/// "socketscope/NAME" in the user's data folder. Where there is no home it cannot be made, which make() says.
QString data(const QString &name);

/// Makes a folder with all above it, if need be. One of ours is closed to others, also if it was there
/// already. Returns why that failed, to be put behind a colon, or an empty string.
QString make(const QString &folder);

/// The file of the settings, which cannot be written where there is no home.
QString settingsFile();
bool canKeepSettings();

/// Makes that file, readable by its owner alone and in a closed folder, before anything is in it: what is
/// written later keeps the permissions. To be called by a program that keeps settings.
void makeSettingsFile();

} // namespace OwnFolder
