// SPDX-License-Identifier: MIT
#pragma once

#include "saved/generatedvalues.h"
#include "saved/savedconnection.h"

#include <QCoreApplication>
#include <QMap>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>

/// Variables in text: {{name}}, blanks inside the braces allowed. A name has letters, digits, "_", "-" and
/// ".", 100 at most; whatever else stands between double braces is text like all other.
///
/// A backslash before the braces makes them text, too: \{{name}} becomes {{name}}. Two backslashes are two
/// backslashes, as JSON writes one, and the variable after them is one.
///
/// Values are put in as they are: a variable in a value is not replaced again.
///
/// What begins with "$" and a letter, {{$random 1 100}}, is a call of GeneratedValues, for messages alone.
/// Its name is all between the braces, with single blanks.
namespace Variables {

using Values = QMap<QString, QString>;
/// Gives the value of a call, or nothing. Called in the order of the text.
using Generate = std::function<std::optional<QString>(const QString &call)>;

/// Whether \n and the like in a text (format/text/escapes.h) are replaced, too. Not in values.
enum class Escapes { AsWritten, Replaced };

bool isName(const QString &text);
bool isIn(const QString &text);
/// Each once, in the order of the text; without calls.
QStringList namesIn(const QString &text);
/// The text without its variables.
QString without(const QString &text);
/// What expand() makes the text of again: all that looks like a variable is escaped, but for these. Behind an
/// odd number of backslashes it cannot be, and one of them is lost.
QString escaped(const QString &text, const QStringList &exceptNames = {});

/// What became of one {{name}}.
struct Span
{
    QString name;
    /// Of the braces and all, in the text that was given.
    qsizetype sourceStart = 0;
    qsizetype sourceEnd = 0;
    /// Of the value, in the text that came of it.
    qsizetype start = 0;
    qsizetype end = 0;
};

struct ExpandedText
{
    QString text;
    /// Names and calls without a value, each once: they are still in the text.
    QStringList missing;
    /// In the order of the text, with those that are missing.
    QList<Span> spans;
    /// What is wrong with the first escape that is, in the text that was given; the others are replaced.
    QString escapeProblem;
    qsizetype escapePosition = -1;

    /// The one that a position of `text` is in; null if it is in none.
    const Span *spanAt(qsizetype position) const;
    /// A position of `text` as one of the text that was given; within a value it is where its braces begin.
    qsizetype sourcePosition(qsizetype position) const;
};

/// Without `generate`, calls are missing.
ExpandedText expand(const QString &text, const Values &values, const Generate &generate = {},
                    Escapes escapes = Escapes::AsWritten);
/// The text with all values but those of `secretNames`, for the record of what expand() makes of it; nothing
/// if that has no secret.
std::optional<ExpandedText> recordedAs(const QString &text, const Values &values,
                                       const QStringList &secretNames, const Generate &generate = {},
                                       Escapes escapes = Escapes::AsWritten);
/// The same for the text of a URL: a value that becomes the value of a query item, or part of user:password,
/// is percent-encoded; anywhere else it may bring ports, paths and query items with it.
ExpandedText expandUrl(const QString &text, const Values &values);

struct Expansion
{
    ConnectionProfile profile;
    QString urlText;
    QStringList missing;
    /// Why the URL is of no use now that all is put in, as a sentence; empty if it is usable or something
    /// is missing.
    QString problem;
};

/// A connection with values in place of the variables in its URL, subprotocols, the names and values of its
/// headers and cookies, Origin, user, password, token, and the text messages that are sent on opening.
///
/// The values of those variables whose names are in `secretNames` are in `profile.secretValues` then, and the
/// messages that have some are recorded with the names (OpeningMessage::recordedAs). Calls in messages are
/// filled in when they are sent; one that has a problem, or is elsewhere, is missing.
Expansion expand(const SavedConnection &connection, const Values &values,
                 const QStringList &secretNames = {});

/// The profile with a plain word in place of each variable, so that checkProfile() sees what is wrong
/// whatever their values are. An Origin that has variables is "null", which is always right.
ConnectionProfile withTokens(const ConnectionProfile &profile);

/// "There is no value for {{host}} and {{token}}.", with five names and how many more there are at most;
/// empty if nothing is missing.
QString missingSentence(const QStringList &missing);

} // namespace Variables

/// What {{variables}} come to now: the values of the environment that is chosen, or none. A plain value.
struct ChosenEnvironment
{
    Q_DECLARE_TR_FUNCTIONS(ChosenEnvironment)

public:
    /// Empty if none is chosen.
    QString id;
    /// A secret that is not known has none.
    Variables::Values values;
    /// Known or not.
    QStringList secretNames;
    /// There are environments to choose from.
    bool isOffered = false;

    /// The values that are not secret.
    Variables::Values shownValues() const;

    /// That these variables have no value, and where they can get one; of a call, what is wrong with it.
    /// `names` must not be empty.
    QString missingSentence(const QStringList &names) const;

    struct FilledIn
    {
        QString text;
        /// As of WebSocketManager::sendText(): null if the text has no secret.
        QString recordedAs;
        /// Says which variables have no value and were left as they are; empty if all have one.
        QString sentence;
    };
    /// A text to send, with the variables filled in that are known, and what `generated` makes for it.
    FilledIn filledIn(const QString &text, GeneratedValues *generated,
                      Variables::Escapes escapes = Variables::Escapes::AsWritten) const;
};

/// The URL of a text, if it is usable as it is: without variables and without secrets that were left out.
QUrl usableUrl(const QString &urlText);
