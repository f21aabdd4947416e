// SPDX-License-Identifier: MIT
#include "log/logmodel.h"
#include "log/rowbuilder.h"
#include "logprobe.h"
#include "record/recorder.h"
#include "support/bounds.h"
#include "support/testprogram.h"
#include "utf8.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_LogHits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void marked_data();
    void marked();
    void anyPayloadAndFilter();
    void farBehindInALargePayload_data();
    void farBehindInALargePayload();
    void largeRowsComeAgain();
    void jsonColumns();
    void jsonColumnsOfLargePayloads();
    void neverKeepsTheWindowWaiting();

private:
    RecordTarget target() const { return {m_folder->filePath(u"session.sqlite"_s), m_folder->path(), false}; }

    std::unique_ptr<QTemporaryDir> m_folder;
};

static constexpr int Chars = 256;

static Message text(const QByteArray &payload, MessageType type = MessageType::Text)
{
    return {0, 1, Direction::In, type, payload};
}

/// What is marked, piece by piece.
static QStringList piecesOf(const QString &text, const QList<TextRange> &hits)
{
    QStringList pieces;
    qsizetype end = 0;
    for (const auto &[begin, length] : hits) {
        if (begin < end || length <= 0 || begin + length > text.size())
            return {u"ranges are not in order, or beyond the end"_s};
        pieces.append(text.mid(begin, length));
        end = begin + length;
    }
    return pieces;
}

static QStringList markedIn(const QModelIndex &index)
{
    return piecesOf(index.data().toString(), index.data(LogModel::HitsRole).value<QList<TextRange>>());
}

void tst_LogHits::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void tst_LogHits::marked_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<MessageType>("type");
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QStringList>("pieces");
    const auto row = [](const char *name, const QByteArray &payload, const QString &filter,
                        const QStringList &pieces, MessageType type = MessageType::Text) {
        QTest::newRow(name) << payload << type << filter << pieces;
    };
    const QByteArray far(3000, '.');
    row("word", "a word and a Word", u"word"_s, {u"word"_s, u"Word"_s});
    row("at the beginning and the end", "word word", u"word"_s, {u"word"_s, u"word"_s});
    row("two that overlap", "abcd", u"abc bcd"_s, {u"abcd"_s});
    row("two that touch", "abcd", u"ab cd"_s, {u"abcd"_s});
    row("none", "abc", u"xyz"_s, {});
    row("what must not be there", "abc", u"-abc OR a"_s, {u"a"_s});
    row("no payload's matter", "abc", u"dir:in"_s, {});
    row("umlauts before and within", "äöü GRÜN", u"grün"_s, {u"GRÜN"_s});
    row("emoji before", "😀😀 word", u"word"_s, {u"word"_s});
    row("control characters before", "\x01\x02\x1b[0m\tword", u"word"_s, {u"word"_s});
    row("blanks before", "a" + QByteArray(200, ' ') + "word", u"word"_s, {u"word"_s});
    row("line breaks before", "a\r\n\r\n\n\rword", u"word"_s, {u"word"_s});
    row("unseen characters before", "\u202E\u200Bword\uFEFF", u"word"_s, {u"word"_s});
    row("a byte order mark before", "\xEF\xBB\xBFword", u"word"_s, {u"word"_s});
    row("bytes that are no text before", "\xff\xfe\x80\xE2\x84word", u"word"_s, {u"word"_s});
    row("bytes that are no text before an s", "\xff\xfe\x80\xE2\x84lost", u"lost"_s, {u"lost"_s});
    row("far behind", far + "word", u"word"_s, {u"word"_s});
    row("far behind, two", far + "word..word", u"word"_s, {u"word"_s, u"word"_s});
    row("far behind, one cut off", "word" + far + "word", u"word"_s, {u"word"_s});
    row("far behind umlauts", QByteArray("ä").repeated(1500) + "word", u"word"_s, {u"word"_s});
    row("far behind emoji", QByteArray("😀").repeated(700) + "word", u"word"_s, {u"word"_s});
    row("far behind control characters", QByteArray(3000, '\1') + "word", u"word"_s, {u"word"_s});
    row("far behind unseen ones", QByteArray("\u202E").repeated(900) + "word", u"word"_s, {u"word"_s});
    row("far behind blanks", far + QByteArray(500, ' ') + "word", u"word"_s, {u"word"_s});
    row("far behind blanks alone", QByteArray(3000, ' ') + "word", u"word"_s, {u"word"_s});
    row("far behind no text", QByteArray(3000, '\xff') + "lost", u"lost"_s, {u"lost"_s});
    row("just out of sight", QByteArray(60, '.') + "word", u"word"_s, {u"word"_s});
    row("regex", "abc 123", u"/[0-9]+/"_s, {u"123"_s});
    row("regex, ignoring case", "ÄBC", u"/äb/i"_s, {u"ÄB"_s});
    row("regex, again and again", "1a22b333", u"/[0-9]+/"_s, {u"1"_s, u"22"_s, u"333"_s});
    row("regex that is empty before", QByteArray(50, 'a') + "xx", u"/x*/"_s, {u"xx"_s});
    row("regex far behind", far + "123", u"/[0-9]+/"_s, {u"123"_s});
    row("regex far behind no text", QByteArray(1000, '\xff') + "123", u"/[0-9]+/"_s, {u"123"_s});
    row("regex behind a byte order mark",
        "\xEF\xBB\xBF"
        "123",
        u"/[0-9]+/"_s, {u"123"_s});
    row("JSON value", R"({"a":1,"s":"x y"})", u"$.s=\"x y\""_s, {u"\"x y\""_s});
    row("JSON value that exists", R"({"a":[1, 2]})", u"$.a"_s, {u"[1, 2]"_s});
    row("another JSON value", R"({"a":1})", u"$.a=1|2 $.a<5"_s, {u"1"_s});
    row("JSON value far behind", "{\"s\":\"" + far + "\",\"n\":12}", u"$.n>10"_s, {u"12"_s});
    row("JSON value that matches", R"({"s":"abc"})", u"$.s~/b/"_s, {u"\"abc\""_s});
    row("close", R"({"code":1006,"reason":"","clean":false})", u"1006"_s, {u"1006"_s}, MessageType::Close);
    row("error", R"({"message":"No route to host"})", u"/ROUTE/i"_s, {u"route"_s}, MessageType::Error);
    row("binary", "abcdef", u"cd"_s, {u"63 64"_s}, MessageType::Binary);
    row("binary, at its beginning", "abcdef", u"ab"_s, {u"61 62"_s}, MessageType::Binary);
    row("binary, far behind", QByteArray(100, '\1') + "ab", u"ab"_s, {u"61 62"_s}, MessageType::Binary);
    row("CBOR, whose values are not there as they are shown", "\xa1\x61n\x18\x61", u"$.n=97"_s, {},
        MessageType::Binary);
    row("binary, no text before", QByteArray(100, '\xff') + "ask", u"ask"_s, {u"61 73 6b"_s},
        MessageType::Binary);
    row("binary, regex, no text before", QByteArray(100, '\xff') + "ask", u"/a.k/"_s, {u"61 73 6b"_s},
        MessageType::Binary);
    row("binary, over what is shown", "abcdefghijklmnopqrstuvwxyz", u"/[a-z]+/"_s,
        {u"61 62 63 64 65 66 67 68 69 6a 6b 6c 6d 6e 6f 70"_s}, MessageType::Binary);
}

void tst_LogHits::marked()
{
    QFETCH(const QByteArray, payload);
    QFETCH(const MessageType, type);
    QFETCH(const QString, filter);
    QFETCH(const QStringList, pieces);
    FilterHits hits(parsed(filter));
    const Direction direction = type >= MessageType::Open ? Direction::Local : Direction::In;
    const RowPreview preview = rowPreview(type, direction, payload, payload.size(), Chars, hits);
    QVERIFY2(piecesOf(preview.text, preview.hits) == pieces,
             qPrintable(piecesOf(preview.text, preview.hits).join(u'|') + u"\nof "_s + preview.text));
    QVERIFY(preview.text.size() <= Chars);
}

// Whatever the bytes: ranges are in order and within the line, and a marked word is that word.
void tst_LogHits::anyPayloadAndFilter()
{
    QRandomGenerator random(25);
    static const QList<QByteArray> pieces{"ask",
                                          "ASK",
                                          "ü",
                                          "\xff",
                                          "\xE2",
                                          "\x84",
                                          " ",
                                          "   ",
                                          "\n",
                                          "\r",
                                          "\1",
                                          "😀",
                                          "a",
                                          "s",
                                          "k",
                                          "\t",
                                          "…",
                                          "\xEF\xBB\xBF",
                                          "\u202E",
                                          QByteArray(80, '.'),
                                          "\xE2\x84\xAA",
                                          "\xC5\xBF"};
    static const QStringList filters{u"ask"_s, u"ü"_s,   u"/a.k/i"_s, u"/s+/"_s,
                                     u"k a"_s, u"/./"_s, u"/\\s+/"_s};
    for (int i = 0; i < 10'000; ++i) {
        QByteArray payload;
        for (int left = random.bounded(40); left > 0; --left)
            payload += pieces.at(random.bounded(int(pieces.size())));
        const QString filter = filters.at(random.bounded(int(filters.size())));
        const MessageType type = random.bounded(3) > 0 ? MessageType::Text : MessageType::Binary;
        const qsizetype known = random.bounded(2) == 0 ? payload.size() : random.bounded(payload.size() + 1);
        FilterHits hits(parsed(filter));
        const RowPreview preview =
                rowPreview(type, Direction::In, payload.first(known), payload.size(), Chars, hits);
        QVERIFY(preview.text.size() <= Chars);
        const QStringList marked = piecesOf(preview.text, preview.hits);
        const QByteArray what = filter.toUtf8() + " in " + payload.first(known).toHex(' ') + "\n"
                                + preview.text.toUtf8() + "\n" + marked.join(u'|').toUtf8();
        QVERIFY2(marked.value(0) != u"ranges are not in order, or beyond the end", what.constData());
        if (filter != u"ask" || type == MessageType::Binary)
            continue;
        for (const QString &piece : marked) {
            // The line's end may cut it.
            const QString word = piece.endsWith(u'…') ? piece.chopped(1) : piece;
            QVERIFY2(u"ask"_s.repeated(20).startsWith(word, Qt::CaseInsensitive), what.constData());
        }
        QCOMPARE(marked.isEmpty(),
                 !stringFromUtf8(payload.first(known)).contains(u"ask", Qt::CaseInsensitive));
    }
}

void tst_LogHits::farBehindInALargePayload_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QString>("piece");
    QTest::newRow("word") << u"needle"_s << u"needle"_s;
    QTest::newRow("regex") << u"/need.e/"_s << u"needle"_s;
    QTest::newRow("JSON value") << u"$.z=12"_s << u"12"_s;
}

void tst_LogHits::farBehindInALargePayload()
{
    QFETCH(const QString, filter);
    QFETCH(const QString, piece);
    Recorder record(target());
    record.append({text("small"), text("{\"s\":\"" + QByteArray(100 * 1024, '.') + "needle\",\"z\":12}")});
    QVERIFY(waitForEntries(record, 2));
    LogModel model(&record);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setFilter(parsed(filter), FilterMode::Highlight);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QCOMPARE(markedIn(model.index(1, LogModel::MessageColumn)), QStringList());
    QTRY_COMPARE(markedIn(model.index(1, LogModel::MessageColumn)), QStringList{piece});
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.first().at(0).toModelIndex().row(), 1);
    model.setFilter(parsed(filter), FilterMode::ShowOnly);
    QTRY_COMPARE(model.rowCount(), 1);
    QTRY_COMPARE(markedIn(model.index(0, LogModel::MessageColumn)), QStringList{piece});
}

// A page that is read again, because it went or because it grew, has heads alone again.
void tst_LogHits::largeRowsComeAgain()
{
    Recorder record(target());
    record.append({text(QByteArray(100 * 1024, '.') + "needle")});
    QVERIFY(waitForEntries(record, 1));
    LogModel model(&record);
    model.setFilter(parsed(u"needle"_s), FilterMode::Highlight);
    const auto marked = [&] { return markedIn(model.index(0, LogModel::MessageColumn)); };
    QTRY_COMPARE(marked(), QStringList{u"needle"_s});
    for (int rows = 2; rows < 5; ++rows) {
        record.append({text("x")});
        QTRY_COMPARE(model.rowCount(), rows);
        QCOMPARE(model.index(rows - 1, LogModel::MessageColumn).data().toString(), u"x"_s);
        QTRY_COMPARE(marked(), QStringList{u"needle"_s});
    }
}

void tst_LogHits::jsonColumns()
{
    Recorder record(target());
    record.append({text(R"({"p":64001.50,"s":"a\nb","o":{"x":[1, 2]},"e":"","n":null})"), text("no JSON"),
                   text("{\"p\":1"), text("{\"s\":\"" + QByteArray(300, 'y') + "\"}"),
                   text("\xa1\x61p\x0c", MessageType::Binary)});
    QVERIFY(waitForEntries(record, 5));
    LogModel model(&record);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QList<JsonPath> paths;
    for (const QStringView path : {u"$.p", u"$.s", u"$.o.x", u"$.e", u"$.n", u"$.z"})
        paths.append(*JsonPath::parse(path));
    const QSignalSpy inserted(&model, &QAbstractItemModel::columnsInserted);
    const QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.setJsonColumns(paths);
    model.setJsonColumns(paths);
    QCOMPARE(inserted.count(), 1);
    // The selection and the place stay.
    QCOMPARE(reset.count(), 0);
    QCOMPARE(model.columnCount(), int(LogModel::ColumnCount) + 6);
    QCOMPARE(model.headerData(LogModel::ColumnCount + 2, Qt::Horizontal).toString(), u"$.o.x"_s);
    const auto cell = [&](int row, int column) {
        return model.index(row, LogModel::ColumnCount + column).data().toString();
    };
    QCOMPARE(cell(0, 0), u"64001.50"_s);
    QCOMPARE(cell(0, 1), u"a↵b"_s);
    QCOMPARE(cell(0, 2), u"[1, 2]"_s);
    QCOMPARE(cell(0, 3), QString());
    QCOMPARE(cell(0, 4), u"null"_s);
    QCOMPARE(cell(0, 5), QString());
    QCOMPARE(cell(1, 0), QString());
    QVERIFY(cell(3, 1).startsWith(u"yyy") && cell(3, 1).endsWith(u'…') && cell(3, 1).size() <= 64);
    QCOMPARE(cell(4, 0), u"12"_s);
    model.setJsonColumns({});
    QCOMPARE(model.columnCount(), int(LogModel::ColumnCount));
}

void tst_LogHits::jsonColumnsOfLargePayloads()
{
    Recorder record(target());
    const QByteArray large(100 * 1024, '.');
    record.append({text("{\"p\":1,\"s\":\"" + large + "\",\"z\":12}"), text("{\"s\":\"" + large + "\"}"),
                   text(QByteArray::fromHex("a3617001617a0c61737a00019000") + large, MessageType::Binary)});
    QVERIFY(waitForEntries(record, 3));
    LogModel model(&record);
    model.setJsonColumns({*JsonPath::parse(u"$.p"), *JsonPath::parse(u"$.z"), *JsonPath::parse(u"$.s")});
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    const auto cell = [&](int row, int column) {
        return model.index(row, LogModel::ColumnCount + column).data().toString();
    };
    QCOMPARE(cell(0, 0), u"1"_s);
    QTRY_COMPARE(cell(0, 1), u"12"_s);
    QVERIFY(cell(0, 2).startsWith(u"..."));
    QTRY_VERIFY(cell(1, 2).startsWith(u"..."));
    QCOMPARE(cell(1, 1), QString());
    // Of what has to be decoded, the head alone says nothing.
    QTRY_COMPARE(cell(2, 0), u"1"_s);
    QVERIFY(cell(2, 2).startsWith(u"..."));
    // Once each: what is not there is not looked for again.
    QCOMPARE(changed.count(), 3);
    model.setJsonColumns({*JsonPath::parse(u"$.z")});
    QTRY_COMPARE(cell(0, 0), u"12"_s);
}

// Marking is done while the window is painted.
void tst_LogHits::neverKeepsTheWindowWaiting()
{
    Recorder record(target());
    record.append(QList<Message>(64, text(QByteArray(1900, 'x') + "!")));
    record.append(QList<Message>(64, text(QByteArray(4000, 'x') + "!")));
    QVERIFY(waitForEntries(record, 128));
    for (const QString &filter :
         {u"/(x+)+$/"_s, u"/x*x*x*x*[yz]/"_s, u"/x+[0-9]*[a-c]*=/"_s, u"/(x|xx)+y/"_s}) {
        LogModel model(&record);
        model.setFilter(parsed(filter), FilterMode::Highlight);
        QElapsedTimer timer;
        timer.start();
        for (int row = 0; row < 128; ++row)
            (void)model.index(row, LogModel::MessageColumn).data(LogModel::HitsRole);
        QVERIFY2(timer.elapsed() < (SanitizedBuild ? 3000 : 300),
                 qPrintable(u"%1 ms for %2"_s.arg(timer.elapsed()).arg(filter)));
    }
}

SOCKETSCOPE_TEST(tst_LogHits, QCoreApplication)
#include "tst_loghits.moc"
