// SPDX-License-Identifier: MIT
#include "exchangefixture.h"
#include "support/bounds.h"
#include "support/testprogram.h"
#include "utf8.h"

#include <QDateTime>

#include <utility>

using namespace Qt::StringLiterals;

class tst_Csv : public ExchangeFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { ExchangeFixture::init(); }
    void rows_data();
    void rows();
    void formulas_data();
    void formulas();
    void allIsThere();
    void nothing();
};

static constexpr auto CsvHeader = "seq,time,direction,type,size,text,hex\r\n";

// The cells of rows, as RFC 4180 has them; those in quotation marks with these.
static QList<QList<QByteArray>> cellsOf(const QByteArray &csv)
{
    QList<QList<QByteArray>> rows(1);
    QByteArray cell;
    bool isQuoted = false;
    for (qsizetype i = 0; i < csv.size(); ++i) {
        if (csv[i] == '"')
            isQuoted = !isQuoted;
        if (!isQuoted && (csv[i] == ',' || csv[i] == '\r')) {
            if (cell.startsWith('"'))
                cell = '"' + cell.sliced(1).chopped(1).replace("\"\"", "\"") + '"';
            rows.last().append(std::exchange(cell, {}));
            if (csv[i] == '\r' && csv.mid(++i, 1) == "\n")
                rows.append(QList<QByteArray>());
        } else {
            cell += csv[i];
        }
    }
    rows.removeLast();
    return rows;
}

void tst_Csv::rows_data()
{
    QTest::addColumn<Message>("entry");
    QTest::addColumn<QByteArray>("rest");
    QTest::newRow("text") << textEntry("hello") << QByteArray(R"(in,text,5,"hello",)");
    QTest::newRow("empty") << textEntry("") << QByteArray(R"(in,text,0,"",)");
    QTest::newRow("JSON") << textEntry(R"({"a": "b"})") << QByteArray(R"(in,text,10,"{""a"": ""b""}",)");
    QTest::newRow("lines") << textEntry("a\r\nb,\tc") << QByteArray("in,text,7,\"a\r\nb,\tc\",");
    QTest::newRow("UTF-8") << textEntry("gr\xC3\xBC\xC3\x9F")
                           << QByteArray("in,text,6,\"gr\xC3\xBC\xC3\x9F\",");
    QTest::newRow("not UTF-8") << textEntry("\xED\xA0\x80") << QByteArray("in,text,3,,eda080");
    QTest::newRow("binary") << Message(1, SomeTime, Direction::Out, MessageType::Binary, QByteArray("\0=", 2))
                            << QByteArray("out,binary,2,,003d");
    QTest::newRow("ping") << Message(1, SomeTime, Direction::Out, MessageType::Ping, "")
                          << QByteArray("out,ping,0,,");
    QTest::newRow("pong") << Message(1, SomeTime, Direction::In, MessageType::Pong, "a")
                          << QByteArray("in,pong,1,,61");
    const auto local = [](MessageType type, const QByteArray &json) {
        return Message(1, SomeTime, Direction::Local, type, json);
    };
    QTest::newRow("open") << local(MessageType::Open, R"({"url":"ws://a/b"})")
                          << QByteArray(R"(local,open,18,"Open ws://a/b",)");
    QTest::newRow("close")
            << local(MessageType::Close, R"({"code":1000,"reason":"\"x\"","by":"peer"})")
            << QByteArray("local,close,42,\"Closed 1000 normal closure by the peer — “\"\"x\"\"”\",");
    QTest::newRow("note that is a formula")
            << local(MessageType::Note, R"({"text":"=1+1"})") << QByteArray(R"(local,note,15,"'=1+1",)");
}

void tst_Csv::rows()
{
    QFETCH(const Message, entry);
    QFETCH(const QByteArray, rest);
    QCOMPARE(exported({entry}, CsvFormat),
             CsvHeader + QByteArray("1,2023-11-14T22:13:20.000001Z,") + rest + "\r\n");
}

void tst_Csv::formulas_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<bool>("isDefused");
    for (const char *payload : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=\"a\""})
        QTest::addRow("%s", payload) << QByteArray(payload) << true;
    for (const char *payload : {"", "1-1", "'=1", " =1", "a\n=1", "{\"a\":\"=1\"}"})
        QTest::addRow("%s", payload) << QByteArray(payload) << false;
}

void tst_Csv::formulas()
{
    QFETCH(const QByteArray, payload);
    QFETCH(const bool, isDefused);
    const auto cell = [&](const ExchangeFormat &format) {
        return cellsOf(exported({textEntry(payload)}, format)).value(1).value(5);
    };
    QCOMPARE(cell(CsvFormat), '"' + (isDefused ? '\'' + payload : payload) + '"');
    QCOMPARE(cell(RawCsvFormat), '"' + payload + '"');
}

void tst_Csv::allIsThere()
{
    QRandomGenerator random(7);
    QList<Message> entries = anyEntries(random, 3000);
    // Longer than a piece, with a quotation mark on each side of where it is cut.
    entries.append(textEntry(QByteArray(3 * MiB + 5, '"')));
    entries.append({0, SomeTime, Direction::In, MessageType::Binary, QByteArray(3 * MiB + 5, '\xA5')});
    const auto rows = cellsOf(exported(entries, RawCsvFormat));
    QCOMPARE(rows.size(), entries.size() + 1);
    for (qsizetype i = 0; i < entries.size(); ++i) {
        const QList<QByteArray> &row = rows[i + 1];
        const Message &entry = entries[i];
        QCOMPARE(row.size(), 7);
        QCOMPARE(row[0], QByteArray::number(i + 1));
        QCOMPARE(QDateTime::fromString(QString::fromLatin1(row[1]), Qt::ISODateWithMs).toMSecsSinceEpoch(),
                 entry.timeUs / 1000);
        QCOMPARE(row[2], QByteArray(DirectionNames[size_t(entry.direction)].data()));
        QCOMPARE(row[3], QByteArray(TypeNames[size_t(entry.type)].data()));
        QCOMPARE(row[4], QByteArray::number(entry.payload.size()));
        const bool isText = entry.type == MessageType::Text && invalidUtf8At(entry.payload) < 0;
        if (entry.type <= MessageType::Pong)
            QCOMPARE(isText ? row[5].sliced(1).chopped(1) : QByteArray::fromHex(row[6]), entry.payload);
        QVERIFY((isText || entry.type > MessageType::Pong) == row[5].startsWith('"'));
    }
}

void tst_Csv::nothing()
{
    QCOMPARE(exported({}, CsvFormat), QByteArray(CsvHeader));
}

SOCKETSCOPE_TEST(tst_Csv, QCoreApplication)
#include "tst_csv.moc"
