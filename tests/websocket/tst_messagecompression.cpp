// SPDX-License-Identifier: MIT
// Compressed messages (RFC 7692 section 7.2.1): what they come to, and that they are read again.
#include "support/peerdeflate.h"
#include "support/testprogram.h"
#include "websocket/deflate/messagecompression.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_MessageCompression : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isRead_data();
    void isRead();
    void looksBackAtMessagesBefore_data();
    void looksBackAtMessagesBefore();
    void emptyMessage();
};

static QByteArray payloadOf(MessageDeflater &deflater, const QByteArray &message, qsizetype piece)
{
    QByteArray payload;
    for (qsizetype at = 0; at < message.size() || at == 0; at += piece) {
        const qsizetype size = std::min(piece, message.size() - at);
        deflater.add(message.constData() + at, size, at + size == message.size(), &payload);
    }
    return payload;
}

void tst_MessageCompression::isRead_data()
{
    QTest::addColumn<int>("bits");
    QTest::addColumn<bool>("takesOver");
    for (int bits = 9; bits <= 15; ++bits) {
        QTest::addRow("%d bits", bits) << bits << true;
        QTest::addRow("%d bits, no take-over", bits) << bits << false;
    }
}

void tst_MessageCompression::isRead()
{
    QFETCH(int, bits);
    QFETCH(bool, takesOver);
    MessageDeflater deflater({bits, takesOver});
    PeerDeflate peer(bits, takesOver);
    for (const int size : {0, 1, 20, 20, 5000, 100'000, 0, 300'000, 7}) {
        QByteArray message;
        while (message.size() < size)
            message += QByteArray::number(message.size() * 7919 % 1000) + " sheep; ";
        message.truncate(size);
        for (const qsizetype piece : {qsizetype(1) << 20, qsizetype(4096), qsizetype(1 + size / 3)})
            QVERIFY(peer.inflated(payloadOf(deflater, message, piece)) == message);
    }
}

// Figures of Node's `ws`: 0.293 of 16 bytes, 0.114 of 64.
void tst_MessageCompression::looksBackAtMessagesBefore_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<double>("most");
    QTest::newRow("16 bytes") << "{\"n\":1234567890}"_ba << 0.30;
    QTest::newRow("64 bytes") << R"({"type":"tick","symbol":"BTC-USD","price":70123.5,"side":"buy"})"_ba + ' '
                              << 0.12;
}

void tst_MessageCompression::looksBackAtMessagesBefore()
{
    QFETCH(QByteArray, message);
    QFETCH(double, most);
    MessageDeflater deflater({});
    qint64 sent = 0;
    for (int i = 0; i < 1000; ++i)
        sent += payloadOf(deflater, message, message.size()).size();
    const double share = double(sent) / double(1000 * message.size());
    QVERIFY2(share <= most, qPrintable(QString::number(share)));
}

void tst_MessageCompression::emptyMessage()
{
    MessageDeflater deflater({});
    for (int i = 0; i < 3; ++i)
        QCOMPARE(payloadOf(deflater, {}, 1), QByteArray(1, '\0'));
}

SOCKETSCOPE_TEST(tst_MessageCompression, QCoreApplication)
#include "tst_messagecompression.moc"
