// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

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

    bool isOk() const { return problem.isEmpty(); }
};

/// Linear in the text's length. Any text may be sent as Text, an empty one included (RFC 6455 allows
/// empty messages); JSON, Hex and Base64 ask for something to send.
ComposerCheck checkComposerText(const QString &text, ComposerFormat format);
