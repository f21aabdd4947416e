// SPDX-License-Identifier: MIT
// How a tab asks with what to disconnect and to ping. The rules are those of tst_closecode.
#include "connectionfixture.h"
#include "session/session.h"
#include "support/scriptedserver.h"
#include "support/testprogram.h"
#include "ui/connect/disconnectbar.h"
#include "ui/connect/pingbar.h"
#include "ui/kit/fields/bytesleft.h"
#include "ui/kit/labels.h"
#include "ui/session/logpane.h"
#include "websocket/closecode.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

class tst_Disconnecting : public ConnectionFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { ConnectionFixture::init(); }
    void cleanup() { ConnectionFixture::cleanup(); }
    void codeIsSaidInWords_data();
    void codeIsSaidInWords();
    void enterRefusesWhatMustNotBeSent_data();
    void enterRefusesWhatMustNotBeSent();
    void bytesOfTheReason_data();
    void bytesOfTheReason();
    void disconnects();
    void drops();
    void escapeGivesTheFocusBack();
    void staysWhenThePeerEnds();
    void nothingMoves();
    void pingPayloads_data();
    void pingPayloads();
    void pings();

private:
    void connectTo(const ScriptedServer &server)
    {
        enter(server.url().toString());
        QTRY_COMPARE(status(), Status::Open);
    }
    static QString sentenceOf(const QWidget &bar) { return bar.findChild<ToneLabel *>()->text(); }
    static QString leftOf(const QWidget &bar) { return bar.findChild<BytesLeft *>()->text(); }
    QLineEdit *code() const { return find<QLineEdit>(u"closeCodeEdit"_s); }
    QLineEdit *reason() const { return find<QLineEdit>(u"closeReasonEdit"_s); }
};

void tst_Disconnecting::codeIsSaidInWords_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("sentence");
    const QString forbidden =
            u"%1 is not a close code that may be sent: use 1000 to 1003, 1007 to 1014, or 3000 to 4999."_s;
    const auto known = [](quint16 code) {
        return u"%1 (%2). %3"_s.arg(code).arg(closeCodeName(code), closeCodeMeaning(code));
    };
    QTest::newRow("none") << QString() << known(1000);
    QTest::newRow("known") << u"1001"_s << known(1001);
    QTest::newRow("of an application") << u" 4321 "_s << known(4321);
    QTest::newRow("begun") << u"40"_s << forbidden.arg(40);
    QTest::newRow("never sent") << u"1006"_s << u"▲ "_s + forbidden.arg(1006);
    QTest::newRow("too large") << u"70000"_s << u"▲ "_s + forbidden.arg(70000);
    QTest::newRow("no number") << u"<b>"_s << u"▲ "_s + forbidden.arg(u"<b>"_s);
}

void tst_Disconnecting::codeIsSaidInWords()
{
    QFETCH(const QString, typed);
    QFETCH(const QString, sentence);
    DisconnectBar bar;
    bar.setConnected(true);
    auto *edit = bar.findChild<QLineEdit *>(u"closeCodeEdit"_s);
    QTest::keyClicks(edit, typed);
    QCOMPARE(sentenceOf(bar), sentence);
    QCOMPARE(bar.findChild<ToneLabel *>()->textFormat(), Qt::PlainText);
    QVERIFY(sentence.endsWith(edit->accessibleDescription()));
}

void tst_Disconnecting::enterRefusesWhatMustNotBeSent_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("focus");
    QTest::newRow("code") << u"1005"_s << QString() << u"closeCodeEdit"_s;
    QTest::newRow("begun") << u"40"_s << QString() << u"closeCodeEdit"_s;
    QTest::newRow("reason") << u"1000"_s << QString(124, u'x') << u"closeReasonEdit"_s;
}

void tst_Disconnecting::enterRefusesWhatMustNotBeSent()
{
    QFETCH(const QString, code);
    QFETCH(const QString, reason);
    QFETCH(const QString, focus);
    DisconnectBar bar;
    bar.setConnected(true);
    bar.open();
    QVERIFY(QTest::qWaitForWindowActive(&bar));
    QSignalSpy requested(&bar, &DisconnectBar::disconnectRequested);
    auto *codeEdit = bar.findChild<QLineEdit *>(u"closeCodeEdit"_s);
    auto *reasonEdit = bar.findChild<QLineEdit *>(u"closeReasonEdit"_s);
    codeEdit->setText(code);
    reasonEdit->setText(reason);
    for (QLineEdit *edit : {codeEdit, reasonEdit}) {
        edit->setFocus();
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(bar.focusWidget()->objectName(), focus);
        QVERIFY2(sentenceOf(bar).startsWith(u"▲ "_s), qPrintable(sentenceOf(bar)));
    }
    QVERIFY(requested.isEmpty());
    QVERIFY(bar.isVisible());
}

void tst_Disconnecting::bytesOfTheReason_data()
{
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("left");
    QTest::newRow("none") << QString() << u"123 bytes left"_s;
    QTest::newRow("some") << u"bye"_s << u"120 bytes left"_s;
    QTest::newRow("beyond ASCII") << u"ü€🙂"_s << u"114 bytes left"_s;
    QTest::newRow("all") << QString(123, u'x') << u"0 bytes left"_s;
    QTest::newRow("more") << QString(62, u'ü') << u"1 too many"_s;
}

void tst_Disconnecting::bytesOfTheReason()
{
    QFETCH(const QString, reason);
    DisconnectBar bar;
    bar.setConnected(true);
    const int width = bar.findChild<BytesLeft *>()->sizeHint().width();
    bar.findChild<QLineEdit *>(u"closeReasonEdit"_s)->setText(reason);
    QTEST(leftOf(bar), "left");
    QCOMPARE(sentenceOf(bar).contains(u"The reason of a close has 123 bytes at most"_s),
             leftOf(bar).endsWith(u"too many"_s));
    QVERIFY(bar.findChild<BytesLeft *>()->minimumWidth() >= width);
}

void tst_Disconnecting::disconnects()
{
    ScriptedServer server;
    server.onFrame([](ScriptedPeer &peer, const WebSocketFrame &frame) {
        if (frame.opcode == WebSocketFrame::Close)
            peer.send(WebSocketFrame::close(frame.closeCode()));
    });
    connectTo(server);
    connection()->disconnectWith();
    QVERIFY(code()->hasFocus());
    QTest::keyClicks(code(), u"4002"_s);
    QTest::keyClick(code(), Qt::Key_Tab);
    QVERIFY(reason()->hasFocus());
    reason()->setText(u"tschüß"_s);
    QTest::keyClick(reason(), Qt::Key_Return);
    QVERIFY(!find<DisconnectBar>(u"disconnectBar"_s)->isVisible());
    QVERIFY(url()->hasFocus());
    QTRY_COMPARE(status(), Status::Closed);
    const WebSocketFrame close = server.peer()->framesOf(WebSocketFrame::Close).value(0);
    QCOMPARE(close.closeCode(), quint16(4002));
    QCOMPARE(close.closeReason(), u"tschüß"_s.toUtf8());
    QCOMPARE(find<QLabel>(u"statusTitle"_s)->text(), u"Closed 4002 application code"_s);
    QCOMPARE(find<ElidedLabel>(u"statusDetail"_s)->text(), u"Our reason was “tschüß”."_s);
    QCOMPARE(server.connections(), 1);
}

void tst_Disconnecting::drops()
{
    const ScriptedServer server;
    connectTo(server);
    connection()->disconnectWith();
    find<QPushButton>(u"closeDrop"_s)->click();
    QVERIFY(!find<DisconnectBar>(u"disconnectBar"_s)->isVisible());
    QTRY_COMPARE(status(), Status::Closed);
    QTRY_VERIFY(!server.peer()->isConnected());
    QVERIFY(server.peer()->framesOf(WebSocketFrame::Close).isEmpty());
    QCOMPARE(find<ElidedLabel>(u"statusDetail"_s)->text(),
             u"The connection was dropped as asked: no Close frame was sent."_s);
    QCOMPARE(server.connections(), 1);
}

void tst_Disconnecting::escapeGivesTheFocusBack()
{
    const ScriptedServer server;
    connectTo(server);
    m_page->log()->focusView();
    QWidget *before = m_page->focusWidget();
    connection()->disconnectWith();
    QTest::keyClicks(code(), u"3000"_s);
    // One question at a time.
    connection()->pingWith();
    QVERIFY(find<QLineEdit>(u"pingPayload"_s)->hasFocus());
    QVERIFY(!code()->isVisible());
    press(Qt::Key_Escape);
    QCOMPARE(m_page->focusWidget(), before);
    connection()->disconnectWith();
    QCOMPARE(code()->selectedText(), u"3000"_s);
    press(Qt::Key_Escape);
    QVERIFY(!code()->isVisible());
    QCOMPARE(m_page->focusWidget(), before);
    QCOMPARE(status(), Status::Open);
}

void tst_Disconnecting::staysWhenThePeerEnds()
{
    const ScriptedServer server;
    connectTo(server);
    connection()->disconnectWith();
    const QWidget &bar = *find<DisconnectBar>(u"disconnectBar"_s);
    server.peer()->send(WebSocketFrame::close(1000));
    QTRY_COMPARE(status(), Status::Closed);
    QVERIFY(code()->hasFocus());
    QCOMPARE(sentenceOf(bar), u"▲ The connection is not open any more."_s);
    QVERIFY(!find<QPushButton>(u"closeSend"_s)->isEnabled());
    QVERIFY(!find<QPushButton>(u"closeDrop"_s)->isEnabled());
    QTest::keyClicks(code(), u"1001"_s);
    press(Qt::Key_Return);
    QVERIFY(bar.isVisible());
    QCOMPARE(sentenceOf(bar), u"▲ The connection is not open any more."_s);
    QCOMPARE(server.connections(), 1);
}

void tst_Disconnecting::nothingMoves()
{
    const ScriptedServer server;
    m_page->resize(800, 500);
    connectTo(server);
    // Laid out once there is an entry to show.
    QTRY_COMPARE(find<QWidget>(u"logView"_s)->width(), m_page->log()->width());
    const auto places = [this] {
        QList<QRect> all;
        for (const QString &name :
             {u"urlEdit"_s, u"statusIndicator"_s, u"filterEdit"_s, u"logView"_s, u"composerEdit"_s,
              u"closeReasonLeft"_s, u"closeSend"_s, u"closeDrop"_s}) {
            const auto *widget = find<QWidget>(name);
            all.append({widget->mapTo(m_page.get(), QPoint()), widget->size()});
        }
        return all;
    };
    connection()->disconnectWith();
    QCoreApplication::processEvents();
    const QList<QRect> before = places();
    QTest::keyClicks(code(), u"1005"_s);
    reason()->setText(QString(1000, u'x'));
    QTRY_COMPARE(places(), before);
    const QWidget *bar = find<DisconnectBar>(u"disconnectBar"_s);
    QVERIFY(bar->minimumSizeHint().width() <= m_page->width());
    const auto *sentence = bar->findChild<ToneLabel *>();
    QTRY_VERIFY(sentence->height() >= sentence->heightForWidth(sentence->width()));
    press(Qt::Key_Escape);
    QTRY_COMPARE(places().first(5), before.first(5));
}

void tst_Disconnecting::pingPayloads_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<bool>("hex");
    QTest::addColumn<QString>("left");
    // While one types, and after Enter.
    QTest::addColumn<QString>("problem");
    QTest::addColumn<QString>("refusal");
    QTest::addColumn<QByteArray>("sent");
    const QString full = u"125 bytes left"_s;
    const QString tooLong = u"▲ The payload of a ping has 125 bytes at most: make it shorter."_s;
    const QString half = u"▲ A byte needs two hexadecimal digits; this one has only one."_s;
    QTest::newRow("none") << QString() << false << full << QString() << QString() << QByteArray("");
    QTest::newRow("text") << u"ü 0a"_s << false << u"120 bytes left"_s << QString() << QString()
                          << u"ü 0a"_s.toUtf8();
    QTest::newRow("too long") << QString(126, u'x') << false << u"1 too many"_s << tooLong << tooLong
                              << QByteArray();
    QTest::newRow("hex") << u"00 ff:0A"_s << true << u"122 bytes left"_s << QString() << QString()
                         << QByteArray("\0\xff\n", 3);
    QTest::newRow("hex begun") << u"00 f"_s << true << full << QString() << half << QByteArray();
    QTest::newRow("no hex") << u"xyz"_s << true << full << u"▲ “x” is not a hexadecimal digit."_s
                            << u"▲ “x” is not a hexadecimal digit."_s << QByteArray();
    QTest::newRow("hex too long") << QString(252, u'a') << true << u"1 too many"_s << tooLong << tooLong
                                  << QByteArray();
}

void tst_Disconnecting::pingPayloads()
{
    QFETCH(const QString, typed);
    QFETCH(const bool, hex);
    QFETCH(const QString, problem);
    QFETCH(const QString, refusal);
    QFETCH(const QByteArray, sent);
    PingBar bar;
    bar.setConnected(true);
    bar.open();
    QSignalSpy requested(&bar, &PingBar::pingRequested);
    auto *payload = bar.findChild<QLineEdit *>(u"pingPayload"_s);
    bar.findChild<QCheckBox *>(u"pingHex"_s)->setChecked(hex);
    payload->setText(typed);
    QTEST(leftOf(bar), "left");
    QCOMPARE(sentenceOf(bar), problem);
    QTest::keyClick(payload, Qt::Key_Return);
    QCOMPARE(sentenceOf(bar), refusal);
    QCOMPARE(requested.size(), sent.isNull() ? 0 : 1);
    if (!requested.isEmpty())
        QCOMPARE(requested.first().first().toByteArray(), sent);
    QCOMPARE(bar.isVisible(), sent.isNull());
}

void tst_Disconnecting::pings()
{
    const ScriptedServer server;
    connectTo(server);
    QSignalSpy measured(m_page->session(), &Session::roundTripMeasured);
    connection()->pingWith();
    QTest::keyClicks(find<QLineEdit>(u"pingPayload"_s), u"are you there?"_s);
    press(Qt::Key_Return);
    QVERIFY(url()->hasFocus());
    QTRY_COMPARE(measured.size(), 1);
    QCOMPARE(server.peer()->framesOf(WebSocketFrame::Ping).value(0).payload, "are you there?"_ba);
    // Not open any more, it says so.
    connection()->pingWith();
    server.peer()->send(WebSocketFrame::close(1000));
    QTRY_COMPARE(status(), Status::Closed);
    QCOMPARE(sentenceOf(*find<PingBar>(u"pingBar"_s)), u"▲ The connection is not open any more."_s);
    press(Qt::Key_Return);
    QVERIFY(find<PingBar>(u"pingBar"_s)->isVisible());
}

SOCKETSCOPE_TEST(tst_Disconnecting, QApplication)
#include "tst_disconnecting.moc"
