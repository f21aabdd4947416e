// SPDX-License-Identifier: MIT
#include "format/comparison.h"
#include "support/testprogram.h"
#include "ui/compare/comparemodel.h"
#include "ui/compare/compareview.h"
#include "ui/kit/labels.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;

static Message message(quint64 sequence, const QByteArray &payload, MessageType type = MessageType::Text)
{
    return {sequence, 1795348862134567, Direction::In, type, payload};
}

class tst_CompareView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shows_data();
    void shows();
    void contextIsShort();
    void longValuesAreCut();
    void networkTextStaysPlain();
    void largeOnesOnAWorker();
    void compressedOnesOnAWorker();
    void anotherOneCancels();
    void clearForgets();
    void destroyedWhileAtIt();
    void closes();
};

static QString titleOf(const CompareView &view)
{
    return view.findChild<ElidedLabel *>(u"compareTitle"_s)->text();
}

static QString wordsOf(const CompareView &view)
{
    const auto *words = view.findChild<QLabel *>(u"compareWords"_s);
    return words->isVisibleTo(&view) ? words->text() : QString();
}

static QStringList shownRows(const QAbstractItemModel &model)
{
    QStringList rows;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells.append(model.index(row, column).data().toString());
        rows.append(cells.join(u'|'));
    }
    return rows;
}

static QStringList shownRows(const CompareView &view)
{
    const auto *table = view.findChild<QTableView *>(u"compareTable"_s);
    return table->isVisibleTo(&view) ? shownRows(*table->model()) : QStringList();
}

void tst_CompareView::shows_data()
{
    QTest::addColumn<QByteArray>("left");
    QTest::addColumn<QByteArray>("right");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QStringList>("rows");
    QTest::addColumn<QString>("words");

    using Rows = QStringList;
    QTest::newRow("JSON") << QByteArray("{\"a\":1,\"b\":[1,2],\"c\":0}")
                          << QByteArray("{\"a\":2,\"b\":[1],\"d\":{}}") << u"4 differences"_s
                          << Rows{u"≠|$.a|1|2"_s, u"−|$.b[1]|2|"_s, u"−|$.c|0|"_s, u"+|$.d||{}"_s}
                          << QString();
    QTest::newRow("one difference") << QByteArray("[1]") << QByteArray("[2]") << u"1 difference"_s
                                    << Rows{u"≠|$[0]|1|2"_s} << QString();
    QTest::newRow("CBOR and JSON") << QByteArray::fromHex("a161610a") << QByteArray("{\"a\":11}")
                                   << u"1 difference"_s << Rows{u"≠|$.a|10|11"_s} << QString();
    QTest::newRow("CBOR and MessagePack")
            << QByteArray::fromHex("a161610a") << QByteArray::fromHex("81a1610a")
            << u"no difference in values"_s << Rows{} << u"written down"_s;
    QTest::newRow("the same") << QByteArray("{}") << QByteArray("{}") << u"no difference"_s << Rows{}
                              << u"byte for byte"_s;
    QTest::newRow("other blanks") << QByteArray("{}") << QByteArray("{ }") << u"no difference in values"_s
                                  << Rows{} << u"written down"_s;
    QTest::newRow("another order") << QByteArray("{\"a\":1,\"b\":2}") << QByteArray("{\"b\":2,\"a\":1}")
                                   << u"no difference in values"_s << Rows{} << u"another order"_s;
    QTest::newRow("another order, too")
            << QByteArray("{\"a\":1,\"b\":2}") << QByteArray("{\"b\":3,\"a\":1}")
            << u"1 difference · members in another order"_s << Rows{u"≠|$.b|2|3"_s} << QString();
    QTest::newRow("text") << QByteArray("a\nb\nc") << QByteArray("a\nx\nc") << u"lines: 1 removed, 1 added"_s
                          << Rows{u"|a"_s, u"−|b"_s, u"+|x"_s, u"|c"_s} << QString();
    QTest::newRow("text and JSON") << QByteArray("a") << QByteArray("{}") << u"lines: 1 removed, 1 added"_s
                                   << Rows{u"−|a"_s, u"+|{}"_s} << QString();
    QTest::newRow("bytes") << QByteArray("\xff\x01") << QByteArray("\xff\x02")
                           << u"lines: 1 removed, 1 added"_s
                           << Rows{u"−|00000000  ff 01"_s + QString(45, u' ') + u"··"_s,
                                   u"+|00000000  ff 02"_s + QString(45, u' ') + u"··"_s}
                           << QString();
    QTest::newRow("JSON over lines") << QByteArray("{\"a\":[1,\n2]}") << QByteArray("{}") << u"1 difference"_s
                                     << Rows{u"−|$.a|[1, 2]|"_s} << QString();
    QTest::newRow("JSON lines") << QByteArray("{\"a\":1}\n{\"a\":2}") << QByteArray("{\"a\":1}\n{\"a\":3}")
                                << u"1 difference"_s << Rows{u"≠|$[1].a|2|3"_s} << QString();
    QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF[1]") << QByteArray("[2]")
                                     << u"1 difference"_s << Rows{u"≠|$[0]|1|2"_s} << QString();
    QTest::newRow("compressed") << qCompress(QByteArray("[1]")).sliced(4)
                                << qCompress(QByteArray("[2]")).sliced(4) << u"1 difference"_s
                                << Rows{u"≠|$[0]|1|2"_s} << QString();
    QTest::newRow("compressed text") << qCompress(QByteArray("a")).sliced(4) << QByteArray("b")
                                     << u"lines: 1 removed, 1 added"_s << Rows{u"−|a"_s, u"+|b"_s}
                                     << QString();
    QTest::newRow("nothing") << QByteArray() << QByteArray("a") << u"lines: 1 removed, 1 added"_s
                             << Rows{u"−|"_s, u"+|a"_s} << QString();
}

void tst_CompareView::shows()
{
    QFETCH(QByteArray, left);
    QFETCH(QByteArray, right);
    QFETCH(QString, title);
    QFETCH(QString, words);
    CompareView view;
    QVERIFY(!view.accessibleName().isEmpty());
    QAbstractItemModelTester tester(view.findChild<QTableView *>()->model());
    // What was there before must not show.
    view.compare(message(1, "[1,2,3]"), message(2, "[4,5,6]"));
    const auto typeOf = [](const QByteArray &payload) {
        return QUtf8StringView(payload).isValidUtf8() ? MessageType::Text : MessageType::Binary;
    };
    view.compare(message(12, left, typeOf(left)), message(1040, right, typeOf(right)));
    QCOMPARE(titleOf(view), u"#12 ↔ #1,040 · "_s + title);
    QTEST(shownRows(view), "rows");
    QVERIFY2(wordsOf(view).contains(words), qPrintable(wordsOf(view)));
    QCOMPARE(wordsOf(view).isEmpty(), words.isEmpty());
}

void tst_CompareView::contextIsShort()
{
    QByteArray left;
    for (int i = 0; i < 100; ++i)
        left += "line " + QByteArray::number(i) + '\n';
    QByteArray right = left;
    right.replace("line 50\n", "another\n");
    CompareView view;
    view.compare(message(1, left), message(2, right));
    QCOMPARE(shownRows(view), (QStringList{u"⋮|47 lines that are the same"_s, u"|line 47"_s, u"|line 48"_s,
                                           u"|line 49"_s, u"−|line 50"_s, u"+|another"_s, u"|line 51"_s,
                                           u"|line 52"_s, u"|line 53"_s, u"⋮|47 lines that are the same"_s}));
}

void tst_CompareView::longValuesAreCut()
{
    CompareModel model;
    QAbstractItemModelTester tester(&model);
    const QByteArray value = '"' + QByteArray(100000, 'x') + '"';
    model.setComparison(std::make_shared<const Comparison>(
            compareMessages(message(1, '[' + value + ']'), message(2, "[1]"))));
    const QModelIndex index = model.index(0, CompareModel::LeftColumn);
    QCOMPARE(index.data().toString().size(), CompareModel::MaxCellText + 1);
    QVERIFY(index.data().toString().endsWith(u'…'));
    QVERIFY(index.data(Qt::ToolTipRole).toString().size() < 2 * CompareModel::MaxToolTipText);
    QCOMPARE(model.index(0, 0).data(Qt::AccessibleTextRole).toString(), u"changed"_s);
    model.setComparison({});
    QCOMPARE(model.rowCount(), 0);
}

void tst_CompareView::networkTextStaysPlain()
{
    CompareView view;
    view.compare(message(1, "{\"<b>x</b>\":\"<i>y</i>\"}"), message(2, "{}"));
    const QAbstractItemModel *const model = view.findChild<QTableView *>()->model();
    QVERIFY(!model->index(0, 1).data(Qt::ToolTipRole).toString().contains(u"<b>"_s));
    QVERIFY(model->index(0, 2).data(Qt::ToolTipRole).toString().contains(u"&lt;i&gt;"_s));
    for (const QLabel *label : view.findChildren<QLabel *>())
        QCOMPARE(label->textFormat(), Qt::PlainText);
}

static QByteArray largeJson(int first)
{
    QByteArray json = "[" + QByteArray::number(first);
    while (json.size() < 2 * CompareView::AtOnceBytes)
        json += ",{\"name\":\"value\"}";
    return json + ']';
}

void tst_CompareView::largeOnesOnAWorker()
{
    CompareView view;
    QSignalSpy compared(&view, &CompareView::compared);
    view.compare(message(1, largeJson(1)), message(2, largeJson(2)));
    QVERIFY(view.isBusy());
    QCOMPARE(compared.size(), 0);
    QVERIFY(titleOf(view).contains(u"comparing"_s));
    QVERIFY(compared.wait());
    QVERIFY(!view.isBusy());
    QCOMPARE(shownRows(view), QStringList{u"≠|$[0]|1|2"_s});
}

// What takes nothing may hold very much.
void tst_CompareView::compressedOnesOnAWorker()
{
    Message large = message(1, qCompress(largeJson(1)).sliced(4));
    Message small = message(2, qCompress("[1]").sliced(4));
    large.type = small.type = MessageType::Binary;
    CompareView view;
    QSignalSpy compared(&view, &CompareView::compared);
    view.compare(small, small);
    QVERIFY(!view.isBusy());
    view.compare(large, small);
    QVERIFY(view.isBusy());
    QTRY_COMPARE(compared.size(), 2);
}

void tst_CompareView::anotherOneCancels()
{
    CompareView view;
    QSignalSpy compared(&view, &CompareView::compared);
    for (int i = 0; i < 20; ++i)
        view.compare(message(1, largeJson(100)), message(2, largeJson(200 + i)));
    QVERIFY(compared.wait());
    QCOMPARE(shownRows(view), QStringList{u"≠|$[0]|100|219"_s});
    // A small one overtakes a large one, and stays.
    view.compare(message(1, largeJson(1)), message(2, largeJson(2)));
    view.compare(message(3, "[1]"), message(4, "[7]"));
    QVERIFY(!view.isBusy());
    QTRY_COMPARE(compared.size(), 2);
    QTest::qWait(0);
    QCOMPARE(titleOf(view), u"#3 ↔ #4 · 1 difference"_s);
    QCOMPARE(shownRows(view), QStringList{u"≠|$[0]|1|7"_s});
}

void tst_CompareView::clearForgets()
{
    CompareView view;
    view.compare(message(1, "[1]"), message(2, "[2]"));
    view.compare(message(1, largeJson(1)), message(2, largeJson(2)));
    view.clear();
    QVERIFY(!view.isBusy());
    QVERIFY(shownRows(view).isEmpty());
    QVERIFY(titleOf(view).isEmpty());
    QVERIFY(wordsOf(view).isEmpty());
}

void tst_CompareView::destroyedWhileAtIt()
{
    for (int i = 0; i < 10; ++i) {
        CompareView view;
        view.compare(message(1, largeJson(1)), message(2, largeJson(2)));
    }
}

void tst_CompareView::closes()
{
    CompareView view;
    view.compare(message(1, "[1]"), message(2, "[2]"));
    view.resize(400, 200);
    view.show();
    QSignalSpy closed(&view, &CompareView::closed);
    view.findChild<QToolButton *>(u"compareClose"_s)->click();
    QCOMPARE(closed.size(), 1);
    QTest::keyClick(view.findChild<QTableView *>(), Qt::Key_Escape);
    QCOMPARE(closed.size(), 2);
}

SOCKETSCOPE_TEST(tst_CompareView, QApplication)
#include "tst_compareview.moc"
