// SPDX-License-Identifier: MIT
#include "log/filter/filtertoggles.h"
#include "support/testprogram.h"

#include "log/filter/filterquery.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_FilterToggles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void writes_data();
    void writes();
    void clearingGivesTheTextBack_data();
    void clearingGivesTheTextBack();
};

Q_DECLARE_METATYPE(FilterToggles)

static constexpr FilterToggles In = FilterToggle::In;
static constexpr FilterToggles Out = FilterToggle::Out;
static constexpr FilterToggles Control = FilterToggle::Control;
static constexpr FilterToggles Errors = FilterToggle::Errors;
static constexpr FilterToggles None;

void tst_FilterToggles::reads_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<FilterToggles>("toggles");
    const auto row = [](const char *text, FilterToggles toggles) {
        QTest::newRow(text) << QString::fromUtf8(text) << toggles;
    };
    row("", None);
    row("word", None);
    row("dir:in", In);
    row("dir:out,in", In | Out);
    row("dir:in|dir:out", In | Out);
    row("a type:pong,ping b", Control);
    row("type:ping|type:pong", Control);
    row("type:error,close", Errors);
    row("type:ping,pong,close,error|dir:out", Out | Control | Errors);
    row("dir:out dir:in", Out);
    row("type:ping dir:in", In);
    // More or less than a toggle says.
    row("dir:local", None);
    row("dir:in,local", None);
    row("type:ping", None);
    row("type:close,error,text", None);
    row("dir:in|word", None);
    row("-dir:in", None);
    row("dir:in OR word", None);
    row("word OR dir:in", None);
    row("\"dir:in\"", None);
    row("\"a dir:in b\"", None);
    // While something else is wrong.
    row("dir:in size:", In);
    row("a OR dir:in", None);
    row("type: dir:in OR b", None);
    row("-dir:in \"a", None);
    row("dir:in \"a b", In);
}

void tst_FilterToggles::reads()
{
    QFETCH(QString, text);
    QFETCH(FilterToggles, toggles);
    QCOMPARE(togglesOf(text).toInt(), toggles.toInt());
}

void tst_FilterToggles::writes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<FilterToggles>("toggles");
    QTest::addColumn<QString>("result");
    const auto row = [](const char *text, FilterToggles toggles, const char *result) {
        QTest::addRow("%s + %d", text, toggles.toInt())
                << QString::fromUtf8(text) << toggles << QString::fromUtf8(result);
    };
    row("", None, "");
    row("", In, "dir:in");
    row("", In | Out, "dir:in,out");
    row("", Control, "type:ping,pong");
    row("", Errors, "type:close,error");
    row("", Control | Errors, "type:ping,pong,close,error");
    row("", In | Errors, "dir:in|type:close,error");
    row("a", In, "a dir:in");
    row("a ", In, "a  dir:in");
    row("dir:in", None, "");
    row("dir:in  b", None, " b");
    row("a dir:in", None, "a");
    row("a  dir:in  b", None, "a   b");
    row("a  dir:in\t\"b  c\"", Out, "a  dir:out\t\"b  c\"");
    // As it was typed if it says that already.
    row("dir:out,in", In | Out, "dir:out,in");
    row("a -dir:in", In, "a -dir:in dir:in");
    row("dir:in OR b", In, "dir:in OR b dir:in");
    row("dir:in,local", None, "dir:in,local");
    row("type:ping", Control, "type:ping type:ping,pong");
    // Nothing that has no end yet swallows it.
    row("\"a", In, "dir:in \"a");
    row("a OR", In, "dir:in a OR");
    row("OR a", In, "OR a dir:in");
    row("dir:in \"a", None, "\"a");
    row("dir:in \"a", Out, "dir:out \"a");
}

void tst_FilterToggles::writes()
{
    QFETCH(QString, text);
    QFETCH(FilterToggles, toggles);
    const QString result = withToggles(text, toggles);
    QTEST(result, "result");
    QCOMPARE(togglesOf(result).toInt(), toggles.toInt());
}

void tst_FilterToggles::clearingGivesTheTextBack_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text :
         {"", " ", "a", "a b ", "  a", "\"a b\" OR c", "\"a", "a OR", "/x", "-dir:in", "type:"})
        QTest::newRow(text) << QString::fromUtf8(text);
}

void tst_FilterToggles::clearingGivesTheTextBack()
{
    QFETCH(QString, text);
    for (int bits = 0; bits < 16; ++bits) {
        const auto toggles = FilterToggles::fromInt(bits);
        const QString with = withToggles(text, toggles);
        QCOMPARE(togglesOf(with).toInt(), bits);
        QCOMPARE(FilterQuery::parse(with).isValid(), FilterQuery::parse(text).isValid());
        QCOMPARE(withToggles(with, None), text);
    }
}

SOCKETSCOPE_TEST(tst_FilterToggles, QCoreApplication)
#include "tst_filtertoggles.moc"
