// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

/// JSON as some editors and configuration files have it: with comments (// and /* */), and with commas behind
/// the last member or element.
struct CommentedJson
{
    /// The text with blanks in their places, so that all else stays where it is.
    QByteArray json;
    /// Of the first of each, in bytes; -1 if there is none.
    qsizetype comment = -1;
    qsizetype comma = -1;

    bool hasAny() const { return comment >= 0 || comma >= 0; }
};

/// Does not judge what else is wrong. A comment that does not end stays. Linear in time; for any thread.
CommentedJson withoutComments(const QByteArray &utf8);
