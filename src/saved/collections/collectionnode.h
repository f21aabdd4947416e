// SPDX-License-Identifier: MIT
#pragma once

#include <QCoreApplication>
#include <QJsonObject>
#include <QList>
#include <QSet>
#include <QString>
#include <QStringList>

#include <initializer_list>

/// What of a collection has no place here, gathered by what it is. Bounded, whatever the collection.
class LeftOut
{
    Q_DECLARE_TR_FUNCTIONS(LeftOut)

public:
    /// A field, as the other program calls it, of something that has a name.
    void add(const QString &field, const QString &owner);
    /// A request of another kind: "HTTP", "gRPC".
    void addRequest(const QString &kind);
    /// A file that cannot be read, with the sentence why.
    void addFile(const QString &path, const QString &problem);
    QStringList sentences() const;

private:
    struct Field
    {
        QString name;
        QStringList owners;
        int more = 0;
    };
    struct Kind
    {
        QString name;
        int count = 0;
    };
    QStringList m_files;
    QList<Field> m_fields;
    QList<Kind> m_requests;
    int m_moreFields = 0;
};

/// A name and a value of a list that programs have for headers, parameters and variables.
struct CollectionPair
{
    QString name;
    QString value;
    bool isDisabled = false;
    bool isSecret = false;
    bool isDescribed = false;
};

/// A map of a collection. It knows what was read of it, so that the rest can be listed. A plain value.
class CollectionNode
{
public:
    CollectionNode(const QJsonObject &object = {})
        : m_object(object)
    {}

    bool has(QLatin1StringView key) const { return m_object.contains(key); }
    QJsonValue value(QLatin1StringView key);
    /// Numbers and truth as text, too; empty if there is none.
    QString text(QLatin1StringView key);
    /// The first that is not empty.
    QString text(std::initializer_list<QLatin1StringView> keys);
    bool flag(QLatin1StringView key) { return text(key) == QLatin1StringView("true"); }
    CollectionNode node(QLatin1StringView key) { return value(key).toObject(); }
    /// Those of a list that are maps.
    QList<CollectionNode> nodes(QLatin1StringView key);
    /// Of a list of maps, or of a map from names to values.
    QList<CollectionPair> pairs(QLatin1StringView key);

    /// These need not be listed: ids, times and the like.
    void pass(std::initializer_list<QLatin1StringView> keys);
    /// What was not read and is not empty.
    void listTheRest(const QString &owner, LeftOut *leftOut) const;

private:
    QJsonObject m_object;
    QSet<QString> m_read;
};

/// Text, a number or truth as text; empty for all else.
QString scalarText(const QJsonValue &value);
