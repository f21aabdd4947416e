// SPDX-License-Identifier: MIT
#include "support/testprogram.h"
#include "ui/chart/ratehistory.h"
#include "ui/connect/statusline.h"
#include "ui/kit/statusshape.h"
#include "ui/session/sessionnotices.h"

#include <QLabel>
#include <QLayout>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class tst_StatusText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void titles_data();
    void titles();
    void detailsOfAnOpenConnection();
    void shapesDiffer();
    void rates();
    void notices();
    void noticesOfCloses_data();
    void noticesOfCloses();
    void retryIsCountedDown();
    void nothingIsSqueezed_data();
    void nothingIsSqueezed();
};

// A moment that is long past the clock's epoch.
static const std::chrono::steady_clock::time_point Now = std::chrono::steady_clock::time_point(100h);

static StatusReport report(Status status)
{
    StatusReport result;
    result.status = status;
    result.attempt = 3;
    result.maxAttempts = 20;
    result.since = Now - (12min + 41s);
    result.retryAt = Now + 6200ms;
    return result;
}

static StatusReport closed(quint16 code, CloseInfo::By by = CloseInfo::By::Network,
                           const QString &reason = {})
{
    StatusReport result = report(Status::Closed);
    result.close = CloseInfo{code, reason, false, by, {}};
    return result;
}

static StatusReport failed(const QString &sentence)
{
    StatusReport result = report(Status::Closed);
    result.error.emplace().sentence = sentence;
    return result;
}

void tst_StatusText::titles_data()
{
    QTest::addColumn<StatusReport>("report");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("detail");
    QTest::newRow("never connected") << report(Status::Closed) << u"Not connected"_s << QString();
    QTest::newRow("connecting") << report(Status::Connecting) << u"Connecting, attempt 3 of 20"_s
                                << QString();
    QTest::newRow("open") << report(Status::Open) << u"Open 00:12:41"_s << QString();
    QTest::newRow("closing") << report(Status::Closing) << u"Closing…"_s << QString();
    QTest::newRow("waiting") << report(Status::WaitingToRetry) << u"Retrying in 7 s"_s
                             << u"attempt 4 of 20"_s;
    QTest::newRow("dropped") << closed(1006) << u"Closed 1006 abnormal closure"_s << QString();
    StatusReport asked = closed(1006);
    asked.close = closeByDrop();
    QTest::newRow("dropped as asked") << asked << u"Closed 1006 abnormal closure"_s
                                      << u"The connection was dropped as asked: no Close frame was sent."_s;
    QTest::newRow("by the peer") << closed(1001, CloseInfo::By::Peer, u"bye"_s) << u"Closed 1001 going away"_s
                                 << u"by the peer · “bye”"_s;
    // No number stands for a code that nobody can tell.
    StatusReport untold = closed(CloseCode::Unknown, CloseInfo::By::Peer);
    untold.close->detail = u"It is hidden."_s;
    QTest::newRow("code that cannot be told") << untold << u"Closed"_s << u"It is hidden."_s;
    QTest::newRow("failed") << failed(u"No."_s) << u"Closed"_s << u"No."_s;
}

void tst_StatusText::titles()
{
    QFETCH(StatusReport, report);
    const StatusText text = statusText(report, Now, 0ns);
    QTEST(text.title, "title");
    QTEST(text.detail, "detail");
}

void tst_StatusText::detailsOfAnOpenConnection()
{
    StatusReport open = report(Status::Open);
    open.security = u"TLS 1.3"_s;
    open.subprotocol = u"v1"_s;
    QCOMPARE(statusText(open, Now, 11800us).detail, u"ping 11.8 ms · TLS 1.3 · subprotocol v1"_s);
    open.verifiedName = u"other.example"_s;
    QCOMPARE(statusText(open, Now, 0ns).detail,
             u"TLS 1.3 · certificate of other.example, not of the URL’s host · subprotocol v1"_s);
    open.verifiedName.clear();
    open.tls.problem = u"It is expired."_s;
    QCOMPARE(statusText(open, Now, 0ns).detail, u"TLS 1.3 · certificate trusted by hand · subprotocol v1"_s);
    open.unverified = true; // which the warning beside it says
    QCOMPARE(statusText(open, Now, 0ns).detail, u"TLS 1.3 · subprotocol v1"_s);
}

void tst_StatusText::shapesDiffer()
{
    QList<QImage> seen;
    for (const StatusReport &each :
         {report(Status::Closed), failed(u"No."_s), report(Status::Connecting), report(Status::Open),
          report(Status::Closing), report(Status::WaitingToRetry)}) {
        // Without colours, too.
        const QImage image = statusIcon(statusShape(each), QPalette())
                                     .pixmap(16, 16)
                                     .toImage()
                                     .convertToFormat(QImage::Format_Alpha8);
        QVERIFY(!seen.contains(image));
        seen.append(image);
    }
}

void tst_StatusText::rates()
{
    RateMeter meter;
    QCOMPARE(meter.messages(), 0.0);
    for (int i = 0; i <= 20; ++i)
        meter.add(Now + i * 200ms, quint64(i) * 20, quint64(i) * 2000);
    QCOMPARE(qRound(meter.messages()), 100);
    QCOMPARE(qRound(meter.bytes()), 10000);
    // Nothing came in the last second.
    for (int i = 21; i <= 30; ++i)
        meter.add(Now + i * 200ms, 400, 40000);
    QCOMPARE(qRound(meter.messages()), 0);
}

void tst_StatusText::notices()
{
    ConnectionError error = connectionFailure({FailureCause::TlsNotSpoken, {}}, u"errno 111"_s);
    const Notice notice = noticeOf(error);
    QCOMPARE(notice.sentence, error.sentence);
    QCOMPARE(notice.raw, error.raw);
    QCOMPARE(notice.remedies, remediesFor(error));
    // What the server answered is told once.
    error.raw = u"HTTP/1.1 403 No"_s;
    error.answer = error.raw + u"\nA: b\n\nWhy"_s;
    QCOMPARE(noticeOf(error).raw, error.answer);
    error.raw = u"Qt says so"_s;
    QCOMPARE(noticeOf(error).raw, u"Qt says so\n\n"_s + error.answer);
    // The peer's own words are read without asking for details.
    ConnectionError closed = connectionFailure({FailureCause::PeerClosed, {u"1008"_s}}, u"expired"_s);
    closed.closeCode = 1008;
    QVERIFY2(noticeOf(closed).sentence.contains(u"1008 (policy violation): “expired”"_s),
             qPrintable(noticeOf(closed).sentence));
    for (int i = 0; i <= int(Remedy::FollowRedirects); ++i)
        QCOMPARE(Notice::actionText(Remedy(i)).isEmpty(), Remedy(i) == Remedy::None);
}

void tst_StatusText::noticesOfCloses_data()
{
    QTest::addColumn<StatusReport>("report");
    QTest::addColumn<bool>("expected");
    QTest::newRow("normal") << closed(1000, CloseInfo::By::Peer) << false;
    QTest::newRow("by us") << closed(4000, CloseInfo::By::Us) << false;
    QTest::newRow("application") << closed(4000, CloseInfo::By::Peer) << true;
    QTest::newRow("with a reason") << closed(4000, CloseInfo::By::Peer, u"expired"_s) << true;
    QTest::newRow("an error says it already") << failed(u"No."_s) << false;
    QTest::newRow("open") << report(Status::Open) << false;
}

void tst_StatusText::noticesOfCloses()
{
    QFETCH(StatusReport, report);
    const auto notice = noticeOf(report);
    QTEST(notice.has_value(), "expected");
    if (notice) {
        QVERIFY(notice->sentence.contains(u"4000"_s));
        QCOMPARE(notice->sentence.contains(u"“expired”"_s), !report.close->reason.isEmpty());
    }
}

void tst_StatusText::retryIsCountedDown()
{
    StatusLine line;
    StatusReport waiting = report(Status::WaitingToRetry);
    waiting.retryAt = std::chrono::steady_clock::now() + 1900ms;
    line.setReport(waiting);
    const auto *title = line.findChild<QLabel *>(u"statusTitle"_s);
    QCOMPARE(title->text(), u"Retrying in 2 s"_s);
    QTRY_VERIFY(title->text() != u"Retrying in 2 s"_s);
}

void tst_StatusText::nothingIsSqueezed_data()
{
    QTest::addColumn<Status>("status");
    QTest::addColumn<bool>("unverified");
    QTest::newRow("waiting") << Status::WaitingToRetry << false;
    QTest::newRow("waiting, unverified") << Status::WaitingToRetry << true;
    QTest::newRow("open") << Status::Open << true;
    QTest::newRow("connecting") << Status::Connecting << false;
}

// In no window is a part of the line cut, or does it lie over its neighbour.
void tst_StatusText::nothingIsSqueezed()
{
    QFETCH(const Status, status);
    QFETCH(const bool, unverified);
    StatusLine line;
    line.setReport(report(status));
    line.setUnverified(unverified);
    line.show();
    for (int width = 700; width >= 300; width -= 10) {
        line.resize(width, line.height());
        QCoreApplication::processEvents();
        int end = 0;
        for (int i = 0; i < line.layout()->count(); ++i) {
            const QWidget *part = line.layout()->itemAt(i)->widget();
            if (!part || !part->isVisible())
                continue;
            const QString which = u"%1 at %2"_s.arg(part->objectName()).arg(width);
            QVERIFY2(part->x() >= end, qPrintable(which));
            QVERIFY2(part->width() >= part->minimumSizeHint().width(), qPrintable(which));
            end = part->x() + part->width();
        }
        QVERIFY(end <= width);
    }
}

SOCKETSCOPE_TEST(tst_StatusText, QApplication)
#include "tst_statustext.moc"
