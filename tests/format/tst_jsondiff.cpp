// SPDX-License-Identifier: MIT
#include "format/json/jsondiff.h"
#include "format/json/jsonlayout.h"
#include "format/json/jsonoutline.h"
#include "support/bounds.h"
#include "support/testprogram.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_JsonDiff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void differences_data();
    void differences();
    void notJson_data();
    void notJson();
    void noneOnlyIfTheSame();
    void appliedGivesTheOther();
    void deep();
    void deepPathsAreBounded();
    void stopsAtTenThousand();
    void manyNamesAreLinear();
    void canBeCancelled();
};

static QByteArray printed(const JsonDiff &diff)
{
    QByteArray text;
    for (const JsonDifference &difference : diff.differences) {
        if (!text.isEmpty())
            text += '|';
        text += difference.kind == JsonDifference::Kind::Added     ? '+'
                : difference.kind == JsonDifference::Kind::Removed ? '-'
                                                                   : '!';
        text += difference.path.toUtf8() + ' ' + difference.left.toByteArray() + ' '
                + difference.right.toByteArray();
    }
    return text;
}

void tst_JsonDiff::differences_data()
{
    QTest::addColumn<QByteArray>("left");
    QTest::addColumn<QByteArray>("right");
    QTest::addColumn<QByteArray>("expected");
    QTest::addColumn<bool>("orderDiffers");

    const auto row = [](const char *name, const char *left, const char *right, const char *expected,
                        bool orderDiffers = false) {
        QTest::newRow(name) << QByteArray(left) << QByteArray(right) << QByteArray(expected) << orderDiffers;
    };
    row("the same", "{\"a\":[1,2]}", "{ \"a\" : [ 1, 2 ] }", "");
    row("scalars", "1", "2", "!$ 1 2");
    row("as sent", "1", "1.0", "!$ 1 1.0");
    row("escapes as sent", "\"A\"", "\"\\u0041\"", "!$ \"A\" \"\\u0041\"");
    row("changed", "{\"a\":{\"b\":[1,2,3]}}", "{\"a\":{\"b\":[1,5,3]}}", "!$.a.b[1] 2 5");
    row("added", "{\"a\":1}", "{\"a\":1,\"b\":[2]}", "+$.b  [2]");
    row("removed", "{\"a\":1,\"b\":{\"c\":2}}", "{\"a\":1}", "-$.b {\"c\":2} ");
    row("elements added", "[1]", "[1,2,3]", "+$[1]  2|+$[2]  3");
    row("elements removed", "[1,2,3]", "[1]", "-$[1] 2 |-$[2] 3 ");
    row("another kind", "{\"a\":{}}", "{\"a\":[]}", "!$.a {} []");
    row("another order", "{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", "", true);
    row("another order and a change", "{\"a\":1,\"b\":2}", "{\"b\":3,\"a\":1}", "!$.b 2 3", true);
    row("nth with nth", "{\"a\":1,\"a\":2}", "{\"a\":1,\"a\":3}", "!$.a 2 3");
    row("one duplicate more", "{\"a\":1}", "{\"a\":1,\"a\":2}", "+$.a  2");
    row("one duplicate less", "{\"a\":1,\"b\":0,\"a\":2}", "{\"a\":1,\"b\":0}", "-$.a 2 ");
    row("duplicates among others", "{\"a\":1,\"b\":2,\"a\":3,\"c\":4}", "{\"c\":4,\"a\":1,\"a\":5}",
        "-$.b 2 |!$.a 3 5", true);
    row("order of the left one", "{\"a\":1,\"b\":2,\"c\":3}", "{\"c\":4,\"x\":0,\"a\":5}",
        "!$.a 1 5|-$.b 2 |!$.c 3 4|+$.x  0", true);
    row("names in quotation marks", "{\"a.b\":1,\"\":1,\"q\\\"\":1,\"s s\":1,\"\\\\\":1}", "{}",
        "-$.\"a.b\" 1 |-$.\"\" 1 |-$.\"q\\\"\" 1 |-$.\"s s\" 1 |-$.\\ 1 ");
    row("names decoded", "{\"\\u0061\\n\":1,\"\xc3\xbc\":1}", "{}", "-$.\"a\n\" 1 |-$.\xc3\xbc 1 ");
    row("names as sent", "{\"a\":1}", "{\"\\u0061\":1}", "-$.a 1 |+$.a  1");
    row("empty ones", "{}", "[]", "!$ {} []");
    row("null is a value", "{\"a\":null}", "{}", "-$.a null ");
}

void tst_JsonDiff::differences()
{
    QFETCH(QByteArray, left);
    QFETCH(QByteArray, right);
    QFETCH(bool, orderDiffers);
    const JsonDiff diff = diffJson(left, right);
    QVERIFY(diff.ok);
    QVERIFY(!diff.more);
    QTEST(printed(diff), "expected");
    QCOMPARE(diff.orderDiffers, orderDiffers);
}

void tst_JsonDiff::notJson_data()
{
    QTest::addColumn<QByteArray>("left");
    QTest::addColumn<QByteArray>("right");
    QTest::newRow("left") << QByteArray("{") << QByteArray("{}");
    QTest::newRow("right") << QByteArray("{}") << QByteArray("x");
    QTest::newRow("nothing") << QByteArray() << QByteArray("1");
    // That takes more memory and time than a sanitizer has.
    if (!SanitizedBuild)
        QTest::newRow("too many values")
                << '[' + QByteArray("0,").repeated(JsonOutline::MaxValues) + "0]" << QByteArray("[]");
}

void tst_JsonDiff::notJson()
{
    QFETCH(QByteArray, left);
    QFETCH(QByteArray, right);
    const JsonDiff diff = diffJson(left, right);
    QVERIFY(!diff.ok);
    QVERIFY(diff.differences.isEmpty());
}

/// A small JSON value that can be changed by path.
struct Value
{
    char bracket = 0;
    QByteArray scalar;
    QList<std::pair<QByteArray, Value>> items;

    QByteArray print() const
    {
        if (bracket == 0)
            return scalar;
        QByteArray text(1, bracket);
        for (const auto &[name, value] : items) {
            if (text.size() > 1)
                text += ',';
            if (bracket == '{')
                text += '"' + name + "\":";
            text += value.print();
        }
        return text + (bracket == '{' ? '}' : ']');
    }
};

static Value randomValue(QRandomGenerator *random, int depth, bool duplicates)
{
    Value value;
    const int kind = depth == 0 ? 0 : random->bounded(4);
    if (kind < 2) {
        static const QByteArray scalars[] = {"1", "1.0", "\"x\"", "null", "true", "\"\\u0041\""};
        value.scalar = scalars[random->bounded(6)];
        return value;
    }
    value.bracket = kind == 2 ? '{' : '[';
    QByteArray names = "abcdef";
    for (int i = random->bounded(5); i > 0; --i) {
        const int at = random->bounded(int(names.size()));
        value.items.append({names.mid(at, 1), randomValue(random, depth - 1, duplicates)});
        if (!duplicates)
            names.remove(at, 1);
    }
    return value;
}

static void mutate(Value *value, QRandomGenerator *random, bool duplicates)
{
    if (value->items.isEmpty() || random->bounded(4) == 0) {
        *value = randomValue(random, 2, duplicates);
        return;
    }
    const int at = random->bounded(int(value->items.size()));
    switch (random->bounded(4)) {
    case 0:
        value->items.removeAt(at);
        break;
    case 1:
        value->items.swapItemsAt(at, 0);
        break;
    default:
        mutate(&value->items[at].second, random, duplicates);
    }
}

void tst_JsonDiff::noneOnlyIfTheSame()
{
    QRandomGenerator random(5);
    int same = 0;
    constexpr int rounds = SanitizedBuild ? 2000 : 20000;
    for (int round = 0; round < rounds; ++round) {
        const Value left = randomValue(&random, 4, true);
        Value right = left;
        for (int i = random.bounded(3); i > 0; --i)
            mutate(&right, &random, true);
        const QByteArray laidOut = layOutJson(right.print()).text;
        const JsonDiff diff = diffJson(left.print(), laidOut);
        QVERIFY(diff.ok);
        const bool none = diff.differences.isEmpty() && !diff.orderDiffers;
        QCOMPARE(none, left.print() == minifyJson(laidOut));
        same += none;
    }
    QVERIFY(same > rounds / 20 && same < rounds - rounds / 20);
}

// Follows "$.a[0]", one letter a name, to the value that the last step is in.
static Value *parentOf(Value *value, const QString &path, QString *lastStep)
{
    QStringList steps = QString(path.mid(1)).replace(u'[', u".["_s).split(u'.', Qt::SkipEmptyParts);
    *lastStep = steps.isEmpty() ? QString() : steps.takeLast();
    for (const QString &step : std::as_const(steps)) {
        for (qsizetype i = 0; i < value->items.size(); ++i) {
            if (step
                == (value->bracket == '{' ? QString::fromLatin1(value->items[i].first) : u"[%1]"_s.arg(i))) {
                value = &value->items[i].second;
                break;
            }
        }
    }
    return value;
}

static void apply(Value *value, const JsonDiff &diff)
{
    // From the back: removing an element moves those after it.
    for (qsizetype i = diff.differences.size(); i-- > 0;) {
        const JsonDifference &difference = diff.differences[i];
        QString step;
        Value *const parent = parentOf(value, difference.path, &step);
        Value right;
        right.scalar = difference.right.toByteArray();
        if (step.isEmpty()) {
            *value = right;
            continue;
        }
        const QByteArray name = step.toLatin1();
        qsizetype at = 0;
        while (at < parent->items.size()
               && step
                          != (parent->bracket == '{' ? QString::fromLatin1(parent->items[at].first)
                                                     : u"[%1]"_s.arg(at)))
            ++at;
        if (difference.kind == JsonDifference::Kind::Added)
            parent->items.append({name, right});
        else if (difference.kind == JsonDifference::Kind::Removed)
            parent->items.removeAt(at);
        else
            parent->items[at].second = right;
    }
}

void tst_JsonDiff::appliedGivesTheOther()
{
    QRandomGenerator random(6);
    for (int round = 0; round < (SanitizedBuild ? 700 : 5000); ++round) {
        Value left = randomValue(&random, 4, false);
        Value right = left;
        for (int i = random.bounded(4); i > 0; --i)
            mutate(&right, &random, false);
        const QByteArray rightText = right.print();
        const QByteArray leftText = left.print();
        JsonDiff diff = diffJson(leftText, rightText);
        // Added elements of an array must come in order.
        std::stable_sort(diff.differences.begin(), diff.differences.end(),
                         [](const JsonDifference &a, const JsonDifference &b) {
                             return a.kind == JsonDifference::Kind::Added
                                    && b.kind == JsonDifference::Kind::Added && b.path < a.path;
                         });
        apply(&left, diff);
        const JsonDiff after = diffJson(left.print(), rightText);
        QVERIFY2(after.differences.isEmpty(),
                 (leftText + "  " + rightText + "  " + left.print()).constData());
    }
}

void tst_JsonDiff::deep()
{
    constexpr int depth = 10000;
    const QByteArray opening = QByteArray("{\"a\":[").repeated(depth / 2);
    const QByteArray closing = QByteArray("]}").repeated(depth / 2);
    QVERIFY(diffJson(opening + closing, opening + closing).differences.isEmpty());
    const JsonDiff diff = diffJson(opening + '1' + closing, opening + '2' + closing);
    QCOMPARE(diff.differences.size(), 1);
    QCOMPARE(diff.differences.first().path, u"$"_s + u".a[0]"_s.repeated(depth / 2));
    constexpr int most = SanitizedBuild ? 200000 : 1000000;
    const QByteArray deepest = QByteArray(most, '[') + QByteArray(most, ']');
    QVERIFY(diffJson(deepest, deepest + ' ').differences.isEmpty());
}

void tst_JsonDiff::deepPathsAreBounded()
{
    constexpr int depth = SanitizedBuild ? 700 : 10000;
    const QByteArray opening = QByteArray("[").repeated(depth);
    const QByteArray closing = QByteArray("]").repeated(depth);
    const QByteArray left = opening + QByteArray("1,").repeated(9000) + '1' + closing;
    const QByteArray right = opening + QByteArray("2,").repeated(9000) + '2' + closing;
    const JsonDiff diff = diffJson(left, right);
    QVERIFY(diff.more);
    qsizetype text = 0;
    for (const JsonDifference &difference : diff.differences)
        text += difference.path.size();
    QVERIFY(text < 17 * 1024 * 1024);
}

void tst_JsonDiff::stopsAtTenThousand()
{
    const auto numbers = [](char digit, int count) {
        return '[' + (QByteArray(1, digit) + ',').repeated(count - 1) + digit + ']';
    };
    const JsonDiff exact = diffJson(numbers('1', 10000), numbers('2', 10000));
    QCOMPARE(exact.differences.size(), 10000);
    QVERIFY(!exact.more);
    const JsonDiff more = diffJson(numbers('1', 10001), numbers('2', 10001));
    QCOMPARE(more.differences.size(), 10000);
    QVERIFY(more.more);
}

void tst_JsonDiff::manyNamesAreLinear()
{
    QByteArray left = "{";
    QByteArray right = "{";
    constexpr int count = SanitizedBuild ? 60000 : 300000;
    for (int i = 0; i < count; ++i) {
        left += "\"a\":1,\"n" + QByteArray::number(i) + "\":1,";
        right += "\"n" + QByteArray::number(count - 1 - i) + "\":1,\"a\":1,";
    }
    left += "\"end\":1}";
    right += "\"end\":1}";
    QElapsedTimer timer;
    timer.start();
    const JsonDiff diff = diffJson(left, right);
    qInfo("%d members in another order: %lld ms", 2 * count, timer.elapsed());
    QVERIFY(diff.ok && diff.differences.isEmpty() && diff.orderDiffers);
    QVERIFY(timer.elapsed() < 10000);
}

void tst_JsonDiff::canBeCancelled()
{
    const QByteArray json = '[' + QByteArray("1,").repeated(100000) + "1]";
    int asked = 0;
    diffJson(json, json, [&asked] { return ++asked >= 3; });
    QCOMPARE(asked, 3);
}

SOCKETSCOPE_TEST(tst_JsonDiff, QCoreApplication)
#include "tst_jsondiff.moc"
