// SPDX-License-Identifier: MIT
#pragma once

#include "commands/commandoptions.h"
#include "commands/pastedprofile.h"

#include <QByteArray>
#include <QList>

/// Each makes a profile of the arguments of a command, those after the program's name.
PastedProfile readCurlCommand(const QList<QByteArray> &arguments, const ConnectionProfile &defaults);
PastedProfile readWscatCommand(const QList<QByteArray> &arguments, const ConnectionProfile &defaults);
PastedProfile readWebsocatCommand(const QList<QByteArray> &arguments, const ConnectionProfile &defaults);

/// Makes a profile of the first new WebSocket(…) in the text; nothing if there is none.
std::optional<PastedProfile> readJavaScript(const QString &text, const ConnectionProfile &defaults);
