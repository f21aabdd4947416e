// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

/// Where a value is inside JSON text, in the syntax of SQLite's JSON functions
/// (https://www.sqlite.org/json1.html, "Path arguments"): "$", then ".name", "."quoted name"", "[3]" from the
/// front and "[#-1]" from the back. An unquoted name ends before any of . [ ] " = ! < > ~ | ( ) and blanks;
/// in a quoted one, \" and \\ stand for themselves. A plain value; const functions may be called from any
/// thread.
class JsonPath
{
public:
    struct Step
    {
        /// Of a member, decoded, in UTF-8; unused for an element.
        QByteArray name;
        bool isElement = false;
        /// Of an element: from the front, or counted from the back where 1 is the last.
        quint64 index = 0;
        bool fromBack = false;

        bool operator==(const Step &) const = default;
    };

    /// "$": the whole text.
    JsonPath() = default;
    explicit JsonPath(QList<Step> steps)
        : m_steps(std::move(steps))
    {}

    /// The path that `text` begins with; `length` is what of it is the path, in UTF-16 code units. Nothing,
    /// with a sentence and the place of the error in `length`, if there is none.
    static std::optional<JsonPath> parse(QStringView text, qsizetype *length, QString *problem);
    /// The same if the whole text is a path.
    static std::optional<JsonPath> parse(QStringView text);

    const QList<Step> &steps() const { return m_steps; }
    /// parse() gives the same path again.
    QString toString() const;

    /// The value as it was sent, without blanks around it; of duplicate names, the first one's. A null view
    /// if there is none, and if the value itself is cut. Names compare decoded. Looks at no more of the text
    /// than it must and checks only what it needs to find its way, so that the text may be cut or invalid
    /// further on; but a number that is found is a number, and true, false and null are these. "$" must be
    /// the whole text, so that "12 apples" has none. No recursion, no allocation but for names that have
    /// escapes. Linear in time.
    QByteArrayView find(QByteArrayView json) const;

    bool operator==(const JsonPath &) const = default;

private:
    QList<Step> m_steps;
};

/// What JsonPath can find in one message, to be offered for completion: every member's path as
/// JsonPath::toString() writes it, in the order of the text, each once; of an array the first element stands
/// for all. At most `limit` paths of at most 6 steps, and no names beyond 128 bytes. Of text that is cut or
/// invalid, what comes before; of text that is no object or array, nothing. Linear in the text up to the
/// last path. May be called from any thread.
QStringList jsonPathsOf(QByteArrayView json, int limit);
