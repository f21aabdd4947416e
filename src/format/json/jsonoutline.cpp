// SPDX-License-Identifier: MIT
#include "format/json/jsonoutline.h"

#include "format/json/jsonscanner.h"
#include "scancontrol.h"

#include <algorithm>

/// Told of the tokens by a JsonScanner.
class JsonOutlineSink
{
public:
    JsonOutlineSink(JsonOutline *outline, ScanControl *control)
        : m_outline(outline)
        , m_begin(outline->m_text.constData())
        , m_control(control)
    {}

    bool goOn(const char *position)
    {
        m_at = position;
        if (m_control && ++m_steps % StepsPerLook == 0)
            return look();
        return !m_full;
    }

    void open(char bracket)
    {
        const JsonOutline::Index index = add(offset(m_at));
        m_open.push_back(index);
        m_expectsName = bracket == '{';
    }

    void beginFirst() {}
    void comma() { m_expectsName = m_outline->m_text.at(qsizetype(at(m_open.back()).start)) == '{'; }
    void colon() { m_expectsName = false; }

    void token(const char *begin, qsizetype size)
    {
        if (m_expectsName) {
            m_name = offset(begin);
            return;
        }
        const JsonOutline::Index index = add(offset(begin));
        at(index).size = quint32(size);
        at(index).end = index + 1;
    }

    void close(char, bool)
    {
        JsonOutline::Value &value = at(m_open.back());
        value.size = offset(m_at) + 1 - value.start;
        value.end = m_outline->m_size;
        m_open.pop_back();
    }

    void finish()
    {
        if (m_control)
            m_control->done += offset(m_begin + m_outline->m_text.size()) - m_counted;
    }

private:
    // Often enough to be cancelled within a millisecond.
    static constexpr quint32 StepsPerLook = 4096;

    quint32 offset(const char *position) const { return quint32(position - m_begin); }

    JsonOutline::Value &at(JsonOutline::Index index)
    {
        return m_outline->m_chunks[index >> JsonOutline::ChunkBits][index & (JsonOutline::ChunkSize - 1)];
    }

    JsonOutline::Index add(quint32 start)
    {
        const JsonOutline::Index index = m_outline->m_size;
        if (index % JsonOutline::ChunkSize == 0)
            m_outline->m_chunks.push_back(std::make_unique<JsonOutline::Value[]>(JsonOutline::ChunkSize));
        ++m_outline->m_size;
        m_full = m_outline->m_size > JsonOutline::MaxValues;
        JsonOutline::Value &value = at(index);
        value.start = start;
        value.nameStart = std::exchange(m_name, JsonOutline::None);
        if (!m_open.empty()) {
            value.parent = m_open.back();
            value.row = at(m_open.back()).count++;
        }
        return index;
    }

    bool look()
    {
        const quint32 now = offset(m_at);
        m_control->done += now - m_counted;
        m_counted = now;
        return !m_full && !m_control->cancelled;
    }

    JsonOutline *m_outline;
    const char *m_begin;
    ScanControl *m_control;
    const char *m_at = nullptr;
    quint32 m_steps = 0;
    quint32 m_counted = 0;
    quint32 m_name = JsonOutline::None;
    bool m_expectsName = false;
    bool m_full = false;
    std::vector<JsonOutline::Index> m_open;
};

std::shared_ptr<const JsonOutline> JsonOutline::build(const QByteArray &utf8, ScanControl *control)
{
    if (quint64(utf8.size()) >= None)
        return {};
    auto outline = std::make_shared<JsonOutline>();
    outline->m_text = utf8;
    JsonOutlineSink sink(outline.get(), control);
    JsonScanner<JsonOutlineSink> scanner(outline->m_text, sink);
    if (!scanner.scan() || outline->m_size > MaxValues)
        return {};
    sink.finish();
    return outline;
}

bool JsonOutline::isContainer(Index index) const
{
    const char first = m_text[qsizetype(at(index).start)];
    return first == '{' || first == '[';
}

QByteArrayView JsonOutline::value(Index index) const
{
    const Value &value = at(index);
    return QByteArrayView(m_text).sliced(value.start, value.size);
}

QByteArrayView JsonOutline::name(Index index) const
{
    const Value &value = at(index);
    if (value.nameStart == None)
        return {};
    // Between a name and its value are blanks and a colon alone.
    qsizetype end = value.start;
    while (m_text[end - 1] != '"')
        --end;
    return QByteArrayView(m_text).sliced(value.nameStart, end - value.nameStart);
}

JsonPath JsonOutline::path(Index index) const
{
    QList<JsonPath::Step> steps;
    for (; at(index).parent != None; index = at(index).parent) {
        JsonPath::Step step;
        if (at(index).nameStart == None) {
            step.isElement = true;
            step.index = at(index).row;
        } else {
            step.name = jsonText(name(index)).toUtf8();
        }
        steps.append(std::move(step));
    }
    std::reverse(steps.begin(), steps.end());
    return JsonPath(std::move(steps));
}

std::vector<JsonOutline::Index> jsonValuesOfLines(QByteArrayView layout)
{
    std::vector<JsonOutline::Index> values;
    std::vector<JsonOutline::Index> open;
    JsonOutline::Index next = 0;
    for (qsizetype start = 0; start < layout.size();) {
        qsizetype end = layout.indexOf('\n', start);
        if (end < 0)
            end = layout.size();
        qsizetype first = start;
        while (first < end && layout[first] == ' ')
            ++first;
        const char c = first < end ? layout[first] : ' ';
        if ((c == '}' || c == ']') && !open.empty()) {
            values.push_back(open.back());
            open.pop_back();
        } else {
            values.push_back(next);
            // A string ends with a quotation mark, or with a comma after it.
            const char last = end > start ? layout[end - 1] : ' ';
            if (last == '{' || last == '[')
                open.push_back(next);
            ++next;
        }
        start = end + 1;
    }
    return values;
}
