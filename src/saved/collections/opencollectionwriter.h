// SPDX-License-Identifier: MIT
#pragma once

#include "saved/savedconnection.h"

#include <QByteArray>
#include <QStringList>

/// The entries as one OpenCollection file (YAML), with whatever secrets are in them: Secrets::take() takes
/// them out. What it cannot say is in `leftOut`, in sentences.
QByteArray writeOpenCollection(const ConnectionEntries &entries, const QString &name, QStringList *leftOut);
