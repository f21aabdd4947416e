// SPDX-License-Identifier: MIT
#include "commands/shellwords.h"

using namespace Qt::StringLiterals;

// What cmd.exe makes of one command line before it starts the program: carets are gone, but those in quotes.
static QString afterCarets(const QString &text, QString *endedBy)
{
    QString line;
    bool inQuotes = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (isLineEnd(c)) {
            if (!line.trimmed().isEmpty())
                break;
            continue;
        }
        if (c == u'^' && !inQuotes) {
            if (++i >= text.size())
                break;
            if (text[i] == u'\r' && i + 1 < text.size() && text[i + 1] == u'\n')
                ++i;
            // The character after the line end is taken as it is, even if it is another line end.
            if (isLineEnd(text[i]) && ++i >= text.size())
                break;
            if (text[i] == u'\r' && i + 1 < text.size() && text[i + 1] == u'\n')
                ++i;
            line += text[i];
            continue;
        }
        if (!inQuotes && u"|&<>"_s.contains(c)) {
            *endedBy = c;
            break;
        }
        if (c == u'"')
            inQuotes = !inQuotes;
        line += c;
    }
    return line;
}

namespace {

// How the C runtime makes arguments of a command line.
class ArgumentSplitter
{
public:
    explicit ArgumentSplitter(const QString &line)
        : m_line(line)
    {}
    void split(ShellWords *result);

private:
    void backslashes();
    void quote();

    const QString &m_line;
    qsizetype m_at = 0;
    QString m_word;
    bool m_inWord = false;
    bool m_inQuotes = false;
};

void ArgumentSplitter::split(ShellWords *result)
{
    const auto endWord = [&] {
        if (m_inWord)
            result->words.append(m_word.remove(QChar()).toUtf8());
        m_word.clear();
        m_inWord = false;
    };
    while (m_at < m_line.size()) {
        const QChar c = m_line[m_at];
        if (!m_inQuotes && (c == u' ' || c == u'\t')) {
            endWord();
            ++m_at;
            continue;
        }
        m_inWord = true;
        if (c == u'\\')
            backslashes();
        else if (c == u'"')
            quote();
        else
            m_word += m_line[m_at++];
    }
    endWord();
    if (m_inQuotes)
        result->problem = u"A double quote (\") is not closed: copy the whole command."_s;
}

// They are special before a quote only.
void ArgumentSplitter::backslashes()
{
    qsizetype count = 0;
    for (; m_at < m_line.size() && m_line[m_at] == u'\\'; ++m_at)
        ++count;
    if (m_at >= m_line.size() || m_line[m_at] != u'"') {
        m_word += QString(count, u'\\');
        return;
    }
    m_word += QString(count / 2, u'\\');
    if (count % 2 == 0)
        return;
    m_word += u'"';
    ++m_at;
}

void ArgumentSplitter::quote()
{
    ++m_at;
    if (m_inQuotes && m_at < m_line.size() && m_line[m_at] == u'"') {
        m_word += u'"';
        ++m_at;
        return;
    }
    m_inQuotes = !m_inQuotes;
}

} // namespace

ShellWords splitCmd(const QString &text)
{
    ShellWords result;
    const QString line = afterCarets(text, &result.endedBy);
    ArgumentSplitter(line).split(&result);
    return result;
}

// From the opening quote to after the closing one; -1 if there is none. A backslash escapes in "…" and $'…'.
static qsizetype afterQuotes(const QString &text, qsizetype at, bool escapes)
{
    const QChar quote = text[at];
    for (++at; at < text.size(); ++at) {
        if (escapes && text[at] == u'\\')
            ++at;
        else if (text[at] == quote)
            return at + 1;
    }
    return -1;
}

// Neither ^" nor ^ before a line end has a meaning in bash, nor does anybody write "a""b" there; all three
// are what browsers write for cmd.exe. Within quotes they say nothing.
static bool isForCmd(const QString &text)
{
    qsizetype at = 0;
    while (at >= 0 && at < text.size()) {
        const QChar c = text[at];
        const QChar next = at + 1 < text.size() ? text[at + 1] : QChar();
        if (c == u'^' && (next == u'"' || isLineEnd(next)))
            return true;
        if (c == u'\\' && isLineEnd(next))
            return false;
        if (c == u'\\') {
            at += 2;
        } else if (c == u'\'') {
            at = afterQuotes(text, at, at > 0 && text[at - 1] == u'$');
        } else if (c == u'"') {
            const qsizetype end = afterQuotes(text, at, true);
            if (end > at + 2 && end < text.size() && text[end] == u'"')
                return true;
            at = end;
        } else {
            ++at;
        }
    }
    return false;
}

ShellWords splitCommand(const QString &text)
{
    return isForCmd(text) ? splitCmd(text) : splitBash(text);
}
