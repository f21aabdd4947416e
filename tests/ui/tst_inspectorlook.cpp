// SPDX-License-Identifier: MIT
// How the inspector draws what it shows: colours, broken lines, and what that costs.
#include "inspectormessage.h"
#include "support/bounds.h"
#include "support/testprogram.h"

#include "ui/inspector/messagepane.h"

#include "ui/inspector/payload/payloadtext.h"
#include "ui/inspector/payload/payloadview.h"
#include "ui/kit/jsoncolours.h"
#include "ui/kit/theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QElapsedTimer>
#include <QStyle>
#include <QStyleFactory>
#include <QTest>
#include <QTextBlock>

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

using namespace Qt::StringLiterals;

static QPalette darkPalette()
{
    QPalette palette(QColor(0x26, 0x27, 0x2b), QColor(0x1e, 0x1f, 0x22));
    palette.setColor(QPalette::Base, QColor(0x19, 0x1a, 0x1d));
    palette.setColor(QPalette::Text, Qt::white);
    palette.setColor(QPalette::WindowText, Qt::white);
    return palette;
}

class tst_InspectorLook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void colours_data();
    void colours();
    void brokenLines();
    void selectionHasNoBreaksOfOurs();
    void colouredOnceSeen();
    void wraps();
    void wrappedLinesStayIndented();
    void costs_data();
    void costs();
};

void tst_InspectorLook::colours_data()
{
    QTest::addColumn<QPalette>("palette");
    const std::unique_ptr<QStyle> fusion(QStyleFactory::create(u"Fusion"_s));
    QTest::newRow("fusion") << fusion->standardPalette();
    QTest::newRow("dark") << darkPalette();
    QPalette contrast(Qt::black, Qt::black);
    contrast.setColor(QPalette::Base, Qt::black);
    contrast.setColor(QPalette::Text, Qt::yellow);
    contrast.setColor(QPalette::WindowText, Qt::yellow);
    contrast.setColor(QPalette::Highlight, Qt::blue);
    QTest::newRow("high contrast") << contrast;
}

void tst_InspectorLook::colours()
{
    QFETCH(const QPalette, palette);
    const JsonColours colours(palette);
    const QColor base = palette.color(QPalette::Base);
    for (const QColor &color : {colours.key, colours.string, colours.number, colours.literal})
        QVERIFY2(Theme::contrastRatio(color, base) >= 4.5, qPrintable(color.name()));
    QVERIFY(colours.key != colours.string);

    const auto formats = jsonFormats(uR"("key": "va\"lue",)", colours);
    QCOMPARE(formats.size(), 2);
    QCOMPARE(formats[0].start, 0);
    QCOMPARE(formats[0].length, 5);
    QCOMPARE(formats[0].format.foreground().color(), colours.key);
    QCOMPARE(formats[1].format.foreground().color(), colours.string);

    const auto rest = jsonFormats(uR"(rest\" 1", 2)", colours, true);
    QCOMPARE(rest.size(), 2);
    QCOMPARE(rest[0].length, 9);
    QCOMPARE(rest[0].format.foreground().color(), colours.string);
    QCOMPARE(rest[1].start, 11);
    QCOMPARE(rest[1].format.foreground().color(), colours.number);
}

void tst_InspectorLook::brokenLines()
{
    PayloadView view;
    view.showText(QString(PayloadView::MaxLine, u'x'), false);
    QVERIFY(!view.hasBrokenLines());
    QCOMPARE(view.blockCount(), 1);

    view.showText(u"a\n"_s + QString(PayloadView::MaxLine * 2 + 1, u'x') + u"\nb"_s, false);
    QVERIFY(view.hasBrokenLines());
    QCOMPARE(view.blockCount(), 5);
    QCOMPARE(view.document()->lastBlock().text(), u"b"_s);

    // A pair of surrogates stays together.
    view.showText(QString(PayloadView::MaxLine - 1, u'x') + u"😀😀"_s, false);
    QCOMPARE(view.document()->begin().text().size(), PayloadView::MaxLine - 1);

    view.showText(u"short"_s, false);
    QVERIFY(!view.hasBrokenLines());
}

void tst_InspectorLook::selectionHasNoBreaksOfOurs()
{
    const QString whole = u"first\n"_s + QString(5000, u'x') + u"\n\n"_s + QString(PayloadView::MaxLine, u'y')
                          + u"\nlast"_s;
    PayloadView view;
    view.showText(whole, false);
    view.selectAll();
    view.copy();
    QCOMPARE(QApplication::clipboard()->text(), whole);

    QTextCursor cursor = view.textCursor();
    cursor.setPosition(3);
    cursor.setPosition(6 + PayloadView::MaxLine + 2, QTextCursor::KeepAnchor);
    view.setTextCursor(cursor);
    view.copy();
    QCOMPARE(QApplication::clipboard()->text(), u"st\n"_s + QString(PayloadView::MaxLine + 1, u'x'));
}

void tst_InspectorLook::colouredOnceSeen()
{
    QString text = u"{\n"_s;
    for (int i = 0; i < 3000; ++i)
        text += u"  \"k%1\": \"v\",\n"_s.arg(i);
    // Its second piece begins within a string.
    text += u"  \"long\": \""_s + QString(3000, u'x') + u"\"\n}"_s;
    PayloadView view;
    view.setWrapping(false);
    view.resize(400, 300);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    view.showText(text, true);
    QTRY_VERIFY(!view.isFilling());
    const auto formatsOf = [&view](int block) {
        return view.document()->findBlockByNumber(block).layout()->formats();
    };
    const JsonColours colours(view.palette());
    QCOMPARE(formatsOf(1).size(), 2);
    QCOMPARE(formatsOf(1).value(0).format.foreground().color(), colours.key);
    QVERIFY(formatsOf(2000).isEmpty());

    view.moveCursor(QTextCursor::End);
    QCOMPARE(formatsOf(2999).size(), 2);
    const auto rest = formatsOf(3002);
    QCOMPARE(rest.size(), 1);
    QCOMPARE(rest.first().format.foreground().color(), colours.string);
    QCOMPARE(rest.first().start, 0);
    QVERIFY(rest.first().length > 900);

    view.setPalette(darkPalette());
    QCOMPARE(formatsOf(3002).value(0).format.foreground().color(), JsonColours(view.palette()).string);
    view.moveCursor(QTextCursor::Start);
    QCOMPARE(formatsOf(1).value(0).format.foreground().color(), JsonColours(view.palette()).key);

    view.showText(text, false);
    QTRY_VERIFY(!view.isFilling());
    QVERIFY(formatsOf(1).isEmpty());
}

// Also once they are coloured, and in another width.
void tst_InspectorLook::wrappedLinesStayIndented()
{
    PayloadView view;
    view.resize(400, 300);
    view.show();
    view.showText(u"{\n    \"key\": \"%1\"\n}"_s.arg(u"word "_s.repeated(60)), true);
    int lines = 0;
    for (const int width : {400, 250, 700}) {
        view.resize(width, 300);
        QCoreApplication::processEvents();
        const QTextBlock block = view.document()->findBlockByNumber(1);
        const QTextLayout *layout = block.layout();
        QVERIFY(layout->lineCount() > 1);
        QVERIFY(layout->lineCount() != std::exchange(lines, layout->lineCount()));
        const double blank = layout->lineAt(0).cursorToX(1) - layout->lineAt(0).cursorToX(0);
        for (int i = 1; i < layout->lineCount(); ++i)
            QCOMPARE(layout->lineAt(i).x(), layout->lineAt(0).x() + 6 * blank);
        QCOMPARE(block.lineCount(), layout->lineCount());
        QVERIFY(layout->boundingRect().right() <= view.viewport()->width());
    }
    view.setWrapping(false);
    QCoreApplication::processEvents();
    QCOMPARE(view.document()->findBlockByNumber(1).layout()->lineCount(), 1);
}

void tst_InspectorLook::wraps()
{
    MessagePane inspector;
    const Parts parts(&inspector);
    QCOMPARE(parts.text->lineWrapMode(), QPlainTextEdit::WidgetWidth);
    inspector.findChild<QAbstractButton *>(u"inspectorWrap"_s)->click();
    QCOMPARE(parts.text->lineWrapMode(), QPlainTextEdit::NoWrap);
}

void tst_InspectorLook::costs_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<int>("boundMs");
    const QByteArray small("{\"ch\":\"trades\",\"seq\":881210,\"s\":\"BTC-USD\",\"p\":64231.07,\"q\":0.21873,"
                           "\"side\":\"buy\",\"t\":1795348862134567}");
    const auto arrayOf = [](const QByteArray &item, int size) {
        QByteArray all;
        while (all.size() < size)
            all += item + ',';
        return '[' + all + "0]";
    };
    QTest::newRow("120 B") << small << 20;
    QTest::newRow("20 kB") << arrayOf(small, 20'000) << 50;
    constexpr int some = SanitizedBuild ? 26'000 : 260'000;
    QTest::addRow("%d bytes of objects", some) << arrayOf(small, some) << 200;
    QTest::addRow("%d bytes of digits", some) << arrayOf("1", some) << 200;
    QTest::addRow("%d brackets", some) << QByteArray(some / 2, '[') + QByteArray(some / 2, ']') << 200;
    QTest::addRow("%d bytes in a line", some) << QByteArray(some, 'x') << 200;
    // tst_inspectorlarge has larger ones.
    constexpr int large = SanitizedBuild ? 300'000 : 6'000'000;
    constexpr int digits = SanitizedBuild ? 300'000 : 4'000'000;
    QTest::addRow("%d bytes in a line", large) << QByteArray(large, 'x') << 200;
    QTest::addRow("%d bytes of digits", digits) << arrayOf("1", digits) << 200;
    QTest::addRow("%d bytes of JSON", large) << arrayOf(small, large) << 200;
    QTest::addRow("%d line breaks", large) << QByteArray(large, '\n') << 200;
}

void tst_InspectorLook::costs()
{
    QFETCH(const QByteArray, payload);
    QFETCH(const int, boundMs);
    MessagePane inspector;
    inspector.resize(400, 600);
    inspector.show();
    QVERIFY(QTest::qWaitForWindowExposed(&inspector));
    const Parts parts(&inspector);
    for (const PayloadForm form : {PayloadForm::Json, PayloadForm::Text, PayloadForm::Hex}) {
        inspector.showMessage(message(payload));
        QTRY_VERIFY_WITH_TIMEOUT(!inspector.isWorking(), Patience * 10'000);
        if (!parts.tabs->isTabVisible(int(form)))
            continue;
        parts.choose(form);
        qint64 best = std::numeric_limits<qint64>::max();
        // The best of five leaves noise out; under sanitizers the bound does.
        for (int i = 0; i < (SanitizedBuild ? 1 : 5); ++i) {
            inspector.clear();
            QElapsedTimer timer;
            timer.start();
            inspector.showMessage(message(payload));
            parts.text->repaint();
            best = std::min(best, timer.nsecsElapsed());
        }
        qInfo("%s: %.2f ms", qPrintable(parts.form()), double(best) / 1e6);
        QVERIFY(best < Patience * boundMs * 1'000'000LL);
    }
    for (const PayloadForm form : {PayloadForm::Text, PayloadForm::Hex, PayloadForm::Json}) {
        parts.choose(form);
        inspector.showMessage(message(payload));
        QTRY_VERIFY_WITH_TIMEOUT(!inspector.isWorking(), Patience * 10'000);
        qint64 worst = 0;
        for (int clicks = 0; !parts.more->isHidden(); ++clicks) {
            QVERIFY(clicks < 10);
            QElapsedTimer timer;
            timer.start();
            parts.more->click();
            parts.text->repaint();
            worst = std::max(worst, timer.nsecsElapsed());
            QTRY_VERIFY_WITH_TIMEOUT(!inspector.isWorking(), Patience * 10'000);
        }
        if (worst > 0)
            qInfo("worst click on Show more: %.1f ms (%s)", double(worst) / 1e6, qPrintable(parts.form()));
        QVERIFY(worst < Patience * 200'000'000LL);
    }
}

SOCKETSCOPE_TEST(tst_InspectorLook, QApplication)
#include "tst_inspectorlook.moc"
