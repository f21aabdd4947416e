// SPDX-License-Identifier: MIT
#include "profile/querytable.h"
#include "support/testprogram.h"

#include <QRandomGenerator>
#include <QTest>
#include <QUrl>

using namespace Qt::StringLiterals;

using Pairs = QList<std::pair<QString, QString>>;

class tst_QueryTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void changes_data();
    void changes();
    void writesWhatItHasRead();
    void readsWhatItHrewrittenMessage();
};

static Pairs pairsOf(const QString &url)
{
    Pairs pairs;
    const auto parameters = queryParameters(url);
    for (const QueryParameter &parameter : parameters)
        pairs.append({parameter.name, parameter.value});
    return pairs;
}

void tst_QueryTable::reads_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<Pairs>("pairs");

    const auto row = [](const char *url, const Pairs &pairs) {
        QTest::newRow(url) << QString::fromUtf8(url) << pairs;
    };
    row("", {});
    row("wss://h/p", {});
    row("wss://h/p?", {});
    row("wss://h/p?a=1", {{u"a"_s, u"1"_s}});
    row("wss://h/p?a=1&b=2&a=3", {{u"a"_s, u"1"_s}, {u"b"_s, u"2"_s}, {u"a"_s, u"3"_s}});
    row("wss://h/p?a", {{u"a"_s, {}}});
    row("wss://h/p?a=", {{u"a"_s, {}}});
    row("wss://h/p?=1", {{{}, u"1"_s}});
    row("wss://h/p?a&&b", {{u"a"_s, {}}, {{}, {}}, {u"b"_s, {}}});
    row("wss://h/p?a=1&", {{u"a"_s, u"1"_s}, {{}, {}}});
    row("wss://h/p?a=b=c", {{u"a"_s, u"b=c"_s}});
    row("wss://h/p?a=x+y%20z%2B", {{u"a"_s, u"x y z+"_s}});
    row("wss://h/p?a%26b=%3D", {{u"a&b"_s, u"="_s}});
    row("wss://h/p?q=gr%C3%BC%C3%9Fe", {{u"q"_s, u"grüße"_s}});
    row("wss://h/p?q=grüße", {{u"q"_s, u"grüße"_s}});
    row("wss://h/p?q=100%&r=%4&s=%zz", {{u"q"_s, u"100%"_s}, {u"r"_s, u"%4"_s}, {u"s"_s, u"%zz"_s}});
    row("wss://h/p?q=a?b/c:d", {{u"q"_s, u"a?b/c:d"_s}});
    row("wss://h/p?a=1#x?b=2", {{u"a"_s, u"1"_s}});
    row("wss://h/p#x?b=2", {});
    row("wss://{{host}}/?t={{token}}", {{u"t"_s, u"{{token}}"_s}});
    row("ws+unix:///run/x.sock:/uri?a=1", {{u"a"_s, u"1"_s}});
}

void tst_QueryTable::reads()
{
    QFETCH(const QString, url);
    QTEST(pairsOf(url), "pairs");
    QCOMPARE(withQueryParameters(url, queryParameters(url)), url);
}

// Row `row` of the table gets this name and value, and all else stays as it was typed.
void tst_QueryTable::changes_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<int>("row");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("result");

    const auto row = [](const char *what, const char *url, int index, const char *name, const char *value,
                        const char *result) {
        QTest::newRow(what) << QString::fromUtf8(url) << index << QString::fromUtf8(name)
                            << QString::fromUtf8(value) << QString::fromUtf8(result);
    };
    row("a value", "wss://h/?a=1&b=2", 1, "b", "3", "wss://h/?a=1&b=3");
    row("a name keeps its value", "wss://h/?a=x+y%20z", 0, "b", "x y z", "wss://h/?b=x+y%20z");
    row("a value keeps its name", "wss://h/?%61+b=1", 0, "a b", "2", "wss://h/?%61+b=2");
    row("the neighbours", "wss://h/?a=+%20&b&&c=%7e", 3, "c", "", "wss://h/?a=+%20&b&&c=");
    row("the first value of a name alone", "wss://h/?a", 0, "a", "1", "wss://h/?a=1");
    row("the name of a name alone", "wss://h/?a", 0, "b", "", "wss://h/?b");
    row("delimiters", "wss://h/?a=1", 0, "a&b=c#", "x&y=z#+ %", "wss://h/?a%26b%3Dc%23=x%26y=z%23%2B%20%25");
    row("what may stay", "wss://h/?a=1", 0, "a", "-._~!$'()*,:@/?=", "wss://h/?a=-._~!$'()*,:@/?=");
    row("quotes and brackets", "wss://h/?a=1", 0, "a", "\"<[{|}]>\\^`",
        "wss://h/?a=%22%3C%5B%7B%7C%7D%5D%3E%5C%5E%60");
    row("a semicolon, which ends a parameter for some", "wss://h/?a=1", 0, "a", ";", "wss://h/?a=%3B");
    row("letters", "wss://h/?a=1", 0, "ä", "grüße 𝄞", "wss://h/?ä=grüße%20𝄞");
    row("controls", "wss://h/?a=1", 0, "a", "\n\t\x7f\u00a0", "wss://h/?a=%0A%09%7F%C2%A0");
    row("a variable", "wss://h/?a=1", 0, "{{n.a-m_e}}", "x {{v1}} {{no no}}",
        "wss://h/?{{n.a-m_e}}=x%20{{v1}}%20%7B%7Bno%20no%7D%7D");
    row("before a fragment", "wss://h/?a=1#f", 0, "a", "2", "wss://h/?a=2#f");
    row("beside what is broken", "wss://h/?a=%zz&b=1", 1, "b", "2", "wss://h/?a=%zz&b=2");
    row("a new one", "wss://h/p", -1, "a", "1", "wss://h/p?a=1");
    row("a new one after others", "wss://h/p?x=%20", -1, "a", "", "wss://h/p?x=%20&a=");
    row("a new one behind a bare mark", "wss://h/p?", -1, "a", "1", "wss://h/p?a=1");
    row("a new one before a fragment", "wss://h/p#f", -1, "a", "1", "wss://h/p?a=1#f");
    row("the last one goes", "wss://h/p?a=1", -2, "", "", "wss://h/p");
    row("the last of two goes", "wss://h/p?a=+&b", -2, "", "", "wss://h/p?a=+");
}

void tst_QueryTable::changes()
{
    QFETCH(const QString, url);
    QFETCH(const int, row);
    QFETCH(const QString, name);
    QFETCH(const QString, value);
    QList<QueryParameter> parameters = queryParameters(url);
    if (row == -2) {
        parameters.removeLast();
    } else {
        if (row == -1)
            parameters.append(QueryParameter());
        QueryParameter &changed = row == -1 ? parameters.last() : parameters[row];
        changed.name = name;
        changed.value = value;
    }
    const QString result = withQueryParameters(url, parameters);
    QTEST(result, "result");
    if (row != -2) {
        const auto again = queryParameters(result);
        QCOMPARE(again[row == -1 ? again.size() - 1 : row].name, name);
        QCOMPARE(again[row == -1 ? again.size() - 1 : row].value, value);
    }
}

static QString randomText(QRandomGenerator &random, const QString &alphabet, int longest)
{
    QString text;
    for (int i = random.bounded(longest + 1); i > 0; --i)
        text += alphabet[random.bounded(int(alphabet.size()))];
    return text;
}

void tst_QueryTable::writesWhatItHasRead()
{
    QRandomGenerator random(5);
    for (int i = 0; i < 20000; ++i) {
        const QString url = randomText(random, u"ab?#&&==+%%20fF{}ü é/;\n"_s, 24);
        QCOMPARE(withQueryParameters(url, queryParameters(url)), url);
    }
}

void tst_QueryTable::readsWhatItHrewrittenMessage()
{
    QRandomGenerator random(7);
    for (int i = 0; i < 20000; ++i) {
        QList<QueryParameter> parameters;
        for (int n = 1 + random.bounded(4); n > 0; --n) {
            QueryParameter parameter;
            parameter.name = randomText(random, u"ab?#&=+%20fF{{}}ü é/;\n\u00a0"_s, 8);
            parameter.value = randomText(random, u"ab?#&=+%20fF{{}}ü é/;\n\u00a0"_s, 8);
            parameters.append(parameter);
        }
        const QString url = withQueryParameters(u"wss://h/p?old#f"_s, parameters);
        const auto again = queryParameters(url);
        QCOMPARE(again.size(), parameters.size());
        for (qsizetype k = 0; k < again.size(); ++k) {
            QCOMPARE(again[k].name, parameters[k].name);
            QCOMPARE(again[k].value, parameters[k].value);
        }
        QVERIFY(url.startsWith("wss://h/p?"_L1) && url.endsWith("#f"_L1));
        // Unless there are braces in it, which only variables may have, it is a URL by the letter.
        if (!url.contains(u'{'))
            QVERIFY2(QUrl(url, QUrl::StrictMode).isValid(), qPrintable(url));
    }
}

SOCKETSCOPE_TEST(tst_QueryTable, TestProgram::NoApplication)
#include "tst_querytable.moc"
