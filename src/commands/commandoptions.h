// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QCoreApplication>
#include <QList>
#include <QString>

#include <functional>

/// One option as it was given.
struct GivenOption
{
    /// "cookie", also for -b.
    QByteArray name;
    /// "-b" or "--cookie", to name it in sentences.
    QString spelling;
    QByteArray value;
    /// What is to be done with it; null if it is of no consequence.
    std::function<void(const GivenOption &)> take;
};

/// The arguments of a command, told apart.
struct CommandArguments
{
    QList<GivenOption> options;
    struct Operand
    {
        QByteArray text;
        /// The name of the last option that came before it.
        QByteArray lastOption;
    };
    /// In order.
    QList<Operand> operands;
    /// Spellings of the options that the program does not know. They are taken to have no value.
    QStringList unknown;
    /// A sentence if an option has no value though it needs one; else empty.
    QString problem;
};

/// The options that a program knows, and what they come to.
class CommandOptions
{
    Q_DECLARE_TR_FUNCTIONS(CommandOptions)

public:
    enum Value : quint8 { Flag, Required, Optional };
    using Take = std::function<void(const GivenOption &)>;

    /// Of several names with blanks between them each is "cookie" for --cookie alone, or "cookie:b" for -b,
    /// too.
    void add(const QByteArray &names, Value value, const Take &take = {});
    /// Options without a value.
    void addFlag(const QByteArray &names, const std::function<void()> &take);
    /// Options whose value is all that matters.
    void addValue(const QByteArray &names, const std::function<void(const QByteArray &)> &take);
    /// Options whose value becomes `to`.
    void addText(const QByteArray &names, QString *to);

    /// Reads arguments as getopt_long does, options and operands in any order: -b x, -bx, -b=x if
    /// `shortEquals`, -abx, --cookie x, --cookie=x; "--" ends the options. The words are those after the
    /// program's name.
    CommandArguments parse(const QList<QByteArray> &words, bool shortEquals) const;

private:
    struct Option
    {
        QByteArray name;
        char letter;
        Value value;
        Take take;
    };
    class Parser;

    QList<Option> m_options;
};
