// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>

#include <functional>

/// One place at which two JSON texts differ.
struct JsonDifference
{
    enum class Kind : quint8 { Added, Removed, Changed };

    /// In the syntax of SQLite's JSON functions: "$.a.b[0]", names in quotation marks where they must be. Of
    /// duplicate names all have the same path.
    QString path;
    Kind kind = Kind::Changed;
    /// The values as they were sent; empty where there is none. Of the texts that were compared, which must
    /// outlive it.
    QByteArrayView left;
    QByteArrayView right;
};

struct JsonDiff
{
    static constexpr qsizetype MaxDifferences = 10000;

    /// False if one of the texts is no JSON, or has more than JsonOutline::MaxValues values.
    bool ok = false;
    QList<JsonDifference> differences;
    /// There are more differences than these: after MaxDifferences, or after 16 million characters of paths.
    bool more = false;
    /// Members that both have come in another order somewhere.
    bool orderDiffers = false;
};

/// Where two JSON texts (RFC 8259) differ, in the order of the left one; what was added to an object follows
/// after its other members. Members are matched by their names, the nth of a name with the nth, elements of
/// arrays by their index. Values are compared as they were sent: 1 and 1.0 differ, so do "A" and "\u0041";
/// only blanks between tokens do not count. Without any difference and with the same order, the two are the
/// same text but for those blanks. Linear in time and memory; no recursion. `cancelled` is asked now and
/// then; what is returned after that is of no use. May be called from any thread.
JsonDiff diffJson(
        const QByteArray &left, const QByteArray &right,
        const std::function<bool()> &cancelled = [] { return false; });
