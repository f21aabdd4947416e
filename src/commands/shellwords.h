// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QCoreApplication>
#include <QList>
#include <QString>

/// The words of one command, as the program would get them from the shell.
struct ShellWords
{
    Q_DECLARE_TR_FUNCTIONS(ShellWords)

public:
    /// Bytes other than NUL, as arguments are; UTF-8 but for what $'\xHH' makes.
    QList<QByteArray> words;
    /// A sentence if the text cannot be split: a quote that is not closed, or something that only a shell can
    /// work out. Empty if nothing is wrong.
    QString problem;
    /// The operator that ended the command before the text did, such as "|"; else empty.
    QString endedBy;
};

constexpr bool isLineEnd(QChar c)
{
    return c == u'\n' || c == u'\r';
}

/// Splits as bash does: '…', "…", $'…', backslashes, line continuations, comments. The command ends at an
/// operator, or at a line end unless the next line begins with an option. Some damage is forgiven: a
/// continuation whose line end became a blank, and & within an URL.
ShellWords splitBash(const QString &text);

/// Splits as cmd.exe and then the C runtime of Windows do: ^ escapes outside of quotes, "…" with "" or \" for
/// a quote in it.
ShellWords splitCmd(const QString &text);

/// Splits by the rules of the shell that the text looks made for.
ShellWords splitCommand(const QString &text);

/// The word so that bash, and splitBash(), give it back: bare if nothing in it is special, else in '…', or in
/// $'…' if it has control characters or is no UTF-8. NUL, which no argument can have, is left out.
QByteArray bashQuoted(const QByteArray &word);
