// SPDX-License-Identifier: MIT
#pragma once

#include "saved/environmentsjson.h"
#include "saved/savedconnection.h"

#include <QByteArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QLatin1StringView>
#include <QList>
#include <QString>
#include <QStringList>

#include <initializer_list>

/// What came of a collection of another program. A plain value; it holds secrets.
struct Collection
{
    /// Each folder before what is in it.
    ConnectionEntries entries = {};
    QList<Environment> environments = {};
    /// What had no place here, in sentences.
    QStringList leftOut = {};
    /// Why nothing can be read at all, as a sentence; empty if it can.
    QString failure = {};
};

/// A file of a collection. A plain value.
struct CollectionFile
{
    /// From the folder that was chosen, with slashes; of a single file, its name.
    QString path;
    QByteArray bytes;
    /// What is in it, if it is YAML or JSON.
    QJsonValue root = {};
    /// Why that cannot be read, as a sentence.
    QString problem = {};

    QString folder() const { return path.contains(u'/') ? path.section(u'/', 0, -2) : QString(); }
    QString name() const { return path.section(u'/', -1); }
    /// The name up to the first of these ends that it has; empty if it has none.
    QString baseOf(std::initializer_list<QLatin1StringView> ends) const
    {
        for (const QLatin1StringView end : ends) {
            if (name().endsWith(end))
                return name().chopped(end.size());
        }
        return {};
    }
};

/// The file or the folder of a collection, read whole. A plain value.
struct CollectionFiles
{
    /// Of the file or the folder, for what has no name of its own.
    QString name;
    QList<CollectionFile> files = {};
    /// Why it cannot be read, as a sentence.
    QString failure = {};

    /// The root of the only file there is; null of a folder.
    QJsonObject onlyRoot() const { return files.size() == 1 ? files.first().root.toObject() : QJsonObject(); }
};
