// SPDX-License-Identifier: MIT
// Insomnia's export, version 5 (YAML, a tree) and 4 (JSON, a list in which each names what it is in).
#include "saved/collections/collectionbuilder.h"
#include "saved/collections/collectionformat.h"

#include <QJsonArray>
#include <QMultiHash>

using namespace Qt::StringLiterals;

// "_.name", and tags: "uuid 'v4'".
static QString fromInsomnia(const QString &inner)
{
    if (inner.startsWith(u'%')) {
        const QString tag = inner.mid(1).chopped(inner.endsWith(u'%') && inner.size() > 1 ? 1 : 0).trimmed();
        const QString word = tag.section(u' ', 0, 0);
        if (word == "uuid"_L1)
            return u"{{$uuid}}"_s;
        if (word == "timestamp"_L1 || (word == "now"_L1 && tag.contains("millis"_L1)))
            return u"{{$now}}"_s;
        if (word == "now"_L1)
            return tag.contains("unix"_L1) ? u"{{$now.s}}"_s : u"{{$now.iso}}"_s;
        return {};
    }
    QString name = inner.startsWith("_."_L1) ? inner.mid(2) : inner;
    if (name.startsWith("_['"_L1) && name.endsWith("']"_L1))
        name = name.mid(3).chopped(2);
    return name.contains(u'|') ? QString() : u"{{"_s + name.trimmed() + u"}}"_s;
}

static bool isInsomnia(const CollectionFiles &files)
{
    const QJsonObject root = files.onlyRoot();
    return root.value("type"_L1).toString().contains(".insomnia.rest/5"_L1)
           || (root.contains("__export_format"_L1) && root.contains("resources"_L1));
}

namespace {
class InsomniaReader
{
public:
    Collection read(const QJsonObject &root, const QString &name)
    {
        if (root.contains("resources"_L1))
            readList(root, name);
        else
            readTree(root, name);
        return m_builder.finish();
    }

private:
    // Maps within are variables with a point in their names, as templates ask for them.
    static void flatten(const QJsonObject &data, const QString &before, QList<CollectionPair> *to)
    {
        for (auto each = data.constBegin(); each != data.constEnd(); ++each) {
            if (each->isObject())
                flatten(each->toObject(), before + each.key() + u'.', to);
            else
                to->append({before + each.key(), scalarText(each.value()), false, false});
        }
    }
    QList<CollectionPair> variablesOf(CollectionNode *environment)
    {
        QList<CollectionPair> all;
        flatten(environment->value("data"_L1).toObject(), {}, &all);
        const QString name = environment->text("name"_L1);
        environment->pass({"meta"_L1, "dataPropertyOrder"_L1, "color"_L1, "_id"_L1, "_type"_L1, "parentId"_L1,
                           "metaSortKey"_L1, "isPrivate"_L1, "created"_L1, "modified"_L1, "kvPairData"_L1,
                           "environmentType"_L1, "subEnvironments"_L1});
        environment->listTheRest(name, &m_builder.leftOut);
        return all;
    }
    // What both versions have alike, of a folder.
    CollectionScope folder(const CollectionScope &in, CollectionNode *node)
    {
        const QString name = node->text("name"_L1);
        CollectionScope scope = m_builder.folder(in, name, notesOf(node));
        CollectionBuilder::handDown(&scope, node->pairs("headers"_L1),
                                    CollectionBuilder::readAuth(node->value("authentication"_L1)));
        passCommon(node);
        node->pass({"children"_L1, "environmentPropertyOrder"_L1, "environmentType"_L1, "kvPairData"_L1});
        node->listTheRest(name, &m_builder.leftOut);
        return scope;
    }
    QString request(const CollectionScope &in, CollectionNode *node)
    {
        CollectionRequest request;
        request.name = node->text("name"_L1);
        request.notes = notesOf(node);
        request.url = node->text("url"_L1);
        request.headers = node->pairs("headers"_L1);
        request.query = node->pairs("parameters"_L1);
        request.path = node->pairs("pathParameters"_L1);
        request.auth = CollectionBuilder::readAuth(node->value("authentication"_L1));
        CollectionNode settings = node->node("settings"_L1);
        const QString redirects =
                settings.text("followRedirects"_L1) + node->text("settingFollowRedirects"_L1);
        request.profile.followRedirects = redirects == "on"_L1;
        passCommon(node);
        node->pass({"settingEncodeUrl"_L1, "settingSendCookies"_L1, "settingStoreCookies"_L1});
        node->listTheRest(request.name, &m_builder.leftOut);
        return m_builder.addConnection(in, request);
    }
    static QString notesOf(CollectionNode *node)
    {
        return node->has("meta"_L1) ? node->node("meta"_L1).text("description"_L1)
                                    : node->text("description"_L1);
    }
    static void passCommon(CollectionNode *node)
    {
        node->pass({"meta"_L1, "_id"_L1, "_type"_L1, "parentId"_L1, "metaSortKey"_L1, "created"_L1,
                    "modified"_L1, "isPrivate"_L1, "type"_L1, "disableUserAgentHeader"_L1});
    }

    void readTree(const QJsonObject &object, const QString &fileName)
    {
        CollectionNode root(object);
        const QString name = root.has("name"_L1) ? root.text("name"_L1) : fileName;
        CollectionNode base = root.node("environments"_L1);
        m_builder.addBaseVariables(name, variablesOf(&base));
        QList<CollectionNode> others = base.nodes("subEnvironments"_L1);
        for (CollectionNode &each : others) {
            const QString own = each.text("name"_L1);
            m_builder.addEnvironment(own, variablesOf(&each));
        }
        readItems(m_builder.folder({}, name, notesOf(&root)), root.nodes("collection"_L1));
        if (!root.node("cookieJar"_L1).nodes("cookies"_L1).isEmpty())
            m_builder.leftOut.add(u"cookies"_s, name);
        root.pass({"type"_L1, "schema_version"_L1, "meta"_L1});
        root.listTheRest(name, &m_builder.leftOut);
    }
    // Bounded as the tree is.
    void readItems(const CollectionScope &in, QList<CollectionNode> items)
    {
        for (CollectionNode &item : items) {
            const QString id = item.node("meta"_L1).text("id"_L1);
            if (item.has("method"_L1))
                m_builder.leftOut.addRequest(u"HTTP"_s);
            else if (item.has("reflectionApi"_L1) || item.has("protoMethodName"_L1))
                m_builder.leftOut.addRequest(u"gRPC"_s);
            else if (item.has("eventListeners"_L1) || id.startsWith("socketio"_L1))
                m_builder.leftOut.addRequest(u"Socket.IO"_s);
            else if (item.has("url"_L1))
                request(in, &item);
            else
                readItems(folder(in, &item), item.nodes("children"_L1));
        }
    }
    void message(const QString &connection, CollectionNode *payload)
    {
        m_builder.addMessage(connection, payload->text("name"_L1), payload->text("value"_L1),
                             payload->text("mode"_L1));
    }

    void readList(const QJsonObject &object, const QString &fileName)
    {
        CollectionNode root(object);
        const QList<CollectionNode> all = root.nodes("resources"_L1);
        // A hash gives the last that came first.
        for (auto each = all.rbegin(); each != all.rend(); ++each) {
            CollectionNode node = *each;
            m_children.insert(node.text("parentId"_L1), *each);
        }
        for (CollectionNode each : all) {
            if (each.text("_type"_L1) == "workspace"_L1)
                readWorkspace(&each, fileName);
        }
        root.pass({"_type"_L1, "__export_format"_L1, "__export_date"_L1, "__export_source"_L1});
        root.listTheRest(fileName, &m_builder.leftOut);
    }
    void readWorkspace(CollectionNode *workspace, const QString &fileName)
    {
        const QString name = workspace->text("name"_L1);
        const CollectionScope scope =
                m_builder.folder({}, name.isEmpty() ? fileName : name, notesOf(workspace));
        readChildren(scope, workspace->text("_id"_L1), name, 1);
    }
    // Each is read once, even if it is in itself.
    QList<CollectionNode> takeChildren(const QString &id)
    {
        const QList<CollectionNode> children = m_children.values(id);
        m_children.remove(id);
        return children;
    }
    void readChildren(const CollectionScope &in, const QString &id, const QString &name, int depth)
    {
        static constexpr int MaxDepth = 64;
        if (depth > MaxDepth)
            return;
        QList<CollectionNode> own = takeChildren(id);
        for (CollectionNode &each : own) {
            const QString type = each.text("_type"_L1);
            const QString childId = each.text("_id"_L1);
            if (type == "websocket_request"_L1) {
                const QString connection = request(in, &each);
                QList<CollectionNode> payloads = takeChildren(childId);
                for (CollectionNode &payload : payloads)
                    message(connection, &payload);
            } else if (type == "request_group"_L1) {
                readChildren(folder(in, &each), childId, name, depth + 1);
            } else if (type == "environment"_L1) {
                m_builder.addBaseVariables(name, variablesOf(&each));
                QList<CollectionNode> others = takeChildren(childId);
                for (CollectionNode &other : others) {
                    const QString otherName = other.text("name"_L1);
                    m_builder.addEnvironment(otherName, variablesOf(&other));
                }
            } else if (type == "request"_L1) {
                m_builder.leftOut.addRequest(u"HTTP"_s);
            } else if (type == "grpc_request"_L1) {
                m_builder.leftOut.addRequest(u"gRPC"_s);
            } else if (type == "socketio_request"_L1) {
                m_builder.leftOut.addRequest(u"Socket.IO"_s);
            } else if (type != "cookie_jar"_L1 || !each.nodes("cookies"_L1).isEmpty()) {
                m_builder.leftOut.add(type, name);
            }
        }
    }

    QMultiHash<QString, CollectionNode> m_children;
    CollectionBuilder m_builder{{R"(\{\{([^{}]*)\}\}|\{(%[^{}]*%)\})"_L1, fromInsomnia}};
};
} // namespace

static Collection readInsomnia(const CollectionFiles &files)
{
    return InsomniaReader().read(files.onlyRoot(), files.name);
}

const CollectionFormat InsomniaCollection{"Insomnia"_L1, isInsomnia, readInsomnia};
