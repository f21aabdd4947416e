// SPDX-License-Identifier: MIT
#include "commands/commandoptions.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

class ArgumentParser
{
public:
    ArgumentParser(const QList<QByteArray> &words, std::span<const CommandOption> known, bool shortEquals)
        : m_words(words)
        , m_known(known)
        , m_shortEquals(shortEquals)
    {}
    CommandArguments parse();

private:
    void longOption(const QByteArray &word);
    void shortOptions(const QByteArray &word);
    void take(const CommandOption &option, const QString &spelling, const QByteArray *attached);

    const QList<QByteArray> &m_words;
    std::span<const CommandOption> m_known;
    const bool m_shortEquals;
    qsizetype m_next = 0;
    CommandArguments m_result;
};

CommandArguments ArgumentParser::parse()
{
    bool optionsEnded = false;
    while (m_next < m_words.size() && m_result.problem.isEmpty()) {
        const QByteArray word = m_words[m_next++];
        if (optionsEnded || word.size() < 2 || word[0] != '-')
            m_result.operands.append({word, m_result.options.size()});
        else if (word == "--")
            optionsEnded = true;
        else if (word.startsWith("--"))
            longOption(word);
        else
            shortOptions(word);
    }
    return m_result;
}

void ArgumentParser::longOption(const QByteArray &word)
{
    const qsizetype equals = word.indexOf('=');
    const QByteArray name = word.mid(2, equals < 0 ? -1 : equals - 2);
    const QString spelling = u"--"_s + QString::fromUtf8(name);
    const auto option = std::find_if(m_known.begin(), m_known.end(),
                                     [&](const CommandOption &known) { return name == known.name; });
    if (option == m_known.end()) {
        m_result.unknown.append(spelling);
        return;
    }
    const QByteArray attached = word.mid(equals + 1);
    take(*option, spelling, equals < 0 ? nullptr : &attached);
}

void ArgumentParser::shortOptions(const QByteArray &word)
{
    for (qsizetype i = 1; i < word.size(); ++i) {
        const char letter = word[i];
        const QString spelling = u'-' + QString(QLatin1Char(letter));
        const auto option = std::find_if(m_known.begin(), m_known.end(),
                                         [&](const CommandOption &known) { return letter == known.letter; });
        if (option == m_known.end()) {
            // What follows may be its value, and secret.
            m_result.unknown.append(uchar(letter) < 0x80 ? spelling : u"-…"_s);
            return;
        }
        if (option->value == CommandOption::None) {
            take(*option, spelling, nullptr);
            continue;
        }
        QByteArray attached = word.mid(i + 1);
        if (m_shortEquals && attached.startsWith('='))
            attached.remove(0, 1);
        take(*option, spelling, i + 1 < word.size() ? &attached : nullptr);
        return;
    }
}

void ArgumentParser::take(const CommandOption &option, const QString &spelling, const QByteArray *attached)
{
    GivenOption given{option.id, spelling, attached ? *attached : QByteArray()};
    const bool wants = option.value == CommandOption::Required
                       || (option.value == CommandOption::Optional && m_next < m_words.size()
                           && !m_words[m_next].startsWith('-'));
    if (!attached && wants) {
        if (m_next >= m_words.size()) {
            m_result.problem = u"%1 needs a value: copy the whole command."_s.arg(spelling);
            return;
        }
        given.value = m_words[m_next++];
    }
    m_result.options.append(given);
}

} // namespace

CommandArguments parseArguments(const QList<QByteArray> &words, std::span<const CommandOption> known,
                                bool shortEquals)
{
    return ArgumentParser(words, known, shortEquals).parse();
}
