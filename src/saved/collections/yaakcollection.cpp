// SPDX-License-Identifier: MIT
// Yaak's export: lists of workspaces, folders, requests and environments, each of which names what it is in.
#include "saved/collections/collectionbuilder.h"
#include "saved/collections/collectionformat.h"
#include "saved/variables.h"

#include <QMultiHash>

#include <algorithm>

using namespace Qt::StringLiterals;

static QString fromYaak(const QString &inner)
{
    struct Function
    {
        QLatin1StringView start;
        QLatin1StringView here;
    };
    static constexpr Function Functions[] = {{"uuid.v4("_L1, "{{$uuid}}"_L1},
                                             {"timestamp.unixMillis("_L1, "{{$now}}"_L1},
                                             {"timestamp.unix("_L1, "{{$now.s}}"_L1},
                                             {"timestamp.iso8601("_L1, "{{$now.iso}}"_L1}};
    for (const Function &function : Functions) {
        if (inner.startsWith(function.start))
            return function.here;
    }
    return Variables::isName(inner) ? u"{{"_s + inner + u"}}"_s : QString();
}

static bool isYaak(const CollectionFiles &files)
{
    return files.onlyRoot().contains("yaakSchema"_L1);
}

namespace {
class YaakReader
{
public:
    Collection read(const CollectionFiles &files)
    {
        CollectionNode root(files.onlyRoot());
        CollectionNode resources = root.node("resources"_L1);
        for (const QLatin1StringView key : {"folders"_L1, "websocketRequests"_L1}) {
            const QList<CollectionNode> all = resources.nodes(key);
            // A hash gives the last that came first.
            for (auto each = all.rbegin(); each != all.rend(); ++each) {
                CollectionNode node = *each;
                const QString folder = node.text("folderId"_L1);
                (key == "folders"_L1 ? m_folders : m_requests)
                        .insert(folder.isEmpty() ? node.text("workspaceId"_L1) : folder, *each);
            }
        }
        readEnvironments(resources.nodes("environments"_L1));
        QList<CollectionNode> workspaces = resources.nodes("workspaces"_L1);
        for (CollectionNode &workspace : workspaces)
            readFolder({}, &workspace, 1);
        for (qsizetype i = resources.nodes("httpRequests"_L1).size(); i > 0; --i)
            m_builder.leftOut.addRequest(u"HTTP"_s);
        for (qsizetype i = resources.nodes("grpcRequests"_L1).size(); i > 0; --i)
            m_builder.leftOut.addRequest(u"gRPC"_s);
        resources.listTheRest(files.name, &m_builder.leftOut);
        root.pass({"yaakVersion"_L1, "yaakSchema"_L1, "timestamp"_L1});
        root.listTheRest(files.name, &m_builder.leftOut);
        return m_builder.finish();
    }

private:
    static CollectionAuth authOf(CollectionNode *node)
    {
        CollectionAuth auth;
        auth.type = node->text("authenticationType"_L1);
        auth.fields = node->node("authentication"_L1);
        if (auth.fields.flag("disabled"_L1))
            auth.type = u"none"_s;
        auth.isGiven = !auth.type.isEmpty() && auth.type != "inherit"_L1;
        return auth;
    }
    static void passCommon(CollectionNode *node)
    {
        node->pass({"model"_L1, "id"_L1, "workspaceId"_L1, "folderId"_L1, "parentId"_L1, "parentModel"_L1,
                    "createdAt"_L1, "updatedAt"_L1, "sortPriority"_L1, "public"_L1, "base"_L1, "color"_L1,
                    "encryptionKeyChallenge"_L1, "settingRequestTimeout"_L1, "settingFollowRedirects"_L1,
                    "settingValidateCertificates"_L1});
    }
    void readFolder(const CollectionScope &in, CollectionNode *node, int depth)
    {
        static constexpr int MaxDepth = 64;
        const QString name = node->text("name"_L1);
        const QString id = node->text("id"_L1);
        CollectionScope scope = m_builder.folder(in, name, node->text("description"_L1));
        CollectionBuilder::handDown(&scope, node->pairs("headers"_L1), authOf(node));
        passCommon(node);
        node->listTheRest(name, &m_builder.leftOut);
        // Each is read once, even if it is in itself.
        QList<CollectionNode> requests = m_requests.values(id);
        m_requests.remove(id);
        for (CollectionNode &request : requests)
            readRequest(scope, &request);
        QList<CollectionNode> folders = m_folders.values(id);
        m_folders.remove(id);
        for (CollectionNode &folder : folders) {
            if (depth < MaxDepth)
                readFolder(scope, &folder, depth + 1);
        }
    }
    void readRequest(const CollectionScope &in, CollectionNode *node)
    {
        CollectionRequest request;
        request.name = node->text("name"_L1);
        request.notes = node->text("description"_L1);
        request.url = node->text("url"_L1);
        request.headers = node->pairs("headers"_L1);
        request.auth = authOf(node);
        const QList<CollectionPair> parameters = node->pairs("urlParameters"_L1);
        for (CollectionPair parameter : parameters) {
            const bool isPath = parameter.name.startsWith(u':');
            if (isPath)
                parameter.name.remove(0, 1);
            (isPath ? request.path : request.query).append(parameter);
        }
        const QString message = node->text("message"_L1);
        passCommon(node);
        node->listTheRest(request.name, &m_builder.leftOut);
        m_builder.addMessage(m_builder.addConnection(in, request), {}, message, {});
    }
    void readEnvironments(QList<CollectionNode> environments)
    {
        for (CollectionNode &node : environments) {
            const QString name = node.text("name"_L1);
            const QString parent = node.text("parentModel"_L1);
            const bool isBase = node.flag("base"_L1) || parent == "workspace"_L1;
            const QList<CollectionPair> variables = node.pairs("variables"_L1);
            if (parent == "folder"_L1)
                m_builder.leftOut.add(u"variables"_s, name);
            else if (isBase)
                m_builder.addBaseVariables(name, variables);
            else
                m_builder.addEnvironment(name, variables);
            passCommon(&node);
            node.listTheRest(name, &m_builder.leftOut);
        }
    }

    QMultiHash<QString, CollectionNode> m_folders;
    QMultiHash<QString, CollectionNode> m_requests;
    CollectionBuilder m_builder{{R"(\$\{\[((?:(?!\$\{\[|\]\}).)*+)\]\})"_L1, fromYaak}};
};
} // namespace

static Collection readYaak(const CollectionFiles &files)
{
    return YaakReader().read(files);
}

const CollectionFormat YaakCollection{"Yaak"_L1, isYaak, readYaak};
