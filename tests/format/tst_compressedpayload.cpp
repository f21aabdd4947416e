// SPDX-License-Identifier: MIT
#include "format/binary/compressedpayload.h"
#include "scancontrol.h"
#include "support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_CompressedPayload : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recognises_data();
    void recognises();
    void isBounded();
    void canBeCancelled();
};

static const QByteArray Plain = R"({"hello":"hello hello hello hello hello hello"})";
static const QByteArray Gzip = "1f8b0800000000000203ab56ca48cdc9c957b282d00a7849a55a00ae3782be2f000000";
static const QByteArray Zlib = "789cab56ca48cdc9c957b282d00a7849a55a008f8b10e7";
static const QByteArray Zstandard = "28b52ffd202fa50000607b2268656c6c6f223a20227d020029570c2b47";

void tst_CompressedPayload::recognises_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<QByteArray>("format");
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char *name, const QByteArray &hex, const char *format,
                        const QByteArray &bytes) {
        QTest::newRow(name) << hex << QByteArray(format) << bytes;
    };
    row("gzip", Gzip, "gzip", Plain);
    row("two members of gzip", Gzip + Gzip, "gzip", Plain + Plain);
    row("zlib", Zlib, "zlib", Plain);
    row("zlib, flushed", "789caa56ca48cdc9c957b282d00a7849a55a00000000ffff", "zlib", Plain);
    row("Zstandard", Zstandard, "Zstandard", Plain);
    row("Zstandard, as much as is asked for at once", "28b52ffda0000004000200106103001061", "Zstandard",
        QByteArray(256 * 1024, 'a'));
    row("raw DEFLATE", "ab56ca48cdc9c957b282d00a7849a55a00", "DEFLATE", Plain);
    row("gzip of nothing", "1f8b080000000000020303000000000000000000", "gzip", {});
    row("empty", "", nullptr, {});
    row("one byte", "78", nullptr, {});
    row("gzip that is cut", Gzip.chopped(10), nullptr, {});
    row("gzip and more", Gzip + "00", nullptr, {});
    row("zlib with a wrong sum", Zlib.chopped(2) + "00", nullptr, {});
    row("Zstandard that is cut", Zstandard.chopped(4), nullptr, {});
    row("raw DEFLATE and more", "ab56ca48cdc9c957b282d00a7849a55a0000", nullptr, {});
    row("CBOR", "a1616101", nullptr, {});
    row("text", QByteArray("x = 1, and so on").toHex(), nullptr, {});
}

void tst_CompressedPayload::recognises()
{
    QFETCH(const QByteArray, hex);
    const InflatedPayload found = inflatePayload(QByteArray::fromHex(hex), 1024 * 1024);
    QTEST(QByteArray(found.format), "format");
    QTEST(found.bytes, "bytes");
    QVERIFY(found.isWhole);
}

void tst_CompressedPayload::isBounded()
{
    // qCompress() puts the size before it.
    const QByteArray bomb = qCompress(QByteArray(8 * 1024 * 1024, 'x')).sliced(4);
    const InflatedPayload found = inflatePayload(bomb, 1024 * 1024);
    QCOMPARE(found.format, "zlib");
    QCOMPARE(found.bytes, QByteArray(1024 * 1024, 'x'));
    QVERIFY(!found.isWhole);
    QVERIFY(inflatePayload(bomb, 8 * 1024 * 1024).isWhole);
}

void tst_CompressedPayload::canBeCancelled()
{
    ScanControl control;
    control.cancelled = true;
    QVERIFY(!inflatePayload(QByteArray::fromHex(Gzip), 1024, &control).format);
}

SOCKETSCOPE_TEST(tst_CompressedPayload, TestProgram::NoApplication)
#include "tst_compressedpayload.moc"
