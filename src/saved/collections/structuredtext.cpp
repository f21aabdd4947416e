// SPDX-License-Identifier: MIT
#include "saved/collections/structuredtext.h"

#include <QCoreApplication>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <istream>
#include <optional>
#include <streambuf>
#include <string>

using namespace Qt::StringLiterals;

namespace {

struct StructuredTextWords
{
    Q_DECLARE_TR_FUNCTIONS(StructuredText)
};

// Thrown through yaml-cpp, which has no other way to be stopped, and caught below.
struct Refusal
{
    QString sentence;
};

// Reads the bytes where they are.
class Buffer : public std::streambuf
{
public:
    explicit Buffer(const QByteArray &bytes)
    {
        char *data = const_cast<char *>(bytes.constData());
        setg(data, data, data + bytes.size());
    }
};

QString textOf(const std::string &text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

// Makes the tree as yaml-cpp tells of the text, before it holds any of it itself.
class TreeMaker : public YAML::EventHandler
{
public:
    explicit TreeMaker(qsizetype maxCost)
        : m_maxCost(maxCost)
    {}

    const QJsonValue &root() const { return m_root; }
    qsizetype cost() const { return m_cost; }

    void OnDocumentStart(const YAML::Mark &) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark &mark, YAML::anchor_t anchor) override { add(mark, anchor, {}, 0); }
    void OnAlias(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        const auto named = m_anchors.constFind(anchor);
        if (named == m_anchors.constEnd())
            refuse(StructuredTextWords::tr("An alias is within what it names"), mark);
        add(mark, 0, named->value, named->cost);
    }
    void OnScalar(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                  const std::string &text) override
    {
        const bool isPlain = tag == "?";
        if (isPlain && (text == "true" || text == "false"))
            add(mark, anchor, text == "true", 0);
        else if (isPlain && (text == "null" || text == "~"))
            add(mark, anchor, {}, 0);
        else
            add(mark, anchor, textOf(text), qsizetype(text.size()));
    }
    void OnSequenceStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override
    {
        open(mark, anchor, false);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override
    {
        open(mark, anchor, true);
    }
    void OnMapEnd() override { close(); }

private:
    struct Anchor
    {
        QJsonValue value;
        qsizetype cost = 0;
    };
    struct Level
    {
        YAML::Mark mark;
        YAML::anchor_t anchor = 0;
        bool isMap = false;
        QMap<QString, QJsonValue> map = {};
        QJsonArray list = {};
        std::optional<QString> key = {};
        qsizetype costBefore = 0;
    };

    [[noreturn]] static void refuse(const QString &what, const YAML::Mark &mark)
    {
        throw Refusal{StructuredTextWords::tr("%1 in line %2.").arg(what).arg(mark.line + 1)};
    }
    void open(const YAML::Mark &mark, YAML::anchor_t anchor, bool isMap)
    {
        if (m_levels.size() >= StructuredText::MaxDepth)
            refuse(StructuredTextWords::tr("There are more than %1 lists and maps in each other")
                           .arg(StructuredText::MaxDepth),
                   mark);
        if (!m_levels.isEmpty() && m_levels.constLast().isMap && !m_levels.constLast().key)
            refuse(StructuredTextWords::tr("A key is no text"), mark);
        m_levels.append({mark, anchor, isMap});
        m_levels.last().costBefore = m_cost;
    }
    void close()
    {
        const Level level = m_levels.takeLast();
        add(level.mark, level.anchor,
            level.isMap ? QJsonValue(StructuredText::object(level.map)) : QJsonValue(level.list),
            m_cost - level.costBefore, m_cost - level.costBefore);
    }
    // `counted` is what of the cost is in the sum already.
    void add(const YAML::Mark &mark, YAML::anchor_t anchor, const QJsonValue &value, qsizetype cost,
             qsizetype counted = 0)
    {
        m_cost += StructuredText::NodeCost + cost - counted;
        if (m_cost > m_maxCost)
            refuse(StructuredTextWords::tr("With all that its aliases stand for, it is too large"), mark);
        if (anchor)
            m_anchors.insert(anchor, {value, StructuredText::NodeCost + cost});
        if (m_levels.isEmpty()) {
            m_root = value;
            return;
        }
        Level &level = m_levels.last();
        if (!level.isMap) {
            level.list.append(value);
        } else if (!level.key) {
            if (value.isArray() || value.isObject())
                refuse(StructuredTextWords::tr("A key is no text"), mark);
            level.key = value.isBool() ? (value.toBool() ? u"true"_s : u"false"_s) : value.toString();
        } else {
            level.map.insert(*level.key, value);
            level.key.reset();
        }
    }

    const qsizetype m_maxCost;
    QList<Level> m_levels;
    QHash<YAML::anchor_t, Anchor> m_anchors;
    QJsonValue m_root;
    qsizetype m_cost = 0;
};

} // namespace

static StructuredText::Tree failed(const QString &sentence)
{
    return {{}, sentence, 0};
}

static StructuredText::Tree readJson(const QByteArray &bytes, bool *isJson)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &error);
    *isJson = error.error == QJsonParseError::NoError;
    if (!*isJson)
        return failed(StructuredTextWords::tr("It is no JSON: %1 at byte %2.")
                              .arg(error.errorString())
                              .arg(error.offset));
    return {document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object()),
            {},
            bytes.size()};
}

static StructuredText::Tree readYaml(const QByteArray &bytes, qsizetype maxExpanded)
{
    Buffer buffer(bytes);
    std::istream stream(&buffer);
    TreeMaker maker(maxExpanded);
    try {
        YAML::Parser parser(stream);
        if (!parser.HandleNextDocument(maker))
            return failed(StructuredTextWords::tr("There is nothing in it."));
    } catch (const Refusal &refusal) {
        return failed(refusal.sentence);
    } catch (const YAML::Exception &error) {
        return failed(StructuredTextWords::tr("It is no YAML: line %1 cannot be read.")
                              .arg(qMax(error.mark.line, 0) + 1));
    }
    return {maker.root(), {}, maker.cost()};
}

StructuredText::Tree StructuredText::read(const QByteArray &bytes, qsizetype maxExpanded)
{
    if (bytes.size() > MaxBytes)
        return failed(StructuredTextWords::tr("It has more than %1 MiB.").arg(MaxBytes / 1024 / 1024));
    if (bytes.contains('\0'))
        return failed(StructuredTextWords::tr("It is no text."));
    const QByteArray start = bytes.first(qMin<qsizetype>(bytes.size(), 64)).trimmed();
    if (!start.startsWith('{') && !start.startsWith("[\"") && !start.startsWith("[{"))
        return readYaml(bytes, maxExpanded);
    // What begins as JSON may be YAML that is written as that is.
    bool isJson = false;
    const Tree json = readJson(bytes, &isJson);
    const Tree yaml = isJson ? json : readYaml(bytes, maxExpanded);
    return yaml.failure.isEmpty() ? yaml : json;
}

QJsonObject StructuredText::object(const QMap<QString, QJsonValue> &members)
{
    QJsonObject object;
    // In their order, each comes to the end.
    for (auto member = members.begin(); member != members.end(); ++member)
        object.insert(member.key(), member.value());
    return object;
}
