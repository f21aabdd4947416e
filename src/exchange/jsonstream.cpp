// SPDX-License-Identifier: MIT
#include "exchange/jsonstream.h"

#include "exchange/inputfile.h"
#include "format/text/numbers.h"

#include <utility>
#include <vector>

static constexpr qsizetype MostName = 256;

static bool isBlank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

namespace {

/// Finds the end of a value, in pieces.
class ValueEnd
{
public:
    explicit ValueEnd(char first)
        : m_isScalar(first != '"' && first != '{' && first != '[')
    {}

    /// The value ends there, or has a bracket that cannot be.
    bool isFound() const { return m_isFound; }
    bool isTooDeep() const { return qsizetype(m_open.size()) > JsonStream::MostDepth; }
    bool isWrong() const { return m_isWrong || isTooDeep(); }
    bool isScalar() const { return m_isScalar; }

    /// Until the end was found, or there is no more.
    const char *pass(const char *at, const char *end)
    {
        while (at != end && !m_isFound && !isWrong())
            at = m_isScalar ? passScalar(at) : m_isString ? passString(at, end) : passByte(at);
        return at;
    }

private:
    const char *passScalar(const char *at)
    {
        m_isFound = isBlank(*at) || *at == ',' || *at == ']' || *at == '}';
        return m_isFound ? at : at + 1;
    }

    const char *passString(const char *at, const char *end)
    {
        if (std::exchange(m_isEscape, false))
            return at + 1;
        while (at != end && *at != '"' && *at != '\\')
            ++at;
        if (at == end)
            return at;
        m_isEscape = *at == '\\';
        m_isString = m_isEscape;
        m_isFound = !m_isString && m_open.empty();
        return at + 1;
    }

    const char *passByte(const char *at)
    {
        switch (*at) {
        case '"':
            m_isString = true;
            break;
        case '{':
        case '[':
            m_open.push_back(*at);
            break;
        case '}':
        case ']':
            // The bracket that closes one is two characters behind it.
            m_isWrong = m_open.empty() || m_open.back() != *at - 2;
            if (m_isWrong)
                return at;
            m_open.pop_back();
            m_isFound = m_open.empty();
            break;
        default:
            break;
        }
        return at + 1;
    }

    const bool m_isScalar;
    std::vector<char> m_open;
    bool m_isString = false;
    bool m_isEscape = false;
    bool m_isFound = false;
    bool m_isWrong = false;
};

} // namespace

bool JsonStream::failAt(qint64 position, const QString &what)
{
    if (m_problem.isEmpty() && !m_file.problem().isEmpty())
        m_problem = m_file.problem();
    if (m_problem.isEmpty())
        m_problem = tr("%1, byte %2: %3").arg(m_file.shownName(), formatCount(quint64(position) + 1), what);
    return false;
}

qint64 JsonStream::position() const
{
    return m_file.position();
}

bool JsonStream::seek(qint64 position)
{
    m_isFirst = false;
    return m_file.seek(position) || failAt(position, {});
}

char JsonStream::peek()
{
    for (;;) {
        const QByteArrayView bytes = m_file.ahead(1);
        if (bytes.isEmpty())
            return 0;
        const char *at = bytes.begin();
        while (at != bytes.end() && isBlank(*at))
            ++at;
        m_file.skip(at - bytes.begin());
        if (at != bytes.end())
            return *at;
    }
}

bool JsonStream::enter(char bracket)
{
    if (peek() != bracket)
        return fail(bracket == '{' ? tr("an object is missing, { to }.")
                                   : tr("an array is missing, [ to ]."));
    m_file.skip(1);
    m_isFirst = true;
    return true;
}

bool JsonStream::goOn(char end)
{
    const char next = peek();
    if (!m_problem.isEmpty())
        return false;
    const bool isFirst = std::exchange(m_isFirst, false);
    if (next == end) {
        m_file.skip(1);
        return false;
    }
    if (isFirst)
        return true;
    if (next != ',')
        return fail(tr("a comma or %1 is missing.").arg(QLatin1Char(end)));
    m_file.skip(1);
    return true;
}

bool JsonStream::nextMember(QByteArray *name)
{
    if (!goOn('}'))
        return false;
    if (peek() != '"')
        return fail(tr("a member’s name in double quotes is missing."));
    QByteArrayView written;
    if (!take(MostName, &written))
        return false;
    *name = written.isNull() ? QByteArray() : written.sliced(1).chopped(1).toByteArray();
    if (peek() != ':')
        return fail(tr("a colon is missing after a member’s name."));
    m_file.skip(1);
    return true;
}

bool JsonStream::take(qsizetype most, QByteArrayView *value)
{
    const char first = peek();
    const qint64 begin = position();
    if (first == 0 || first == ',' || first == ']' || first == '}' || first == ':')
        return fail(tr("a value is missing."));
    ValueEnd end(first);
    qsizetype looked = 0;
    bool isKept = true;
    for (;;) {
        const QByteArrayView bytes = m_file.ahead(looked + 1);
        const bool isAtEnd = bytes.size() <= looked;
        if (isAtEnd && !(end.isScalar() && m_file.problem().isEmpty()))
            return failAt(begin, tr("the file ends within the value that begins here."));
        looked = end.pass(bytes.begin() + looked, bytes.end()) - bytes.begin();
        if (end.isWrong())
            return failAt(position() + looked,
                          end.isTooDeep()
                                  ? tr("it is nested more than %1 deep.").arg(formatCount(quint64(MostDepth)))
                                  : tr("this bracket does not close the one before."));
        if (isKept && looked <= most)
            *value = bytes.first(looked);
        if (end.isFound() || isAtEnd)
            break;
        // What is not kept is let go of.
        isKept = isKept && looked <= most;
        if (!isKept)
            m_file.skip(std::exchange(looked, 0));
    }
    if (!isKept || looked > most)
        *value = {};
    m_file.skip(looked);
    return true;
}
