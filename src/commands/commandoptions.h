// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <span>

/// One option that a program knows.
struct CommandOption
{
    enum Value : quint8 { None, Required, Optional };

    /// "cookie" for --cookie; empty for none.
    const char *name;
    /// 'b' for -b; 0 for none.
    char letter;
    Value value;
    /// What the program's reader knows it by.
    int id;
};

/// One option as it was given.
struct GivenOption
{
    int id;
    /// "-b" or "--cookie", to name it in sentences.
    QString spelling;
    QByteArray value;
};

/// The arguments of a command, told apart.
struct CommandArguments
{
    QList<GivenOption> options;
    /// In order, with the number of options that came before each.
    struct Operand
    {
        QByteArray text;
        qsizetype optionsBefore;
    };
    QList<Operand> operands;
    /// Spellings of the options that the program does not know. They are taken to have no value.
    QStringList unknown;
    /// A sentence if an option has no value though it needs one; else empty.
    QString problem;
};

/// Reads arguments as getopt_long does, options and operands in any order: -b x, -bx, -b=x if `shortEquals`,
/// -abx, --cookie x, --cookie=x; "--" ends the options. The words are those after the program's name.
CommandArguments parseArguments(const QList<QByteArray> &words, std::span<const CommandOption> known,
                                bool shortEquals);
