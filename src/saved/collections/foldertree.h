// SPDX-License-Identifier: MIT
#pragma once

#include "saved/collections/collectionbuilder.h"

#include <QHash>
#include <QString>

#include <functional>

/// The folders that the files of a collection are in, each with what it hands down. The top is one, too, if
/// it has a name.
class FolderTree
{
public:
    /// In place of the folder's own; nothing for an empty one.
    void setName(const QString &folder, const QString &name)
    {
        if (!name.isEmpty())
            m_names.insert(folder, name);
    }
    void setNotes(const QString &folder, const QString &notes) { m_notes.insert(folder, notes); }
    /// What is in it is in the one above.
    void pass(const QString &folder) { m_names.insert(folder, {}); }
    QString nameOf(const QString &folder) const { return m_names.value(folder, folder.section(u'/', -1)); }

    /// `enter` says what each of them hands down, once, from the top on.
    using Enter = std::function<void(const QString &folder, CollectionScope *scope)>;
    CollectionScope scopeOf(const QString &folder, CollectionBuilder *builder, const Enter &enter)
    {
        const auto known = m_scopes.constFind(folder);
        if (known != m_scopes.constEnd())
            return *known;
        const CollectionScope in =
                folder.isEmpty() ? CollectionScope() : scopeOf(folder.section(u'/', 0, -2), builder, enter);
        CollectionScope scope = in;
        if (!nameOf(folder).isEmpty())
            scope = builder->folder(in, nameOf(folder), m_notes.value(folder));
        enter(folder, &scope);
        return *m_scopes.insert(folder, scope);
    }

private:
    QHash<QString, QString> m_names;
    QHash<QString, QString> m_notes;
    QHash<QString, CollectionScope> m_scopes;
};
