// SPDX-License-Identifier: MIT
// DEFLATE (RFC 1951), read beside zlib.
#include "support/bounds.h"
#include "support/testprogram.h"
#include "websocket/deflate/inflatestream.h"

#include <QRandomGenerator>
#include <QTest>

#include <zlib.h>

using namespace Qt::StringLiterals;

class tst_InflateStream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void likeZlib_data();
    void likeZlib();
    void streamsOneAfterTheOther();
    void faults_data();
    void faults();
    void noiseIsNotTrusted();
};

static QByteArray deflated(const QByteArray &bytes, int windowBits, int level, int strategy, int flush)
{
    z_stream stream{};
    deflateInit2(&stream, level, Z_DEFLATED, -windowBits, 9, strategy);
    QByteArray result(bytes.size() + bytes.size() / 10 + 1024, Qt::Uninitialized);
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.constData()));
    stream.avail_in = uInt(bytes.size());
    stream.next_out = reinterpret_cast<Bytef *>(result.data());
    stream.avail_out = uInt(result.size());
    deflate(&stream, flush);
    result.chop(stream.avail_out);
    deflateEnd(&stream);
    return result;
}

// Everything that comes out until the input is used; null if it is broken.
static QByteArray inflated(InflateStream &stream, const QByteArray &bytes, qsizetype piece)
{
    QByteArray all("");
    for (qsizetype from = 0; from < bytes.size(); from += piece) {
        // In memory of its own, so that a read beyond it is noticed.
        const QByteArray part(bytes.constData() + from, std::min(piece, bytes.size() - from));
        const char *at = part.constData();
        const char *const end = at + part.size();
        InflateStream::Stop stop;
        do {
            stop = stream.read(&at, end);
            const QByteArrayView made = stream.takeOutput();
            if (made.size() > InflateStream::MostOutput)
                return {};
            all += made;
        } while (stop == InflateStream::Stop::RoomFull);
        if (stop == InflateStream::Stop::Broken)
            return {};
    }
    return all;
}

void tst_InflateStream::likeZlib_data()
{
    QTest::addColumn<int>("windowBits");
    QTest::addColumn<int>("level");
    QTest::addColumn<int>("strategy");
    for (const int bits : {9, 10, 12, 15}) {
        QTest::addRow("%d bits", bits) << bits << 6 << Z_DEFAULT_STRATEGY;
        QTest::addRow("%d bits, best", bits) << bits << 9 << Z_DEFAULT_STRATEGY;
    }
    QTest::newRow("stored") << 15 << 0 << Z_DEFAULT_STRATEGY;
    QTest::newRow("fixed codes") << 15 << 6 << Z_FIXED;
    QTest::newRow("literals alone") << 15 << 6 << Z_HUFFMAN_ONLY;
    QTest::newRow("distances of 1") << 15 << 6 << Z_RLE;
}

void tst_InflateStream::likeZlib()
{
    QFETCH(int, windowBits);
    QFETCH(int, level);
    QFETCH(int, strategy);
    QRandomGenerator random(5);
    QList<QByteArray> samples{""_ba, "x"_ba, QByteArray(300'000, 'x')};
    QByteArray noise;
    QByteArray skewed;
    QByteArray prose;
    for (int i = 0; i < 100'000; ++i) {
        noise.append(char(random.bounded(256)));
        // Rare bytes have long code words.
        skewed.append(char(random.bounded(1 << random.bounded(1, 9))));
        if (prose.size() < 200'000)
            prose += "the price of " + QByteArray::number(random.bounded(1 << random.bounded(1, 24))) + "; ";
    }
    samples += {noise, skewed, prose};
    for (const QByteArray &sample : std::as_const(samples)) {
        const QByteArray bytes = deflated(sample, windowBits, level, strategy, Z_FINISH);
        for (const qsizetype piece : {qsizetype(1) << 20, qsizetype(1000), qsizetype(9), qsizetype(1)}) {
            InflateStream stream(windowBits);
            QVERIFY(inflated(stream, bytes, piece) == sample);
            QVERIFY(stream.endMessage());
        }
    }
}

void tst_InflateStream::streamsOneAfterTheOther()
{
    InflateStream stream(15);
    const QByteArray one = deflated("one, one, one", 15, 6, Z_DEFAULT_STRATEGY, Z_FINISH);
    const QByteArray two = deflated("two", 15, 0, Z_DEFAULT_STRATEGY, Z_SYNC_FLUSH);
    QCOMPARE(inflated(stream, one + one + two + two + one, 1000),
             "one, one, oneone, one, onetwotwoone, one, one"_ba);
    QVERIFY(stream.endMessage());
    // Not where something more must come.
    QCOMPARE(inflated(stream, two.chopped(4), 1000), "two"_ba);
    QVERIFY(stream.endMessage());
    QCOMPARE(inflated(stream, two.chopped(5), 1000), "two"_ba);
    QVERIFY(!stream.endMessage());
    stream.restart();
    QVERIFY(stream.endMessage());
}

void tst_InflateStream::faults_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("fault");
    QTest::newRow("block type 3") << "07"_ba << u"invalid block type"_s;
    QTest::newRow("lengths that do not match") << "0005000000"_ba << u"invalid stored block length"_s;
    QTest::newRow("distance beyond the beginning") << "4b04720000"_ba << u"invalid distance"_s;
    QTest::newRow("too many literals") << "fcffff"_ba << u"too many symbols"_s;
    QTest::newRow("no code for lengths") << "04000000000000"_ba << u"incomplete length set"_s;
    QTest::newRow("too many codes for lengths") << "04009204"_ba << u"over-subscribed length"_s;
    QTest::newRow("a literal that does not exist") << "1b03000000"_ba << u"invalid literal/length code"_s;
    QTest::newRow("a distance that does not exist") << "023e"_ba << u"invalid distance code"_s;
}

void tst_InflateStream::faults()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, fault);
    for (const qsizetype piece : {qsizetype(100), qsizetype(1)}) {
        InflateStream stream(15);
        QVERIFY(inflated(stream, QByteArray::fromHex(bytes) + QByteArray(20, '\0'), piece).isNull());
        QCOMPARE(QString(stream.fault()), fault);
    }
}

// What zlib reads of it, this reads, too; and neither takes more of it for good.
void tst_InflateStream::noiseIsNotTrusted()
{
    QRandomGenerator random(11);
    constexpr int streams = SanitizedBuild ? 4'000 : 20'000;
    int accepted = 0;
    for (int i = 0; i < streams; ++i) {
        QByteArray bytes(1 + random.bounded(60), Qt::Uninitialized);
        for (char &byte : bytes)
            byte = char(random.bounded(256));
        // Not the last block, so that only one stream is in it.
        bytes[0] = char(bytes[0] & ~1);
        QByteArray expected(200'000, Qt::Uninitialized);
        z_stream zlib{};
        inflateInit2(&zlib, -15);
        zlib.next_in = reinterpret_cast<Bytef *>(bytes.data());
        zlib.avail_in = uInt(bytes.size());
        zlib.next_out = reinterpret_cast<Bytef *>(expected.data());
        zlib.avail_out = uInt(expected.size());
        const int code = inflate(&zlib, Z_SYNC_FLUSH);
        expected.chop(zlib.avail_out);
        inflateEnd(&zlib);
        if (code == Z_STREAM_END)
            continue;
        InflateStream stream(15);
        const QByteArray all = inflated(stream, bytes, bytes.size());
        QCOMPARE(all.isNull(), code == Z_DATA_ERROR);
        if (all.isNull())
            continue;
        ++accepted;
        QVERIFY(all == expected);
    }
    QVERIFY(accepted > streams / 200);
}

SOCKETSCOPE_TEST(tst_InflateStream, QCoreApplication)
#include "tst_inflatestream.moc"
