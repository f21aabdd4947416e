// SPDX-License-Identifier: MIT
#include "format/json/jsonlayout.h"
#include "format/json/jsonoutline.h"
#include "inspectormessage.h"
#include "scancontrol.h"
#include "support/pictures.h"
#include "support/testprogram.h"
#include "ui/compare/compareview.h"
#include "ui/inspector/inspector.h"
#include "ui/inspector/inspectorfooter.h"
#include "ui/inspector/messagepane.h"
#include "ui/inspector/payload/entrywords.h"
#include "ui/inspector/payload/payloadtext.h"
#include "ui/inspector/picture/pictureview.h"
#include "ui/kit/labels.h"

#include <QAction>
#include <QApplication>
#include <QBuffer>
#include <QClipboard>
#include <QElapsedTimer>
#include <QImageReader>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

#include <limits>

using namespace Qt::StringLiterals;

class tst_Inspector : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shownEnd_data();
    void shownEnd();
    void forms_data();
    void forms();
    void saysWhatJsonItIs_data();
    void saysWhatJsonItIs();
    void showsWhatIsCompressed();
    void showsPictures_data();
    void showsPictures();
    void decodesLargePicturesElsewhere();
    void givesUpDecoding_data();
    void givesUpDecoding();
    void limits();
    void meaningOfClose();
    void detailsInWords_data();
    void detailsInWords();
    void orderOfDetails_data();
    void orderOfDetails();
    void framesOfWhatWasSent_data();
    void framesOfWhatWasSent();
    void offersWhatApplies();
    void keepsTheChosenForm();
    void showsMore();
    void saysWhatIsNotShown();
    void copiesTheWhole();
    void clears();
    void isMadeWithTheFirstMessage();
    void keepsTheFocusWhereItIsSeen();
    void networkTextStaysPlain();
    void comparesWithTheMarked();
    void givesWayToFinding();
    void refusesWhatIsTooLarge();
};

void tst_Inspector::shownEnd_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("bytes");
    QTest::addColumn<int>("lines");
    QTest::addColumn<qsizetype>("end");
    QTest::newRow("empty") << QByteArray() << qint64(8) << 2 << qsizetype(0);
    QTest::newRow("all") << QByteArray("abc") << qint64(3) << 1 << qsizetype(3);
    QTest::newRow("bytes") << QByteArray("abcd") << qint64(3) << 1 << qsizetype(3);
    QTest::newRow("lines") << QByteArray("a\nb\nc") << qint64(100) << 2 << qsizetype(3);
    QTest::newRow("last line ends") << QByteArray("a\nb") << qint64(100) << 2 << qsizetype(3);
    QTest::newRow("within two bytes") << QByteArray("aä") << qint64(2) << 9 << qsizetype(1);
    QTest::newRow("within four bytes") << QByteArray("😀😀") << qint64(7) << 9 << qsizetype(4);
    QTest::newRow("between characters") << QByteArray("😀😀") << qint64(4) << 9 << qsizetype(4);
    QTest::newRow("controls") << QByteArray(9, '\0') << qint64(21) << 9 << qsizetype(4);
    QTest::newRow("C1 controls") << QByteArray("\u0085\u0085\u0085") << qint64(16) << 9 << qsizetype(4);
    QTest::newRow("not UTF-8") << QByteArray(9, '\x80') << qint64(6) << 9 << qsizetype(3);
}

void tst_Inspector::shownEnd()
{
    QFETCH(const QByteArray, text);
    QFETCH(const qint64, bytes);
    QFETCH(const int, lines);
    QTEST(::shownEnd(text, {bytes, lines}), "end");
}

void tst_Inspector::forms_data()
{
    using Forms = QList<PayloadForm>;
    QTest::addColumn<Message>("entry");
    QTest::addColumn<Forms>("forms");
    const Forms json{PayloadForm::Json, PayloadForm::Tree, PayloadForm::Text, PayloadForm::Hex};
    const Forms text{PayloadForm::Text, PayloadForm::Hex};
    const Forms hex{PayloadForm::Hex};
    const Forms details{PayloadForm::Details};
    QTest::newRow("object") << message("{\"a\":1}") << json;
    QTest::newRow("array") << message(" [1]") << json;
    QTest::newRow("invalid") << message("{\"a\":1") << text;
    QTest::newRow("number") << message("42") << text;
    QTest::newRow("JSON lines") << message("{}\n{}\n") << json;
    QTest::newRow("byte order mark") << message("\xEF\xBB\xBF{}") << json;
    QTest::newRow("comment before it") << message("// a\n{}") << text;
    QTest::newRow("empty") << message("") << text;
    QTest::newRow("broken UTF-8") << message("a\xff") << text;
    QTest::newRow("binary") << message(QByteArray("\x00\x01\xff", 3), MessageType::Binary) << hex;
    QTest::newRow("binary with NUL") << message(QByteArray("a\0b", 3), MessageType::Binary) << text;
    QTest::newRow("binary of NUL and little else")
            << message(QByteArray("\0\x05", 2), MessageType::Binary) << hex;
    QTest::newRow("numbers with NUL") << message(QByteArray("\0\0\0\x2a", 4), MessageType::Binary) << hex;
    QTest::newRow("binary text") << message("hello", MessageType::Binary) << text;
    const QByteArray gzip = "1f8b0800000000000203ab56ca48cdc9c957b282d00a7849a55a00ae3782be2f000000";
    QTest::newRow("gzip of JSON") << message(QByteArray::fromHex(gzip), MessageType::Binary) << json;
    QTest::newRow("zlib of text") << message(qCompress(QByteArray("hello")).sliced(4), MessageType::Binary)
                                  << text;
    QTest::newRow("zlib of bytes") << message(qCompress(QByteArray("\xff\0\1", 3)).sliced(4),
                                              MessageType::Binary)
                                   << hex;
    const Forms picture{PayloadForm::Picture, PayloadForm::Hex};
    const QByteArray png = QByteArray::fromHex(Pictures::Png);
    QTest::newRow("PNG") << message(png, MessageType::Binary) << picture;
    QTest::newRow("PNG in zlib") << message(qCompress(png).sliced(4), MessageType::Binary) << picture;
    QTest::newRow("PNG as text") << message(png) << text;
    QTest::newRow("binary JSON") << message("[1]", MessageType::Binary) << json;
    QTest::newRow("ping") << message("\x01\xff", MessageType::Ping) << hex;
    QTest::newRow("close") << message("{\"code\":1006}", MessageType::Close, Direction::Local) << details;
    QTest::newRow("broken local") << message("{", MessageType::Note, Direction::Local) << details;
    QTest::newRow("large JSON") << message('[' + QByteArray(300000, ' ') + ']') << json;
}

void tst_Inspector::forms()
{
    QFETCH(const Message, entry);
    QTEST(PayloadText(entry).forms(), "forms");
}

void tst_Inspector::saysWhatJsonItIs_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QString>("said");
    QTest::newRow("JSON") << QByteArray("{}") << QString();
    QTest::newRow("text") << QByteArray("NaN") << QString();
    QTest::newRow("NaN") << QByteArray("{\"a\":NaN}")
                         << u"Not valid JSON, line 1, column 6: JSON has no NaN"_s;
    QTest::newRow("comment") << QByteArray("/* a */ {}")
                             << u"Not valid JSON, line 1, column 1: JSON has no comments"_s;
    QTest::newRow("separator and more")
            << QByteArray("\x1e{}\x1eok") << u"Not valid JSON, line 1, column 1: Expected a value"_s;
    QTest::newRow("two") << QByteArray("{}\n[]")
                         << u"2 JSON documents, one after another, shown as an array."_s;
    QTest::newRow("sequence") << QByteArray("\x1e{}\n\x1e[]\n")
                              << u"2 JSON documents, marked off by U+001E, shown as an array."_s;
    QTest::newRow("one and a separator")
            << QByteArray("{}\x1e") << u"The JSON is marked off by U+001E (record separator)."_s;
    QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF{}")
                                     << u"A byte order mark, which JSON does not have, stands before it."_s;
}

void tst_Inspector::saysWhatJsonItIs()
{
    QFETCH(const QByteArray, payload);
    QFETCH(const QString, said);
    const PayloadText text(message(payload));
    const QString remark = text.remark() + text.shown(PayloadForm::Text).note;
    QVERIFY2(remark.startsWith(said) && remark.isEmpty() == said.isEmpty(), qPrintable(remark));
}

void tst_Inspector::showsWhatIsCompressed()
{
    const QByteArray plain = "{\"a\":1}\n{\"a\":2}";
    const QByteArray compressed = qCompress(plain).sliced(4);
    const PayloadText text(message(compressed, MessageType::Binary));
    QCOMPARE(text.content(), plain);
    QCOMPARE(text.json(), QByteArray("[{\"a\":1},{\"a\":2}]"));
    QCOMPARE(text.shown(PayloadForm::Text).text, QString::fromUtf8(plain));
    QCOMPARE(text.wholeText(PayloadForm::Text), QString::fromUtf8(plain));
    QCOMPARE(text.inflatedRemark(), u"zlib, %1 B inflated to 15 B."_s.arg(compressed.size()));
    // What was sent is in the hex.
    QVERIFY(text.wholeText(PayloadForm::Hex).contains(u"78 9c"_s));
    // A bomb goes off no further than that.
    const QByteArray bomb = qCompress(QByteArray(40 * 1024 * 1024, 'x')).sliced(4);
    const PayloadText part(message(bomb, MessageType::Binary));
    QCOMPARE(part.content().size(), PayloadLimit::LastBytes);
    QVERIFY(part.inflatedRemark().contains(u"the first"_s));
}

void tst_Inspector::showsPictures_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QSize>("shown");
    QTest::addColumn<QString>("note");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char *name, const QByteArray &payload, const QSize &shown, const QString &note,
                        const QString &sentence) {
        QTest::newRow(name) << payload << shown << note << sentence;
    };
    const QSize small(3, 2);
    const QSize none(0, 0);
    const QByteArray png = QByteArray::fromHex(Pictures::Png);
    const QByteArray webp = QByteArray::fromHex(Pictures::Webp);
    row("PNG", png, small, u"PNG, 3 × 2 pixels."_s, {});
    row("PNG in zlib", qCompress(png).sliced(4), small, u"PNG, 3 × 2 pixels."_s, {});
    row("JPEG", QByteArray::fromHex(Pictures::Jpeg), small, u"JPEG, 3 × 2 pixels."_s, {});
    row("GIF that moves", QByteArray::fromHex(Pictures::MovingGif), small,
        u"GIF, 3 × 2 pixels. It moves: this is the first of its pictures."_s, {});
    if (QImageReader::supportedImageFormats().contains("webp"))
        row("WebP", webp, small, u"WebP, 3 × 2 pixels."_s, {});
    else
        row("WebP", webp, none, u"WebP, 3 × 2 pixels."_s, u"Qt has no plug-in here that reads WebP"_s);
    row("cut", png.chopped(20), none, u"PNG, 3 × 2 pixels. It is cut: its end is missing."_s,
        u"The picture is cut"_s);
    row("cut before its size", png.first(12), none, u"PNG. It is cut: its end is missing."_s,
        u"This PNG ends before it says how large it is."_s);
    row("damaged", QByteArray(png).replace(44, 6, "\0\0\0\0\0\0", 6), none, u"PNG, 3 × 2 pixels."_s,
        u"The picture is damaged"_s);
    const QByteArray large = QByteArray(png).replace(16, 8, QByteArray::fromHex("00007d0000007d00"));
    row("too large", large, none, u"PNG, 32,000 × 32,000 pixels."_s, u"It is too large to be shown here"_s);
}

void tst_Inspector::showsPictures()
{
    QFETCH(const QByteArray, payload);
    QFETCH(const QSize, shown);
    MessagePane inspector;
    inspector.show();
    inspector.showMessage(message(payload, MessageType::Binary));
    QTRY_VERIFY(!inspector.isWorking());
    const Parts parts(&inspector);
    QCOMPARE(parts.form(), u"Picture"_s);
    const auto *view = inspector.findChild<PictureView *>();
    QVERIFY(view->isVisible());
    QTRY_VERIFY(!view->isWorking());
    QTEST(view->image().size(), "shown");
    QFETCH(const QString, note);
    QVERIFY2(parts.note->text().endsWith(note), qPrintable(parts.note->text()));
    QFETCH(const QString, sentence);
    QVERIFY2(view->sentence().startsWith(sentence), qPrintable(view->sentence()));
    QCOMPARE(view->sentence().isEmpty(), !view->image().isNull());
    parts.copy->click();
    QCOMPARE(QApplication::clipboard()->image().size(), shown);
    QApplication::clipboard()->clear();
}

// What an attacker packs into little is decoded off the GUI thread, and is given up when it is not wanted.
void tst_Inspector::decodesLargePicturesElsewhere()
{
    QImage image(8000, 4000, QImage::Format_RGB32);
    image.fill(Qt::darkCyan);
    QByteArray png;
    QBuffer buffer(&png);
    QVERIFY(image.save(&buffer, "png"));
    MessagePane inspector;
    inspector.resize(300, 300);
    inspector.show();
    auto *view = inspector.findChild<PictureView *>();
    QElapsedTimer timer;
    timer.start();
    inspector.showMessage(message(png, MessageType::Binary));
    QVERIFY2(timer.elapsed() < 50 * Patience, qPrintable(QString::number(timer.elapsed())));
    inspector.showMessage(message("another"));
    QVERIFY(!view->isWorking());
    inspector.showMessage(message(png, MessageType::Binary));
    QTRY_COMPARE_WITH_TIMEOUT(view->image().size(), QSize(2560, 1280), 30'000);
    timer.restart();
    inspector.repaint();
    QVERIFY2(timer.elapsed() < 50 * Patience, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(view->grab().toImage().pixelColor(view->rect().center()), QColor(Qt::darkCyan));
    QCOMPARE(view->copy(), u"Copied: the picture, made smaller: 2,560 × 1,280 of 8,000 × 4,000 pixels. Save "
                           "the message to have all of it."_s);
}

void tst_Inspector::givesUpDecoding_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::newRow("PNG") << Pictures::Png;
    QTest::newRow("JPEG") << Pictures::Jpeg;
    QTest::newRow("GIF") << Pictures::Gif;
}

void tst_Inspector::givesUpDecoding()
{
    QFETCH(const QByteArray, hex);
    const QByteArray payload = QByteArray::fromHex(hex);
    ScanControl control;
    const PictureHeader header = readPictureHeader(payload);
    QCOMPARE(decodePicture(payload, header, &control).image.size(), QSize(3, 2));
    control.cancelled = true;
    const DecodedPicture cancelled = decodePicture(payload, header, &control);
    QVERIFY(cancelled.image.isNull());
    QCOMPARE(cancelled.problem, QString());
}

void tst_Inspector::limits()
{
    PayloadLimit limit;
    int steps = 0;
    for (; !limit.isLast(); limit = limit.next())
        QVERIFY(++steps < 10);
    QCOMPARE(limit.bytes, PayloadLimit::LastBytes);
    QVERIFY(limit.lines <= PayloadLimit::LastLines);
    QCOMPARE(limit.next().bytes, limit.bytes);
}

void tst_Inspector::meaningOfClose()
{
    const PayloadText known(message("{\"code\":1006,\"clean\":false}", MessageType::Close, Direction::Local));
    QVERIFY2(known.meaning().startsWith(u"1006 abnormal closure"_s), qPrintable(known.meaning()));
    QVERIFY(PayloadText(message("{\"code\":0}", MessageType::Close, Direction::Local)).meaning().isEmpty());
    QVERIFY(PayloadText(message("{\"code\":1006}")).meaning().isEmpty());
    QVERIFY(PayloadText(message("nonsense", MessageType::Close, Direction::Local)).meaning().isEmpty());
}

void tst_Inspector::detailsInWords_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QString>("text");
    QTest::newRow("close") << QByteArray("{\"code\":1006,\"reason\":\"\",\"clean\":false,\"by\":\"peer\"}")
                           << u"Close code       1006\nClosed cleanly   no\nClosed by        peer"_s;
    QTest::newRow("milliseconds") << QByteArray("{\"wait_ms\":500}") << u"Wait   500 ms"_s;
    QTest::newRow("bytes") << QByteArray("{\"sent_frame_bytes\":1048576}")
                           << u"Frames sent, at most   1,048,576 B"_s;
    QTest::newRow("no number of bytes") << QByteArray("{\"lost_bytes\":1e3}") << u"lost_bytes   1e3"_s;
    QTest::newRow("unknown") << QByteArray("{\"new\":[1, 2]}") << u"new   [1, 2]"_s;
    QTest::newRow("lines") << QByteArray("{\"peer\":\"a\",\"request\":[\"GET /\",\"A: <b>\"]}")
                           << u"Peer      a\nRequest\n  GET /\n  A: <b>"_s;
    QTest::newRow("controls") << QByteArray("{\"text\":\"\\u202e\"}") << u"Note   ‹U+202E›"_s;
    QTest::newRow("no object") << QByteArray("[1]") << u"[\n  1\n]"_s;
    QTest::newRow("nothing said") << QByteArray("{}") << u"{}"_s;
    QTest::newRow("no JSON") << QByteArray("{") << u"{"_s;
}

void tst_Inspector::detailsInWords()
{
    QFETCH(const QByteArray, payload);
    const PayloadText text(message(payload, MessageType::Close, Direction::Local));
    QTEST(text.shown(PayloadForm::Details).text, "text");
}

// What happened is told in the order in which it is read, whatever the order of the recorded members.
void tst_Inspector::orderOfDetails_data()
{
    QTest::addColumn<QByteArray>("entry");
    QTest::addColumn<QStringList>("names");

    QTest::newRow("refusal")
            << "{\"cipher\":\"c\",\"dns_ms\":1,\"http_ms\":4,\"http_status\":401,\"message\":\"m\","
               "\"retry_in_ms\":0,\"tcp_ms\":2,\"tls_ms\":3,\"will_retry\":false,\"body\":\"b\","
               "\"request\":[\"GET /\",\"Host: a\"],\"response\":[\"HTTP/1.1 401\",\"Server: b\"]}"_ba
            << QStringList{u"Error"_s, u"HTTP status"_s,   u"Will try again"_s, u"Finding"_s,   u"TCP"_s,
                           u"TLS"_s,   u"HTTP exchange"_s, u"Cipher"_s,         u"Body"_s,      u"Request"_s,
                           u"  GET"_s, u"  Host"_s,        u"Response"_s,       u"  HTTP/1.1"_s};
    QTest::newRow("a wait is told") << "{\"retry_in_ms\":1901,\"will_retry\":true}"_ba
                                    << QStringList{u"Will try again"_s, u"Next attempt in"_s};
    QTest::newRow("lists without lines")
            << "{\"retry_in_ms\":[],\"request\":[],\"text\":\"\",\"url\":\"u\"}"_ba << QStringList{u"URL"_s};
    QTest::newRow("nothing at all") << "{\"retry_in_ms\":[]}"_ba << QStringList();
    QTest::newRow("what is not known is last, as it came")
            << "{\"zz\":1,\"aa\":2,\"url\":\"u\"}"_ba << QStringList{u"URL"_s, u"zz"_s, u"aa"_s};
}

void tst_Inspector::orderOfDetails()
{
    QFETCH(const QByteArray, entry);
    QFETCH(const QStringList, names);
    const auto outline = JsonOutline::build(entry);
    QVERIFY(outline);
    QStringList lines = entryDetails(*outline).split(u'\n');
    lines.removeIf([](const QString &line) { return line.isEmpty(); });
    for (qsizetype i = 0; i < names.size(); ++i)
        QVERIFY2(lines.value(i).startsWith(names[i].first(std::min<qsizetype>(names[i].size(), 12))),
                 qPrintable(lines.join(u'|')));
    QVERIFY(lines.size() >= names.size());
    QVERIFY2(entry.contains("1901") || !lines.join(u'|').contains("Next attempt"_L1), "no wait, no word");
}

void tst_Inspector::framesOfWhatWasSent_data()
{
    QTest::addColumn<Direction>("direction");
    QTest::addColumn<MessageType>("type");
    QTest::addColumn<int>("size");
    QTest::addColumn<qint64>("frameBytes");
    QTest::addColumn<QString>("said");
    QTest::addColumn<qint64>("wireBytes");
    const auto row = [](const char *name, Direction direction, MessageType type, int size, qint64 frameBytes,
                        const QString &said, qint64 wireBytes = -1) {
        QTest::newRow(name) << direction << type << size << frameBytes << said << wireBytes;
    };
    row("several", Direction::Out, MessageType::Binary, 10, 4, u" · 10 B in 3 frames · "_s);
    row("several that are full", Direction::Out, MessageType::Text, 12, 4, u" · 12 B in 3 frames · "_s);
    row("compressed", Direction::Out, MessageType::Text, 12, 4, u" in up to 3 frames · "_s, 5);
    row("names of secrets in it", Direction::Out, MessageType::Text, 3, 4, u" in up to 3 frames · "_s, 12);
    row("one that is full", Direction::Out, MessageType::Text, 4, 4, u" · 4 B · "_s);
    row("empty", Direction::Out, MessageType::Text, 0, 4, u" · 0 B · "_s);
    row("longer than anything", Direction::Out, MessageType::Text, 10, std::numeric_limits<qint64>::max(),
        u" · 10 B · "_s);
    row("nobody knows", Direction::Out, MessageType::Text, 10, 0, u" · 10 B · "_s);
    row("received", Direction::In, MessageType::Text, 10, 4, u" · 10 B · "_s);
    row("a ping", Direction::Out, MessageType::Ping, 10, 4, u" · 10 B · "_s);
}

void tst_Inspector::framesOfWhatWasSent()
{
    QFETCH(const Direction, direction);
    QFETCH(const MessageType, type);
    QFETCH(const int, size);
    QFETCH(const qint64, frameBytes);
    QFETCH(const QString, said);
    MessagePane inspector;
    QFETCH(const qint64, wireBytes);
    inspector.showMessage(Message(1, 2, direction, type, QByteArray(size, 'x'), wireBytes));
    inspector.setConnection({}, frameBytes);
    const auto info = [&] { return inspector.findChild<ElidedLabel *>(u"inspectorInfo"_s)->text(); };
    QVERIFY2(info().contains(said), qPrintable(info()));
    Q_EMIT inspector.findChild<InspectorFooter *>()->readRequested();
    QVERIFY2(info().contains(said), qPrintable(info()));
}

void tst_Inspector::offersWhatApplies()
{
    MessagePane inspector;
    inspector.show();
    const Parts parts(&inspector);
    inspector.showMessage(message("{\"a\":[1,true],\"a\":1E+2}"));
    QCOMPARE(parts.offered(), (QStringList{u"JSON"_s, u"Tree"_s, u"Text"_s, u"Hex"_s}));
    QCOMPARE(parts.form(), u"JSON"_s);
    QCOMPARE(parts.text->toPlainText(), u"{\n  \"a\": [\n    1,\n    true\n  ],\n  \"a\": 1E+2\n}"_s);
    QVERIFY(parts.more->isHidden());
    QVERIFY(parts.note->isHidden());

    inspector.showMessage(message("{\n \"a\":}"));
    QCOMPARE(parts.offered(), (QStringList{u"Text"_s, u"Hex"_s}));
    QVERIFY2(parts.note->text().startsWith(u"Not valid JSON, line 2, column "_s),
             qPrintable(parts.note->text()));

    inspector.showMessage(message("{\"code\":1011}", MessageType::Close, Direction::Local));
    QCOMPARE(parts.offered(), QStringList{u"Details"_s});
    QVERIFY(parts.meaning->isVisible());
    QVERIFY(parts.meaning->text().startsWith(u"1011 "_s));

    inspector.showMessage(message("\xfe", MessageType::Binary));
    QCOMPARE(parts.offered(), QStringList{u"Hex"_s});
    QVERIFY(!parts.meaning->isVisible());
    QVERIFY(parts.hex->isVisible());
    QCOMPARE(parts.hex->data(), QByteArray("\xfe"));
}

void tst_Inspector::keepsTheChosenForm()
{
    MessagePane inspector;
    const Parts parts(&inspector);
    inspector.showMessage(message("{}"));
    parts.choose(PayloadForm::Text);
    inspector.showMessage(message("\xfe", MessageType::Binary));
    QCOMPARE(parts.form(), u"Hex"_s);
    inspector.showMessage(message("{}", MessageType::Note, Direction::Local));
    QCOMPARE(parts.form(), u"Details"_s);
    inspector.showMessage(message("[1]"));
    QCOMPARE(parts.form(), u"Text"_s);
    QCOMPARE(parts.text->toPlainText(), u"[1]"_s);
    parts.choose(PayloadForm::Json);
    inspector.showMessage(message("plain"));
    QCOMPARE(parts.form(), u"Text"_s);
    inspector.showMessage(message("[2]"));
    QCOMPARE(parts.form(), u"JSON"_s);
}

void tst_Inspector::showsMore()
{
    QByteArray payload("[");
    for (int i = 0; i < 60000; ++i)
        payload += "\"abcdefg\",";
    payload += "0]";
    MessagePane inspector;
    inspector.show();
    const Parts parts(&inspector);
    inspector.showMessage(message(payload));
    QTRY_COMPARE(parts.form(), u"JSON"_s);
    QTRY_VERIFY(!inspector.isWorking());
    QVERIFY2(parts.note->text().startsWith(u"Showing the first 8,192 of 60,003 lines."_s),
             qPrintable(parts.note->text()));
    QVERIFY(parts.more->isVisible());
    QCOMPARE(parts.text->blockCount(), 8192);

    // What is read already stays in its place.
    QTextCursor cursor = parts.text->textCursor();
    cursor.movePosition(QTextCursor::End);
    cursor.movePosition(QTextCursor::Up);
    parts.text->setTextCursor(cursor);
    const int scrolled = parts.text->verticalScrollBar()->value();
    QVERIFY(scrolled > 8000);
    parts.more->click();
    QTRY_VERIFY(!inspector.isWorking());
    QCOMPARE(parts.text->blockCount(), 32768);
    QCOMPARE(parts.text->textCursor().blockNumber(), 8190);
    QCOMPARE(parts.text->verticalScrollBar()->value(), scrolled);
    parts.more->click();
    QTRY_VERIFY(!inspector.isWorking());
    QVERIFY(parts.more->isHidden());
    QVERIFY(parts.note->isHidden());
    QCOMPARE(parts.text->blockCount(), 60003);
    QCOMPARE(parts.text->toPlainText(), QString::fromUtf8(layOutJson(payload).text));

    // The next entry begins small again.
    inspector.showMessage(message(payload));
    QTRY_VERIFY(parts.more->isVisible());
    QTRY_COMPARE(parts.text->blockCount(), 8192);
}

void tst_Inspector::saysWhatIsNotShown()
{
    PayloadText text(message(QByteArray(20'000'000, 'x')));
    int steps = 0;
    for (; text.shown(PayloadForm::Text).more && steps < 10; ++steps)
        text = text.withLimit(text.limit().next(), PayloadForm::Text);
    QCOMPARE(steps, 3);
    const ShownPayload shown = text.shown(PayloadForm::Text);
    QCOMPARE(shown.text.size(), PayloadLimit::LastBytes);
    QVERIFY2(shown.note.startsWith(u"Showing the first 16.8 MB of 20.0 MB. More is not shown"_s),
             qPrintable(shown.note));
}

void tst_Inspector::copiesTheWhole()
{
    MessagePane inspector;
    const Parts parts(&inspector);
    const auto copied = [&parts] {
        parts.copy->click();
        return QApplication::clipboard()->text();
    };
    const QByteArray large(600'000, 'x');
    inspector.showMessage(message(large));
    copied();
    QTRY_VERIFY(!inspector.isWorking());
    QCOMPARE(QApplication::clipboard()->text(), QString::fromLatin1(large));
    QVERIFY2(parts.note->text().contains(u"600,000 characters"_s), qPrintable(parts.note->text()));
    inspector.showMessage(message("{\"a\":1}"));
    QCOMPARE(copied(), u"{\n  \"a\": 1\n}"_s);
    parts.choose(PayloadForm::Text);
    QCOMPARE(copied(), u"{\"a\":1}"_s);
    // What is shown by name is copied as it is.
    inspector.showMessage(message("a\xe2\x80\xae"
                                  "b"));
    QCOMPARE(parts.text->toPlainText(), u"a‹U+202E›b"_s);
    QCOMPARE(copied(), u"a\u202Eb"_s);
    parts.choose(PayloadForm::Hex);
    QVERIFY(copied().startsWith(u"00000000  61 e2 80 ae 62"_s));
}

void tst_Inspector::clears()
{
    MessagePane inspector;
    inspector.show();
    const Parts parts(&inspector);
    inspector.showMessage(message("secret"));
    inspector.clear();
    QVERIFY(parts.text->toPlainText().isEmpty());
    inspector.showMessage(message("again"));
    QCOMPARE(parts.text->toPlainText(), u"again"_s);
}

static Message numbered(quint64 sequence, const QByteArray &payload)
{
    Message entry = message(payload);
    entry.sequence = sequence;
    return entry;
}

void tst_Inspector::isMadeWithTheFirstMessage()
{
    Inspector inspector;
    inspector.show();
    const auto *sentence = inspector.findChild<QLabel *>(u"inspectorEmpty"_s);
    QVERIFY(sentence->isVisible());
    const QString select = sentence->text();
    int asked = 0;
    inspector.setHighlighter([&asked](QStringView) {
        ++asked;
        return QList<TextRange>();
    });
    inspector.showLoading();
    QVERIFY(sentence->isVisible());
    QVERIFY(sentence->text() != select);
    QVERIFY(!inspector.pane());
    QSignalSpy filters(&inspector, &Inspector::filterRequested);
    const QSize room = inspector.minimumSizeHint();

    inspector.showMessage(message("first"));
    QCOMPARE(inspector.minimumSizeHint(), room);
    QVERIFY(inspector.pane()->minimumSizeHint().height() <= room.height());
    QVERIFY(inspector.pane() && inspector.pane()->isVisible());
    QVERIFY(!sentence->isVisible());
    const Parts parts(inspector.pane());
    QCOMPARE(parts.text->toPlainText(), u"first"_s);
    QTRY_VERIFY(asked > 0);
    Q_EMIT inspector.pane()->filterRequested(u"x"_s);
    QCOMPARE(filters.size(), 1);

    inspector.clear();
    QVERIFY(sentence->isVisible());
    QCOMPARE(sentence->text(), select);
    QVERIFY(parts.text->toPlainText().isEmpty());
    inspector.showMessage(message("again"));
    QVERIFY(!sentence->isVisible());
    QCOMPARE(parts.text->toPlainText(), u"again"_s);
}

// A comparison goes on with a large entry, which has to be waited for.
void tst_Inspector::keepsTheFocusWhereItIsSeen()
{
    Inspector inspector;
    inspector.show();
    inspector.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&inspector));
    inspector.showMessage(numbered(1, "{\"a\":1}"));
    inspector.pane()->markToCompare();
    inspector.showMessage(numbered(2, "{\"a\":2}"));
    inspector.pane()->compareWithMarked();
    auto *table = inspector.findChild<QTableView *>(u"compareTable"_s);
    table->setFocus();
    inspector.showLoading();
    inspector.showMessage(numbered(3, "{\"a\":3}"));
    QVERIFY(table->isVisible());
    QVERIFY(inspector.focusWidget() && inspector.focusWidget()->isVisible());
}

void tst_Inspector::networkTextStaysPlain()
{
    MessagePane inspector;
    const Parts parts(&inspector);
    inspector.showMessage(message("<b>bold</b><img src='x'>"));
    QCOMPARE(parts.text->toPlainText(), u"<b>bold</b><img src='x'>"_s);
    const QList<QLabel *> labels = inspector.findChildren<QLabel *>();
    for (const QLabel *label : labels)
        QCOMPARE(label->textFormat(), Qt::PlainText);
}

void tst_Inspector::comparesWithTheMarked()
{
    MessagePane inspector;
    inspector.show();
    auto *offer = inspector.findChild<QAbstractButton *>(u"inspectorCompare"_s);
    auto *view = inspector.findChild<CompareView *>();
    auto *text = inspector.findChild<QWidget *>(u"inspectorText"_s);
    inspector.compareWithMarked();
    QVERIFY(!view->isVisible());
    inspector.showMessage(numbered(12, "{\"a\":1}"));
    QVERIFY(!offer->isVisible());
    inspector.findChild<QAction *>(u"inspectorMark"_s)->trigger();
    QVERIFY2(!offer->isVisible(), "it is compared with others, not with itself");
    QVERIFY(inspector.findChild<QLabel *>(u"inspectorNote"_s)->text().startsWith(u"Marked"_s));

    inspector.showMessage(numbered(13, "{\"a\":2}"));
    QVERIFY(offer->isVisible());
    QVERIFY(offer->text().endsWith(u"Compare with #12"_s));
    offer->click();
    QVERIFY(view->isVisible());
    QVERIFY(!text->isVisible());

    // It goes on with the next one, and is over when it is closed.
    inspector.showMessage(numbered(14, "{\"a\":3}"));
    QVERIFY(view->isVisible());
    inspector.findChild<QAbstractButton *>(u"compareClose"_s)->click();
    QVERIFY(!view->isVisible());
    QVERIFY(text->isVisible());
    inspector.showMessage(numbered(15, "{\"a\":3}"));
    QVERIFY(text->isVisible());
    inspector.findChild<QAbstractButton *>(u"inspectorUnmark"_s)->click();
    QVERIFY(!offer->isVisible());
    inspector.compareWithMarked();
    QVERIFY(text->isVisible());
}

void tst_Inspector::givesWayToFinding()
{
    MessagePane inspector;
    inspector.show();
    inspector.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&inspector));
    inspector.showMessage(numbered(12, "{\"a\":1}"));
    inspector.markToCompare();
    inspector.showMessage(numbered(13, "{\"a\":2}"));
    inspector.compareWithMarked();
    auto *view = inspector.findChild<CompareView *>();
    QVERIFY(view->isVisible());
    QTest::keyClick(inspector.focusWidget(), Qt::Key_F, Qt::ControlModifier);
    QVERIFY(!view->isVisible());
    auto *edit = inspector.findChild<QLineEdit *>(u"findEdit"_s);
    QVERIFY(edit->isVisible());
    QTRY_VERIFY(edit->hasFocus());
}

void tst_Inspector::refusesWhatIsTooLarge()
{
    MessagePane inspector;
    inspector.show();
    auto *offer = inspector.findChild<QAbstractButton *>(u"inspectorCompare"_s);
    const QByteArray large(17 * 1024 * 1024, 'x');
    inspector.showMessage(numbered(1, large));
    inspector.markToCompare();
    QVERIFY(inspector.findChild<QLabel *>(u"inspectorNote"_s)
                    ->text()
                    .contains(u"too large to be compared"_s));
    inspector.showMessage(numbered(2, "small"));
    QVERIFY(!offer->isVisible());
    inspector.markToCompare();
    inspector.showMessage(numbered(1, large));
    QVERIFY(!offer->isVisible());
}

SOCKETSCOPE_TEST(tst_Inspector, QApplication)
#include "format/json/jsonoutline.h"
#include "tst_inspector.moc"
