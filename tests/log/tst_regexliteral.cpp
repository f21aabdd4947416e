// SPDX-License-Identifier: MIT
#include "log/filter/filtermatcher.h"
#include "log/filter/regexliteral.h"
#include "support/testprogram.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_RegexLiteral : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void required_data();
    void required();
    void neverMissesAMatch();
};

void tst_RegexLiteral::required_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<bool>("ignoreCase");
    QTest::addColumn<QString>("text");

    const auto row = [](const char *pattern, const char *text, bool ignoreCase = false) {
        QTest::newRow(pattern) << QString::fromUtf8(pattern) << ignoreCase << QString::fromUtf8(text);
    };
    row("abc", "abc");
    row("ab.cde", "cde");
    row("ab*cd", "cd");
    row("abc?d", "ab");
    row("abc+", "ab");
    row("abc{2}", "ab");
    row("abc{0,}de", "ab");
    row("\\{\"p\":6[45]", "{\"p\":6");
    row("x{\"p\":6", "x{\"p\":6");
    row("ab{|cd", "");
    row("ab|cd", "");
    row("(ab|cd)efg", "efg");
    row("ab(cdefg)?hi", "ab");
    row("ab[|]cde", "cde");
    row("ab[^]|]cde", "cde");
    row("ab[[:alpha:]|]cde", "");
    row("ab[\\]x]cde", "cde");
    row("(?i)abc", "");
    row("a(?:b|c)def", "");
    row("\\Qa|b\\Ecd", "");
    row("([\\Q]\\E])abc|x", "");
    row("\\x41bc", "");
    row("\\d\\dabc\\w", "abc");
    row("a\\.b\\.c", "a.b.c");
    row("^abc$", "abc");
    row("größe", "größe");
    row("a", "");
    row("(*ANYCRLF)abc", "");
    row("(?#x|y)abc", "");
    QTest::newRow("far cases") << u"disk full"_s << true << u" full"_s;
    QTest::newRow("no case") << u"BTC-U"_s << true << u"BTC-U"_s;
    QTest::newRow("umlaut without case") << u"gröbe"_s << true << u"gr"_s;
    QTest::newRow("surrogate") << u"ab\U0001F600cde"_s << false << u"cde"_s;
}

void tst_RegexLiteral::required()
{
    QFETCH(const QString, pattern);
    QFETCH(const bool, ignoreCase);
    QTEST(requiredText({pattern, ignoreCase}), "text");
}

// Patterns and texts out of a few pieces, so that many match.
void tst_RegexLiteral::neverMissesAMatch()
{
    const QStringList pieces{u"ab"_s,   u"b"_s,     u"c"_s,   u"."_s,   u"*"_s,     u"?"_s,    u"+"_s,
                             u"{1}"_s,  u"{0,2}"_s, u"{"_s,   u"|"_s,   u"("_s,     u")"_s,    u"[bc]"_s,
                             u"[^a]"_s, u"\\."_s,   u"\\w"_s, u"\\b"_s, u"(?:"_s,   u"(?i)"_s, u"\\Q"_s,
                             u"\\E"_s,  u"]"_s,     u"k"_s,   u"S"_s,   u"\\x61"_s, u"^"_s,    u"$"_s};
    const QStringList parts{u"ab"_s, u"b"_s, u"c"_s,      u"."_s, u"k"_s,  u"K"_s,
                            u"S"_s,  u"ſ"_s, u"\u212a"_s, u"{"_s, u"AB"_s, u"|"_s};
    QRandomGenerator random(4);
    const auto pick = [&random](const QStringList &of, int most) {
        QString text;
        for (int i = random.bounded(1, most); i > 0; --i)
            text += of.at(random.bounded(int(of.size())));
        return text;
    };
    int found = 0;
    int required = 0;
    for (int i = 0; i < 60000; ++i) {
        const FilterRegex regex{pick(pieces, 7), random.bounded(2) == 0};
        const QRegularExpression compiled = regularExpression(regex);
        if (!compiled.isValid())
            continue;
        const QString literal = requiredText(regex);
        required += literal.isEmpty() ? 0 : 1;
        for (int k = 0; k < 4; ++k) {
            const QString text = pick(parts, 9);
            if (!compiled.match(text).hasMatch())
                continue;
            ++found;
            const auto sensitivity = regex.ignoreCase ? Qt::CaseInsensitive : Qt::CaseSensitive;
            QVERIFY2(text.contains(literal, sensitivity),
                     qPrintable(u"/%1/ wants %2 in %3"_s.arg(regex.pattern, literal, text)));
        }
    }
    QVERIFY(found > 5000);
    QVERIFY(required > 2000);
}

SOCKETSCOPE_TEST(tst_RegexLiteral, QCoreApplication)
#include "tst_regexliteral.moc"
