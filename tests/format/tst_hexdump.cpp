// SPDX-License-Identifier: MIT
#include "format/text/binarytext.h"
#include "support/testprogram.h"

#include <QStringList>
#include <QTest>

#include <limits>

using namespace Qt::StringLiterals;

class tst_HexDump : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void dump_data();
    void dump();
    void asciiColumnsAlign();
    void hundredMebibytesInSlices();
};

void tst_HexDump::dump_data()
{
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<qint64>("from");
    QTest::addColumn<qint64>("length");
    QTest::addColumn<QString>("expected");

    constexpr qint64 all = std::numeric_limits<qint64>::max();
    const QByteArray mixed = QByteArray::fromHex("a46269641a000d72556170fb40ef5a9c");
    const QString line = u"00000000  a4 62 69 64 1a 00 0d 72  55 61 70 fb 40 ef 5a 9c  ·bid···rUap·@·Z·"_s;
    QTest::newRow("empty") << QByteArray() << 0LL << all << QString();
    QTest::newRow("one line") << mixed << 0LL << all << line;
    QTest::newRow("one byte more") << mixed + "." << 0LL << all
                                   << line + u"\n00000010  2e"_s + QString(48, u' ') + u"."_s;
    QTest::newRow("eight bytes") << QByteArray("abcdefgh") << 0LL << 8LL
                                 << u"00000000  61 62 63 64 65 66 67 68"_s + QString(27, u' ')
                                            + u"abcdefgh"_s;
    QTest::newRow("odd start") << mixed << 1LL << 2LL << u"00000001  62 69"_s + QString(45, u' ') + u"bi"_s;
    QTest::newRow("edges of ASCII") << QByteArray("\x1f\x20\x7e\x7f\x80", 5) << 0LL << all
                                    << u"00000000  1f 20 7e 7f 80"_s + QString(36, u' ') + u"· ~··"_s;
    QTest::newRow("nothing asked") << mixed << 0LL << 0LL << QString();
    QTest::newRow("negative length") << mixed << 0LL << -1LL << QString();
    QTest::newRow("behind the end") << mixed << 16LL << all << QString();
    QTest::newRow("far behind the end") << mixed << all << all << QString();
    QTest::newRow("before the start")
            << mixed << -2LL << 3LL << u"00000000  a4"_s + QString(48, u' ') + u"·"_s;
    QTest::newRow("all before the start") << mixed << -2LL << 2LL << QString();
    QTest::newRow("lowest") << mixed << std::numeric_limits<qint64>::min() << 5LL << QString();
}

void tst_HexDump::dump()
{
    QFETCH(QByteArray, data);
    QFETCH(qint64, from);
    QFETCH(qint64, length);
    QTEST(hexDump(data, from, length), "expected");
}

void tst_HexDump::asciiColumnsAlign()
{
    for (int size = 1; size <= 40; ++size) {
        const QStringList lines = hexDump(QByteArray(size, '#'), 0, size).split(u'\n');
        QCOMPARE(lines.size(), (size + 15) / 16);
        int seen = 0;
        for (const QString &line : lines) {
            QCOMPARE(line.indexOf(u'#'), 60);
            seen += int(line.count(u'#'));
        }
        QCOMPARE(seen, size);
    }
}

void tst_HexDump::hundredMebibytesInSlices()
{
    const QByteArray data(100 * 1024 * 1024, 'z');
    const QString slice = hexDump(data, data.size() - 16, 1000);
    QVERIFY(slice.startsWith(u"063ffff0  7a 7a"_s));
    QCOMPARE(slice.count(u'\n'), 0);
}

SOCKETSCOPE_TEST(tst_HexDump, QCoreApplication)
#include "tst_hexdump.moc"
