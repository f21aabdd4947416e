// SPDX-License-Identifier: MIT
#include "commands/shellwords.h"

#include <QDir>

#include <algorithm>
#include <cctype>

using namespace Qt::StringLiterals;

static bool isBlank(QChar c)
{
    return c == u' ' || c == u'\t' || c == u'\u00a0';
}

static bool isVariableCharacter(QChar c)
{
    return c.unicode() < 128 && (c.isLetterOrNumber() || c == u'_');
}

static QByteArray utf8(char32_t codePoint)
{
    return QString::fromUcs4(&codePoint, 1).toUtf8();
}

namespace {

class BashSplitter
{
public:
    explicit BashSplitter(const QString &text)
        : m_text(text)
    {}
    ShellWords split();

private:
    bool atEnd() const { return m_at >= m_text.size(); }
    QChar peek(qsizetype ahead = 0) const
    {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : QChar();
    }
    bool failed() const { return !m_result.problem.isEmpty(); }
    void fail(const QString &problem) { m_result.problem = problem; }
    void append(QChar c);
    void endWord();
    void lineEnd();
    bool operatorHere();
    void plain();
    void backslash();
    void singleQuotes();
    void doubleQuotes();
    void ansiQuotes();
    void ansiEscape();
    char32_t digits(int base, int most);
    bool expansionHere(bool quoted);

    const QString &m_text;
    qsizetype m_at = 0;
    ShellWords m_result;
    QByteArray m_word;
    bool m_inWord = false;
    bool m_ended = false;
};

ShellWords BashSplitter::split()
{
    while (!atEnd() && !m_ended && !failed()) {
        const QChar c = peek();
        if (isBlank(c)) {
            endWord();
            ++m_at;
        } else if (isLineEnd(c)) {
            endWord();
            lineEnd();
        } else if (c == u'#' && !m_inWord) {
            while (!atEnd() && !isLineEnd(peek()))
                ++m_at;
        } else if (!operatorHere()) {
            plain();
        }
    }
    endWord();
    return m_result;
}

// Surrogates come in pairs.
void BashSplitter::append(QChar c)
{
    m_inWord = true;
    if (c.isHighSurrogate() && peek().isLowSurrogate())
        m_word += utf8(QChar::surrogateToUcs4(c, m_text[m_at++]));
    else
        m_word += QString(c).toUtf8();
}

void BashSplitter::endWord()
{
    if (m_inWord)
        m_result.words.append(m_word.replace('\0', ""));
    m_word.clear();
    m_inWord = false;
}

// Options on the next line belong to this command, though the backslash before the line end is missing.
void BashSplitter::lineEnd()
{
    while (!atEnd() && (isLineEnd(peek()) || isBlank(peek())))
        ++m_at;
    m_ended = !m_result.words.isEmpty() && peek() != u'-';
}

bool BashSplitter::operatorHere()
{
    const QChar c = peek();
    if (!u"|;&<>()"_s.contains(c))
        return false;
    const bool isPartOfUrl = c == u'&' && m_word.contains("://") && m_at + 1 < m_text.size()
                             && !isBlank(peek(1)) && !isLineEnd(peek(1)) && peek(1) != u'&'
                             && peek(1) != u'>';
    if (isPartOfUrl)
        return false;
    // The 2 of 2>file is no word.
    if ((c == u'<' || c == u'>') && m_word.size() == 1 && m_word[0] >= '0' && m_word[0] <= '9')
        m_inWord = false;
    endWord();
    m_result.endedBy = c;
    m_ended = true;
    return true;
}

void BashSplitter::plain()
{
    const QChar c = peek();
    if (c == u'\\') {
        backslash();
    } else if (c == u'\'') {
        singleQuotes();
    } else if (c == u'"') {
        doubleQuotes();
    } else if (c == u'$' && peek(1) == u'\'') {
        ansiQuotes();
    } else if (c == u'~' && !m_inWord && (peek(1) == u'/' || peek(1).isNull() || isBlank(peek(1)))) {
        ++m_at;
        m_inWord = true;
        m_word += QDir::homePath().toUtf8();
    } else if (!expansionHere(false)) {
        ++m_at;
        append(c);
    }
}

void BashSplitter::backslash()
{
    ++m_at;
    if (atEnd())
        return; // a continuation of nothing
    const QChar c = m_text[m_at++];
    if (c == u'\r' && peek() == u'\n')
        ++m_at;
    // A blank where a word begins was the line end of a continuation, before the lines were joined.
    if (!isLineEnd(c) && (m_inWord || !isBlank(c)))
        append(c);
}

void BashSplitter::singleQuotes()
{
    const qsizetype end = m_text.indexOf(u'\'', m_at + 1);
    if (end < 0)
        return fail(ShellWords::tr("A single quote (') is not closed: copy the whole command."));
    m_word += QStringView(m_text).mid(m_at + 1, end - m_at - 1).toUtf8();
    m_inWord = true;
    m_at = end + 1;
}

void BashSplitter::doubleQuotes()
{
    m_inWord = true;
    ++m_at;
    while (!atEnd() && peek() != u'"') {
        if (peek() == u'\\' && u"\\\"$`"_s.contains(peek(1)) && m_at + 1 < m_text.size()) {
            m_at += 2;
            append(m_text[m_at - 1]);
        } else if (peek() == u'\\' && peek(1) == u'\n') {
            m_at += 2;
        } else if (expansionHere(true)) {
            return;
        } else {
            append(m_text[m_at++]);
        }
    }
    if (atEnd())
        return fail(ShellWords::tr("A double quote (\") is not closed: copy the whole command."));
    ++m_at;
}

void BashSplitter::ansiQuotes()
{
    m_inWord = true;
    m_at += 2;
    while (!atEnd() && peek() != u'\'') {
        const QChar c = m_text[m_at++];
        if (c == u'\\' && !atEnd())
            ansiEscape();
        else
            append(c);
    }
    if (atEnd())
        return fail(ShellWords::tr("A single quote (') is not closed: copy the whole command."));
    ++m_at;
}

// The value of up to `most` digits here.
char32_t BashSplitter::digits(int base, int most)
{
    char32_t value = 0;
    for (int i = 0; i < most; ++i) {
        bool ok = false;
        const uint digit = QString(peek()).toUInt(&ok, base);
        if (!ok || peek().unicode() > 127)
            break;
        value = value * char32_t(base) + digit;
        ++m_at;
    }
    return value;
}

void BashSplitter::ansiEscape()
{
    static const QString names = u"abeEfnrtv\\'\"?"_s;
    static const QByteArray values = "\a\b\x1b\x1b\f\n\r\t\v\\'\"?";
    const QChar c = m_text[m_at++];
    const auto isHex = [this] { return isxdigit(uchar(peek().toLatin1())) != 0; };
    if (const qsizetype named = names.indexOf(c); named >= 0) {
        m_word += values[named];
    } else if (c == u'x' && isHex()) {
        m_word += char(digits(16, 2));
    } else if ((c == u'u' || c == u'U') && isHex()) {
        char32_t codePoint = digits(16, c == u'u' ? 4 : 8);
        // Programs that think in UTF-16 write what is beyond U+FFFF as two.
        if (QChar::isHighSurrogate(codePoint) && peek() == u'\\' && peek(1) == u'u') {
            m_at += 2;
            codePoint = QChar::surrogateToUcs4(char16_t(codePoint), char16_t(digits(16, 4)));
        }
        m_word += utf8(codePoint <= QChar::LastValidCodePoint ? codePoint : U'\uFFFD');
    } else if (c >= u'0' && c <= u'7') {
        --m_at;
        m_word += char(digits(8, 3));
    } else if (c == u'c' && !atEnd()) {
        m_word += char(m_text[m_at++].unicode() & 0x1f);
    } else {
        m_word += '\\';
        append(c);
    }
}

// What only a shell knows the value of.
bool BashSplitter::expansionHere(bool quoted)
{
    const QChar c = peek();
    const QChar next = peek(1);
    if (c == u'`' || (c == u'$' && next == u'(')) {
        fail(ShellWords::tr("Part of the command is the output of another one (%1): put its value there.")
                     .arg(c == u'`' ? u"`…`"_s : u"$(…)"_s));
        return true;
    }
    if (c != u'$')
        return false;
    qsizetype end = m_at + 1;
    if (next == u'{')
        ++end;
    const qsizetype start = end;
    while (end < m_text.size() && isVariableCharacter(m_text[end]))
        ++end;
    if (next == u'{' || end > start) {
        const QString name = m_text.mid(start, qMin<qsizetype>(end - start, 40));
        fail(ShellWords::tr("The command has the shell variable $%1: put its value there.").arg(name));
        return true;
    }
    if (u"$?!@*#-"_s.contains(next) && !next.isNull()) {
        fail(ShellWords::tr("The shell would replace $%1: put its value there, or write \\$.").arg(next));
        return true;
    }
    if (next == u'"' && !quoted) {
        ++m_at; // $"…" is text to translate
        doubleQuotes();
        return true;
    }
    return false;
}

} // namespace

ShellWords splitBash(const QString &text)
{
    return BashSplitter(text).split();
}

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
        result->problem = ShellWords::tr("A double quote (\") is not closed: copy the whole command.");
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

static bool isBare(const QByteArray &word)
{
    for (const char c : word) {
        const bool isPlain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
                             || QByteArrayView("_@%+=:,./-").contains(c);
        if (!isPlain)
            return false;
    }
    return !word.isEmpty();
}

static QByteArray ansiQuoted(const QByteArray &word)
{
    QByteArray quoted = "$'";
    for (const char c : word) {
        if (c == '\n')
            quoted += "\\n";
        else if (c == '\t')
            quoted += "\\t";
        else if (c == '\r')
            quoted += "\\r";
        else if (c == '\'' || c == '\\')
            quoted += QByteArray("\\") + c;
        else if (uchar(c) < 0x20 || uchar(c) >= 0x7f)
            quoted += "\\x" + QByteArray(1, c).toHex();
        else
            quoted += c;
    }
    return quoted + '\'';
}

QByteArray bashQuoted(const QByteArray &given)
{
    QByteArray word = given;
    word.replace('\0', "");
    if (isBare(word))
        return word;
    const QString text = QString::fromUtf8(word);
    const auto isControl = [](QChar c) { return c.category() == QChar::Other_Control || isLineEnd(c); };
    if (text.toUtf8() != word || std::any_of(text.begin(), text.end(), isControl))
        return ansiQuoted(word);
    return '\'' + word.replace('\'', "'\\''") + '\'';
}
