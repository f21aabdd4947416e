// SPDX-License-Identifier: MIT
#pragma once

#include "format/json/jsonscanner.h"

#include <QByteArray>

#include <limits>
#include <vector>

/// The values of a JSON text in its order, each before those within it, as places in the text: 20 bytes a
/// value. Any thread.
class JsonNodes
{
public:
    static constexpr size_t MaxNodes = 8000000;

    struct Node
    {
        quint32 begin = 0;
        quint32 end = 0;
        /// With quotation marks, of a member; nothing otherwise.
        quint32 nameBegin = 0;
        quint32 nameEnd = 0;
        /// Index of the first value after this one that is not within it.
        quint32 next = 0;
    };

    /// The text must outlive this.
    explicit JsonNodes(const QByteArray &json)
        : m_json(json)
    {}

    /// Once only; false if it is no JSON or has too many values.
    bool parse()
    {
        if (m_json.size() > qsizetype(std::numeric_limits<quint32>::max()))
            return false;
        JsonScanner<JsonNodes> scanner(m_json, *this);
        m_lexer = &scanner.lexer();
        const bool ok = scanner.scan();
        m_lexer = nullptr;
        return ok && !m_tooMany;
    }

    const Node &at(quint32 index) const { return m_nodes[index]; }
    QByteArrayView text(quint32 index) const { return between(at(index).begin, at(index).end); }
    QByteArrayView name(quint32 index) const { return between(at(index).nameBegin, at(index).nameEnd); }
    /// { or [ if it is one.
    char bracket(quint32 index) const { return m_json.at(at(index).begin); }

    // What the scanner calls.
    void open(char bracket)
    {
        const quint32 end = offset();
        m_open.push_back({add(end - 1, end), bracket == '{'});
        m_nameIsNext = bracket == '{';
    }
    void beginFirst() {}
    void comma() { m_nameIsNext = m_open.back().isObject; }
    void colon() {}
    void token(const char *begin, qsizetype size)
    {
        const auto from = quint32(begin - m_json.constData());
        const auto end = quint32(from + size);
        if (m_nameIsNext) {
            m_nameBegin = from;
            m_nameEnd = end;
            m_nameIsNext = false;
        } else {
            add(from, end);
        }
    }
    void close(char, bool)
    {
        Node &node = m_nodes[m_open.back().node];
        node.end = offset();
        node.next = quint32(m_nodes.size());
        m_open.pop_back();
    }

private:
    struct Open
    {
        quint32 node;
        bool isObject;
    };

    QByteArrayView between(quint32 begin, quint32 end) const
    {
        return QByteArrayView(m_json).sliced(begin, end - begin);
    }
    quint32 offset() const { return quint32(m_lexer->position() - m_json.constData()); }
    quint32 add(quint32 begin, quint32 end)
    {
        m_tooMany = m_tooMany || m_nodes.size() >= MaxNodes;
        // The scan goes on, but nothing more is kept than what is needed to end it.
        if (m_tooMany)
            return 0;
        const auto index = quint32(m_nodes.size());
        m_nodes.push_back({begin, end, m_nameBegin, m_nameEnd, index + 1});
        m_nameBegin = m_nameEnd = 0;
        return index;
    }

    const QByteArray m_json;
    const JsonLexer *m_lexer = nullptr;
    std::vector<Node> m_nodes;
    std::vector<Open> m_open;
    quint32 m_nameBegin = 0;
    quint32 m_nameEnd = 0;
    bool m_nameIsNext = false;
    bool m_tooMany = false;
};
