// SPDX-License-Identifier: MIT
#include "inspectormessage.h"
#include "support/testprogram.h"
#include "ui/inspector/json/jsontreemodel.h"
#include "ui/inspector/json/jsontreeview.h"
#include "ui/inspector/json/jsonvaluemenu.h"
#include "ui/inspector/messagepane.h"
#include "ui/inspector/payload/payloadtext.h"
#include "ui/inspector/payload/payloadview.h"
#include "ui/kit/labels.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>
#include <QTextBlock>

using namespace Qt::StringLiterals;

/// "name value" of each row, two blanks a level.
static QStringList rowsOf(const QAbstractItemModel &model, const QModelIndex &parent = {}, int level = 0)
{
    QStringList rows;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        rows.append(QString(level * 2, u' ') + index.data().toString() + u' '
                    + index.siblingAtColumn(1).data().toString());
        rows += rowsOf(model, index, level + 1);
    }
    return rows;
}

class tst_JsonTree : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rows();
    void fetchesInPortions();
    void textsAreShort();
    void findsIndexes();
    void unfoldsAtFirst();
    void deepAndLong();
    void filterTerms_data();
    void filterTerms();
    void pathUnderTheCursor();
    void pathInBrokenLines();
    void pathInTheTree();
    void menu();
    void menuOfMadeJson();
    void offersWhatTheLogFinds_data();
    void offersWhatTheLogFinds();
    void plottable_data();
    void plottable();
};

void tst_JsonTree::rows()
{
    JsonTreeModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    // It would fetch while it still believes the model to be in a reset.
    tester.setUseFetchMore(false);
    QCOMPARE(model.rowCount(), 0);
    model.setOutline(
            JsonOutline::build("{\"a\\n\":[1E+400,\"x\\u0041\",{}],\"\":[],\"b\":{\"c\":null},\"b\":1}"));
    QCOMPARE(rowsOf(model), (QStringList{u"$ {…} 4 members"_s, u"  a\\n […] 3 elements"_s, u"    0 1E+400"_s,
                                         u"    1 \"x\\u0041\""_s, u"    2 {}"_s, u"  \"\" []"_s,
                                         u"  b {…} 1 member"_s, u"    c null"_s, u"  b 1"_s}));
    model.setOutline(JsonOutline::build("42"));
    QCOMPARE(rowsOf(model), QStringList{u"$ 42"_s});
    model.setOutline({});
    QCOMPARE(model.rowCount(), 0);
}

void tst_JsonTree::fetchesInPortions()
{
    const QByteArray json = '[' + QByteArray("{\"a\":1},").repeated(2499) + "2]";
    JsonTreeModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    // It would fetch while it still believes the model to be in a reset.
    tester.setUseFetchMore(false);
    model.setOutline(JsonOutline::build(json));
    const QModelIndex root = model.index(0, 0);
    QCOMPARE(model.rowCount(root), JsonTreeModel::Portion);
    QVERIFY(model.canFetchMore(root));
    model.fetchMore(root);
    QCOMPARE(model.rowCount(root), 2000);
    model.fetchMore(root);
    QCOMPARE(model.rowCount(root), 2500);
    QVERIFY(!model.canFetchMore(root));
    QCOMPARE(model.index(2499, 1, root).data().toString(), u"2"_s);
    QCOMPARE(model.index(2498, 0, root).data().toString(), u"2498"_s);
    QCOMPARE(model.parent(model.index(0, 0, model.index(2400, 0, root))).row(), 2400);
}

void tst_JsonTree::textsAreShort()
{
    JsonTreeModel model;
    model.setOutline(JsonOutline::build("{\"" + QByteArray(1'000'000, 'n') + "\":\""
                                        + QByteArray("😀").repeated(100'000) + "\",\"c\":\"\xe2\x80\xae\"}"));
    const QModelIndex first = model.index(0, 0, model.index(0, 0));
    for (const QModelIndex &index : {first, first.siblingAtColumn(1)}) {
        const QString text = index.data().toString();
        QVERIFY(text.size() <= JsonTreeModel::MaxText);
        QVERIFY(text.size() > JsonTreeModel::MaxText - 3);
        QVERIFY(text.endsWith(u'…'));
        QCOMPARE(QString::fromUtf8(text.toUtf8()), text);
    }
    QCOMPARE(model.index(1, 1, model.index(0, 0)).data().toString(), u"\"‹U+202E›\""_s);
}

void tst_JsonTree::findsIndexes()
{
    const QByteArray json = "{\"a\":[" + QByteArray("[7],").repeated(4999) + "[8]]}";
    JsonTreeModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    // It would fetch while it still believes the model to be in a reset.
    tester.setUseFetchMore(false);
    const auto outline = JsonOutline::build(json);
    model.setOutline(outline);
    const QModelIndex last = model.indexOf(outline->size() - 1, 5000);
    QVERIFY(last.isValid());
    QCOMPARE(model.valueOf(last), outline->size() - 1);
    QCOMPARE(last.parent().row(), 4999);
    QCOMPARE(model.rowCount(last.parent().parent()), 5000);
    QVERIFY(!model.indexOf(outline->size() - 1, 4999).isValid());
    QVERIFY(!model.indexOf(JsonOutline::None, 4999).isValid());
}

void tst_JsonTree::unfoldsAtFirst()
{
    JsonTreeView view;
    view.resize(400, 300);
    view.show();
    view.setOutline(JsonOutline::build("{\"a\":{\"b\":{\"c\":1}},\"d\":[1]}"));
    const QModelIndex root = view.model()->index(0, 0);
    QVERIFY(view.isExpanded(root));
    QVERIFY(view.isExpanded(view.model()->index(0, 0, root)));
    QVERIFY(!view.isExpanded(view.model()->index(0, 0, view.model()->index(0, 0, root))));
    QCOMPARE(view.currentIndex(), root);

    QTest::keyClick(&view, Qt::Key_Asterisk);
    QVERIFY(view.isExpanded(view.model()->index(0, 0, view.model()->index(0, 0, root))));
    QTest::keyClick(&view, Qt::Key_Minus);
    QVERIFY(!view.isExpanded(root));
    QTest::keyClick(&view, Qt::Key_Plus);
    QVERIFY(view.isExpanded(root));

    // A long array within stays folded, so that what follows is seen.
    view.setOutline(JsonOutline::build("{\"a\":[" + QByteArray("1,").repeated(900) + "1],\"b\":{\"c\":1}}"));
    QVERIFY(view.isExpanded(view.model()->index(0, 0)));
    QVERIFY(!view.isExpanded(view.model()->index(0, 0, view.model()->index(0, 0))));
}

void tst_JsonTree::deepAndLong()
{
    JsonTreeView view;
    view.show();
    constexpr int levels = 10'000;
    const auto deep = JsonOutline::build(QByteArray(levels, '[') + QByteArray(levels, ']'));
    view.setOutline(deep);
    QTest::keyClick(&view, Qt::Key_Asterisk);
    QVERIFY(view.showValue(300));
    QCOMPARE(view.currentValue(), 300u);
    QVERIFY(!view.showValue(levels - 1));

    const auto outline = JsonOutline::build('[' + QByteArray("1,").repeated(200'000) + "1]");
    view.setOutline(outline);
    QVERIFY(view.showValue(40'000));
    QCOMPARE(view.currentValue(), 40'000u);
    QVERIFY(!view.showValue(200'000));
}

void tst_JsonTree::filterTerms_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("term");
    QTest::newRow("string") << QByteArray("\"buy\"") << u"$.a=\"buy\""_s;
    QTest::newRow("quotes") << QByteArray(R"("a\"b\\c")") << uR"($.a="a\"b\\c")"_s;
    QTest::newRow("escape") << QByteArray("\"\\u00e4\"") << u"$.a=\"ä\""_s;
    QTest::newRow("number") << QByteArray("1.50") << u"$.a=1.50"_s;
    QTest::newRow("literal") << QByteArray("null") << u"$.a=null"_s;
    QTest::newRow("object") << QByteArray("{}") << u"$.a"_s;
    QTest::newRow("long") << '"' + QByteArray(1000, 'x') + '"' << u"$.a"_s;
}

void tst_JsonTree::filterTerms()
{
    QFETCH(const QByteArray, value);
    QTEST(jsonFilterTerm(*JsonPath::parse(u"$.a"), value), "term");
}

static void toLine(PayloadView *view, int block)
{
    view->setTextCursor(QTextCursor(view->document()->findBlockByNumber(block)));
}

void tst_JsonTree::pathUnderTheCursor()
{
    MessagePane inspector;
    auto *text = inspector.findChild<PayloadView *>(u"inspectorText"_s);
    auto *path = inspector.findChild<ElidedLabel *>(u"inspectorPath"_s);
    inspector.showMessage(message("{\"a\":{\"b c\":[1,{\"d\":\"}\"}]},\"e\":2}"));
    const QStringList paths{u"$"_s,
                            u"$.a"_s,
                            u"$.a.\"b c\""_s,
                            u"$.a.\"b c\"[0]"_s,
                            u"$.a.\"b c\"[1]"_s,
                            u"$.a.\"b c\"[1].d"_s,
                            u"$.a.\"b c\"[1]"_s,
                            u"$.a.\"b c\""_s,
                            u"$.a"_s,
                            u"$.e"_s,
                            u"$"_s};
    QCOMPARE(text->blockCount(), paths.size());
    for (int line = 0; line < paths.size(); ++line) {
        toLine(text, line);
        QCOMPARE(path->text(), paths[line]);
        QVERIFY(!path->isHidden());
    }
    inspector.showMessage(message("plain"));
    QVERIFY(path->isHidden());
}

void tst_JsonTree::pathInBrokenLines()
{
    MessagePane inspector;
    auto *text = inspector.findChild<PayloadView *>(u"inspectorText"_s);
    auto *path = inspector.findChild<ElidedLabel *>(u"inspectorPath"_s);
    inspector.showMessage(message("{\"a\":\"" + QByteArray(5000, 'x') + "\",\"b\":1}"));
    QCOMPARE(text->blockCount(), 6);
    const QStringList paths{u"$"_s, u"$.a"_s, u"$.a"_s, u"$.a"_s, u"$.b"_s, u"$"_s};
    for (int block = 0; block < paths.size(); ++block) {
        toLine(text, block);
        QCOMPARE(path->text(), paths[block]);
    }
}

void tst_JsonTree::pathInTheTree()
{
    MessagePane inspector;
    inspector.show();
    auto *path = inspector.findChild<ElidedLabel *>(u"inspectorPath"_s);
    auto *tree = inspector.findChild<JsonTreeView *>(u"jsonTree"_s);
    inspector.showMessage(message("{\"a\":[{\"b\":2}]}"));
    inspector.findChild<QTabBar *>(u"inspectorForm"_s)->setCurrentIndex(int(PayloadForm::Tree));
    QVERIFY(tree->isVisible());
    QCOMPARE(path->text(), u"$"_s);
    QVERIFY(tree->showValue(3));
    QCOMPARE(path->text(), u"$.a[0].b"_s);

    // The form is kept, and nothing of the message before is.
    inspector.showMessage(message("[1]"));
    QVERIFY(tree->isVisible());
    QCOMPARE(path->text(), u"$"_s);
    QCOMPARE(rowsOf(*tree->model()), (QStringList{u"$ […] 1 element"_s, u"  0 1"_s}));
}

void tst_JsonTree::menu()
{
    MessagePane inspector;
    inspector.show();
    inspector.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&inspector));
    auto *text = inspector.findChild<PayloadView *>(u"inspectorText"_s);
    inspector.showMessage(message("{\"side\":\"buy\",\"n\":12}"));
    text->setFocus();
    QSignalSpy filter(&inspector, &MessagePane::filterRequested);
    QSignalSpy column(&inspector, &MessagePane::columnRequested);
    QSignalSpy plot(&inspector, &MessagePane::plotRequested);
    const auto trigger = [&inspector](const QString &name) {
        QMenu *menu = inspector.findChild<QMenu *>(u"inspectorValueMenu"_s);
        QVERIFY(menu);
        QAction *action = menu->findChild<QAction *>(name);
        QVERIFY(action);
        action->trigger();
        menu->close();
        QTRY_VERIFY(!inspector.findChild<QMenu *>(u"inspectorValueMenu"_s));
    };
    const auto press = [&](Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        inspector.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&inspector));
        QTest::keyClick(text, key, modifiers);
    };
    toLine(text, 1);
    press(Qt::Key_F10, Qt::ShiftModifier);
    trigger(u"filterByValue"_s);
    QCOMPARE(filter.value(0).value(0).toString(), u"$.side=\"buy\""_s);
    press(Qt::Key_Menu);
    trigger(u"plotOverTime"_s);
    QVERIFY(plot.isEmpty()); // It is no number.

    // With the mouse, what is under it.
    const QPoint number = text->cursorRect(QTextCursor(text->document()->findBlockByNumber(2))).center();
    Q_EMIT text->customContextMenuRequested(number);
    trigger(u"plotOverTime"_s);
    QCOMPARE(plot.value(0).value(0).toString(), u"$.n"_s);
    Q_EMIT text->customContextMenuRequested(number);
    trigger(u"addAsColumn"_s);
    QCOMPARE(column.value(0).value(0).toString(), u"$.n"_s);
    // Also while something else is selected.
    QTextCursor side(text->document()->findBlockByNumber(1));
    side.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
    text->setTextCursor(side);
    Q_EMIT text->customContextMenuRequested(number);
    trigger(u"copyPath"_s);
    QCOMPARE(QApplication::clipboard()->text(), u"$.n"_s);
    toLine(text, 1);
    press(Qt::Key_F10, Qt::ShiftModifier);
    trigger(u"copyValue"_s);
    QCOMPARE(QApplication::clipboard()->text(), u"buy"_s);
}

static QAction *actionOf(const QMenu &menu, const QString &name)
{
    return menu.findChild<QAction *>(name);
}

void tst_JsonTree::menuOfMadeJson()
{
    const PayloadText cbor(Message{1, 0, Direction::In, MessageType::Binary, "\xa1\x61\x61\x01"});
    QVERIFY(cbor.isMadeIntoJson());
    QVERIFY(!PayloadText(message("[1]")).isMadeIntoJson());
    QMenu menu;
    JsonValueMenu values;
    values.addTo(&menu, cbor.outline(), 1);
    for (const QString &name : {u"filterByValue"_s, u"addAsColumn"_s, u"plotOverTime"_s, u"copyValue"_s})
        QVERIFY(actionOf(menu, name)->isEnabled());
}

void tst_JsonTree::offersWhatTheLogFinds_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<bool>("offered");
    const QByteArray json = "{\"a\":1}";
    QTest::newRow("JSON") << json << true;
    QTest::newRow("CBOR") << QByteArray("\xa1\x61\x61\x01") << true;
    QTest::newRow("JSON lines") << json + '\n' + json << false;
    QTest::newRow("byte order mark") << "\xEF\xBB\xBF" + json << false;
    QTest::newRow("compressed") << qCompress(json).sliced(4) << false;
}

void tst_JsonTree::offersWhatTheLogFinds()
{
    QFETCH(const QByteArray, payload);
    MessagePane inspector;
    inspector.show();
    inspector.showMessage(Message{1, 0, Direction::In, MessageType::Binary, payload});
    Q_EMIT inspector.findChild<PayloadView *>()->customContextMenuRequested({});
    const QMenu *menu = inspector.findChild<QMenu *>(u"inspectorValueMenu"_s);
    QVERIFY(menu && actionOf(*menu, u"copyPath"_s));
    for (const QString &name : {u"filterByValue"_s, u"addAsColumn"_s, u"plotOverTime"_s})
        QTEST(actionOf(*menu, name) != nullptr, "offered");
}

void tst_JsonTree::plottable_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<bool>("offered");
    QTest::newRow("number") << QByteArray("-1.5e3") << true;
    QTest::newRow("price") << QByteArray("\"64231.07\"") << true;
    QTest::newRow("string") << QByteArray("\"buy\"") << false;
    QTest::newRow("empty") << QByteArray("\"\"") << false;
    QTest::newRow("array") << QByteArray("[1]") << false;
    QTest::newRow("literal") << QByteArray("true") << false;
}

void tst_JsonTree::plottable()
{
    QFETCH(const QByteArray, json);
    QMenu menu;
    JsonValueMenu values;
    values.addTo(&menu, JsonOutline::build(json), 0);
    QTEST(actionOf(menu, u"plotOverTime"_s)->isEnabled(), "offered");
}

SOCKETSCOPE_TEST(tst_JsonTree, QApplication)
#include "tst_jsontree.moc"
