// SPDX-License-Identifier: MIT
#include "saved/generatedvalues.h"
#include "saved/variables.h"
#include "support/testprogram.h"

#include <QTest>
#include <QUuid>

using namespace Qt::StringLiterals;

class tst_GeneratedValues : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void gives_data();
    void gives();
    void randomNumbersReachBothEnds();
    void counts();
    void systemUuidsDiffer();
    void allAreDescribed();
    void problems_data();
    void problems();
    void fillsInMessages();
    void connection();
    void messagesOnly();
    void recordsWhatIsSent();
};

static GeneratedValues::Sources fixedSources(quint64 random = 0)
{
    return {[] { return 1'795'343'462'118LL; }, [random] { return random; }};
}

void tst_GeneratedValues::gives_data()
{
    QTest::addColumn<QString>("call");
    QTest::addColumn<QString>("value");
    const auto row = [](const QString &call, const QString &value) {
        QTest::newRow(qPrintable(call)) << call << value;
    };
    row(u"$now"_s, u"1795343462118"_s);
    row(u"$now.s"_s, u"1795343462"_s);
    row(u"$now.iso"_s, u"2026-11-22T10:31:02.118Z"_s);
    row(u"$uuid"_s, u"fedcba98-7654-4210-bedc-ba9876543210"_s);
    row(u"$counter"_s, u"1"_s);
    // 0xfedcba9876543210 % 100 is 20.
    row(u"$random 1 100"_s, u"21"_s);
    row(u"$random -5 -5"_s, u"-5"_s);
    row(u"$timestamp"_s, u"1795343462"_s);
    row(u"$isoTimestamp"_s, u"2026-11-22T10:31:02.118Z"_s);
    row(u"$guid"_s, u"fedcba98-7654-4210-bedc-ba9876543210"_s);
    row(u"$randomUUID"_s, u"fedcba98-7654-4210-bedc-ba9876543210"_s);
    row(u"$randomInt"_s, u"%1"_s.arg(0xfedcba9876543210 % 1001));
}

void tst_GeneratedValues::gives()
{
    QFETCH(const QString, call);
    GeneratedValues values(fixedSources(0xfedcba9876543210));
    QCOMPARE(GeneratedValues::problem(call), QString());
    QTEST(values.next(call).value_or(QString()), "value");
    QVERIFY(GeneratedValues::sample(call));
    QCOMPARE(GeneratedValues::sample(call), GeneratedValues::sample(call));
}

void tst_GeneratedValues::randomNumbersReachBothEnds()
{
    const QString call = u"$random -9007199254740991 9007199254740991"_s;
    QCOMPARE(GeneratedValues(fixedSources(0)).next(call), u"-9007199254740991"_s);
    QCOMPARE(GeneratedValues(fixedSources((1ULL << 54) - 2)).next(call), u"9007199254740991"_s);
    QCOMPARE(GeneratedValues(fixedSources(99)).next(u"$random 1 100"_s), u"100"_s);
    QCOMPARE(GeneratedValues(fixedSources(100)).next(u"$random 1 100"_s), u"1"_s);
}

void tst_GeneratedValues::counts()
{
    GeneratedValues tab;
    GeneratedValues another;
    for (const QString &count : {u"1"_s, u"2"_s, u"3"_s})
        QCOMPARE(tab.next(u"$counter"_s), count);
    QCOMPARE(another.next(u"$counter"_s), u"1"_s);
    QVERIFY(!tab.next(u"$counter 5"_s));
    QCOMPARE(tab.next(u"$counter"_s), u"4"_s);
}

void tst_GeneratedValues::systemUuidsDiffer()
{
    GeneratedValues values;
    const QUuid one(*values.next(u"$uuid"_s));
    const QUuid other(*values.next(u"$uuid"_s));
    QVERIFY(one != other);
    QCOMPARE(one.version(), QUuid::Random);
    QCOMPARE(one.variant(), QUuid::DCE);
}

void tst_GeneratedValues::allAreDescribed()
{
    const QList<GeneratedValues::Kind> kinds = GeneratedValues::kinds();
    QVERIFY(kinds.size() >= 6);
    for (const GeneratedValues::Kind &kind : kinds) {
        QVERIFY2(GeneratedValues::sample(kind.call), qPrintable(kind.call));
        QVERIFY2(!kind.explanation.isEmpty(), qPrintable(kind.call));
    }
}

void tst_GeneratedValues::problems_data()
{
    QTest::addColumn<QString>("call");
    QTest::addColumn<QString>("begin");
    const auto row = [](const QString &call, const QString &begin) {
        QTest::newRow(qPrintable(call)) << call << begin;
    };
    row(u"$nwo"_s,
        u"{{$nwo}} is none of $now, $now.s, $now.iso, $uuid, $counter, $random and 5 more; \\{{$nwo}} "_s);
    row(u"$Now"_s, u"{{$Now}} is none of "_s);
    row(u"$now ms"_s, u"{{$now ms}}: nothing follows behind $now."_s);
    row(u"$random"_s, u"{{$random}} needs two whole numbers of at most 9,007,199,254,740,991"_s);
    row(u"$random 5"_s, u"{{$random 5}} needs two whole numbers"_s);
    row(u"$random 1 2 3"_s, u"{{$random 1 2 3}} needs two"_s);
    row(u"$random 1 2.5"_s, u"{{$random 1 2.5}} needs two"_s);
    row(u"$random 1 9007199254740992"_s, u"{{$random 1 9007199254740992}} needs two"_s);
    row(u"$random 9 1"_s, u"{{$random 9 1}}: the first number must not be larger"_s);
    row(u"$n\u202e"_s, u"{{$n‹U+202E›}} is none of "_s);
}

void tst_GeneratedValues::problems()
{
    QFETCH(const QString, call);
    QFETCH(const QString, begin);
    const QString problem = GeneratedValues::problem(call);
    QVERIFY2(problem.startsWith(begin) && problem.endsWith(u'.'), qPrintable(problem));
    QVERIFY(!GeneratedValues::sample(call));
}

void tst_GeneratedValues::fillsInMessages()
{
    GeneratedValues values(fixedSources());
    OpeningMessage message{false, "ä{{$counter}} secret {{$now}}", "ä{{$counter}} {{s}} {{$now}}"};
    message.generated = {{u"$counter"_s, 2, 2, 12}, {u"$now"_s, 22, 21, 8}};
    for (const QByteArray &count : {QByteArray("1"), QByteArray("2")}) {
        const OpeningMessage filled = values.filledIn(message);
        QCOMPARE(filled.payload, "ä" + count + " secret 1795343462118");
        QCOMPARE(filled.recordedAs, "ä" + count + " {{s}} 1795343462118");
        QVERIFY(filled.generated.isEmpty());
    }
    message.recordedAs = {};
    QVERIFY(values.filledIn(message).recordedAs.isNull());
}

// As a connection's messages get their values in two steps.
void tst_GeneratedValues::connection()
{
    const Variables::Values known{{u"key"_s, u"hush{{$now}}"_s}, {u"plain"_s, u"ä\\"_s}};
    SavedConnection saved;
    saved.urlText = u"ws://h/"_s;
    saved.profile.onOpen = {{false, "\\{{$now}} {{plain}}{{ $random  7 7 }} {{key}} {{$counter}}"},
                            {false, "{{$counter}}"},
                            {true, "{{$counter}}"}};
    const Variables::Expansion expansion = Variables::expand(saved, known, {u"key"_s});
    QVERIFY(expansion.missing.isEmpty());
    GeneratedValues values(fixedSources());
    QList<OpeningMessage> sent;
    for (const OpeningMessage &message : expansion.profile.onOpen)
        sent.append(values.filledIn(message));
    QCOMPARE(sent.value(0).payload, "{{$now}} ä\\7 hush{{$now}} 1");
    QCOMPARE(sent.value(0).recordedAs, "{{$now}} ä\\7 {{key}} 1");
    QCOMPARE(sent.value(1).payload, "2");
    QCOMPARE(sent.value(2).payload, "{{$counter}}");
    // What is to be sent is the same as long as nothing is filled in.
    QVERIFY(expansion.profile == Variables::expand(saved, known, {u"key"_s}).profile);
}

void tst_GeneratedValues::messagesOnly()
{
    const auto sentence = [](const QString &url, const QByteArray &message) {
        SavedConnection saved;
        saved.urlText = url;
        saved.profile.onOpen = {{false, message}};
        const QStringList missing = Variables::expand(saved, {}).missing;
        return missing.isEmpty() ? QString() : ChosenEnvironment().missingSentence(missing);
    };
    QCOMPARE(sentence(u"ws://h/"_s, "{{$now}}"), QString());
    QVERIFY(sentence(u"ws://h/?t={{$now}}"_s, "").startsWith(u"{{$now}} is filled in in messages only; "_s));
    QVERIFY(sentence(u"ws://h/"_s, "{{$nwo}}").startsWith(u"{{$nwo}} is none of "_s));
    // No name of a variable of one's own begins so.
    QVERIFY(!Variables::isName(u"$now"_s));
}

void tst_GeneratedValues::recordsWhatIsSent()
{
    ChosenEnvironment environment;
    environment.values = {{u"key"_s, u"hush\\n"_s}};
    environment.secretNames = QStringList{u"key"_s};
    GeneratedValues values(fixedSources());
    const ChosenEnvironment::FilledIn filled =
            environment.filledIn(u"{{$counter}} {{key}} {{$counter}} \\{{$now}} {{$}} {{$5}}\\n"_s, &values);
    QCOMPARE(filled.text, u"1 hush\\n 2 {{$now}} {{$}} {{$5}}\\n"_s);
    QCOMPARE(filled.recordedAs, u"1 {{key}} 2 {{$now}} {{$}} {{$5}}\\n"_s);
    QCOMPARE(filled.sentence, QString());
    const ChosenEnvironment::FilledIn escaped =
            environment.filledIn(u"\\x1e{{key}}\\\\{{$counter}}\\n"_s, &values, Variables::Escapes::Replaced);
    QCOMPARE(escaped.text, u"\x1ehush\\n\\3\n"_s);
    QCOMPARE(escaped.recordedAs, u"\x1e{{key}}\\3\n"_s);
}

SOCKETSCOPE_TEST(tst_GeneratedValues, QCoreApplication)
#include "tst_generatedvalues.moc"
