// SPDX-License-Identifier: MIT
// What is opened as a session, whatever format it is in.
#include "exchange/anysession.h"
#include "exchange/exchangeformat.h"
#include "exchange/exchangejob.h"
#include "exchangefixture.h"
#include "record/kept/sessionfolder.h"
#include "scancontrol.h"
#include "support/sessionfiles.h"
#include "support/testprogram.h"

#include <QFile>

using namespace Qt::StringLiterals;

class tst_AnySession : public ExchangeFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aSession();
    void otherFormats_data();
    void otherFormats();
    void problems_data();
    void problems();
    void oneOfSeveral();
    void cancelled();
    void discarded();

private:
    QStringList made() const { return namesIn(SessionFolder::standard()); }
};

void tst_AnySession::init()
{
    ExchangeFixture::init();
    qputenv("XDG_DATA_HOME", QFile::encodeName(path(u"data"_s)));
}

void tst_AnySession::aSession()
{
    const auto record = session(numberedEntries(3));
    ScanControl control;
    const OpenedSession opened = openAnySession(path(u"session.sqlite"_s), 0, &control);
    QCOMPARE(opened.problem, QString());
    QVERIFY(opened.record);
    QCOMPARE(opened.record->keeping().fileName, record->keeping().fileName);
    QCOMPARE(made(), QStringList());
}

void tst_AnySession::otherFormats_data()
{
    QTest::addColumn<QString>("format");
    QTest::newRow("NDJSON") << u"ndjson"_s;
    QTest::newRow("HAR") << u"har"_s;
}

void tst_AnySession::otherFormats()
{
    QFETCH(const QString, format);
    const auto record = session(numberedEntries(3));
    const QString file = path(u"feed."_s + format);
    QCOMPARE(exportRecord(*record, {}, *writtenFormat(format), file, nullptr).problem, QString());
    ScanControl control;
    const OpenedSession opened = openAnySession(file, 0, &control);
    QCOMPARE(opened.problem, QString());
    QVERIFY(opened.record);
    QCOMPARE(opened.record->extent().received, record->extent().received);
    QCOMPARE(opened.record->origin().source, u"feed."_s + format);
    QVERIFY(opened.isMade);
    QVERIFY2(made().value(0).endsWith(u"_feed.sqlite"_s), qPrintable(made().join(u' ')));
    QCOMPARE(control.done, WholeScan);
}

void tst_AnySession::problems_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("contents");
    QTest::addColumn<QString>("said");
    QTest::newRow("no file") << u"none.har"_s << QByteArray() << u"does not exist"_s;
    QTest::newRow("a letter") << u"letter.txt"_s << QByteArray("Dear Anna,")
                              << u"is not a Socketscope session"_s;
    QTest::newRow("damaged") << u"a.ndjson"_s << QByteArray("{\"seq\":1,\"direction\":\n") << u"line 1"_s;
    QTest::newRow("by its name alone") << u"a.har"_s << QByteArray("{}") << u"a.har"_s;
}

void tst_AnySession::problems()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, contents);
    QFETCH(const QString, said);
    if (!contents.isEmpty())
        QVERIFY(write(name, contents));
    ScanControl control;
    const OpenedSession opened = openAnySession(path(name), 0, &control);
    QVERIFY(!opened.record);
    QVERIFY2(opened.problem.contains(said) && opened.problem.endsWith(u'.'), qPrintable(opened.problem));
    QCOMPARE(made(), QStringList());
}

void tst_AnySession::oneOfSeveral()
{
    const QByteArray entry =
            R"({"startedDateTime":"2026-01-02T03:04:05.678Z","time":1,"_resourceType":"websocket",
        "request":{"method":"GET","url":"wss://%1/","headers":[]},"response":{"status":101,"headers":[]},
        "_webSocketMessages":[{"type":"receive","time":1767323045.7,"opcode":1,"data":"of %1"}]})";
    const QByteArray both =
            QByteArray(entry).replace("%1", "one") + ',' + QByteArray(entry).replace("%1", "two");
    QVERIFY(write(u"two.har"_s, "{\"log\":{\"version\":\"1.2\",\"entries\":[" + both + "]}}"));
    ScanControl control;
    const OpenedSession asked = openAnySession(path(u"two.har"_s), 0, &control);
    QVERIFY(!asked.record);
    QCOMPARE(asked.choice.size(), 2);
    QVERIFY2(asked.problem.contains(u"2 WebSocket connections"_s), qPrintable(asked.problem));
    const OpenedSession opened = openAnySession(path(u"two.har"_s), 2, &control);
    QVERIFY2(opened.record, qPrintable(opened.problem));
    QCOMPARE(opened.record->entry(opened.record->extent().last)->payload, "of two");
}

void tst_AnySession::cancelled()
{
    QVERIFY(write(u"a.ndjson"_s, "{\"seq\":1,\"direction\":\"in\"}\n"));
    ScanControl control;
    control.cancelled = true;
    const OpenedSession opened = openAnySession(path(u"a.ndjson"_s), 0, &control);
    QVERIFY(!opened.record);
    QCOMPARE(opened.problem, QString());
    QCOMPARE(made(), QStringList());
}

// What was made goes if nobody shows it; what was there stays.
void tst_AnySession::discarded()
{
    const auto record = session(numberedEntries(3));
    QCOMPARE(exportRecord(*record, {}, NdjsonFormat, path(u"a.ndjson"_s), nullptr).problem, QString());
    ScanControl control;
    OpenedSession opened = openAnySession(path(u"a.ndjson"_s), 0, &control);
    QVERIFY(opened.record);
    opened.discard();
    QVERIFY(!opened.record);
    QCOMPARE(made(), QStringList());
    opened = openAnySession(path(u"session.sqlite"_s), 0, &control);
    opened.discard();
    QVERIFY(names().contains(u"session.sqlite"_s));
}

SOCKETSCOPE_TEST(tst_AnySession, QCoreApplication)
#include "tst_anysession.moc"
