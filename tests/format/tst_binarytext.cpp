// SPDX-License-Identifier: MIT
#include "format/text/binarytext.h"
#include "support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_BinaryText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hex_data();
    void hex();
    void hexError_data();
    void hexError();
    void base64_data();
    void base64();
    void base64Error_data();
    void base64Error();
    void thereAndBack();
    void escaped();
};

void tst_BinaryText::hex_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray expected = QByteArray::fromHex("a4626964");
    QTest::newRow("empty") << u""_s << QByteArray();
    QTest::newRow("only blanks") << u" \n\t:,-"_s << QByteArray();
    QTest::newRow("plain") << u"a4626964"_s << expected;
    QTest::newRow("upper case") << u"A4626964"_s << expected;
    QTest::newRow("blanks") << u" a4 62\t69\u00a064 "_s << expected;
    QTest::newRow("line breaks") << u"a462\r\n6964\n"_s << expected;
    QTest::newRow("colons") << u"a4:62:69:64"_s << expected;
    QTest::newRow("hyphens") << u"a4-62-69-64"_s << expected;
    QTest::newRow("C array") << u"0xa4, 0x62, 0X69, 0x64"_s << expected;
    QTest::newRow("one prefix") << u"0xa4626964"_s << expected;
    QTest::newRow("prefixes without separators") << u"0xa40x620x690x64"_s << expected;
    QTest::newRow("zero is no prefix") << u"00 0a 0f"_s << QByteArray::fromHex("000a0f");
    QTest::newRow("NUL and highest") << u"00ff"_s << QByteArray("\0\xff", 2);
}

void tst_BinaryText::hex()
{
    QFETCH(QString, text);
    const ParsedBytes parsed = parseHex(text);
    QVERIFY2(parsed.ok, qPrintable(parsed.errorMessage));
    QCOMPARE(parsed.errorPosition, -1);
    QCOMPARE(parsed.errorMessage, QString());
    QTEST(parsed.bytes, "bytes");
}

void tst_BinaryText::hexError_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qsizetype>("position");
    QTest::addColumn<QString>("message");
    const QString alone = u"A byte needs two hexadecimal digits; this one has only one."_s;
    const QString prefix = u"Two hexadecimal digits are missing after 0x."_s;
    QTest::newRow("odd at the end") << u"a46"_s << qsizetype(2) << alone;
    QTest::newRow("odd in the middle") << u"a4 6 64"_s << qsizetype(3) << alone;
    QTest::newRow("one digit") << u"7"_s << qsizetype(0) << alone;
    QTest::newRow("one digit after a prefix") << u"0x7"_s << qsizetype(2) << alone;
    QTest::newRow("bad high") << u"a4 g2"_s << qsizetype(3) << u"“g” is not a hexadecimal digit."_s;
    QTest::newRow("bad low") << u"a4 2g"_s << qsizetype(4) << u"“g” is not a hexadecimal digit."_s;
    QTest::newRow("prefix at the end") << u"a4 0x"_s << qsizetype(5) << prefix;
    QTest::newRow("prefix before a blank") << u"0x 12"_s << qsizetype(2) << prefix;
    QTest::newRow("prefix within a byte")
            << u"a0x1"_s << qsizetype(2) << u"“x” is not a hexadecimal digit."_s;
    QTest::newRow("full-width digit")
            << u"4\uff14"_s << qsizetype(1) << u"The character U+FF14 is not a hexadecimal digit."_s;
    QTest::newRow("emoji") << u"a4 \U0001F600"_s << qsizetype(3)
                           << u"The character U+1F600 is not a hexadecimal digit."_s;
    QTest::newRow("lone surrogate") << QString(QChar(0xD800)) << qsizetype(0)
                                    << u"The character U+D800 is not a hexadecimal digit."_s;
    QTest::newRow("NUL") << QString(QChar(0)) << qsizetype(0)
                         << u"The character U+0000 is not a hexadecimal digit."_s;
    QTest::newRow("override") << u"\u202e41"_s << qsizetype(0)
                              << u"The character U+202E is not a hexadecimal digit."_s;
}

static void compareError(const ParsedBytes &parsed)
{
    QVERIFY(!parsed.ok);
    QCOMPARE(parsed.bytes, QByteArray());
    QTEST(parsed.errorPosition, "position");
    QTEST(parsed.errorMessage, "message");
}

void tst_BinaryText::hexError()
{
    QFETCH(QString, text);
    compareError(parseHex(text));
}

void tst_BinaryText::base64_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("bytes");
    // RFC 4648 section 10.
    QTest::newRow("empty") << u""_s << QByteArray();
    QTest::newRow("f") << u"Zg=="_s << QByteArray("f");
    QTest::newRow("fo") << u"Zm8="_s << QByteArray("fo");
    QTest::newRow("foo") << u"Zm9v"_s << QByteArray("foo");
    QTest::newRow("foob") << u"Zm9vYg=="_s << QByteArray("foob");
    QTest::newRow("foobar") << u"Zm9vYmFy"_s << QByteArray("foobar");
    QTest::newRow("without padding, 1") << u"Zg"_s << QByteArray("f");
    QTest::newRow("without padding, 2") << u"Zm8"_s << QByteArray("fo");
    QTest::newRow("standard alphabet") << u"+/+/"_s << QByteArray::fromHex("fbffbf");
    QTest::newRow("URL-safe alphabet") << u"-_-_"_s << QByteArray::fromHex("fbffbf");
    QTest::newRow("mixed alphabets") << u"+_-/"_s << QByteArray::fromHex("fbffbf");
    QTest::newRow("wrapped") << u" Zm9v\r\nYm\tFy \n"_s << QByteArray("foobar");
    QTest::newRow("blanks in the padding") << u"Zg = =\n"_s << QByteArray("f");
    QTest::newRow("spare bits") << u"Zh=="_s << QByteArray("f");
}

void tst_BinaryText::base64()
{
    QFETCH(QString, text);
    const ParsedBytes parsed = parseBase64(text);
    QVERIFY2(parsed.ok, qPrintable(parsed.errorMessage));
    QCOMPARE(parsed.errorPosition, -1);
    QTEST(parsed.bytes, "bytes");
}

void tst_BinaryText::base64Error_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qsizetype>("position");
    QTest::addColumn<QString>("message");
    const QString alone = u"A character is missing or too many: one alone at the end is no byte."_s;
    QTest::newRow("one character") << u"Z"_s << qsizetype(0) << alone;
    QTest::newRow("one too many") << u"Zm9vY "_s << qsizetype(4) << alone;
    QTest::newRow("one and padding") << u"Z==="_s << qsizetype(0) << alone;
    QTest::newRow("bad character") << u"Zm9*"_s << qsizetype(3) << u"“*” is not a base64 character."_s;
    QTest::newRow("not ASCII") << u"Zm9\u00e9"_s << qsizetype(3)
                               << u"The character U+00E9 is not a base64 character."_s;
    QTest::newRow("only padding") << u"="_s << qsizetype(0)
                                  << u"The = is too much: the text is complete without it."_s;
    QTest::newRow("padding after a whole group")
            << u"Zm9v="_s << qsizetype(4) << u"The = is too much: the text is complete without it."_s;
    QTest::newRow("too much padding")
            << u"Zm8=="_s << qsizetype(4) << u"There is one = too many at the end."_s;
    QTest::newRow("too little padding")
            << u"Zg="_s << qsizetype(3)
            << u"A second = is missing at the end; leaving both away is fine too."_s;
    QTest::newRow("text after padding")
            << u"Zg==Zg=="_s << qsizetype(4) << u"Nothing may follow the padding (=) at the end."_s;
}

void tst_BinaryText::base64Error()
{
    QFETCH(QString, text);
    compareError(parseBase64(text));
}

void tst_BinaryText::thereAndBack()
{
    QByteArray bytes;
    for (int size = 0; size <= 256; ++size) {
        QCOMPARE(parseHex(toHex(bytes)).bytes, bytes);
        QCOMPARE(parseBase64(toBase64(bytes)).bytes, bytes);
        bytes.append(char(size));
    }
    QCOMPARE(toHex(QByteArray::fromHex("A40062")), u"a4 00 62"_s);
    QCOMPARE(toBase64(QByteArray("fo")), u"Zm8="_s);
    QCOMPARE(toHex({}), QString());
}

void tst_BinaryText::escaped()
{
    QCOMPARE(escapedBytes("SSH-2.0\r\n\t\\ é"), u"SSH-2.0\\r\\n\\t\\\\ é"_s);
    QCOMPARE(escapedBytes(QByteArray("\x15\x03\0\x1b[2J\x7f\xe9\xe2\x80\xae", 12)),
             u"\\x15\\x03\\x00\\x1b[2J\\x7f\\xe9\\xe2\\x80\\xae"_s);
}

SOCKETSCOPE_TEST(tst_BinaryText, QCoreApplication)
#include "tst_binarytext.moc"
