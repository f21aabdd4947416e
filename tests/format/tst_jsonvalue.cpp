// SPDX-License-Identifier: MIT
#include "format/json/jsonvalue.h"
#include "support/bounds.h"
#include "support/testprogram.h"

#include <QElapsedTimer>
#include <QTest>

#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

class tst_JsonValue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void kind_data();
    void kind();
    void text_data();
    void text();
    void isNumber_data();
    void isNumber();
    void toDouble_data();
    void toDouble();
    void compare_data();
    void compare();
    void ordersNumbers();
    void isLinear();
};

void tst_JsonValue::kind_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("expected");
    const auto row = [](const QByteArray &value, JsonKind kind) {
        QTest::newRow(value.constData()) << value << int(kind);
    };
    row("{}", JsonKind::Object);
    row("[1]", JsonKind::Array);
    row("\"a\"", JsonKind::String);
    row("12", JsonKind::Number);
    row("-1", JsonKind::Number);
    row("true", JsonKind::True);
    row("false", JsonKind::False);
    row("null", JsonKind::Null);
    row("", JsonKind::None);
    row("+1", JsonKind::None);
    row(" 1", JsonKind::None);
    row("hello", JsonKind::None);
}

void tst_JsonValue::kind()
{
    QFETCH(QByteArray, value);
    QFETCH(int, expected);
    QCOMPARE(int(jsonKind(value)), expected);
}

void tst_JsonValue::text_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("expected");
    const QString replacement{QChar(QChar::ReplacementCharacter)};
    QTest::newRow("empty") << QByteArray(R"("")") << u""_s;
    QTest::newRow("plain") << QByteArray(R"("BTC-USD")") << u"BTC-USD"_s;
    QTest::newRow("number") << QByteArray("64231.070") << u"64231.070"_s;
    QTest::newRow("object") << QByteArray(R"({"a":"\n"})") << uR"({"a":"\n"})"_s;
    QTest::newRow("nothing") << QByteArray() << u""_s;
    QTest::newRow("short escapes") << QByteArray(R"("\"\\\/\b\f\n\r\t")") << u"\"\\/\b\f\n\r\t"_s;
    QTest::newRow("\\u") << QByteArray(R"("\u0070\u00e9\u20AC")") << u"p\u00e9\u20ac"_s;
    QTest::newRow("between text") << QByteArray(R"("a\u0062c\nd")") << u"abc\nd"_s;
    QTest::newRow("NUL") << QByteArray(R"("a\u0000b")") << u"a\0b"_s;
    QTest::newRow("pair") << QByteArray(R"("\ud83d\ude00")") << u"\U0001F600"_s;
    QTest::newRow("utf-8") << QByteArray("\"\xF0\x9F\x98\x80\"") << u"\U0001F600"_s;
    QTest::newRow("byte order mark") << QByteArray("\"\xEF\xBB\xBF\\n\xEF\xBB\xBFz\"")
                                     << u"\uFEFF\n\uFEFFz"_s;
    QTest::newRow("high alone") << QByteArray(R"("\ud83d")") << replacement;
    QTest::newRow("high and text") << QByteArray(R"("\ud83dx")") << replacement + u'x';
    QTest::newRow("high and a letter") << QByteArray(R"("\ud83d\u0041")") << replacement + u'A';
    QTest::newRow("two high and low")
            << QByteArray(R"("\ud83d\ud83d\ude00")") << replacement + u"\U0001F600"_s;
    QTest::newRow("low alone") << QByteArray(R"("\ude00")") << replacement;
    QTest::newRow("not utf-8") << QByteArray("\"a\xFFz\"") << u"a"_s + replacement + u'z';
    QTest::newRow("no such escape") << QByteArray(R"("\x41")") << uR"(\x41)"_s;
    QTest::newRow("no hexadecimal digit") << QByteArray(R"("\u-0a1\u00g0")") << uR"(\u-0a1\u00g0)"_s;
    QTest::newRow("cut in \\u") << QByteArray(R"("\u12")") << uR"(\u12)"_s;
    QTest::newRow("cut after the backslash") << QByteArray("\"a\\") << u"a\\"_s;
    QTest::newRow("not closed") << QByteArray(R"("abc)") << u"abc"_s;
    QTest::newRow("one quotation mark") << QByteArray("\"") << u""_s;
}

void tst_JsonValue::text()
{
    QFETCH(QByteArray, value);
    QTEST(jsonText(value), "expected");
}

void tst_JsonValue::isNumber_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("expected");
    for (const char *const text :
         {"0", "-0", "10", "1.5", "0.0001", "1e5", "1E+5", "1e-05", "-1.50E+10", "1e400"})
        QTest::newRow(text) << QByteArray(text) << true;
    for (const char *const text :
         {"",     "-",  "+1", "01",  "-01", "1.",       ".5",  "1e",    "1e+",   "1.e5",
          "0x10", "1 ", " 1", "1,5", "NaN", "Infinity", "--1", "1e5.5", "\"1\"", "1-"})
        QTest::newRow(text) << QByteArray(text) << false;
    QTest::newRow("400 digits") << QByteArray(400, '7') << true;
    QTest::newRow("NUL") << QByteArray("1\0", 2) << false;
}

void tst_JsonValue::isNumber()
{
    QFETCH(QByteArray, text);
    QTEST(isJsonNumber(text), "expected");
}

void tst_JsonValue::toDouble_data()
{
    constexpr double infinity = std::numeric_limits<double>::infinity();
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<bool>("isNumber");
    QTest::addColumn<double>("expected");
    QTest::newRow("integer") << QByteArray("12") << true << 12.0;
    QTest::newRow("price") << QByteArray("64231.07") << true << 64231.07;
    QTest::newRow("exponent") << QByteArray("-1.5e+3") << true << -1500.0;
    QTest::newRow("zero") << QByteArray("0e99999999999999999999") << true << 0.0;
    QTest::newRow("largest") << QByteArray("1.7976931348623157e308") << true << 1.7976931348623157e308;
    QTest::newRow("smallest") << QByteArray("4.9e-324") << true << 4.9e-324;
    QTest::newRow("too large") << QByteArray("1e400") << true << infinity;
    QTest::newRow("too small") << QByteArray("-1e400") << true << -infinity;
    QTest::newRow("too close to 0") << QByteArray("1e-400") << true << 0.0;
    QTest::newRow("endless exponent") << QByteArray("1e") + QByteArray(400, '9') << true << infinity;
    QTest::newRow("endless negative") << QByteArray("1e-") + QByteArray(400, '9') << true << 0.0;
    QTest::newRow("400 digits") << QByteArray(400, '1') << true << infinity;
    QTest::newRow("300 digits") << "1" + QByteArray(300, '0') << true << 1e300;
    QTest::newRow("400 decimals") << "0." + QByteArray(400, '3') << true << 1.0 / 3;
    QTest::newRow("string") << QByteArray("\"12\"") << false << 0.0;
    QTest::newRow("null") << QByteArray("null") << false << 0.0;
    QTest::newRow("rest") << QByteArray("12x") << false << 0.0;
    QTest::newRow("nan") << QByteArray("nan") << false << 0.0;
    QTest::newRow("nothing") << QByteArray() << false << 0.0;
}

void tst_JsonValue::toDouble()
{
    QFETCH(QByteArray, value);
    QFETCH(bool, isNumber);
    QFETCH(double, expected);
    const std::optional<double> result = jsonDouble(value);
    QCOMPARE(result.has_value(), isNumber);
    // Not QCOMPARE, which compares doubles roughly.
    QVERIFY(!isNumber || *result == expected);
}

void tst_JsonValue::compare_data()
{
    QTest::addColumn<QByteArray>("a");
    QTest::addColumn<QByteArray>("b");
    QTest::addColumn<int>("expected");
    const auto row = [](const char *name, const QByteArray &a, const QByteArray &b, int expected) {
        QTest::newRow(name) << a << b << expected;
    };
    const QByteArray digits(400, '7');
    const QByteArray nines(300, '9');
    row("same", "12", "12", 0);
    row("fraction of zeros", "1.0", "1", 0);
    row("exponent", "1e2", "100", 0);
    row("exponent with zeros", "1e002", "100", 0);
    row("negative exponent", "123e-2", "1.23", 0);
    row("leading zeros", "0.00012", "1.2e-4", 0);
    row("minus zero", "-0", "0", 0);
    row("zeros", "0.000", "0e99", 0);
    row("zero and more", "0", "0.001", -1);
    row("zero and less", "0", "-1e-400", 1);
    row("signs", "-1", "1", -1);
    row("negative", "-2", "-10", 1);
    row("lengths", "9", "10", -1);
    row("decimals", "1.25", "1.3", -1);
    row("beyond double", "9007199254740993", "9007199254740992", 1);
    row("fraction beyond double", "0.1", "0.10000000000000000001", -1);
    row("400 digits", digits + "8", digits + "7", 1);
    row("400 digits and an exponent", digits + "e-400", "0." + digits, 0);
    row("beyond the range", "1e400", "1e401", -1);
    row("beyond the range, same", "10e399", "1e400", 0);
    row("near 0", "1e-400", "1e-401", 1);
    row("near 0 and 0", "1e-99999999999999999999", "0", 1);
    row("large exponents", "1e99999999999999999999", "1e99999999999999999998", 1);
    row("large exponents, same", "10e99999999999999999999", "1e100000000000000000000", 0);
    row("endless exponents, same", "10e" + nines, "1e1" + QByteArray(300, '0'), 0);
    row("endless exponents", "10e" + nines, "1.0000001e1" + QByteArray(300, '0'), -1);
    row("endless negative exponents", "0.1e-" + nines, "1e-1" + QByteArray(300, '0'), 0);
    row("opposite exponents", "1e" + nines, "1e-" + nines, 1);
    row("opposite small exponents", "1e-2", "1e1", -1);
    row("exponent against digits", "1e19", "9" + QByteArray(18, '0'), 1);
}

void tst_JsonValue::compare()
{
    QFETCH(QByteArray, a);
    QFETCH(QByteArray, b);
    QFETCH(int, expected);
    const auto sign = [](int value) { return value == 0 ? 0 : value > 0 ? 1 : -1; };
    QCOMPARE(sign(compareJsonNumbers(a, b)), expected);
    QCOMPARE(sign(compareJsonNumbers(b, a)), -expected);
    QCOMPARE(compareJsonNumbers(a, a), 0);
    QCOMPARE(compareJsonNumbers(b, b), 0);
}

void tst_JsonValue::ordersNumbers()
{
    const QList<QByteArray> ascending = {"-1e400", "-64231.07", "-1",    "-0.5",    "-1e-400", "0",
                                         "1e-400", "0.1",       "0.11",  "0.9",     "1",       "1.5",
                                         "9.99",   "10",        "1e2",   "100.001", "1.01e2",  "1e300",
                                         "2e300",  "1e400",     "1e4000"};
    for (qsizetype i = 0; i < ascending.size(); ++i) {
        for (qsizetype j = 0; j < ascending.size(); ++j) {
            const int order = compareJsonNumbers(ascending.at(i), ascending.at(j));
            QVERIFY2((order < 0) == (i < j) && (order > 0) == (i > j),
                     QByteArray(ascending.at(i) + " " + ascending.at(j)).constData());
        }
    }
}

void tst_JsonValue::isLinear()
{
    constexpr int size = SanitizedBuild ? 1'000'000 : 10'000'000;
    const QByteArray many(size, '7');
    const QByteArray zeros(size, '0');
    QElapsedTimer timer;
    timer.start();
    QVERIFY(compareJsonNumbers("0." + zeros + "1", "1e-" + QByteArray::number(size + 1)) == 0);
    QVERIFY(compareJsonNumbers("1e" + many, "1e" + many) == 0);
    QVERIFY(compareJsonNumbers(many, many + ".1") < 0);
    QVERIFY(jsonDouble("0." + many).has_value());
    QVERIFY(jsonText('"' + QByteArray("\\u0041").repeated(size / 10) + '"').size() == size / 10);
    QVERIFY2(timer.elapsed() < 5000, QByteArray::number(timer.elapsed()).constData());
}

SOCKETSCOPE_TEST(tst_JsonValue, QCoreApplication)
#include "tst_jsonvalue.moc"
