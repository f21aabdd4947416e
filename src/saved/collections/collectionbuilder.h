// SPDX-License-Identifier: MIT
#pragma once

#include "saved/collections/collection.h"
#include "saved/collections/collectionnode.h"

#include <QCoreApplication>
#include <QHash>
#include <QList>
#include <QSet>
#include <QString>

#include <chrono>
#include <initializer_list>

/// How a program writes a variable in text, and what comes of what is between its marks: the text that stands
/// for the same here, or nothing. A plain value.
struct VariableSyntax
{
    /// A regular expression; what it captures is between the marks.
    QLatin1StringView pattern = {};
    QString (*translated)(const QString &inner) = nullptr;
};

/// As here, {{name}}; {{$call}} if it can be made here, too.
extern const VariableSyntax SameVariables;

/// Who we say we are, as the programs have it; what is not given is inherited from the folder.
struct CollectionAuth
{
    bool isGiven = false;
    QString type;
    CollectionNode fields;
};

/// What a folder hands down to what is in it.
struct CollectionScope
{
    /// The folder's id; empty at the top.
    QString folder;
    int depth = 0;
    QList<CollectionPair> headers;
    CollectionAuth auth;
};

struct CollectionRequest
{
    QString name;
    QString notes;
    QString url;
    QList<CollectionPair> headers;
    QList<CollectionPair> query;
    /// What stands for ":name" in the path.
    QList<CollectionPair> path;
    CollectionAuth auth;
    /// For what else there is a field of.
    ConnectionProfile profile;
};

/// Makes a collection of what a reader finds in a file.
class CollectionBuilder
{
    Q_DECLARE_TR_FUNCTIONS(CollectionBuilder)

public:
    explicit CollectionBuilder(const VariableSyntax &syntax = SameVariables)
        : m_syntax(syntax)
    {}

    LeftOut leftOut;

    /// What is in it, with what it hands down beside what its own folder does. The folder itself is added
    /// with the first connection in it.
    CollectionScope folder(const CollectionScope &in, const QString &name, const QString &notes = {});
    /// Takes headers and authentication of a folder, if it has some.
    static void handDown(CollectionScope *scope, const QList<CollectionPair> &headers,
                         const CollectionAuth &auth);
    /// Returns its id, for messages; empty if there are too many.
    QString addConnection(const CollectionScope &in, const CollectionRequest &request);
    /// `type` is a word of the program: "json", "base64".
    void addMessage(const QString &connection, const QString &name, const QString &text, const QString &type);
    /// Those that all environments have, unless they have some of that name.
    void addBaseVariables(const QString &environment, const QList<CollectionPair> &variables);
    void addEnvironment(const QString &name, const QList<CollectionPair> &variables);

    Collection finish();

    /// {type: …, token: …}, or "inherit" or nothing.
    static CollectionAuth readAuth(const QJsonValue &value, QLatin1StringView credentials = {});

    /// Text of a number of them, from 1 to a day; what else it is changes nothing.
    static void takeMilliseconds(const QString &text, std::chrono::milliseconds *to);

private:
    QString translated(const QString &text, const QString &owner);
    void takeHeader(const CollectionPair &header, SavedConnection *to);
    void takeAuth(CollectionAuth auth, SavedConnection *to);
    void takeUrl(const CollectionRequest &request, SavedConnection *to);
    bool addFolders(const QString &id);
    bool hasRoomFor(qsizetype characters);
    /// Says it, if not.
    bool hasRoomForEntry(qsizetype characters);
    QList<Variable> variables(const QList<CollectionPair> &pairs, const QString &owner);

    const VariableSyntax m_syntax;
    Collection m_collection;
    /// In characters: what is inherited may come to far more than a file has.
    qsizetype m_room = 8 * 1024 * 1024;
    /// Folders that have nothing yet, by id.
    QHash<QString, ConnectionEntry> m_folders;
    QString m_baseName;
    QList<Variable> m_base;
    QSet<QString> m_baseNames;
};
