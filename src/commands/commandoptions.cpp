// SPDX-License-Identifier: MIT
#include "commands/commandoptions.h"

#include <algorithm>

using namespace Qt::StringLiterals;

class CommandOptions::Parser
{
public:
    Parser(const QList<Option> &known, const QList<QByteArray> &words, bool shortEquals)
        : m_known(known)
        , m_words(words)
        , m_shortEquals(shortEquals)
    {}
    CommandArguments parse();

private:
    void longOption(const QByteArray &word);
    void shortOptions(const QByteArray &word);
    void take(const Option &option, const QString &spelling, const QByteArray *attached);

    const QList<Option> &m_known;
    const QList<QByteArray> &m_words;
    const bool m_shortEquals;
    qsizetype m_next = 0;
    CommandArguments m_result;
};

CommandArguments CommandOptions::Parser::parse()
{
    bool optionsEnded = false;
    while (m_next < m_words.size() && m_result.problem.isEmpty()) {
        const QByteArray word = m_words[m_next++];
        const QList<GivenOption> &before = m_result.options;
        if (optionsEnded || word.size() < 2 || word[0] != '-')
            m_result.operands.append({word, before.isEmpty() ? QByteArray() : before.constLast().name});
        else if (word == "--")
            optionsEnded = true;
        else if (word.startsWith("--"))
            longOption(word);
        else
            shortOptions(word);
    }
    return m_result;
}

void CommandOptions::Parser::longOption(const QByteArray &word)
{
    const qsizetype equals = word.indexOf('=');
    const QByteArray name = word.mid(2, equals < 0 ? -1 : equals - 2);
    const QString spelling = u"--"_s + QString::fromUtf8(name);
    const auto option = std::find_if(m_known.begin(), m_known.end(),
                                     [&](const Option &known) { return name == known.name; });
    if (option == m_known.end()) {
        m_result.unknown.append(spelling);
        return;
    }
    const QByteArray attached = word.mid(equals + 1);
    take(*option, spelling, equals < 0 ? nullptr : &attached);
}

void CommandOptions::Parser::shortOptions(const QByteArray &word)
{
    for (qsizetype i = 1; i < word.size(); ++i) {
        const char letter = word[i];
        const QString spelling = u'-' + QString(QLatin1Char(letter));
        const auto option = std::find_if(m_known.begin(), m_known.end(),
                                         [&](const Option &known) { return letter == known.letter; });
        if (option == m_known.end()) {
            // What follows may be its value, and secret.
            m_result.unknown.append(uchar(letter) < 0x80 ? spelling : u"-…"_s);
            return;
        }
        if (option->value == Flag) {
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

void CommandOptions::Parser::take(const Option &option, const QString &spelling, const QByteArray *attached)
{
    GivenOption given{option.name, spelling, attached ? *attached : QByteArray(), option.take};
    const bool wants =
            option.value == Required
            || (option.value == Optional && m_next < m_words.size() && !m_words[m_next].startsWith('-'));
    if (!attached && wants) {
        if (m_next >= m_words.size()) {
            m_result.problem = tr("%1 needs a value: copy the whole command.").arg(spelling);
            return;
        }
        given.value = m_words[m_next++];
    }
    m_result.options.append(given);
}

void CommandOptions::add(const QByteArray &names, Value value, const Take &take)
{
    const QList<QByteArray> all = names.split(' ');
    for (const QByteArray &each : all) {
        const qsizetype colon = each.indexOf(':');
        if (colon < 0)
            m_options.append({each, '\0', value, take});
        else
            m_options.append({each.first(colon), each[colon + 1], value, take});
    }
}

void CommandOptions::addFlag(const QByteArray &names, const std::function<void()> &take)
{
    add(names, Flag, [take](const GivenOption &) { take(); });
}

void CommandOptions::addValue(const QByteArray &names, const std::function<void(const QByteArray &)> &take)
{
    add(names, Required, [take](const GivenOption &given) { take(given.value); });
}

void CommandOptions::addText(const QByteArray &names, QString *to)
{
    addValue(names, [to](const QByteArray &value) { *to = QString::fromUtf8(value); });
}

CommandArguments CommandOptions::parse(const QList<QByteArray> &words, bool shortEquals) const
{
    return Parser(m_options, words, shortEquals).parse();
}
