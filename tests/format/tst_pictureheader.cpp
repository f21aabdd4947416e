// SPDX-License-Identifier: MIT
#include "format/binary/pictureheader.h"
#include "support/pictures.h"
#include "support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_PictureHeader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void survivesEveryCut_data();
    void survivesEveryCut();
};

// "PNG 3 × 2", then what else there is to say of it.
static QString described(const PictureHeader &header)
{
    if (!header.name)
        return u"none"_s;
    QString text = u"%1 %2 × %3"_s.arg(QLatin1StringView(header.name)).arg(header.width).arg(header.height);
    if (header.isAnimated)
        text += u", moving"_s;
    if (header.isCut)
        text += u", cut"_s;
    return text;
}

void tst_PictureHeader::reads_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<QString>("header");
    const auto row = [](const char *name, const QByteArray &hex, const QString &header) {
        QTest::newRow(name) << hex << header;
    };
    row("PNG", Pictures::Png, u"PNG 3 × 2"_s);
    row("PNG that moves",
        "89504e470d0a1a0a0000000d4948445200000003000000020802000000"
        "1216f14d"
        "000000086163544c000000020000000000000000"
        "0000000049454e44ae426082",
        u"PNG 3 × 2, moving"_s);
    row("PNG of one frame",
        "89504e470d0a1a0a0000000d4948445200000003000000020802000000"
        "1216f14d"
        "000000086163544c000000010000000000000000"
        "0000000049454e44ae426082",
        u"PNG 3 × 2"_s);
    row("PNG, its signature alone", "89504e470d0a1a0a", u"PNG 0 × 0, cut"_s);
    row("PNG of too many pixels for a number", "89504e470d0a1a0a0000000d49484452ffffffff00000001",
        u"PNG 0 × 1, cut"_s);
    row("PNG of as many pixels as a number holds", "89504e470d0a1a0a0000000d494844527fffffff7fffffff",
        u"PNG 2147483647 × 2147483647, cut"_s);
    row("PNG of as many deep ones", "89504e470d0a1a0a0000000d494844527fffffff7fffffff10",
        u"PNG 2147483647 × 2147483647, cut"_s);
    row("PNG with two headers",
        "89504e470d0a1a0a0000000d49484452000000030000000208020000001216f14d"
        "0000000d49484452000000050000000408020000001216f14d"
        "0000000049454e44ae426082",
        u"PNG 3 × 2"_s);
    row("PNG with its header too late",
        "89504e470d0a1a0a0000000049444154000000000000000d494844520000000300000002", u"PNG 0 × 0, cut"_s);
    row("PNG with a chunk of 4 GB", "89504e470d0a1a0affffffff49444154", u"PNG 0 × 0, cut"_s);
    row("JPEG", Pictures::Jpeg, u"JPEG 3 × 2"_s);
    row("JPEG, progressive, with filling", "ffd8ffffe00004aaaaffffffc2000b08010002000103012200ffd9",
        u"JPEG 512 × 256"_s);
    row("JPEG, cut before its size", Pictures::Jpeg.first(60), u"JPEG 0 × 0, cut"_s);
    row("JPEG, cut within", Pictures::Jpeg.chopped(8), u"JPEG 3 × 2, cut"_s);
    row("JPEG with a length of nothing", "ffd8ffe00000ffe00000", u"JPEG 0 × 0, cut"_s);
    row("GIF", Pictures::Gif, u"GIF 3 × 2"_s);
    row("GIF without a trailer", Pictures::Gif.chopped(2), u"GIF 3 × 2"_s);
    row("GIF, cut", Pictures::Gif.chopped(6), u"GIF 3 × 2, cut"_s);
    row("GIF that moves", Pictures::MovingGif, u"GIF 3 × 2, moving"_s);
    row("GIF, its signature alone", "474946383961", u"GIF 0 × 0, cut"_s);
    row("WebP", Pictures::Webp, u"WebP 3 × 2"_s);
    row("WebP without loss", Pictures::LosslessWebp, u"WebP 3 × 2"_s);
    row("WebP that moves",
        "52494646160000005745425056503858"
        "0a0000000200000002000001"
        "0000",
        u"WebP 3 × 2, moving"_s);
    row("WebP, cut", Pictures::Webp.chopped(2), u"WebP 3 × 2, cut"_s);
    row("another RIFF", "524946460400000057415645", u"none"_s);
    row("another PNG", "89504e470d0a1a0b", u"none"_s);
    row("not JPEG", "ffd8ff00", u"none"_s);
    row("empty", "", u"none"_s);
}

void tst_PictureHeader::reads()
{
    QFETCH(const QByteArray, hex);
    const PictureHeader header = readPictureHeader(QByteArray::fromHex(hex));
    QTEST(described(header), "header");
    QVERIFY(header.decodedBytes() >= 0);
}

void tst_PictureHeader::survivesEveryCut_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::newRow("PNG") << Pictures::Png;
    QTest::newRow("GIF") << Pictures::MovingGif;
    QTest::newRow("JPEG") << Pictures::Jpeg;
    QTest::newRow("WebP") << Pictures::Webp;
}

void tst_PictureHeader::survivesEveryCut()
{
    QFETCH(const QByteArray, hex);
    const QByteArray whole = QByteArray::fromHex(hex);
    QVERIFY(!readPictureHeader(whole).isCut);
    for (qsizetype size = 12; size < whole.size() / 2; ++size)
        QVERIFY(readPictureHeader(whole.first(size)).isCut);
}

SOCKETSCOPE_TEST(tst_PictureHeader, TestProgram::NoApplication)
#include "tst_pictureheader.moc"
