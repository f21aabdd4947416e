// SPDX-License-Identifier: MIT
// Session files that somebody has made to do harm, or that are damaged: what may be seen of them is seen,
// nothing in them runs, and nothing is written, neither to them nor beside them, unless they are appended to.
#include "hostilefixture.h"
#include "support/bounds.h"
#include "support/testprogram.h"

#include "record/recordschema.h"
#include "record/sqlite/sqlitedatabase.h"

#include <QFileInfo>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

class tst_HostileFiles : public HostileFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { RecorderFixture::init(); }
    void schemas_data();
    void schemas();
    void values_data();
    void values();
    void missingEntries();
    void textInUtf16();
    void aRowThatLiesOfItsLength();
    void brokenPages();
    void freePages_data();
    void freePages();
    void opensNothingOnceCancelled();
    void countingIsCancelled();
};

// --- What the schema says ---------------------------------------------------------------------

void tst_HostileFiles::schemas_data()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::addColumn<bool>("isLookedAt");
    QTest::addColumn<QString>("reason");

    const QByteArray columns = "seq INTEGER PRIMARY KEY, time_us, kind, size, wire_size";
    const QByteArray endless =
            "WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r) SELECT x FROM r";
    const auto replaceInSchema = [](const QByteArray &what, const QByteArray &with) {
        return "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = replace(sql, '" + what + "', '"
               + with + "') WHERE name = 'entry'";
    };
    const auto row = [](const char *name, const QByteArray &sql, const QString &reason,
                        bool isLookedAt = false) { QTest::newRow(name) << sql << isLookedAt << reason; };
    const QString notOrdinary = u"not an ordinary"_s;

    row("meta calls our function",
        "DROP TABLE meta; CREATE VIEW meta(key, value) AS SELECT 'url', collect(1)", notOrdinary);
    row("meta is large", "DROP TABLE meta; CREATE VIEW meta(key, value) AS SELECT 'url', zeroblob(900000000)",
        notOrdinary);
    row("meta is endless", "DROP TABLE meta; CREATE VIEW meta(key, value) AS " + endless + ", (SELECT 1)",
        notOrdinary);
    row("entry is a view of full text",
        "ALTER TABLE entry RENAME TO kept; CREATE VIRTUAL TABLE words USING fts5(x); CREATE VIEW entry AS "
        "SELECT seq, time_us, kind, size, wire_size, payload FROM kept, words",
        u"damaged"_s);
    row("entry is a view that calls our function",
        "ALTER TABLE entry RENAME TO kept; CREATE VIEW entry AS "
        "SELECT collect(seq, time_us, kind, size) AS seq, 0 AS time_us, 0 AS kind, 0 AS size, 0 AS "
        "wire_size, 0 AS payload FROM kept",
        u"damaged"_s);
    row("entry is endless",
        "DROP TABLE entry; CREATE VIEW entry AS SELECT x AS seq, 0 AS time_us, 0 AS kind, 0 AS size, "
        "0 AS wire_size, '' AS payload FROM ("
                + endless + ")",
        notOrdinary);
    row("entry is another kind of table",
        "DROP TABLE entry; CREATE VIRTUAL TABLE entry USING fts5(seq, time_us, kind, size, wire_size, "
        "payload)",
        notOrdinary);
    row("entry has no numbers of its own",
        "DROP TABLE entry; CREATE TABLE entry(" + columns + ", payload) WITHOUT ROWID", notOrdinary);
    row("the key is a text",
        "DROP TABLE entry; CREATE TABLE entry(seq TEXT PRIMARY KEY, time_us, kind, size, wire_size, payload)",
        u"damaged"_s);
    row("the key runs backwards",
        "DROP TABLE entry; CREATE TABLE entry(seq INTEGER PRIMARY KEY DESC, time_us, kind, size, wire_size, "
        "payload)",
        u"damaged"_s);
    row("the payload is computed",
        "DROP TABLE entry; CREATE TABLE entry(" + columns + ", payload AS (zeroblob(900000000)))",
        notOrdinary);
    row("the payload is computed and kept",
        "DROP TABLE entry; CREATE TABLE entry(" + columns + ", payload AS (kind) STORED)", notOrdinary);
    row("the payload has a value of its own",
        "DROP TABLE entry; CREATE TABLE entry(" + columns + ", payload DEFAULT (zeroblob(900000000)))",
        notOrdinary);
    row("a column is missing", "DROP VIEW message; ALTER TABLE entry DROP COLUMN size", u"damaged"_s);
    row("a column has another name", "ALTER TABLE entry RENAME COLUMN payload TO body", u"damaged"_s);
    row("entry is missing", "DROP TABLE entry", u"“entry” is missing"_s);
    row("meta is missing", "DROP TABLE meta", u"“meta” is missing"_s);
    row("meta has other columns", "DROP TABLE meta; CREATE TABLE meta(a PRIMARY KEY, b)", u"“meta”"_s);
    row("a trigger that does not end",
        "CREATE TRIGGER t AFTER INSERT ON entry BEGIN INSERT INTO meta SELECT x, x FROM (" + endless
                + "); END",
        u"trigger"_s);
    row("a trigger that fills the disk",
        "CREATE TRIGGER t AFTER UPDATE ON meta BEGIN INSERT INTO meta VALUES(random(), zeroblob(100000000)); "
        "END",
        u"trigger"_s);
    row("a trigger on the view", "CREATE TRIGGER t INSTEAD OF INSERT ON message BEGIN DELETE FROM entry; END",
        u"trigger"_s);
    row("an index that is not what it is called",
        "DROP INDEX heartbeat; CREATE INDEX heartbeat ON entry(payload) WHERE kind & 14 = 2", u"heartbeat"_s);
    row(
            "many tables",
            [] {
                QByteArray sql;
                for (int i = 0; i < 1000; ++i)
                    sql += "CREATE TABLE t" + QByteArray::number(i) + "(a);";
                return sql;
            }(),
            u"more tables"_s);
    row("what cannot be read", replaceInSchema("CREATE TABLE entry", "CREATE TABLE"), u"damaged"_s);
    row("a table as a view", replaceInSchema("CREATE TABLE entry(", "CREATE VIEW entry AS SELECT ("),
        u"damaged"_s);
    row("nowhere", "PRAGMA writable_schema = ON; UPDATE sqlite_master SET rootpage = 0 WHERE name = 'entry'",
        u"damaged"_s);
    row("beyond the end",
        "PRAGMA writable_schema = ON; UPDATE sqlite_master SET rootpage = 99999 WHERE name = 'entry'",
        u"damaged"_s);

    const auto sharesPageOf = [](const QByteArray &other, const QByteArray &name) {
        return "PRAGMA writable_schema = ON; UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM "
               "sqlite_master WHERE name = '"
               + other + "') WHERE name = '" + name + "'";
    };
    row("two tables in one", sharesPageOf("entry", "meta"), u"share a page"_s);
    row("an index in another", sharesPageOf("heartbeat", "sqlite_autoindex_meta_1"), u"share a page"_s);
    row("a table in the schema",
        "PRAGMA writable_schema = ON; UPDATE sqlite_master SET rootpage = 1 WHERE name = 'meta'",
        u"damaged"_s);

    // Who looks is not concerned; who appends would carry these out, or leave something that is no session.
    row("the view was changed", "DROP VIEW message; CREATE VIEW message AS SELECT 1", u"view “message”"_s,
        true);
    row("the view is endless", "DROP VIEW message; CREATE VIEW message AS " + endless, u"view “message”"_s,
        true);
    row("the view is missing", "DROP VIEW message", u"“message” is missing"_s, true);
    row("the view is a table", "DROP VIEW message; CREATE TABLE message(seq)", u"view “message”"_s, true);
    row("an index that computes", "CREATE INDEX i ON entry(length(hex(zeroblob(seq * 1000))))", u"index"_s,
        true);
    row("an index that refuses", "CREATE UNIQUE INDEX i ON entry(kind, seq)", u"index"_s, true);
    row("a check that computes",
        replaceInSchema("payload\n", "payload CHECK(length(zeroblob(900000000)) > 0)\n"), notOrdinary, true);
    row("a column of this version is missing",
        "CREATE TABLE kept AS SELECT * FROM sqlite_master WHERE name = 'message'; DROP VIEW message; "
        "ALTER TABLE entry DROP COLUMN wire_size; PRAGMA writable_schema = ON; "
        "INSERT INTO sqlite_master SELECT * FROM kept",
        u"wire_size"_s, true);
    row("a column more", "ALTER TABLE entry ADD COLUMN more", notOrdinary, true);
}

void tst_HostileFiles::schemas()
{
    QFETCH(const QByteArray, sql);
    QFETCH(const bool, isLookedAt);
    QFETCH(const QString, reason);
    record(Entries);
    QCOMPARE(runSql(path(), sql.constData()), QString());
    const Contents before = contents();
    {
        QString problem;
        const auto opened = FileRecord::open(path(), &problem);
        QVERIFY2(bool(opened) == isLookedAt, qPrintable(problem));
        if (opened) {
            QCOMPARE(opened->extent().received, quint64(Entries));
            readAll(opened.get());
        } else {
            QVERIFY2(problem.contains(u"damaged"_s) && problem.contains(reason), qPrintable(problem));
        }
    }
    QVERIFY(contents() == before);
    const QString problem = appendProblem();
    QVERIFY2(problem.contains(u"damaged"_s) && problem.contains(reason), qPrintable(problem));
    QVERIFY(contents() == before);
}

// --- What the values say ----------------------------------------------------------------------

void tst_HostileFiles::values_data()
{
    QTest::addColumn<QByteArray>("sql");
    /// 0 if it is refused.
    QTest::addColumn<quint64>("last");
    QTest::addColumn<quint64>("received");
    const auto refused = [](const char *name, const QByteArray &sql) {
        QTest::newRow(name) << sql << quint64(0) << quint64(0);
    };
    const auto shown = [](const char *name, const QByteArray &sql, quint64 last = Entries,
                          quint64 received = Entries) { QTest::newRow(name) << sql << last << received; };
    const auto meta = [](const char *key, const char *value) {
        return "UPDATE meta SET value = " + QByteArray(value) + " WHERE key = '" + key + "'";
    };
    const auto entryAt = [](const char *number) {
        return "INSERT INTO entry(seq, time_us, kind, size, payload) VALUES(" + QByteArray(number)
               + ", 1, 0, 1, 'x')";
    };
    refused("a number beyond 2^31", entryAt("3000000000"));
    refused("a number beyond 2^32", entryAt("5000000000"));
    refused("the last number there is", entryAt("9223372036854775807"));
    refused("a negative number", entryAt("-1"));
    refused("the number 0", entryAt("0"));
    refused("the least number there is", entryAt("-9223372036854775808"));

    shown("fewer than none received", meta("received", "-5"));
    shown("more received than there are", meta("received", "1000000"));
    shown("received in words", meta("received", "'many'"));
    shown("received nothing", meta("received", "NULL"));
    shown("received a blob", meta("received", "zeroblob(1000)"));
    shown("fewer bytes than none", meta("received_bytes", "-1"));
    shown("more bytes than fit", meta("received_bytes", "9223372036854775807"));
    shown("counted beyond the end", meta("counted_to", "9223372036854775807"));
    shown("counted before the begin", meta("counted_to", "-9223372036854775808"));
    shown("no totals", "DELETE FROM meta");
    shown("a negative size", "UPDATE entry SET size = -1; " + meta("counted_to", "-1"));
    shown("a size beyond all", "UPDATE entry SET size = 9223372036854775807; " + meta("counted_to", "-1"));
    shown("a size in words", "UPDATE entry SET size = 'large'");
    shown("a size that hides the payload", "UPDATE entry SET size = 5000");
    shown("a size that is too small", "UPDATE entry SET size = 0, payload = zeroblob(100000)");
    shown("a wire size below none", "UPDATE entry SET wire_size = -9223372036854775808");
    shown("a time before all", "UPDATE entry SET time_us = -9223372036854775808");
    shown("a time after all", "UPDATE entry SET time_us = 9223372036854775807");
    shown("times far apart", "UPDATE entry SET time_us = 9223372036854775807 * (seq % 2 * 2 - 1)");
    shown("a time as long as the file", "UPDATE entry SET time_us = zeroblob(100000)");
    shown("a time in words", "UPDATE entry SET time_us = 'noon'");
    shown("another kind", "UPDATE entry SET kind = 999; " + meta("counted_to", "-1"), Entries, 0);
    shown("a negative kind", "UPDATE entry SET kind = -1; " + meta("counted_to", "-1"), Entries, 0);
    shown("no payload", "UPDATE entry SET payload = NULL");
    shown("a number as the payload", "UPDATE entry SET payload = 12345");
    shown("a fraction as the payload of a large entry", "UPDATE entry SET payload = 1.5, size = 100000");
    shown("local entries that are no JSON",
          "UPDATE entry SET kind = 36 + seq % 5, payload = '{\"a\":'; " + meta("counted_to", "-1"), Entries,
          0);
    shown("text that is no UTF-8", "UPDATE entry SET payload = CAST(x'ff00fe80' AS TEXT)");
    shown("a long URL", meta("url", "printf('%.*c', 50000000, 'x')"));
}

void tst_HostileFiles::values()
{
    QFETCH(const QByteArray, sql);
    QFETCH(const quint64, last);
    QFETCH(const quint64, received);
    record(Entries);
    QCOMPARE(runSql(path(), sql.constData()), QString());
    const Contents before = contents();
    {
        QString problem;
        const auto opened = FileRecord::open(path(), &problem);
        QCOMPARE(bool(opened), last > 0);
        if (opened) {
            QCOMPARE(opened->extent().last, last);
            QCOMPARE(opened->extent().received, received);
            QVERIFY(opened->extent().receivedBytes <= quint64(QFileInfo(path()).size()));
            QVERIFY(opened->origin().url.size() < 100'000);
            readAll(opened.get());
        } else {
            QVERIFY2(problem.contains(u"damaged"_s), qPrintable(problem));
        }
    }
    QVERIFY(contents() == before);
    if (last == 0)
        QVERIFY2(appendProblem().contains(u"damaged"_s), qPrintable(appendProblem()));
}

void tst_HostileFiles::missingEntries()
{
    record(300);
    QCOMPARE(runSql(path(), "DELETE FROM entry WHERE seq < 3 OR seq BETWEEN 60 AND 199 OR seq = 250"),
             QString());
    QString problem;
    const auto opened = FileRecord::open(path(), &problem);
    QVERIFY2(opened, qPrintable(problem));
    QCOMPARE(opened->extent().last, 300u);
    readAll(opened.get());
    for (const quint64 sequence : {1, 2, 60, 100, 199, 250}) {
        const std::optional<Message> entry = opened->entry(sequence);
        QVERIFY(entry && entry->sequence == sequence);
        QCOMPARE(entry->direction, Direction::Local);
        QVERIFY2(entry->payload.contains("missing"), entry->payload.constData());
    }
    QCOMPARE(opened->entry(3)->payload, "3");
    QCOMPARE(opened->entry(200)->payload, "200");
    QCOMPARE(opened->heads(150, 10).size(), 10);
    LogModel log(opened.get());
    QVERIFY(log.index(99, LogModel::MessageColumn).data().toString().contains(u"missing"_s));
}

void tst_HostileFiles::textInUtf16()
{
    record(Entries);
    const QString schema =
            query(path(), "SELECT group_concat(sql, ';') FROM sqlite_master WHERE sql IS NOT NULL").value(0);
    QVERIFY(QFile::remove(path()));
    QVERIFY(write(path(), {}));
    const QString sql = u"PRAGMA encoding = 'UTF-16'; PRAGMA application_id = %1; %2"_s.arg(
            QString::number(RecordSchema::ApplicationId), schema);
    QCOMPARE(runSql(path(), qPrintable(sql)), QString());
    const Contents before = contents();
    QString problem;
    QVERIFY(!FileRecord::open(path(), &problem));
    QVERIFY2(problem.contains(u"damaged"_s) && problem.contains(u"not in UTF-8"_s), qPrintable(problem));
    problem = appendProblem();
    QVERIFY2(problem.contains(u"damaged"_s) && problem.contains(u"not in UTF-8"_s), qPrintable(problem));
    QVERIFY(contents() == before);
}

void tst_HostileFiles::aRowThatLiesOfItsLength()
{
    {
        Recorder recorder(exactly());
        recorder.append({textEntry(1, "1"), textEntry(2, QByteArray(20'000, 'x')), textEntry(3, "3")});
        QVERIFY(recorder.finish());
    }
    QByteArray file = contentsOf(path());
    // A text of 20,000 bytes; it becomes one of 1,048,569 (sqlite.org/fileformat.html, section 2.1).
    QCOMPARE(file.count(QByteArray::fromHex("82b84d")), 1);
    QVERIFY(write(path(), file.replace(QByteArray::fromHex("82b84d"), QByteArray::fromHex("ffff7f"))));
    QString problem;
    const auto opened = FileRecord::open(path(), &problem);
    QVERIFY2(opened, qPrintable(problem));
    readAll(opened.get());
    QCOMPARE(opened->entry(1)->payload, "1");
    QVERIFY2(opened->entry(2)->payload.contains("missing"), opened->entry(2)->payload.left(100).constData());
    // Also if they are read together.
    QCOMPARE(opened->entries(1, 3, NoLimit).last().payload, "3");
    QCOMPARE(opened->heads(1, 3).last().head, "3");
}

void tst_HostileFiles::brokenPages()
{
    record(5000);
    const QByteArray sound = contentsOf(path());
    constexpr qsizetype pageBytes = 16 * 1024;
    QVERIFY(sound.size() > 6 * pageBytes);
    int withGaps = 0;
    for (qsizetype page = 1; page * pageBytes < sound.size(); ++page) {
        QByteArray broken = sound;
        broken.replace(page * pageBytes, 8, QByteArray(8, '\0'));
        QVERIFY(write(path(), broken));
        QString problem;
        if (const auto record = FileRecord::open(path(), &problem)) {
            QCOMPARE(record->extent().received, 5000u);
            readAll(record.get());
            QCOMPARE(record->entry(1)->payload, "1");
            QCOMPARE(record->entry(5000)->payload, "5000");
            const QList<Message> entries = record->entries(1, 5000, NoLimit);
            const auto missing = std::count_if(entries.begin(), entries.end(), [](const Message &entry) {
                return entry.payload != QByteArray::number(entry.sequence);
            });
            QVERIFY2(missing < 2000, qPrintable(QString::number(missing)));
            withGaps += missing > 100;
        } else {
            QVERIFY2(problem.contains(u"damaged"_s), qPrintable(problem));
        }
        QVERIFY(contentsOf(path()) == broken);
    }
    // Those in the middle, at least.
    QVERIFY2(withGaps >= 2, qPrintable(QString::number(withGaps)));
}

void tst_HostileFiles::freePages_data()
{
    QTest::addColumn<bool>("areInUse");
    QTest::newRow("freed by another program") << false;
    QTest::newRow("in use") << true;
}

// Whoever appends would write over what is in use.
void tst_HostileFiles::freePages()
{
    QFETCH(const bool, areInUse);
    record(5000);
    if (areInUse) {
        // The list begins at page 6, which entries are on, and has one page (sqlite.org/fileformat.html,
        // section 1.3).
        QVERIFY(write(path(), contentsOf(path()).replace(32, 8, QByteArray::fromHex("0000000600000001"))));
    } else {
        QCOMPARE(runSql(path(), "CREATE TABLE t(a); INSERT INTO t VALUES(zeroblob(200000)); DROP TABLE t"),
                 QString());
    }
    const Contents before = contents();
    const QString problem = appendProblem();
    QVERIFY2(problem.contains(u"damaged"_s) && problem.contains(u"removed something"_s), qPrintable(problem));
    {
        QString lookProblem;
        const auto opened = FileRecord::open(path(), &lookProblem);
        QVERIFY2(opened, qPrintable(lookProblem));
        readAll(opened.get());
    }
    QVERIFY(contents() == before);
}

// --- Cancelling -------------------------------------------------------------------------------

void tst_HostileFiles::opensNothingOnceCancelled()
{
    record(Entries);
    QString problem;
    std::atomic<bool> cancelled = true;
    QVERIFY(!FileRecord::open(path(), &problem, &cancelled));
    cancelled = false;
    QVERIFY(FileRecord::open(path(), &problem, &cancelled));
}

void tst_HostileFiles::countingIsCancelled()
{
    record(20'000);
    QCOMPARE(runSql(path(), "UPDATE meta SET value = 0 WHERE key = 'counted_to'"), QString());
    SqliteDatabase database;
    QVERIFY(!database.open(path(), SqliteDatabase::Mode::Look));
    MessageCount totals;
    const std::atomic<bool> cancelled = true;
    QVERIFY(readTotals(database, &totals, &cancelled));
    // The bound goes with the read that it was for.
    QVERIFY(!readTotals(database, &totals));
    QCOMPARE(totals.messages, 20'000u);
}

SOCKETSCOPE_TEST(tst_HostileFiles, QCoreApplication)
#include "tst_hostilefiles.moc"
