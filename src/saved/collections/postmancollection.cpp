// SPDX-License-Identifier: MIT
// Postman's collections of version 3, which are folders of YAML, its environments in both versions, and of
// collections of version 2, which cannot have WebSockets, the variables.
#include "saved/collections/collectionbuilder.h"
#include "saved/collections/collectionformat.h"
#include "saved/collections/foldertree.h"

#include <QDir>
#include <QHash>

#include <algorithm>

using namespace Qt::StringLiterals;

static QString kindOf(const CollectionFile &file)
{
    return file.root.toObject().value("$kind"_L1).toString();
}

static bool isCollection2(const QJsonObject &root)
{
    return root.contains("item"_L1)
           && root.value("info"_L1).toObject().value("schema"_L1).toString().contains("postman"_L1);
}

static bool isEnvironment(const CollectionFile &file)
{
    const QJsonObject root = file.root.toObject();
    return root.value("values"_L1).isArray() && !root.contains("$kind"_L1)
           && (root.contains("_postman_variable_scope"_L1) || file.path.contains(".environment."_L1)
               || file.path.contains(".globals."_L1));
}

static bool isPostman(const CollectionFiles &files)
{
    return std::any_of(files.files.begin(), files.files.end(), [](const CollectionFile &file) {
        return !kindOf(file).isEmpty() || isEnvironment(file) || isCollection2(file.root.toObject());
    });
}

namespace {
class PostmanReader
{
public:
    Collection read(const CollectionFiles &files)
    {
        m_name = files.name;
        // Of a repository that Postman keeps; collections are in there.
        for (const QString &folder : {u"postman"_s, u"collections"_s, u"postman/collections"_s})
            m_tree.pass(folder);
        for (const CollectionFile &file : files.files) {
            const QString kind = kindOf(file);
            if (!file.problem.isEmpty())
                m_builder.leftOut.addFile(file.path, file.problem);
            else if (kind == "collection"_L1 && file.name().startsWith("definition."_L1))
                readDefinition(file);
            else if (kind == "websocket-message"_L1)
                m_messages[file.folder()].append(file);
        }
        for (const CollectionFile &file : files.files) {
            const QString kind = kindOf(file);
            const QJsonObject root = file.root.toObject();
            if (kind == "websocket-request"_L1)
                readRequest(file);
            else if (kind.endsWith("-request"_L1))
                m_builder.leftOut.addRequest(programKind(kind.chopped(8)));
            else if (isEnvironment(file))
                readEnvironment(file);
            else if (isCollection2(root))
                readCollection2(root);
        }
        return m_builder.finish();
    }

private:
    static QString programKind(const QString &kind)
    {
        return kind == "grpc"_L1 ? u"gRPC"_s : kind == "socket.io"_L1 ? u"Socket.IO"_s : kind.toUpper();
    }

    void readDefinition(const CollectionFile &file)
    {
        // It is in a hidden folder of the one that it is of.
        const QString folder = file.folder().contains(u'/') ? file.folder().section(u'/', 0, -2) : QString();
        CollectionNode definition(file.root.toObject());
        const QString name = definition.text("name"_L1);
        if (folder.isEmpty())
            m_tree.setName(folder, m_name);
        m_tree.setName(folder, name);
        m_tree.setNotes(folder, definition.text("description"_L1));
        m_builder.addBaseVariables(m_tree.nameOf(folder), definition.pairs("variables"_L1));
        m_auths.insert(folder, authOf(&definition));
        definition.pass({"$kind"_L1, "id"_L1, "order"_L1, "$schema"_L1});
        definition.listTheRest(m_tree.nameOf(folder), &m_builder.leftOut);
    }
    CollectionScope scopeOf(const QString &folder)
    {
        return m_tree.scopeOf(folder, &m_builder, [this](const QString &each, CollectionScope *scope) {
            CollectionBuilder::handDown(scope, {}, m_auths.value(each));
        });
    }
    static CollectionAuth authOf(CollectionNode *node)
    {
        return CollectionBuilder::readAuth(node->value("auth"_L1), "credentials"_L1);
    }

    void readRequest(const CollectionFile &file)
    {
        CollectionNode node(file.root.toObject());
        CollectionRequest request;
        request.name = node.text("name"_L1);
        if (request.name.isEmpty())
            request.name = file.baseOf({".request.yaml"_L1, ".request.yml"_L1, ".yaml"_L1, ".json"_L1});
        request.notes = node.text("description"_L1);
        request.url = node.text("url"_L1);
        request.headers = node.pairs("headers"_L1);
        request.query = node.pairs("queryParams"_L1);
        request.path = node.pairs("pathVariables"_L1);
        request.auth = authOf(&node);
        CollectionNode settings = node.node("settings"_L1);
        CollectionBuilder::takeMilliseconds(settings.text("handshakeTimeout"_L1),
                                            &request.profile.handshakeTimeout);
        request.profile.tls.verify = settings.text("strictSSL"_L1) != "false"_L1;
        settings.listTheRest(request.name, &m_builder.leftOut);
        const QString messages = node.text("messages"_L1);
        node.pass({"$kind"_L1, "$schema"_L1, "id"_L1, "order"_L1});
        node.listTheRest(request.name, &m_builder.leftOut);
        const QString connection = m_builder.addConnection(scopeOf(file.folder()), request);
        if (messages.isEmpty())
            return;
        QString folder = QDir::cleanPath(file.folder() + u'/' + messages);
        if (folder.startsWith(u'/'))
            folder.remove(0, 1);
        const QList<CollectionFile> files = m_messages.value(folder);
        for (const CollectionFile &each : files)
            readMessage(connection, each);
    }
    void readMessage(const QString &connection, const CollectionFile &file)
    {
        CollectionNode node(file.root.toObject());
        QString name = node.text("name"_L1);
        if (name.isEmpty())
            name = file.baseOf({".message.yaml"_L1, ".message.yml"_L1, ".yaml"_L1, ".json"_L1});
        m_builder.addMessage(connection, name, node.text("content"_L1), node.text("contentType"_L1));
        node.pass({"$kind"_L1, "$schema"_L1, "id"_L1, "order"_L1});
        node.listTheRest(name, &m_builder.leftOut);
    }
    void readEnvironment(const CollectionFile &file)
    {
        CollectionNode node(file.root.toObject());
        const QString name = node.text("name"_L1);
        const QString scope = node.text("_postman_variable_scope"_L1);
        if (scope == "globals"_L1 || file.path.contains(".globals."_L1))
            m_builder.addBaseVariables(name, node.pairs("values"_L1));
        else
            m_builder.addEnvironment(name.isEmpty() ? file.name() : name, node.pairs("values"_L1));
        node.pass(
                {"id"_L1, "color"_L1, "$schema"_L1, "_postman_exported_at"_L1, "_postman_exported_using"_L1});
        node.listTheRest(name, &m_builder.leftOut);
    }
    void readCollection2(const QJsonObject &object)
    {
        CollectionNode root(object);
        const QString name = root.node("info"_L1).text("name"_L1);
        m_builder.addBaseVariables(name, root.pairs("variable"_L1));
        countRequests(root.nodes("item"_L1), 1);
    }
    void countRequests(const QList<CollectionNode> &items, int depth)
    {
        static constexpr int MaxDepth = 64;
        for (CollectionNode item : items) {
            if (!item.has("item"_L1))
                m_builder.leftOut.addRequest(u"HTTP"_s);
            else if (depth < MaxDepth)
                countRequests(item.nodes("item"_L1), depth + 1);
        }
    }

    QString m_name;
    /// By the folder that they are of.
    QHash<QString, CollectionAuth> m_auths;
    FolderTree m_tree;
    QHash<QString, QList<CollectionFile>> m_messages;
    CollectionBuilder m_builder;
};
} // namespace

static Collection readPostman(const CollectionFiles &files)
{
    return PostmanReader().read(files);
}

const CollectionFormat PostmanCollection{"Postman"_L1, isPostman, readPostman};
