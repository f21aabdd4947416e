// SPDX-License-Identifier: MIT
#include "saved/collections/collectionnode.h"

#include "format/text/visibletext.h"
#include "profile/jsonreader.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

// Sentences, and names in each: what a panel and a memory have room for.
static constexpr qsizetype MaxFields = 50;
static constexpr qsizetype MaxOwners = 3;
static constexpr qsizetype MaxKind = 40;

void LeftOut::add(const QString &field, const QString &owner)
{
    auto found = std::find_if(m_fields.begin(), m_fields.end(),
                              [&](const Field &each) { return each.name == field; });
    if (found == m_fields.end()) {
        if (m_fields.size() >= MaxFields) {
            ++m_moreFields;
            return;
        }
        found = m_fields.insert(m_fields.end(), Field{field, {}, 0});
    }
    const QString name = quotedInput(owner);
    if (found->owners.contains(name))
        return;
    if (found->owners.size() < MaxOwners)
        found->owners.append(name);
    else
        ++found->more;
}

void LeftOut::addRequest(const QString &kind)
{
    const auto found = std::find_if(m_requests.begin(), m_requests.end(),
                                    [&](const Kind &each) { return each.name == kind; });
    if (found != m_requests.end())
        ++found->count;
    else if (m_requests.size() < MaxFields)
        m_requests.append({kind, 1});
}

void LeftOut::addFile(const QString &path, const QString &problem)
{
    if (m_files.size() < MaxFields)
        m_files.append(tr("%1 was left out. %2").arg(quotedInput(path), problem));
    else
        ++m_moreFields;
}

QStringList LeftOut::sentences() const
{
    QStringList all = m_files;
    for (const Kind &kind : m_requests) {
        const QString sentence = kind.count == 1
                                         ? tr("1 %1 request was left out: Socketscope speaks WebSocket.")
                                         : tr("%2 %1 requests were left out: Socketscope speaks WebSocket.")
                                                   .arg(u"%1"_s, QString::number(kind.count));
        all.append(sentence.arg(visibleText(kind.name.left(MaxKind))));
    }
    for (const Field &field : m_fields) {
        const QString owners =
                field.more > 0
                        ? tr("%1 and %2 more").arg(field.owners.join(u", "_s), QString::number(field.more))
                        : listed(field.owners);
        all.append(tr("%1 of %2 has no place here and was left out.").arg(quotedInput(field.name), owners));
    }
    if (m_moreFields > 0)
        all.append(tr("%1 more of the kind.").arg(m_moreFields));
    return all;
}

QString scalarText(const QJsonValue &value)
{
    if (value.isBool())
        return value.toBool() ? u"true"_s : u"false"_s;
    if (value.isDouble())
        return value.toVariant().toString();
    // JSON may hold half a character, which no regular expression takes.
    return QString::fromUtf8(value.toString().toUtf8());
}

QJsonValue CollectionNode::value(QLatin1StringView key)
{
    m_read.insert(key);
    return m_object.value(key);
}

QString CollectionNode::text(QLatin1StringView key)
{
    const QJsonValue found = m_object.value(key);
    if (found.isObject() || found.isArray())
        return {};
    m_read.insert(key);
    return scalarText(found);
}

QString CollectionNode::text(std::initializer_list<QLatin1StringView> keys)
{
    QString found;
    for (const QLatin1StringView key : keys) {
        const QString each = text(key);
        if (found.isEmpty())
            found = each;
    }
    return found;
}

static QList<CollectionNode> mapsOf(const QJsonValue &value)
{
    QList<CollectionNode> maps;
    const QJsonArray list = value.toArray();
    for (const QJsonValue each : list) {
        if (each.isObject())
            maps.append(each.toObject());
    }
    return maps;
}

QList<CollectionNode> CollectionNode::nodes(QLatin1StringView key)
{
    return mapsOf(value(key));
}

static bool isNothing(const QJsonValue &value)
{
    return value.isNull() || value.isUndefined() || value == QJsonValue(false)
           || value == QJsonValue(QString()) || (value.isArray() && value.toArray().isEmpty())
           || (value.isObject() && value.toObject().isEmpty());
}

QList<CollectionPair> CollectionNode::pairs(QLatin1StringView key)
{
    const QJsonValue found = value(key);
    QList<CollectionPair> all;
    const QJsonObject map = found.toObject();
    for (auto each = map.constBegin(); each != map.constEnd(); ++each)
        all.append({each.key(), scalarText(each.value()), false, false});
    QList<CollectionNode> maps = mapsOf(found);
    for (CollectionNode &each : maps) {
        CollectionPair pair;
        pair.name = each.text({"name"_L1, "key"_L1});
        // OpenCollection has the value, or a map with its type.
        const QJsonValue written = each.value("value"_L1);
        pair.value = scalarText(written.isObject() ? written.toObject().value("data"_L1) : written);
        pair.isDisabled = each.flag("disabled"_L1) || each.text("enabled"_L1) == "false"_L1;
        pair.isSecret = each.flag("secret"_L1) || each.text("type"_L1) == "secret"_L1;
        pair.isDescribed = !isNothing(each.value("description"_L1));
        if (!pair.name.isEmpty())
            all.append(pair);
    }
    return all;
}

void CollectionNode::pass(std::initializer_list<QLatin1StringView> keys)
{
    for (const QLatin1StringView key : keys)
        m_read.insert(key);
}

void CollectionNode::listTheRest(const QString &owner, LeftOut *leftOut) const
{
    for (auto each = m_object.constBegin(); each != m_object.constEnd(); ++each) {
        if (!m_read.contains(each.key()) && !isNothing(each.value()))
            leftOut->add(each.key(), owner);
    }
}
