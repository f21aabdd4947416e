// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringView>

/// What chats, word processors and web pages put into text that is copied out of them. Pure functions.

/// Without the characters beyond ASCII that isUnseen() names, but controls, blanks and halves of pairs stay.
QString withoutInvisible(const QString &text);

/// Whether withoutInvisible() would take that character out.
bool isInvisibleAt(QStringView text, qsizetype at);

/// Without line ends and tabs, which come from a line that was wrapped.
QString withoutLineEnds(QString text);

/// “ ” „ ‘ ’ ‚ « » ‹ › and their kin, not the plain ones of ASCII.
bool isTypographicQuote(QChar c);

/// A hyphen or dash beyond ASCII, and the minus sign.
bool isTypographicDash(QChar c);

/// Without blanks around it, and without a pair of quotes, plain or typographic, or of < and > around all.
QString unquoted(const QString &text);

/// Whose plain quotes those of a text are.
enum class QuotedBy { Shell, Code };

/// A command or a piece of code as it was before a word processor, a chat or a web page changed it: quotes,
/// dashes that begin an option, and blanks are those of ASCII, and what cannot be seen is left out. What
/// plain quotes have between them stays, and so does what is between typographic ones but for \ " $ and `,
/// which get a backslash.
QString withPlainMarks(const QString &text, QuotedBy language);
