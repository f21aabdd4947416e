// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringView>

/// A text with its escapes replaced.
struct UnescapedText
{
    QString text;
    /// Of the first escape that is none, its backslash in UTF-16 code units from 0; -1 if all are right.
    /// `text` ends there.
    qsizetype errorPosition = -1;
    /// A sentence. Plain text.
    QString errorMessage = {};

    bool ok() const { return errorPosition < 0; }
};

/// The escapes are \n, \r, \t, \0 (U+0000, whatever follows), \\, \xHH (U+0000 to U+00FF) and \uHHHH, of
/// which two make a pair of surrogates; one alone is an error, since UTF-8 cannot say it. H is a hexadecimal
/// digit. Linear in the text's length.
UnescapedText unescaped(QStringView text);
