// SPDX-License-Identifier: MIT
#include "support/bounds.h"
#include "support/testprogram.h"
#include "ui/inspector/hex/bytevaluespanel.h"
#include "ui/inspector/hex/hexpage.h"
#include "ui/inspector/hex/hexview.h"
#include "ui/kit/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QElapsedTimer>
#include <QLabel>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

using Range = std::pair<qint64, qint64>;

static Range selection(const HexView &view)
{
    return {view.selectionStart(), view.selectionLength()};
}

static QByteArray counting(int size)
{
    QByteArray data(size, Qt::Uninitialized);
    for (int i = 0; i < size; ++i)
        data[i] = char(i);
    return data;
}

class tst_HexView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void keys_data();
    void keys();
    void dragging_data();
    void dragging();
    void dragBeyondTheEdgeScrolls();
    void shiftClickExtends();
    void copies_data();
    void copies();
    void tooMuchIsNotCopied();
    void narrowHasEightBytes();
    void selectsWithinTheData_data();
    void selectsWithinTheData();
    void scrollsToWhatIsAsked();
    void forgetsWithNewData();
    void hugeCostsNothing();
    void paintsBothColumns();
    void nothingToShow();
    void panelShowsValues();
    void panelCutsNothingSilently_data();
    void panelCutsNothingSilently();

private:
    std::unique_ptr<HexView> m_view;
};

void tst_HexView::init()
{
    m_view = std::make_unique<HexView>();
    m_view->resize(m_view->sizeHint().width() + 20, 300);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    m_view->activateWindow();
    m_view->setFocus();
    QVERIFY(!m_view->accessibleName().isEmpty());
}

void tst_HexView::keys_data()
{
    QTest::addColumn<QList<QKeyCombination>>("pressed");
    QTest::addColumn<Range>("expected");

    using Keys = QList<QKeyCombination>;
    const auto shift = [](Qt::Key key) { return QKeyCombination(Qt::SHIFT, key); };
    const auto control = [](Qt::Key key) { return QKeyCombination(Qt::CTRL, key); };
    const QKeyCombination toEnd(Qt::CTRL | Qt::SHIFT, Qt::Key_End);
    QTest::newRow("none") << Keys{} << Range(0, 0);
    QTest::newRow("right") << Keys{Qt::Key_Right} << Range(1, 1);
    QTest::newRow("left at the start") << Keys{Qt::Key_Left} << Range(0, 1);
    QTest::newRow("down") << Keys{Qt::Key_Right, Qt::Key_Down} << Range(17, 1);
    QTest::newRow("up at the start") << Keys{Qt::Key_Right, Qt::Key_Up} << Range(1, 1);
    QTest::newRow("end of line") << Keys{Qt::Key_End} << Range(15, 1);
    QTest::newRow("start of line") << Keys{Qt::Key_Down, Qt::Key_End, Qt::Key_Home} << Range(16, 1);
    QTest::newRow("end") << Keys{control(Qt::Key_End)} << Range(999, 1);
    QTest::newRow("start") << Keys{control(Qt::Key_End), control(Qt::Key_Home)} << Range(0, 1);
    QTest::newRow("shift right") << Keys{shift(Qt::Key_Right), shift(Qt::Key_Right)} << Range(0, 3);
    QTest::newRow("shift left") << Keys{Qt::Key_Down, shift(Qt::Key_Left)} << Range(15, 2);
    QTest::newRow("shift and back") << Keys{Qt::Key_Right, shift(Qt::Key_Right), shift(Qt::Key_Left)}
                                    << Range(1, 1);
    QTest::newRow("shift down") << Keys{shift(Qt::Key_Down)} << Range(0, 17);
    QTest::newRow("shift to the end") << Keys{Qt::Key_Right, toEnd} << Range(1, 999);
    QTest::newRow("all") << Keys{control(Qt::Key_A)} << Range(0, 1000);
    QTest::newRow("all, then on") << Keys{control(Qt::Key_A), Qt::Key_Left} << Range(998, 1);
    // The last line has 8 bytes.
    QTest::newRow("down into a short line")
            << Keys{control(Qt::Key_End), Qt::Key_Up, Qt::Key_End, Qt::Key_Down} << Range(999, 1);
    QTest::newRow("down at the end") << Keys{control(Qt::Key_End), Qt::Key_Home, Qt::Key_Down}
                                     << Range(992, 1);
}

void tst_HexView::keys()
{
    QFETCH(QList<QKeyCombination>, pressed);
    m_view->setData(counting(1000));
    QSignalSpy changed(m_view.get(), &HexView::selectionChanged);
    for (const QKeyCombination &key : pressed)
        QTest::keyClick(m_view.get(), key.key(), key.keyboardModifiers());
    QTEST(selection(*m_view), "expected");
    QCOMPARE(changed.size(), pressed.size());
    if (!changed.isEmpty())
        QCOMPARE(Range(changed.last()[0].toLongLong(), changed.last()[1].toLongLong()), selection(*m_view));
}

void tst_HexView::dragging_data()
{
    QTest::addColumn<bool>("ascii");
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("to");
    QTest::addColumn<Range>("expected");
    QTest::addColumn<QString>("copied");

    QTest::newRow("hex") << false << 0x41 << 0x43 << Range(0x41, 3) << u"41 42 43"_s;
    QTest::newRow("hex, backwards") << false << 0x43 << 0x41 << Range(0x41, 3) << u"41 42 43"_s;
    QTest::newRow("hex, over lines") << false << 0x4f << 0x50 << Range(0x4f, 2) << u"4f 50"_s;
    QTest::newRow("hex, over the middle") << false << 0x47 << 0x48 << Range(0x47, 2) << u"47 48"_s;
    QTest::newRow("ASCII") << true << 0x41 << 0x43 << Range(0x41, 3) << u"ABC"_s;
    QTest::newRow("ASCII, over lines") << true << 0x50 << 0x4f << Range(0x4f, 2) << u"OP"_s;
    QTest::newRow("ASCII, one") << true << 0x7e << 0x7e << Range(0x7e, 1) << u"~"_s;
}

void tst_HexView::dragging()
{
    QFETCH(bool, ascii);
    QFETCH(int, from);
    QFETCH(int, to);
    QFETCH(QString, copied);
    m_view->setData(counting(256));
    QWidget *const viewport = m_view->viewport();
    QTest::mousePress(viewport, Qt::LeftButton, {}, m_view->byteRect(from, ascii).center());
    QTest::mouseMove(viewport, m_view->byteRect(to, ascii).center());
    QTest::mouseRelease(viewport, Qt::LeftButton, {}, m_view->byteRect(to, ascii).center());
    QTEST(selection(*m_view), "expected");
    // No button is down any more.
    QTest::mouseMove(viewport, m_view->byteRect(0, ascii).center());
    QTEST(selection(*m_view), "expected");
    QTest::keyClick(m_view.get(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), copied);
}

void tst_HexView::dragBeyondTheEdgeScrolls()
{
    m_view->setData(counting(100000));
    QWidget *const viewport = m_view->viewport();
    QTest::mousePress(viewport, Qt::LeftButton, {}, m_view->byteRect(3, false).center());
    QTest::mouseMove(viewport, QPoint(100, viewport->height() + 50));
    QTRY_VERIFY(m_view->verticalScrollBar()->value() > 20);
    QTest::mouseRelease(viewport, Qt::LeftButton, {}, QPoint(100, viewport->height() + 50));
    QCOMPARE(m_view->selectionStart(), 3);
    QVERIFY(m_view->selectionLength() > 20 * 16);
}

void tst_HexView::shiftClickExtends()
{
    m_view->setData(counting(256));
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, m_view->byteRect(20, false).center());
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, Qt::ShiftModifier,
                      m_view->byteRect(10, false).center());
    QCOMPARE(selection(*m_view), Range(10, 11));
}

void tst_HexView::copies_data()
{
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<QString>("hex");
    QTest::addColumn<QString>("text");
    QTest::newRow("ASCII") << QByteArray("ab") << u"61 62"_s << u"ab"_s;
    QTest::newRow("UTF-8") << QByteArray("\xc3\xbc") << u"c3 bc"_s << u"\u00fc"_s;
    QTest::newRow("neither") << QByteArray("a\xff\0b", 4) << u"61 ff 00 62"_s << u"a\u00b7\u00b7b"_s;
}

void tst_HexView::copies()
{
    QFETCH(QByteArray, data);
    m_view->setData(data);
    QGuiApplication::clipboard()->setText(u"before"_s);
    QTest::keyClick(m_view.get(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"before"_s);
    m_view->selectAll();
    QTest::keyClick(m_view.get(), Qt::Key_C, Qt::ControlModifier);
    QTEST(QGuiApplication::clipboard()->text(), "hex");
    QTest::keyClick(m_view.get(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QTEST(QGuiApplication::clipboard()->text(), "text");
}

void tst_HexView::tooMuchIsNotCopied()
{
    m_view->setData(QByteArray(HexView::MaxCopyBytes + 1, 'x'));
    m_view->selectAll();
    QGuiApplication::clipboard()->setText(u"before"_s);
    QTest::keyClick(m_view.get(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"before"_s);
}

void tst_HexView::narrowHasEightBytes()
{
    m_view->setData(counting(1000));
    QCOMPARE(m_view->bytesPerLine(), 16);
    QCOMPARE(m_view->horizontalScrollBar()->maximum(), 0);
    m_view->verticalScrollBar()->setValue(10);
    m_view->resize(400, 300);
    QCOMPARE(m_view->bytesPerLine(), 8);
    QCOMPARE(m_view->verticalScrollBar()->value(), 20);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, m_view->byteRect(172, false).center());
    QCOMPARE(selection(*m_view), Range(172, 1));
    m_view->resize(200, 300);
    QVERIFY(m_view->horizontalScrollBar()->maximum() > 0);
}

void tst_HexView::selectsWithinTheData_data()
{
    QTest::addColumn<qint64>("from");
    QTest::addColumn<qint64>("length");
    QTest::addColumn<Range>("expected");
    QTest::newRow("within") << 2LL << 3LL << Range(2, 3);
    QTest::newRow("beyond the end") << 2LL << 300LL << Range(2, 98);
    QTest::newRow("before the start") << -2LL << 5LL << Range(0, 3);
    QTest::newRow("all before the start") << -5LL << 2LL << Range(0, 0);
    QTest::newRow("behind the end") << 200LL << 2LL << Range(99, 0);
    QTest::newRow("nothing") << 5LL << 0LL << Range(5, 0);
}

void tst_HexView::selectsWithinTheData()
{
    QFETCH(qint64, from);
    QFETCH(qint64, length);
    m_view->setData(counting(100));
    QSignalSpy changed(m_view.get(), &HexView::selectionChanged);
    m_view->select(from, length);
    QTEST(selection(*m_view), "expected");
    QCOMPARE(changed.size(), 1);
}

void tst_HexView::scrollsToWhatIsAsked()
{
    m_view->setData(counting(100000));
    m_view->select(50000, 10);
    QVERIFY(m_view->viewport()->rect().contains(m_view->byteRect(50000, false)));
    m_view->scrollTo(99999);
    QVERIFY(m_view->viewport()->rect().contains(m_view->byteRect(99999, false)));
    const int before = m_view->verticalScrollBar()->value();
    m_view->scrollTo(99990);
    QCOMPARE(m_view->verticalScrollBar()->value(), before);
    QCOMPARE(selection(*m_view), Range(50000, 10));
    QTest::keyClick(m_view.get(), Qt::Key_Home, Qt::ControlModifier);
    QCOMPARE(m_view->verticalScrollBar()->value(), 0);
    QTest::keyClick(m_view.get(), Qt::Key_PageDown);
    QVERIFY(m_view->verticalScrollBar()->value() > 0);
    QVERIFY(m_view->viewport()->rect().contains(m_view->byteRect(m_view->selectionStart(), false)));
}

void tst_HexView::forgetsWithNewData()
{
    m_view->setData(counting(1000));
    m_view->select(500, 10);
    QSignalSpy changed(m_view.get(), &HexView::selectionChanged);
    m_view->setData(counting(10));
    QCOMPARE(selection(*m_view), Range(0, 0));
    QCOMPARE(m_view->verticalScrollBar()->value(), 0);
    QCOMPARE(changed.size(), 1);
}

void tst_HexView::hugeCostsNothing()
{
    const QByteArray data((SanitizedBuild ? 32 : 256) * MiB, 'z');
    QElapsedTimer timer;
    timer.start();
    m_view->setData(data);
    m_view->selectAll();
    for (int i = 0; i < 10; ++i) {
        m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum() / 10 * i);
        m_view->viewport()->repaint();
    }
    qInfo("%lld MiB, ten frames: %lld ms", data.size() / MiB, timer.elapsed());
    QVERIFY(timer.elapsed() < 2000);
    QCOMPARE(m_view->data().constData(), data.constData());
}

void tst_HexView::paintsBothColumns()
{
    m_view->setData(counting(256));
    m_view->select(0x41, 2);
    const QImage image = m_view->viewport()->grab().toImage();
    const QColor strong(Theme::selection(m_view->palette()).rgb());
    const QColor base = m_view->palette().color(QPalette::Base);
    // Above the text.
    const auto above = [&](qint64 offset, bool ascii) {
        const QRect rect = m_view->byteRect(offset, ascii);
        return image.pixelColor(rect.center().x(), rect.top());
    };
    QCOMPARE(above(0x42, false), strong);
    QVERIFY(above(0x42, true) != base);
    QVERIFY(above(0x42, true) != strong);
    QCOMPARE(above(0x43, false), base);
    QCOMPARE(above(0x52, true), base);
}

void tst_HexView::nothingToShow()
{
    m_view->setData({});
    for (const Qt::Key key : {Qt::Key_Right, Qt::Key_Down, Qt::Key_End, Qt::Key_PageUp})
        QTest::keyClick(m_view.get(), key);
    QTest::keyClick(m_view.get(), Qt::Key_A, Qt::ControlModifier);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, QPoint(50, 50));
    QCOMPARE(selection(*m_view), Range(0, 0));
    m_view->select(3, 3);
    QCOMPARE(selection(*m_view), Range(0, 0));
    m_view->grab();
}

void tst_HexView::panelShowsValues()
{
    ByteValuesPanel panel;
    panel.showBytes(QByteArray::fromHex("514b67b0"), 0);
    const auto text = [&panel](const QString &name) { return panel.findChild<QLabel *>(name)->text(); };
    QCOMPARE(text(u"byteValue_u8_LE"_s), u"81"_s);
    QCOMPARE(text(u"byteValue_u8_BE"_s), QString());
    QCOMPARE(text(u"byteValue_u16_LE"_s), u"19281"_s);
    QCOMPARE(text(u"byteValue_u16_BE"_s), u"20811"_s);
    QCOMPARE(text(u"byteValue_Unix_BE"_s), u"2013-03-21T20:04:00Z"_s);
    QCOMPARE(text(u"byteValue_u64_LE"_s), QString());
    for (const QLabel *label : panel.findChildren<QLabel *>())
        QCOMPARE(label->textFormat(), Qt::PlainText);
    const QSize before = panel.sizeHint();
    panel.showBytes({}, 0);
    QCOMPARE(text(u"byteValue_u8_LE"_s), QString());
    QCOMPARE(panel.sizeHint(), before);
}

// What the longest values are, in a panel of the inspector's usual width and in one that is too narrow.
void tst_HexView::panelCutsNothingSilently_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<bool>("whole");
    QTest::newRow("usual") << 380 << true;
    QTest::newRow("wide") << 700 << true;
    QTest::newRow("narrow") << 120 << false;
}

void tst_HexView::panelCutsNothingSilently()
{
    QFETCH(const int, width);
    HexPage page;
    page.resize(width, 600);
    page.show();
    auto *panel = page.findChild<ByteValuesPanel *>();
    QVERIFY(panel->isVisible());
    bool whole = true;
    for (const char *hex : {"0100000000000080", "8000000000000001", "3ff3c0ca428c59fb", "0005f9f8c1e1a2b3"}) {
        page.showBytes(QByteArray::fromHex(hex));
        QCoreApplication::processEvents();
        for (const QLabel *label : panel->findChildren<QLabel *>()) {
            if (!label->isVisible())
                continue;
            const bool fits = label->fontMetrics().horizontalAdvance(label->text()) <= label->width();
            QVERIFY2(fits || !label->objectName().startsWith(u"byteValue_"_s), qPrintable(label->text()));
            whole = whole && !label->text().endsWith(u'…');
        }
    }
    QTEST(whole, "whole");
}

SOCKETSCOPE_TEST(tst_HexView, QApplication)
#include "tst_hexview.moc"
