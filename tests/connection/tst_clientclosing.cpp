// SPDX-License-Identifier: MIT
// Pings and closing with the native engine (RFC 6455 sections 5.5 and 7) on bytes.
#include "clientrig.h"
#include "support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;

using Frame = WebSocketFrame;

class tst_ClientClosing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void largeMessageLetsPingsPass();
    void pings();
    void pingFlood();
    void peerCloses_data();
    void peerCloses();
    void weClose();
    void peerClosesBeforeUs();
    void faultAfterOurClose();
    void lossKeepsItsCause();
    void closeThatIsNotSentYet();
    void backlog();
    void saysNothingAfterItsEnd();
};

void tst_ClientClosing::largeMessageLetsPingsPass()
{
    ClientRig rig;
    rig.open();
    rig.client->send(false, QByteArray(3 * 1024 * 1024, 'x'));
    QVERIFY(rig.client->writeSome());
    rig.client->ping("between");
    rig.writeAll();
    const QList<Frame> sent = rig.frames();
    QCOMPARE(sent.size(), 4);
    QCOMPARE(sent[1].opcode, quint8(Frame::Ping));
    QCOMPARE(sent[1].payload, QByteArray("between"));
    QCOMPARE(rig.log, QStringList{u"out ping between"_s});
}

void tst_ClientClosing::pings()
{
    ClientRig rig;
    rig.profile.answerPings = false;
    rig.open();
    rig.feed(Frame{Frame::Ping, "?"});
    QCOMPARE(rig.log, QStringList{u"in ping ?"_s});
    QVERIFY(rig.sent.isEmpty());
}

void tst_ClientClosing::pingFlood()
{
    ClientRig rig;
    rig.open();
    rig.unsent = 10 * 1024 * 1024; // the peer does not read
    for (int i = 0; i < 100000; ++i)
        rig.feed(Frame{Frame::Ping, QByteArray::number(i)});
    QVERIFY(rig.sent.isEmpty());
    rig.unsent = 0;
    rig.client->writeSome();
    QCOMPARE(rig.frames().size(), 1);
    QCOMPARE(rig.frames().value(0).payload, QByteArray("99999"));
}

void tst_ClientClosing::peerCloses_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<bool>("legal");

    for (const int code :
         {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999})
        QTest::addRow("%d", code) << code << true;
    for (const int code : {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535})
        QTest::addRow("%d", code) << code << false;
}

void tst_ClientClosing::peerCloses()
{
    QFETCH(int, code);
    QFETCH(bool, legal);

    for (const qsizetype piece : {qsizetype(1) << 20, qsizetype(1)}) {
        ClientRig rig;
        rig.open();
        rig.feedInPieces(Frame::close(quint16(code), "why").encoded() + "junk", piece);
        QCOMPARE(rig.ends, 1);
        const CloseInfo &close = rig.closeInfo();
        QCOMPARE(int(close.code), code);
        QCOMPARE(close.reason, u"why"_s);
        QCOMPARE(close.by, CloseInfo::By::Peer);
        QVERIFY(close.clean);
        QCOMPARE(close.detail.isEmpty(), legal);
        QCOMPARE(rig.end->error.has_value(), !legal);
        QCOMPARE(rig.log,
                 (QStringList{u"in close %1 why"_s.arg(code), u"out close %1"_s.arg(legal ? code : 1002)}));
        QVERIFY(rig.mayLinger);
        QVERIFY(!rig.client->send(true, "late"));
    }
}

void tst_ClientClosing::weClose()
{
    ClientRig rig;
    rig.open();
    rig.client->send(true, "before");
    rig.client->close(4000, u"tschüß"_s);
    QVERIFY(!rig.client->send(true, "after"));
    rig.writeAll();
    QCOMPARE(rig.log, QStringList{u"out close 4000 tschüß"_s});
    QCOMPARE(rig.frames().size(), 2);
    rig.feed(Frame::text("late"));
    rig.feed(Frame{Frame::Ping, "no answer"});
    rig.feed(Frame{Frame::Close, {}});
    QCOMPARE(rig.log.mid(1), (QStringList{u"text late"_s, u"in ping no answer"_s, u"in close 0"_s}));
    QCOMPARE(rig.frames().size(), 2);
    QCOMPARE(rig.closeInfo().code, CloseCode::NoStatus);
    QCOMPARE(rig.closeInfo().by, CloseInfo::By::Us);
    QCOMPARE(rig.closeInfo().detail, u"We sent 4000."_s);
    QVERIFY(rig.closeInfo().clean);
}

// Only one Close frame is sent: the code for the fault never is.
void tst_ClientClosing::faultAfterOurClose()
{
    ClientRig rig;
    rig.open();
    rig.client->close(4000, {});
    rig.writeAll();
    rig.feed(Frame::text("\xff"));
    QCOMPARE(rig.frames().size(), 1);
    QCOMPARE(rig.closeInfo().code, CloseCode::Abnormal);
    QCOMPARE(rig.closeInfo().by, CloseInfo::By::Us);
    QVERIFY(rig.closeInfo().detail.contains(u"not UTF-8, at byte 0"_s));
    QCOMPARE(rig.sentence(), rig.closeInfo().detail);
}

// Ours waits behind a message, so it was the peer that began to close.
void tst_ClientClosing::peerClosesBeforeUs()
{
    ClientRig rig;
    rig.open();
    rig.client->send(true, "before");
    rig.client->close(1000, {});
    rig.feed(WebSocketFrame{WebSocketFrame::Close, QByteArray("\x03\xf3why", 5)});
    QCOMPARE(rig.closeInfo().code, CloseCode::InternalError);
    QCOMPARE(rig.closeInfo().by, CloseInfo::By::Peer);
    QVERIFY(rig.closeInfo().clean);
}

void tst_ClientClosing::lossKeepsItsCause()
{
    ClientRig rig;
    rig.open();
    rig.client->end(connectionFailure({FailureCause::TlsBroke, {u"raw"_s}}, u"raw"_s));
    QCOMPARE(rig.sentence(), u"The encryption of the connection broke: raw."_s);
    QCOMPARE(rig.error().stage, ErrorStage::Tls);
    QCOMPARE(rig.error().raw, u"raw"_s);
    QCOMPARE(rig.error().closeCode, CloseCode::Abnormal);
    QCOMPARE(rig.closeInfo().code, CloseCode::Abnormal);
    QCOMPARE(rig.closeInfo().by, CloseInfo::By::Network);
}

void tst_ClientClosing::closeThatIsNotSentYet()
{
    ClientRig rig;
    rig.open();
    rig.client->send(false, QByteArray(3 * 1024 * 1024, 'x'));
    rig.client->close(1000, {});
    rig.client->writeSome();
    rig.client->end({});
    QCOMPARE(rig.closeInfo().by, CloseInfo::By::Network);
    QVERIFY2(!rig.closeInfo().detail.contains(u"Close frame"_s), qPrintable(rig.closeInfo().detail));
    QCOMPARE(rig.error().stage, ErrorStage::Tcp);
    QVERIFY(rig.client->backlog(0).close);
}

void tst_ClientClosing::backlog()
{
    ClientRig rig;
    rig.open();
    rig.unsent = 1024 * 1024;
    rig.client->send(true, "first");
    rig.client->send(true, "second");
    rig.writeAll();
    const auto sent = qint64(rig.sent.size());
    const auto counts = [&](qint64 unsent) {
        const Transport::Backlog backlog = rig.client->backlog(unsent);
        return std::pair(backlog.messages, backlog.bytes);
    };
    QCOMPARE(counts(sent), std::pair(qint64(2), qint64(11)));
    QCOMPARE(counts(1), std::pair(qint64(1), qint64(6)));
    QCOMPARE(counts(0), std::pair(qint64(0), qint64(0)));
    QVERIFY(!rig.client->backlog(sent).close);
    rig.client->send(false, QByteArray(3 * 1024 * 1024, 'x')); // not written yet
    QCOMPARE(counts(0), std::pair(qint64(1), qint64(3 * 1024 * 1024)));
    rig.client->close(1000, {});
    rig.writeAll();
    QVERIFY(rig.client->backlog(1).close);
    QVERIFY(!rig.client->backlog(0).close);
    rig.client->end({});
    QCOMPARE(counts(1), std::pair(qint64(0), qint64(0)));
    QCOMPARE(counts(9), std::pair(qint64(1), qint64(3 * 1024 * 1024)));
}

void tst_ClientClosing::saysNothingAfterItsEnd()
{
    ClientRig rig;
    rig.open();
    rig.client->stop();
    rig.feed(Frame::text("late"));
    rig.feed(Frame::close(1000));
    rig.client->end({});
    rig.client->ping("x");
    QVERIFY(rig.log.isEmpty() && rig.sent.isEmpty() && !rig.end);
}

SOCKETSCOPE_TEST(tst_ClientClosing, QCoreApplication)
#include "tst_clientclosing.moc"
