// SPDX-License-Identifier: MIT
#pragma once

#include "saved/variables.h"
#include "saved/writtenmessage.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

constexpr Variables::Escapes escapesOf(MessageFormat format)
{
    return format == MessageFormat::EscapedText ? Variables::Escapes::Replaced
                                                : Variables::Escapes::AsWritten;
}

/// Whether a text can be sent as what it is meant to be, and what that is.
struct ComposerCheck
{
    /// Why not, as a sentence, with its place where there may be several; empty if it can. Plain text.
    QString problem;
    /// Of the problem, in UTF-16 code units; -1 if it has no place.
    qsizetype position = -1;
    /// For Hex and Base64.
    QByteArray bytes;
    /// Variables that have no value: they are sent as they are.
    QStringList missing;
    /// What will be sent, in bytes; -1 if that is not known. Values that are made when it is sent may be
    /// longer or shorter.
    qint64 size = -1;
    bool isSizeExact = true;
    /// Of escapes, the beginning of what they become, with the names of variables; empty if there are none.
    QString becomes;
    /// The problem is that there are comments or trailing commas in it: laying it out takes them out.
    bool isCommentedJson = false;

    bool isOk() const { return problem.isEmpty(); }
};

/// Linear in the text's length. Any text may be sent as Text, an empty one included (RFC 6455 allows
/// empty messages), but not with calls of GeneratedValues that are none; JSON, Hex and Base64 ask for
/// something to send. Of a text whose {{variables}} are replaced before it is sent, what will be sent is
/// judged, and places are those of the text that was written. Hex and Base64 have no variables.
ComposerCheck checkComposerText(const QString &text, MessageFormat format, const Variables::Values &values);
