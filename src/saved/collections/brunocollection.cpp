// SPDX-License-Identifier: MIT
// Bruno's collections: folders of .bru files, each of blocks with a name.
#include "saved/collections/collectionbuilder.h"
#include "saved/collections/collectionformat.h"
#include "saved/collections/foldertree.h"
#include "saved/collections/structuredtext.h"

#include <QJsonArray>
#include <QMap>
#include <QRegularExpression>

#include <algorithm>
#include <optional>
#include <utility>

using namespace Qt::StringLiterals;

// The blocks of a file that have pairs whose order and "~" count, those that may come more than once, and
// those that are text.
static bool isTable(const QString &block)
{
    return block == "headers"_L1 || block == "metadata"_L1 || block.startsWith("params:"_L1)
           || block.startsWith("vars"_L1);
}
static bool isText(const QString &block)
{
    return (block.startsWith("body"_L1) && block != "body:ws"_L1) || block.startsWith("script:"_L1)
           || block == "tests"_L1 || block == "docs"_L1;
}

namespace {
// Makes a map of blocks, as YAML would have it.
class BruText
{
public:
    explicit BruText(const QByteArray &bytes)
        : m_lines(QString::fromUtf8(bytes).remove(u'\r').split(u'\n'))
    {}

    QJsonObject read()
    {
        static const QRegularExpression start(u"^([\\w:-]+)\\s*([{\\[])\\s*$"_s);
        QMap<QString, QJsonValue> blocks;
        while (const auto line = next()) {
            const QRegularExpressionMatch match = start.match(*line);
            if (!match.hasMatch())
                continue;
            const QString name = match.captured(1);
            if (match.captured(2) == "["_L1) {
                blocks.insert(name, readNames(u"]"_s));
            } else if (isText(name)) {
                blocks.insert(name, readText());
            } else if (isTable(name)) {
                blocks.insert(name, readPairs());
            } else {
                QMap<QString, QJsonValue> map;
                const QJsonArray pairs = readPairs();
                for (const QJsonValue pair : pairs)
                    map.insert(pair.toObject().value("name"_L1).toString(),
                               pair.toObject().value("value"_L1));
                // Those that come more than once are messages.
                if (name == "body:ws"_L1)
                    m_messages.append(StructuredText::object(map));
                else
                    blocks.insert(name, StructuredText::object(map));
            }
        }
        if (!m_messages.isEmpty())
            blocks.insert("body:ws"_L1, m_messages);
        return StructuredText::object(blocks);
    }

private:
    std::optional<QString> next()
    {
        return m_at < m_lines.size() ? std::optional(m_lines.at(m_at++)) : std::nullopt;
    }
    static QString indented(const QString &line, qsizetype by)
    {
        qsizetype blanks = 0;
        while (blanks < by && blanks < line.size() && line.at(blanks) == u' ')
            ++blanks;
        return line.mid(blanks);
    }
    QString readText()
    {
        QStringList lines;
        for (auto line = next(); line && *line != "}"_L1; line = next())
            lines.append(indented(*line, 2));
        return lines.join(u'\n');
    }
    QJsonArray readNames(const QString &end)
    {
        QJsonArray names;
        for (auto line = next(); line && line->trimmed() != end; line = next()) {
            const QString name = line->trimmed().remove(u',');
            const bool isOff = name.startsWith(u'~');
            if (!name.isEmpty())
                names.append(QJsonObject{{u"name"_s, isOff ? name.mid(1) : name}, {u"disabled"_s, isOff}});
        }
        return names;
    }
    QJsonArray readPairs()
    {
        static const QRegularExpression pair(uR"~(^(~?)(?:"((?:[^"\\]|\\.)*)"|([^:\s]*))\s*:\s*(.*)$)~"_s);
        QJsonArray pairs;
        for (auto line = next(); line && *line != "}"_L1; line = next()) {
            const QRegularExpressionMatch match = pair.match(line->trimmed());
            if (!match.hasMatch())
                continue;
            QString name = match.captured(3);
            if (match.hasCaptured(2))
                name = match.captured(2).replace(u"\\\""_s, u"\""_s);
            QString value = match.captured(4).trimmed();
            if (value.startsWith("'''"_L1))
                value = readLines(value.mid(3));
            else if (value == "["_L1)
                readNames(u"]"_s);
            pairs.append(QJsonObject{
                    {u"name"_s, name}, {u"value"_s, value}, {u"disabled"_s, match.captured(1) == "~"_L1}});
        }
        return pairs;
    }
    // Up to ''' again, without the indentation that Bruno gives them.
    QString readLines(const QString &first)
    {
        if (first.endsWith("'''"_L1))
            return first.chopped(3);
        QStringList lines;
        if (!first.isEmpty())
            lines.append(first);
        for (auto line = next(); line && !line->trimmed().endsWith("'''"_L1); line = next())
            lines.append(indented(*line, 4));
        return lines.join(u'\n');
    }

    const QStringList m_lines;
    qsizetype m_at = 0;
    QJsonArray m_messages;
};
} // namespace

static bool isBru(const CollectionFile &file)
{
    return file.path.endsWith(".bru"_L1);
}

static bool isBruno(const CollectionFiles &files)
{
    return std::any_of(files.files.begin(), files.files.end(), isBru);
}

namespace {
class BrunoReader
{
public:
    Collection read(const CollectionFiles &files)
    {
        if (files.files.size() > 1)
            m_tree.setName({}, files.name);
        for (const CollectionFile &file : files.files) {
            if (file.name() == "bruno.json"_L1 && file.root.isObject())
                m_tree.setName(file.folder(), file.root.toObject().value("name"_L1).toString());
            else if (file.name() == "collection.bru"_L1 || file.name() == "folder.bru"_L1)
                m_roots.insert(file.folder(), BruText(file.bytes).read());
        }
        for (const CollectionFile &file : files.files) {
            if (!isBru(file) || file.name() == "collection.bru"_L1 || file.name() == "folder.bru"_L1)
                continue;
            CollectionNode blocks(BruText(file.bytes).read());
            if (file.folder().section(u'/', -1) == "environments"_L1 || !blocks.has("meta"_L1))
                readEnvironment(file, &blocks);
            else
                readRequest(file, &blocks);
        }
        return m_builder.finish();
    }

private:
    static CollectionAuth authOf(CollectionNode *blocks, const QString &mode)
    {
        CollectionAuth auth;
        auth.type = mode;
        auth.isGiven = !mode.isEmpty() && mode != "inherit"_L1;
        auth.fields = blocks->value(QLatin1StringView(u"auth:%1"_s.arg(mode).toLatin1())).toObject();
        return auth;
    }
    void enter(const QString &folder, CollectionScope *scope)
    {
        CollectionNode blocks(m_roots.value(folder));
        const QString name = m_tree.nameOf(folder);
        const QString mode = blocks.node("auth"_L1).text("mode"_L1);
        CollectionBuilder::handDown(scope, blocks.pairs("headers"_L1), authOf(&blocks, mode));
        m_builder.addBaseVariables(name, blocks.pairs("vars:pre-request"_L1));
        blocks.pass({"meta"_L1, "docs"_L1});
        blocks.listTheRest(name, &m_builder.leftOut);
    }
    CollectionScope scopeOf(const QString &folder)
    {
        const QString name = CollectionNode(m_roots.value(folder)).node("meta"_L1).text("name"_L1);
        if (!name.isEmpty())
            m_tree.setName(folder, name);
        return m_tree.scopeOf(folder, &m_builder,
                              [this](const QString &each, CollectionScope *scope) { enter(each, scope); });
    }
    void readRequest(const CollectionFile &file, CollectionNode *blocks)
    {
        CollectionNode meta = blocks->node("meta"_L1);
        const QString type = meta.text("type"_L1);
        if (type != "ws"_L1) {
            m_builder.leftOut.addRequest(type == "grpc"_L1 ? u"gRPC"_s : type.toUpper());
            return;
        }
        CollectionNode ws = blocks->node("ws"_L1);
        CollectionRequest request;
        request.name = meta.text("name"_L1);
        request.notes = blocks->text("docs"_L1);
        request.url = ws.text("url"_L1);
        request.headers = blocks->pairs("headers"_L1);
        request.query = blocks->pairs("params:query"_L1);
        request.path = blocks->pairs("params:path"_L1);
        request.auth = authOf(blocks, ws.text("auth"_L1));
        CollectionNode settings = blocks->node("settings"_L1);
        CollectionBuilder::takeMilliseconds(settings.text("timeout"_L1), &request.profile.handshakeTimeout);
        CollectionBuilder::takeMilliseconds(settings.text("keepAliveInterval"_L1),
                                            &request.profile.keepAliveInterval);
        QList<CollectionNode> messages = blocks->nodes("body:ws"_L1);
        meta.pass({"seq"_L1});
        ws.pass({"body"_L1});
        for (const CollectionNode *each :
             {&std::as_const(meta), &std::as_const(ws), &std::as_const(settings)})
            each->listTheRest(request.name, &m_builder.leftOut);
        blocks->listTheRest(request.name, &m_builder.leftOut);
        const QString connection = m_builder.addConnection(scopeOf(file.folder()), request);
        for (CollectionNode &message : messages) {
            const QString name = message.text("name"_L1);
            m_builder.addMessage(connection, name, message.text("content"_L1), message.text("type"_L1));
            message.listTheRest(name, &m_builder.leftOut);
        }
    }
    void readEnvironment(const CollectionFile &file, CollectionNode *blocks)
    {
        QList<CollectionPair> variables = blocks->pairs("vars"_L1);
        QList<CollectionPair> secrets = blocks->pairs("vars:secret"_L1);
        for (CollectionPair &secret : secrets)
            secret.isSecret = true;
        m_builder.addEnvironment(file.baseOf({".bru"_L1}), variables + secrets);
        blocks->listTheRest(file.name(), &m_builder.leftOut);
    }

    QHash<QString, QJsonObject> m_roots;
    FolderTree m_tree;
    CollectionBuilder m_builder;
};
} // namespace

static Collection readBruno(const CollectionFiles &files)
{
    return BrunoReader().read(files);
}

const CollectionFormat BrunoCollection{"Bruno"_L1, isBruno, readBruno};
