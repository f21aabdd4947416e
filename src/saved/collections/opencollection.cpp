// SPDX-License-Identifier: MIT
// OpenCollection: one file with all items in it, or a folder of files, as Bruno keeps it.
#include "saved/collections/collectionbuilder.h"
#include "saved/collections/collectionformat.h"
#include "saved/collections/foldertree.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

static bool isItem(const QJsonObject &root)
{
    return root.value("info"_L1).toObject().contains("type"_L1) && root.contains("websocket"_L1);
}

static bool isOpenCollection(const CollectionFiles &files)
{
    return std::any_of(files.files.begin(), files.files.end(), [](const CollectionFile &file) {
        const QJsonObject root = file.root.toObject();
        return root.contains("opencollection"_L1) || isItem(root);
    });
}

namespace {
class OpenCollectionReader
{
public:
    Collection read(const CollectionFiles &files)
    {
        for (const CollectionFile &file : files.files) {
            const QJsonObject root = file.root.toObject();
            if (!file.problem.isEmpty())
                m_builder.leftOut.addFile(file.path, file.problem);
            else if (root.contains("opencollection"_L1) || typeOf(root) == "folder"_L1)
                readFolderFile(file, files.name);
        }
        for (const CollectionFile &file : files.files) {
            CollectionNode root(file.root.toObject());
            if (file.folder().section(u'/', -1) == "environments"_L1)
                readEnvironment(&root, file.baseOf({".yml"_L1, ".yaml"_L1}));
            else if (root.has("opencollection"_L1))
                readItems(scopeOf(file.folder()), root.nodes("items"_L1));
            else if (!typeOf(file.root.toObject()).isEmpty() && typeOf(file.root.toObject()) != "folder"_L1)
                readItem(scopeOf(file.folder()), &root);
        }
        return m_builder.finish();
    }

private:
    static QString typeOf(const QJsonObject &item)
    {
        return item.value("info"_L1).toObject().value("type"_L1).toString(item.value("type"_L1).toString());
    }
    // Before items had "info", it was all beside the rest.
    static QString named(CollectionNode *node, QLatin1StringView key)
    {
        const QString found = node->node("info"_L1).text(key);
        return found.isEmpty() ? node->text(key) : found;
    }
    static QString notesOf(CollectionNode *node)
    {
        const QJsonValue docs = node->value("docs"_L1);
        return docs.isObject() ? scalarText(docs.toObject().value("content"_L1)) : scalarText(docs);
    }

    void readFolderFile(const CollectionFile &file, const QString &fileName)
    {
        CollectionNode node(file.root.toObject());
        const QString name = named(&node, "name"_L1);
        m_tree.setName(file.folder(), name.isEmpty() && file.folder().isEmpty() ? fileName : name);
        m_tree.setNotes(file.folder(), notesOf(&node));
        m_roots.insert(file.folder(), file.root.toObject());
        CollectionNode config = node.node("config"_L1);
        QList<CollectionNode> environments = config.nodes("environments"_L1);
        for (CollectionNode &each : environments)
            readEnvironment(&each, {});
        config.listTheRest(name, &m_builder.leftOut);
        node.pass({"opencollection"_L1, "info"_L1, "items"_L1, "request"_L1, "bundled"_L1, "seq"_L1,
                   "type"_L1});
        node.listTheRest(name, &m_builder.leftOut);
    }
    CollectionScope scopeOf(const QString &folder)
    {
        return m_tree.scopeOf(folder, &m_builder, [this](const QString &each, CollectionScope *scope) {
            CollectionNode root(m_roots.value(each));
            handDown(scope, &root, m_tree.nameOf(each));
        });
    }
    void handDown(CollectionScope *scope, CollectionNode *folder, const QString &name)
    {
        CollectionNode request = folder->node("request"_L1);
        CollectionBuilder::handDown(scope, request.pairs("headers"_L1),
                                    CollectionBuilder::readAuth(request.value("auth"_L1)));
        m_builder.addBaseVariables(name, request.pairs("variables"_L1));
        request.listTheRest(name, &m_builder.leftOut);
    }
    // Bounded as the tree is.
    void readItems(const CollectionScope &in, QList<CollectionNode> items)
    {
        for (CollectionNode &item : items)
            readItem(in, &item);
    }
    void readItem(const CollectionScope &in, CollectionNode *item)
    {
        const QString name = named(item, "name"_L1);
        const QString type = named(item, "type"_L1);
        if (type == "folder"_L1 || item->has("items"_L1)) {
            CollectionScope scope = m_builder.folder(in, name, notesOf(item));
            handDown(&scope, item, name);
            readItems(scope, item->nodes("items"_L1));
            item->pass({"seq"_L1});
            item->listTheRest(name, &m_builder.leftOut);
        } else if (type == "websocket"_L1) {
            readRequest(in, item, name);
        } else {
            m_builder.leftOut.addRequest(type == "grpc"_L1 ? u"gRPC"_s : type.toUpper());
        }
    }
    void readRequest(const CollectionScope &in, CollectionNode *item, const QString &name)
    {
        CollectionNode websocket = item->has("websocket"_L1) ? item->node("websocket"_L1) : *item;
        CollectionRequest request;
        request.name = name;
        request.notes = notesOf(item);
        request.url = websocket.text("url"_L1);
        request.headers = websocket.pairs("headers"_L1);
        request.query = websocket.pairs("params"_L1);
        request.auth = CollectionBuilder::readAuth(websocket.value("auth"_L1));
        CollectionNode settings = item->node("settings"_L1);
        CollectionBuilder::takeMilliseconds(settings.text("timeout"_L1), &request.profile.handshakeTimeout);
        CollectionBuilder::takeMilliseconds(settings.text("keepAliveInterval"_L1),
                                            &request.profile.keepAliveInterval);
        settings.listTheRest(name, &m_builder.leftOut);
        const QJsonValue message = websocket.value("message"_L1);
        const QString connection = m_builder.addConnection(in, request);
        const QJsonArray messages = message.isObject() ? QJsonArray{message} : message.toArray();
        for (const QJsonValue each : messages)
            readMessage(connection, each.toObject());
        for (CollectionNode *node : {item, &websocket}) {
            node->pass({"info"_L1, "type"_L1, "name"_L1, "seq"_L1, "websocket"_L1, "docs"_L1, "settings"_L1});
            if (node == item && !item->has("websocket"_L1))
                continue;
            node->listTheRest(name, &m_builder.leftOut);
        }
    }
    // One that is alone has no name, and is not in a "message" of its own.
    void readMessage(const QString &connection, const QJsonObject &object)
    {
        CollectionNode outer(object);
        CollectionNode message = outer.has("message"_L1) ? outer.node("message"_L1) : outer;
        m_builder.addMessage(connection, outer.text({"title"_L1, "name"_L1}), message.text("data"_L1),
                             message.text("type"_L1));
    }
    void readEnvironment(CollectionNode *node, const QString &fileName)
    {
        const QString name = node->text("name"_L1);
        m_builder.addEnvironment(name.isEmpty() ? fileName : name, node->pairs("variables"_L1));
        node->pass({"color"_L1});
        node->listTheRest(name, &m_builder.leftOut);
    }

    QHash<QString, QJsonObject> m_roots;
    FolderTree m_tree;
    CollectionBuilder m_builder;
};
} // namespace

static Collection readOpenCollection(const CollectionFiles &files)
{
    return OpenCollectionReader().read(files);
}

const CollectionFormat OpenCollectionCollection{"OpenCollection"_L1, isOpenCollection, readOpenCollection};
