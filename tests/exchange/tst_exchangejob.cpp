// SPDX-License-Identifier: MIT
#include "exchange/outputfile.h"
#include "exchangefixture.h"
#include "record/recordfile.h"
#include "scancontrol.h"
#include "support/sessionfiles.h"
#include "support/testprogram.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <functional>
#include <thread>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

class tst_ExchangeJob : public ExchangeFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { ExchangeFixture::init(); }
    void selections_data();
    void selections();
    void wholeSession();
    void partOfASession();
    void importedSession();
    void originOfAnImport();
    void replacesAFile();
    void pipes();
    void keepsWhatIsThereByThen();
    void saysHowFarItIs();
    void leavesNothing_data();
    void leavesNothing();
    void fullDisk();
    void refuses_data();
    void refuses();
    void missingEntries();
    void damagedSession();
};

static QString dumped(const QString &file)
{
    return query(file, "SELECT seq || ' ' || payload FROM message").join(u", "_s);
}

static EntrySelection wanting(std::function<bool(quint64 sequence)> wants)
{
    EntrySelection selection;
    selection.filter = u"some"_s;
    selection.isWanted = [wants](const EntryBlock::Row &row, QByteArrayView payload, QString *) {
        return payload == QByteArrayView(QByteArray::number(row.sequence)) && wants(row.sequence);
    };
    return selection;
}

void tst_ExchangeJob::selections_data()
{
    QTest::addColumn<EntrySelection>("selection");
    QTest::addColumn<QList<int>>("sequences");
    const EntrySelection odd = wanting([](quint64 sequence) { return sequence % 2 == 1; });
    EntrySelection oddOfSome = odd;
    oddOfSome.ranges = {{3, 4}, {7, 9}};
    QTest::newRow("all") << EntrySelection() << QList<int>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    QTest::newRow("one range") << EntrySelection{{{4, 6}}} << QList<int>{4, 5, 6};
    QTest::newRow("ranges") << EntrySelection{{{1, 1}, {3, 4}, {10, 100}}} << QList<int>{1, 3, 4, 10};
    QTest::newRow("beyond the ends") << EntrySelection{{{0, 2}, {11, 20}}} << QList<int>{1, 2};
    QTest::newRow("none") << EntrySelection{{}} << QList<int>{};
    QTest::newRow("filter") << odd << QList<int>{1, 3, 5, 7, 9};
    QTest::newRow("filter of ranges") << oddOfSome << QList<int>{3, 7, 9};
    QTest::newRow("filter that finds nothing") << wanting([](quint64) { return false; }) << QList<int>{};
}

void tst_ExchangeJob::selections()
{
    QFETCH(const EntrySelection, selection);
    QFETCH(const QList<int>, sequences);
    const auto record = session(numberedEntries(10));
    ExchangeResult result = exportRecord(*record, selection, NdjsonFormat, path(u"a"_s), nullptr);
    QCOMPARE(result.problem, QString());
    QCOMPARE(result.entries, quint64(sequences.size()));
    QByteArray lines;
    for (const int sequence : sequences)
        lines +=
                u"{\"seq\":%1,\"time_us\":%1,\"direction\":\"in\",\"type\":\"text\",\"size\":%2,\"text\":\"%1\"}\n"_s
                        .arg(sequence)
                        .arg(sequence < 10 ? 1 : 2)
                        .toUtf8();
    QCOMPARE(contentsOf(path(u"a"_s)), lines);
    // In a session they are numbered anew.
    result = exportRecord(*record, selection, SessionFormat, path(u"b"_s), nullptr);
    QCOMPARE(result.problem, QString());
    QCOMPARE(result.entries, quint64(sequences.size()));
    QStringList rows;
    for (const int sequence : sequences)
        rows.append(u"%1 %2"_s.arg(rows.size() + 1).arg(sequence));
    QCOMPARE(dumped(path(u"b"_s)), rows.join(u", "_s));
    QCOMPARE(faultOf(path(u"b"_s)), QString());
}

// More than one block, and all that a session has.
void tst_ExchangeJob::wholeSession()
{
    QRandomGenerator random(1);
    const auto record = session(anyEntries(random, 9000));
    const ExchangeResult result = exportRecord(*record, {}, SessionFormat, path(u"copy.sqlite"_s), nullptr);
    QCOMPARE(result.problem, QString());
    const auto copy = open(u"copy.sqlite"_s);
    QCOMPARE(allOf(*copy), allOf(*record));
    const char *meta = "SELECT key || '=' || value FROM meta ORDER BY key";
    QCOMPARE(query(path(u"copy.sqlite"_s), meta), query(path(u"session.sqlite"_s), meta));
}

void tst_ExchangeJob::partOfASession()
{
    QRandomGenerator random(2);
    QList<Message> entries = anyEntries(random, 9000);
    // The clock was set back.
    entries[8000].timeUs -= 60'000'000;
    const auto record = session(entries);
    EntrySelection selection{
            {{2, 9000}}, [](const auto &row, auto, auto) { return row.sequence != 3; }, u"-3"_s};
    const ExchangeResult result =
            exportRecord(*record, selection, SessionFormat, path(u"part.sqlite"_s), nullptr);
    QCOMPARE(result.problem, QString());
    entries.remove(2);
    entries.remove(0);
    const auto part = open(u"part.sqlite"_s);
    QCOMPARE(allOf(*part), numbered(entries));
    QCOMPARE(part->extent().received,
             quint64(std::count_if(entries.begin(), entries.end(),
                                   [](const Message &entry) { return entry.isReceivedMessage(); })));
    QCOMPARE(part->setBacks().value(0).first, 7999u);
    QCOMPARE(part->origin().url, u"wss://host/feed"_s);
    QCOMPARE(part->origin().started, record->origin().started);
    QCOMPARE(query(path(u"part.sqlite"_s),
                   "SELECT value FROM meta WHERE key IN ('source', 'filter') ORDER BY key"),
             (QStringList{u"-3"_s, u"session.sqlite"_s}));
    QCOMPARE(QFile::permissions(path(u"part.sqlite"_s)) & (QFile::ReadGroup | QFile::ReadOther),
             QFile::Permissions());
    QCOMPARE(names(), (QStringList{u"part.sqlite"_s, u"session.sqlite"_s}));
    // One can go on recording into it.
    const auto opened = RecordFile::open(path(u"part.sqlite"_s));
    QVERIFY2(opened.file, qPrintable(opened.error.sentence));
}

void tst_ExchangeJob::importedSession()
{
    QRandomGenerator random(4);
    const QList<Message> entries = anyEntries(random, 5000);
    const auto record = session(entries);
    const ExchangeResult result = importFile(path(u"session.sqlite"_s), path(u"new.sqlite"_s), nullptr);
    QCOMPARE(result.problem, QString());
    QCOMPARE(result.entries, 5000u);
    const auto made = open(u"new.sqlite"_s);
    QCOMPARE(allOf(*made), numbered(entries));
    QCOMPARE(made->origin().url, u"wss://host/feed"_s);
    QCOMPARE(made->origin().started, record->origin().started);
}

// What the lines say of it.
void tst_ExchangeJob::originOfAnImport()
{
    write(u"a.ndjson"_s,
          R"({"time_us":1700000000123456,"direction":"local","type":"open","text":"{\"url\":\"wss://a/b\"}"})");
    QCOMPARE(importFile(path(u"a.ndjson"_s), path(u"a.sqlite"_s), nullptr).problem, QString());
    QCOMPARE(query(path(u"a.sqlite"_s),
                   "SELECT value FROM meta WHERE key IN ('url', 'started', 'source') ORDER BY key"),
             (QStringList{u"a.ndjson"_s, u"2023-11-14T22:13:20.123Z"_s, u"wss://a/b"_s}));
}

void tst_ExchangeJob::replacesAFile()
{
    const auto record = session(numberedEntries(1));
    QVERIFY(write(u"old"_s, "what was there"));
    QVERIFY(QFile::link(path(u"old"_s), path(u"link"_s)));
    QVERIFY(QFile::setPermissions(path(u"old"_s), QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
    QCOMPARE(exportRecord(*record, {}, NdjsonFormat, path(u"link"_s), nullptr).problem, QString());
    QVERIFY(QFileInfo(path(u"link"_s)).isSymLink());
    QCOMPARE(contentsOf(path(u"old"_s)).count('\n'), 1);
    QCOMPARE(QFile::permissions(path(u"old"_s)) & (QFile::ReadGroup | QFile::ReadOther),
             QFile::Permissions());
    QCOMPARE(names(), (QStringList{u"link"_s, u"old"_s, u"session.sqlite"_s}));
}

// What is no file is written to and read from as it is.
void tst_ExchangeJob::pipes()
{
    const auto record = session(numberedEntries(20'000));
    QCOMPARE(::mkfifo(QFile::encodeName(path(u"pipe"_s)).constData(), 0600), 0);
    ExchangeResult written;
    std::thread writer([&] { written = exportRecord(*record, {}, NdjsonFormat, path(u"pipe"_s), nullptr); });
    const ExchangeResult read = importFile(path(u"pipe"_s), path(u"new.sqlite"_s), nullptr);
    writer.join();
    QCOMPARE(written.problem, QString());
    QCOMPARE(read.problem, QString());
    QCOMPARE(read.entries, 20'000u);
    QCOMPARE(allOf(*open(u"new.sqlite"_s)), allOf(*record));
    QVERIFY(!exportRecord(*record, {}, SessionFormat, path(u"pipe"_s), nullptr).problem.isEmpty());
    QCOMPARE(names(), (QStringList{u"new.sqlite"_s, u"pipe"_s, u"session.sqlite"_s}));
    // Nobody writes to it: it ends when it is cancelled.
    ScanControl control;
    std::thread canceller([&] { control.cancelled = true; });
    QVERIFY(!importFile(path(u"pipe"_s), path(u"other.sqlite"_s), &control).problem.isEmpty());
    canceller.join();
    // Nor does anybody read it.
    control.cancelled = false;
    std::thread another([&] { control.cancelled = true; });
    QVERIFY(!exportRecord(*record, {}, NdjsonFormat, path(u"pipe"_s), &control).problem.isEmpty());
    another.join();
}

// Of two that take the same name, the second says so.
void tst_ExchangeJob::keepsWhatIsThereByThen()
{
    OutputFile output(path(u"new.sqlite"_s), OutputFile::Existing::Keep, nullptr);
    QVERIFY(output.open());
    output.write("theirs");
    QFile ours(path(u"new.sqlite"_s));
    QVERIFY(ours.open(QIODevice::WriteOnly) && ours.write("ours") == 4);
    ours.close();
    QVERIFY(!output.finish());
    QVERIFY(output.problem().contains(u"new.sqlite"_s));
    QVERIFY(ours.open(QIODevice::ReadOnly));
    QCOMPARE(ours.readAll(), "ours");
    OutputFile replacing(path(u"new.sqlite"_s), OutputFile::Existing::Replace, nullptr);
    QVERIFY(replacing.open() && replacing.finish());
    QCOMPARE(QFile(path(u"new.sqlite"_s)).size(), 0);
}

void tst_ExchangeJob::saysHowFarItIs()
{
    const auto record = session(numberedEntries(20'000));
    ScanControl control;
    qint64 before = 0;
    EntrySelection selection;
    selection.isWanted = [&](const EntryBlock::Row &row, QByteArrayView, QString *) {
        if (row.sequence == 15'000)
            before = control.done;
        return true;
    };
    QCOMPARE(exportRecord(*record, selection, NdjsonFormat, path(u"a.ndjson"_s), &control).problem,
             QString());
    QVERIFY2(before > WholeScan / 4 && before < WholeScan, qPrintable(QString::number(before)));
    QCOMPARE(control.done, WholeScan);
    control.done = 0;
    QCOMPARE(importFile(path(u"a.ndjson"_s), path(u"a.sqlite"_s), &control).problem, QString());
    QCOMPARE(control.done, WholeScan);
}

void tst_ExchangeJob::leavesNothing_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<bool>("isCancelled");
    for (const QString &format : {u"session"_s, u"ndjson"_s, u"har"_s}) {
        QTest::addRow("%s, cancelled", qPrintable(format)) << format << true;
        QTest::addRow("%s, cannot tell", qPrintable(format)) << format << false;
    }
}

void tst_ExchangeJob::leavesNothing()
{
    QFETCH(const QString, format);
    QFETCH(const bool, isCancelled);
    const auto record = session(numberedEntries(20'000));
    QVERIFY(write(u"old"_s, "what was there"));
    ScanControl control;
    EntrySelection selection;
    bool isBegun = false;
    selection.isWanted = [&](const EntryBlock::Row &row, QByteArrayView, QString *problem) {
        isBegun |= names().size() > 2;
        if (row.sequence == 15'000)
            isCancelled ? void(control.cancelled = true) : void(*problem = u"No."_s);
        return true;
    };
    const ExchangeResult result =
            exportRecord(*record, selection, *writtenFormat(format), path(u"old"_s), &control);
    QCOMPARE(result.problem, isCancelled ? u"It was cancelled."_s : u"No."_s);
    QVERIFY(isBegun);
    QCOMPARE(names(), (QStringList{u"old"_s, u"session.sqlite"_s}));
    QCOMPARE(contentsOf(path(u"old"_s)), "what was there");
}

void tst_ExchangeJob::fullDisk()
{
    const auto record = session(numberedEntries(50'000));
    for (const ExchangeFormat *format : writtenFormats()) {
        EntrySelection selection{{{2, 50'000}}};
        ExchangeResult result;
        {
            const FullDisk full(300'000);
            result = exportRecord(*record, selection, *format, path(u"a"_s), nullptr);
        }
        QVERIFY2(result.problem.endsWith(u'.'), format->key.data());
        QCOMPARE(names(), QStringList{u"session.sqlite"_s});
    }
}

void tst_ExchangeJob::refuses_data()
{
    QTest::addColumn<QString>("target");
    QTest::addColumn<bool>("isImport");
    QTest::addColumn<QString>("said");
    QTest::newRow("the source") << u"session.sqlite"_s << false << u"is what is exported"_s;
    QTest::newRow("the source by another name") << u"link"_s << false << u"is what is exported"_s;
    QTest::newRow("the log of the source") << u"session.sqlite-wal"_s << false << u"is what is exported"_s;
    QTest::newRow("a session that is recorded")
            << u"used.sqlite"_s << false << u"used.sqlite.lock lies beside it"_s;
    QTest::newRow("a folder") << u"."_s << false << u"."_s;
    QTest::newRow("no folder") << u"none/a.sqlite"_s << false << u"a.sqlite cannot be written"_s;
    QTest::newRow("a file that is there") << u"link"_s << true << u"is there already"_s;
}

void tst_ExchangeJob::refuses()
{
    QFETCH(const QString, target);
    QFETCH(const bool, isImport);
    QFETCH(const QString, said);
    const auto record = session(numberedEntries(3));
    QVERIFY(QFile::link(path(u"session.sqlite"_s), path(u"link"_s)));
    QVERIFY(write(u"used.sqlite"_s, ""));
    QVERIFY(write(u"used.sqlite.lock"_s, ""));
    const QStringList before = names();
    const QByteArray contents = contentsOf(path(u"session.sqlite"_s));
    const QString problem =
            isImport ? importFile(path(u"session.sqlite"_s), path(target), nullptr).problem
                     : exportRecord(*record, {{{2, 3}}}, SessionFormat, path(target), nullptr).problem;
    QVERIFY2(problem.contains(said) && problem.endsWith(u'.'), qPrintable(problem));
    QCOMPARE(names(), before);
    QCOMPARE(contentsOf(path(u"session.sqlite"_s)), contents);
}

void tst_ExchangeJob::missingEntries()
{
    session(numberedEntries(20));
    QCOMPARE(runSql(path(u"session.sqlite"_s), "DELETE FROM entry WHERE seq IN (1, 7, 8)"), QString());
    const auto record = open(u"session.sqlite"_s);
    const ExchangeResult result = exportRecord(*record, {}, NdjsonFormat, path(u"a"_s), nullptr);
    QCOMPARE(result.problem, QString());
    QCOMPARE(result.entries, 17u);
    QCOMPARE(result.missing, 3u);
    QCOMPARE(contentsOf(path(u"a"_s)).count('\n'), 17);
}

void tst_ExchangeJob::damagedSession()
{
    session(numberedEntries(20));
    QCOMPARE(runSql(path(u"session.sqlite"_s), "DROP TABLE meta"), QString());
    const ExchangeResult result = importFile(path(u"session.sqlite"_s), path(u"new.sqlite"_s), nullptr);
    QVERIFY2(result.problem.contains(u"session.sqlite is damaged"_s), qPrintable(result.problem));
    QCOMPARE(names(), QStringList{u"session.sqlite"_s});
}

SOCKETSCOPE_TEST(tst_ExchangeJob, QCoreApplication)
#include "tst_exchangejob.moc"
