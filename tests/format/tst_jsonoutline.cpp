// SPDX-License-Identifier: MIT
#include "format/json/jsonlayout.h"
#include "format/json/jsonoutline.h"
#include "scancontrol.h"
#include "support/bounds.h"
#include "support/testprogram.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_JsonOutline : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void values();
    void refuses_data();
    void refuses();
    void paths_data();
    void paths();
    void lines_data();
    void lines();
    void parts_data();
    void parts();
    void depth();
    void canBeCancelled();
    void costs();
};

// Names are kept as they were sent, twice, and values byte for byte.
void tst_JsonOutline::values()
{
    const QByteArray json(" { \"a\\u0041\" : [ 1E+400, \"\\ud800\" ], \"b\":{}, \"b\": null } ");
    const auto outline = JsonOutline::build(json);
    QVERIFY(outline);
    QCOMPARE(outline->size(), 6u);
    QCOMPARE(outline->value(0), QByteArrayView(json).trimmed());
    QCOMPARE(outline->at(0).count, 3u);
    QCOMPARE(outline->at(0).parent, JsonOutline::None);
    QCOMPARE(outline->at(0).end, 6u);
    QVERIFY(outline->name(0).isEmpty());
    QCOMPARE(outline->name(1), QByteArrayView("\"a\\u0041\""));
    QCOMPARE(outline->value(1), QByteArrayView("[ 1E+400, \"\\ud800\" ]"));
    QVERIFY(outline->kind(1) == JsonKind::Array);
    QVERIFY(outline->isContainer(1));
    QCOMPARE(outline->at(1).end, 4u);
    QCOMPARE(outline->value(2), QByteArrayView("1E+400"));
    QCOMPARE(outline->at(3).row, 1u);
    QCOMPARE(outline->at(3).parent, 1u);
    QVERIFY(outline->name(3).isEmpty());
    QCOMPARE(outline->value(4), QByteArrayView("{}"));
    QCOMPARE(outline->at(4).count, 0u);
    QCOMPARE(outline->name(5), QByteArrayView("\"b\""));
    QCOMPARE(outline->value(5), QByteArrayView("null"));
    QVERIFY(!outline->isContainer(5));
}

void tst_JsonOutline::refuses_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("cut") << QByteArray("{\"a\":[1,");
    QTest::newRow("comma") << QByteArray("[1,]");
    QTest::newRow("two") << QByteArray("1 2");
    QTest::newRow("not UTF-8") << QByteArray("\"\xff\"");
}

void tst_JsonOutline::refuses()
{
    QFETCH(const QByteArray, json);
    QVERIFY(!JsonOutline::build(json));
}

void tst_JsonOutline::paths_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<uint>("value");
    QTest::addColumn<QString>("path");
    QTest::newRow("all") << QByteArray("42") << 0u << u"$"_s;
    QTest::newRow("member") << QByteArray("{\"a\":{\"b\":1}}") << 2u << u"$.a.b"_s;
    QTest::newRow("element") << QByteArray("{\"a\":[0,[1]]}") << 4u << u"$.a[1][0]"_s;
    QTest::newRow("quoted") << QByteArray("{\"a b\":1}") << 1u << u"$.\"a b\""_s;
    QTest::newRow("escaped") << QByteArray("{\"\\u0061\":1}") << 1u << u"$.a"_s;
}

void tst_JsonOutline::paths()
{
    QFETCH(const QByteArray, json);
    QFETCH(const uint, value);
    const auto outline = JsonOutline::build(json);
    QVERIFY(outline);
    QTEST(outline->path(value).toString(), "path");
    QCOMPARE(outline->path(value).find(json), outline->value(value));
}

void tst_JsonOutline::lines_data()
{
    using Values = QList<uint>;
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<Values>("values");
    QTest::newRow("scalar") << QByteArray("\"[\"") << Values{0};
    QTest::newRow("empty") << QByteArray("{}") << Values{0};
    QTest::newRow("members") << QByteArray("{\"a\":1,\"b\":\"{\"}") << Values{0, 1, 2, 0};
    QTest::newRow("nested") << QByteArray("[{\"a\":[]},[[1],\"]\"],2]")
                            << Values{0, 1, 2, 1, 3, 4, 5, 4, 6, 3, 7, 0};
}

void tst_JsonOutline::lines()
{
    QFETCH(const QByteArray, json);
    const auto values = jsonValuesOfLines(layOutJson(json).text);
    QTEST(QList<uint>(values.begin(), values.end()), "values");
}

void tst_JsonOutline::parts_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("scalar") << QByteArray("\"ä😀\"");
    QTest::newRow("members") << QByteArray("{\"a\":1,\"ü\":[2,3,{}]}");
    QTest::newRow("deep") << QByteArray(40, '[') + QByteArray(40, ']');
}

// Whatever the limits, a part is the beginning of the whole.
void tst_JsonOutline::parts()
{
    QFETCH(const QByteArray, json);
    const QByteArray whole = layOutJson(json).text;
    for (qsizetype bytes = 0; bytes <= whole.size() + 1; ++bytes) {
        const JsonLayoutPart part = layOutJsonPart(json, bytes, 1'000'000);
        QVERIFY(part.ok);
        QCOMPARE(part.bytes, whole.size());
        QCOMPARE(part.lines, whole.count('\n') + 1);
        QVERIFY(whole.startsWith(part.text));
        QVERIFY(part.text.size() <= bytes);
        QVERIFY(part.text.size() > std::min(bytes, whole.size()) - 4);
        QCOMPARE(QString::fromUtf8(part.text).toUtf8(), part.text);
    }
    for (qint64 lines = 1; lines <= whole.count('\n') + 2; ++lines) {
        const QByteArray text = layOutJsonPart(json, 1'000'000, lines).text;
        QVERIFY(whole.startsWith(text));
        QCOMPARE(text.count('\n') + 1, std::min<qint64>(lines, whole.count('\n') + 1));
        QVERIFY(!text.endsWith('\n'));
    }
}

void tst_JsonOutline::depth()
{
    constexpr int levels = 100'000;
    const auto outline = JsonOutline::build(QByteArray(levels, '[') + QByteArray(levels, ']'));
    QVERIFY(outline);
    QCOMPARE(outline->size(), uint(levels));
    QCOMPARE(outline->path(levels - 1).steps().size(), levels - 1);
}

void tst_JsonOutline::canBeCancelled()
{
    const QByteArray json = '[' + QByteArray("1,").repeated(100'000) + "1]";
    ScanControl control;
    QVERIFY(JsonOutline::build(json, &control));
    QCOMPARE(control.done.load(), json.size());
    QVERIFY(layOutJsonPart(json, 1000, 100, 2, &control).ok);
    QCOMPARE(control.done.load(), 2 * json.size());
    control.cancelled = true;
    QVERIFY(!JsonOutline::build(json, &control));
    const JsonLayoutPart part = layOutJsonPart(json, 1000, 100, 2, &control);
    QVERIFY(!part.ok);
    QVERIFY(part.wasCancelled);
    QVERIFY(!layOutJsonPart("[1,]", 1000, 100, 2).wasCancelled);
}

void tst_JsonOutline::costs()
{
    const QByteArray item("{\"s\":\"BTC-USD\",\"p\":64231.07,\"q\":[1,2]}");
    constexpr int Items = SanitizedBuild ? 100'000 : 800'000;
    const QByteArray json = '[' + (item + ',').repeated(Items - 1) + item + ']';
    QElapsedTimer timer;
    timer.start();
    const auto outline = JsonOutline::build(json);
    qInfo("%lld MB with %u values: %lld ms", json.size() / 1'000'000, outline->size(), timer.elapsed());
    QCOMPARE(outline->size(), 1u + 6 * Items);
    static_assert(sizeof(JsonOutline::Value) <= 28);
}

SOCKETSCOPE_TEST(tst_JsonOutline, TestProgram::NoApplication)
#include "tst_jsonoutline.moc"
