// SPDX-License-Identifier: MIT
#pragma once

#include "saved/variables.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

/// How the composer's text is meant. The numbers are kept in the settings.
enum class ComposerFormat { Text, Json, Hex, Base64 };

/// Whether a text can be sent as what it is meant to be, and what that is.
struct ComposerCheck
{
    /// Why not, as a sentence with its place; empty if it can. Plain text.
    QString problem;
    /// Of the problem, in UTF-16 code units; -1 if it has no place.
    qsizetype position = -1;
    /// For Hex and Base64.
    QByteArray bytes;
    /// Variables that have no value: they are sent as they are.
    QStringList missing;

    bool isOk() const { return problem.isEmpty(); }
};

/// Linear in the text's length. Any text may be sent as Text, an empty one included (RFC 6455 allows
/// empty messages); JSON, Hex and Base64 ask for something to send. Of a text whose {{variables}} are
/// replaced before it is sent, what will be sent is judged, and places are those of the text that was
/// written. Hex and Base64 have no variables.
ComposerCheck checkComposerText(const QString &text, ComposerFormat format, const Variables::Values &values);
