// SPDX-License-Identifier: MIT
#include "saved/variables.h"
#include "support/testprogram.h"

#include "profile/redactor.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_Variables : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void expand_data();
    void expand();
    void url_data();
    void url();
    void connection();
    void secretValues();
    void recordedAs();
    void names();
    void sentence();
};

static const Variables::Values &values()
{
    static const Variables::Values all{{u"host"_s, u"example.com"_s}, {u"a"_s, u"1"_s},
                                       {u"empty"_s, u""_s},           {u"again"_s, u"{{a}}"_s},
                                       {u"odd"_s, u"x&y=#z /?@:"_s},  {u"größe"_s, u"5"_s},
                                       {u"port"_s, u"8080/v1?x=1"_s}};
    return all;
}

void tst_Variables::expand_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("result");
    QTest::addColumn<QStringList>("missing");
    const auto row = [](const char *name, const QString &text, const QString &result,
                        const QStringList &missing = {}) {
        QTest::newRow(name) << text << result << missing;
    };
    row("none", u"plain { } }}"_s, u"plain { } }}"_s);
    row("one", u"x{{a}}y"_s, u"x1y"_s);
    row("blanks", u"{{ \ta }}"_s, u"1"_s);
    row("no line ends", u"{{\na}}"_s, u"{{\na}}"_s);
    row("twice", u"{{a}}{{a}}{{host}}"_s, u"11example.com"_s);
    row("empty value", u"[{{empty}}]"_s, u"[]"_s);
    row("letters of the world", u"{{größe}}"_s, u"5"_s);
    row("values are not expanded", u"{{again}}"_s, u"{{a}}"_s);
    row("missing", u"{{b}} {{a}} {{c}} {{b}}"_s, u"{{b}} 1 {{c}} {{b}}"_s, {u"b"_s, u"c"_s});
    row("no name", u"{{}} {{ }} {{a b}} {{a+b}} {{\"a\"}}"_s, u"{{}} {{ }} {{a b}} {{a+b}} {{\"a\"}}"_s);
    row("JSON", u"{\"x\":{\"y\":{{a}}}}"_s, u"{\"x\":{\"y\":1}}"_s);
    row("more braces", u"{{{a}}}"_s, u"{1}"_s);
    row("open", u"{{a"_s, u"{{a"_s);
    row("escaped", u"\\{{a}}"_s, u"{{a}}"_s);
    row("escaped, missing", u"\\{{b}}"_s, u"{{b}}"_s);
    row("two backslashes", u"\\\\{{a}}"_s, u"\\\\1"_s);
    row("three backslashes", u"\\\\\\{{a}}"_s, u"\\\\{{a}}"_s);
    row("a backslash elsewhere", u"\\n \\{{ \\{{}}"_s, u"\\n \\{{ \\{{}}"_s);
    row("a call", u"{{$now}} {{ $random  1 2 }}"_s, u"{{$now}} {{ $random  1 2 }}"_s,
        {u"$now"_s, u"$random 1 2"_s});
    row("no call", u"{{$}} {{$1}} {{$a{b}}"_s, u"{{$}} {{$1}} {{$a{b}}"_s);
    row("longest name", u"{{%1}}"_s.arg(QString(100, u'n')), u"{{%1}}"_s.arg(QString(100, u'n')),
        {QString(100, u'n')});
    row("too long a name", u"{{%1}}"_s.arg(QString(101, u'n')), u"{{%1}}"_s.arg(QString(101, u'n')));
}

void tst_Variables::expand()
{
    QFETCH(const QString, text);
    const Variables::ExpandedText result = Variables::expand(text, values());
    QTEST(result.text, "result");
    QTEST(result.missing, "missing");
}

void tst_Variables::url_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("result");
    const auto row = [](const char *name, const QString &text, const QString &result) {
        QTest::newRow(name) << text << result;
    };
    row("host", u"wss://{{host}}/x"_s, u"wss://example.com/x"_s);
    row("a value brings parts along", u"wss://h:{{port}}"_s, u"wss://h:8080/v1?x=1"_s);
    row("in a path", u"wss://h/{{odd}}"_s, u"wss://h/x&y=#z /?@:"_s);
    row("a query item's value", u"wss://h/?t={{odd}}&u={{a}}"_s,
        u"wss://h/?t=x%26y%3D%23z%20%2F%3F%40%3A&u=1"_s);
    row("part of it", u"wss://h/?t=a{{odd}}"_s, u"wss://h/?t=ax%26y%3D%23z%20%2F%3F%40%3A"_s);
    row("a whole item", u"wss://h/?{{odd}}"_s, u"wss://h/?x&y=#z /?@:"_s);
    row("after a host that is one", u"{{host}}&t={{odd}}"_s, u"example.com&t=x%26y%3D%23z%20%2F%3F%40%3A"_s);
    row("user and password", u"wss://{{a}}:{{odd}}@h/"_s, u"wss://1:x%26y%3D%23z%20%2F%3F%40%3A@h/"_s);
    row("a value, an item and a value", u"wss://h/?t={{odd}}&{{a}}&u={{odd}}"_s,
        u"wss://h/?t=x%26y%3D%23z%20%2F%3F%40%3A&1&u=x%26y%3D%23z%20%2F%3F%40%3A"_s);
    row("\"=\" in a path", u"wss://h/a={{odd}}"_s, u"wss://h/a=x&y=#z /?@:"_s);
    row("the host after them", u"wss://u@{{host}}/"_s, u"wss://u@example.com/"_s);
}

void tst_Variables::url()
{
    QFETCH(const QString, text);
    QTEST(Variables::expandUrl(text, values()).text, "result");
}

void tst_Variables::connection()
{
    SavedConnection saved;
    saved.urlText = u"wss://{{host}}/{{a}}"_s;
    ConnectionProfile &profile = saved.profile;
    profile.subprotocols = {u"v{{a}}"_s};
    profile.headers = {{"X-{{a}}", "{{host}}"}, {"Raw", "\xff"}};
    profile.cookies = {{"c", "{{m1}}"}};
    profile.origin = u"https://{{host}}"_s;
    profile.authentication = {Authentication::Kind::Bearer, u"{{m2}}"_s, u"{{m3}}"_s, u"{{m2}}"_s};
    profile.onOpen = {{false, "{{a}}"}, {true, "{{a}}"}};
    profile.heartbeat.text = u"{{a}} {{m4}} {{$now}} {{$random 5}}"_s;
    Variables::Expansion result = Variables::expand(saved, values());
    QCOMPARE(result.missing, (QStringList{u"m1"_s, u"m2"_s, u"m3"_s, u"m4"_s, u"$random 5"_s}));
    QVERIFY(result.profile.url.isEmpty() && result.problem.isEmpty());
    QCOMPARE(result.profile.subprotocols, QStringList(u"v1"_s));
    QVERIFY(result.profile.headers == (HttpHeaders{{"X-1", "example.com"}, {"Raw", "\xff"}}));
    QCOMPARE(result.profile.origin, u"https://example.com"_s);
    QCOMPARE(result.profile.onOpen.value(0).payload, "1");
    QCOMPARE(result.profile.onOpen.value(1).payload, "{{a}}");

    // Its values are those of the moment in which it is sent.
    QCOMPARE(result.profile.heartbeat.text, profile.heartbeat.text);

    profile.cookies.clear();
    profile.heartbeat.text = u"{{a}} {{$now}}"_s;
    profile.authentication = {};
    result = Variables::expand(saved, values());
    QVERIFY(result.missing.isEmpty() && result.problem.isEmpty());
    QCOMPARE(result.profile.url, QUrl(u"wss://example.com/1"_s));

    saved.urlText = u"wss://{{odd}}"_s;
    result = Variables::expand(saved, values());
    QVERIFY(result.profile.url.isEmpty() && result.problem.endsWith(u'.'));
}

void tst_Variables::recordedAs()
{
    const Variables::Values known{{u"key"_s, u"hush"_s}, {u"plain"_s, u"word"_s}};
    const QStringList secret{u"key"_s, u"gone"_s};
    const auto recorded = Variables::recordedAs(u"{{plain}} {{key}} {{none}}"_s, known, secret);
    QVERIFY(recorded);
    QCOMPARE(recorded->text, u"word {{key}} {{none}}"_s);
    QVERIFY(!Variables::recordedAs(u"{{plain}} \\{{key}} {{gone}}"_s, known, secret));

    SavedConnection saved;
    saved.urlText = u"ws://h/"_s;
    saved.profile.onOpen = {{false, "{{plain}} {{key}}"}, {false, "{{plain}}"}, {true, "{{key}}"}};
    const Variables::Expansion result = Variables::expand(saved, known, secret);
    QCOMPARE(result.profile.onOpen.value(0).payload, "word hush");
    QCOMPARE(result.profile.onOpen.value(0).recordedAs, "word {{key}}");
    QVERIFY(result.profile.onOpen.value(1).recordedAs.isNull());
    QVERIFY(result.profile.onOpen.value(2).recordedAs.isNull());
}

void tst_Variables::secretValues()
{
    SavedConnection saved;
    saved.urlText = u"wss://h/{{key}}?q={{key}}"_s;
    saved.profile.headers = {{"X", "{{key}} {{plain}}"}};
    const Variables::Values known{
            {u"key"_s, u"Pa ss/ä"_s}, {u"plain"_s, u"word"_s}, {u"other"_s, u"unused"_s}};
    Variables::Expansion result = Variables::expand(saved, known, {u"key"_s, u"other"_s, u"none"_s});
    const QList<QByteArray> secrets{QByteArray("Pa ss/\xc3\xa4")};
    QCOMPARE(result.profile.secretValues, secrets);
    const Redactor redactor(result.profile);
    QCOMPARE(redactor.own(u"a Pa ss/ä b pa%20ss%2F%C3%A4 c Pa%20ss/ä d Pa%20ss/%C3%A4 e"_s),
             u"a *** b *** c *** d *** e"_s);
    QCOMPARE(Redactor(ConnectionProfile()).own(u"untouched"_s), u"untouched"_s);
    // Too short to be told from other text.
    ConnectionProfile brief;
    brief.secretValues = {"ab"};
    QCOMPARE(Redactor(brief).own(u"wss://ab"_s), u"wss://ab"_s);
    const QJsonObject deep{{u"a"_s, QJsonArray{u"x Pa ss/ä"_s, 1, QJsonObject{{u"b"_s, u"Pa ss/ä"_s}}}}};
    const QJsonObject masked{{u"a"_s, QJsonArray{u"x ***"_s, 1, QJsonObject{{u"b"_s, u"***"_s}}}}};
    QCOMPARE(redactor.own(deep), masked);
}

void tst_Variables::names()
{
    QVERIFY(Variables::isName(u"api_key-2.x"_s));
    QVERIFY(!Variables::isName(u""_s));
    QVERIFY(!Variables::isName(u" a"_s));
    QVERIFY(!Variables::isName(u"a}}{{b"_s));
    QVERIFY(!Variables::isIn(u"\\{{a}}"_s));
    QVERIFY(Variables::isIn(u"\\{{a}}{{a}}"_s));
    QCOMPARE(Variables::without(u"Bearer {{a}}!"_s), u"Bearer !"_s);
}

void tst_Variables::sentence()
{
    QCOMPARE(Variables::missingSentence({}), QString());
    QCOMPARE(Variables::missingSentence({u"a"_s}), u"There is no value for {{a}}."_s);
    QCOMPARE(Variables::missingSentence({u"a"_s, u"b"_s, u"c"_s}),
             u"There is no value for {{a}}, {{b}} and {{c}}."_s);
    QCOMPARE(Variables::missingSentence({u"a"_s, u"b"_s, u"c"_s, u"d"_s, u"e"_s, u"f"_s, u"g"_s}),
             u"There is no value for {{a}}, {{b}}, {{c}}, {{d}}, {{e}} and 2 more."_s);
}

SOCKETSCOPE_TEST(tst_Variables, QCoreApplication)
#include "tst_variables.moc"
