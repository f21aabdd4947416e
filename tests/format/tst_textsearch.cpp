// SPDX-License-Identifier: MIT
#include "format/text/textsearch.h"
#include "support/testprogram.h"
#include "utf8.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_TextSearch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void finds_data();
    void finds();
    void goesOnBehindAHit();
    void tellsWhere_data();
    void tellsWhere();
    void agreesWithQString_data();
    void agreesWithQString();
};

void tst_TextSearch::finds_data()
{
    QTest::addColumn<QString>("needle");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("exact");
    QTest::addColumn<bool>("folded");

    const auto row = [](const char *name, const QString &needle, const QByteArray &text, bool exact,
                        bool folded) { QTest::newRow(name) << needle << text << exact << folded; };
    row("the same", u"price"_s, "price", true, true);
    row("at the beginning", u"price"_s, "price 12", true, true);
    row("in the middle", u"price"_s, "a price 12", true, true);
    row("at the end", u"price"_s, "the price", true, true);
    row("one short at the end", u"price"_s, "the pric", false, false);
    row("one short at the beginning", u"price"_s, "rice", false, false);
    row("other case", u"price"_s, "the PRICE", false, true);
    row("mixed case", u"price"_s, "the pRiCe", false, true);
    row("needle in capitals", u"PRICE"_s, "the price", false, true);
    row("a part of it before", u"aab"_s, "aaab", true, true);
    row("single letter", u"q"_s, "Q", false, true);
    row("nothing to search in", u"a"_s, "", false, false);
    row("longer than the text", u"abcdef"_s, "abc", false, false);
    row("brackets are no other case", u"[x]"_s, "{X}", false, false);
    row("at sign is not a backtick", u"@x"_s, "`x", false, false);
    row("control bytes are no other case", u"1"_s, QByteArray("\x11", 1), false, false);
    row("umlaut", u"grün"_s, "sehr grün", true, true);
    row("umlaut, other case", u"grün"_s, "sehr GRÜN", false, true);
    row("umlaut is no u", u"grun"_s, "grün", false, false);
    row("decomposed is another text", u"ü"_s, "u\xCC\x88", false, false);
    row("sharp s", u"straße"_s, "STRAßE", false, true);
    row("sharp s is no ss", u"straße"_s, "STRASSE", false, false);
    row("ss is no sharp s", u"strasse"_s, "straße", false, false);
    row("capital sharp s", u"ß"_s, "ẞ", false, u"ẞ"_s.contains(u"ß"_s, Qt::CaseInsensitive));
    row("sigma", u"σοφος"_s, "ΣΟΦΟΣ", false, true);
    row("final sigma", u"σοφος"_s, "σοφος", true, true);
    row("final sigma for sigma", u"σοφοσ"_s, "σοφος", false, true);
    row("dotless i", u"i"_s, "ı", false, false);
    row("i with a dot", u"i"_s, "İ", false, u"İ"_s.contains(u"i"_s, Qt::CaseInsensitive));
    row("capital I", u"title"_s, "TITLE", false, true);
    row("Kelvin sign", u"k"_s, "20 \xE2\x84\xAA", false, true);
    row("Kelvin sign in a word", u"kilo"_s, "\xE2\x84\xAAILO", false, true);
    row("needle with a Kelvin sign", u"\u212Ailo"_s, "KILO", false, true);
    row("long s", u"lost"_s, "lo\xC5\xBFt", false, true);
    row("long s before the plain one", u"s"_s, "\xC5\xBF s", true, true);
    row("needle with a long s", u"lo\u017Ft"_s, "LOST", false, true);
    row("NUL in the text", u"b"_s, QByteArray("a\0b", 3), true, true);
    row("NUL in the needle", u"a\0b"_s, QByteArray("xA\0Bx", 5), false, true);
    row("NUL alone", u"\0"_s, QByteArray("a\0", 2), true, true);
    row("bytes that are no text before it", u"word"_s, "\xff\xfe\x80 word", true, true);
    row("bytes that are no text behind it", u"word"_s, "word\xff", true, true);
    row("bytes that are no text within it", u"word"_s, "wo\xffrd", false, false);
    row("cut character before it", u"word"_s, "\xE2\x84word", true, true);
    row("cut character before a k", u"k"_s, "\xE2\x84K", false, true);
    row("cut Kelvin sign", u"k"_s, "\xE2\x84", false, false);
    row("umlaut behind bytes that are no text", u"ü"_s, "\xffÜ", false, true);
    row("overlong slash", u"/"_s, "\xC0\xAF", false, false);
    row("emoji", u"👍🏽"_s, "ok 👍🏽!", true, true);
    row("emoji with another one's surrogate", u"👍"_s, "👎", false, false);
    row("other plane", u"𐐨"_s, "𐐀", false, true);
    row("byte order mark before it", u"{"_s, "\xEF\xBB\xBF{", true, true);
    row("byte order mark and an umlaut", u"ä"_s, "\xEF\xBB\xBFÄ", false, true);
    row("byte order mark itself", u"\uFEFF"_s, "\xEF\xBB\xBFx", true, true);
}

void tst_TextSearch::finds()
{
    QFETCH(const QString, needle);
    QFETCH(const QByteArray, text);
    QFETCH(const bool, exact);
    QFETCH(const bool, folded);
    const QString decoded = stringFromUtf8(text);
    QCOMPARE(decoded.contains(needle, Qt::CaseSensitive), exact);
    QCOMPARE(decoded.contains(needle, Qt::CaseInsensitive), folded);
    QCOMPARE(TextSearch(needle, true).isIn(text), exact);
    QCOMPARE(TextSearch(needle, false).isIn(text), folded);
}

void tst_TextSearch::goesOnBehindAHit()
{
    const TextSearch search(u"ab"_s, false);
    const QByteArray text = "ab AB xab";
    QCOMPARE(search.find(text, 0).at, 0);
    QCOMPARE(search.find(text, 1).at, 3);
    QCOMPARE(search.find(text, 2).at, 3);
    QCOMPARE(search.find(text, 5).at, 7);
    QCOMPARE(search.find(text, 8).at, -1);
    QCOMPARE(search.find(text, text.size()).at, -1);
    QCOMPARE(search.find(text, text.size() + 1).at, -1);
    QCOMPARE(search.find({}, 0).at, -1);
}

void tst_TextSearch::tellsWhere_data()
{
    QTest::addColumn<QString>("needle");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qsizetype>("at");
    QTest::addColumn<qsizetype>("length");

    const auto row = [](const char *name, const QString &needle, const QByteArray &text, qsizetype at,
                        qsizetype length) { QTest::newRow(name) << needle << text << at << length; };
    row("ASCII", u"b"_s, "aB", 1, 1);
    row("umlauts", u"ü"_s, "ÄÜ", 2, 2);
    row("longer than the needle", u"k"_s, "ä\xE2\x84\xAA", 2, 3);
    row("shorter than the needle", u"\u212A"_s, "äk", 2, 1);
    row("behind bytes that are no text", u"ask"_s,
        "\xff\xfe\x80"
        "ASK",
        3, 3);
    row("umlaut behind bytes that are no text", u"ü"_s, "\xff\xE2\x84Ü", 3, 2);
    row("behind a byte order mark", u"ä"_s, "\xEF\xBB\xBFxÄ", 4, 2);
    row("ASCII behind a byte order mark", u"ask"_s, "\xEF\xBB\xBFxASK", 4, 3);
}

void tst_TextSearch::tellsWhere()
{
    QFETCH(const QString, needle);
    QFETCH(const QByteArray, text);
    const TextSearch::Hit hit = TextSearch(needle, false).find(text, 0);
    QTEST(hit.at, "at");
    QTEST(hit.length, "length");
}

void tst_TextSearch::agreesWithQString_data()
{
    QTest::addColumn<QList<QByteArray>>("pieces");
    QTest::addColumn<bool>("isFaithful");
    QTest::newRow("two letters") << QList<QByteArray>{"a", "b", "A", "B"} << true;
    QTest::newRow("k and s") << QList<QByteArray>{"k", "K", "s", "\xE2\x84\xAA", "\xC5\xBF", "x"} << true;
    QTest::newRow("Greek, sharp s, i")
            << QList<QByteArray>{"σ", "ς", "Σ", "ß", "ẞ", "s", "i", "I", "ı", "İ"} << true;
    QTest::newRow("other planes") << QList<QByteArray>{"𐐨", "𐐀", "😀", "a", "ä", "Ä"} << true;
    QTest::newRow("not UTF-8") << QList<QByteArray>{"a",    "K",    "ü",    "Ü",        "\xff",
                                                    "\xE2", "\x84", "\xAA", "\xC3",     "\x80",
                                                    "\xF0", "\x9F", "s",    "\xED\xA0", QByteArray(1, '\0')}
                               << false;
}

// Whatever the text: what is found, where, and how long, as QString says it of the decoded text.
void tst_TextSearch::agreesWithQString()
{
    QFETCH(const QList<QByteArray>, pieces);
    QFETCH(const bool, isFaithful);
    QRandomGenerator random(20261125);
    const auto pick = [&](int most) {
        QByteArray text;
        for (int left = int(random.bounded(most + 1)); left > 0; --left)
            text += pieces.at(random.bounded(int(pieces.size())));
        return text;
    };
    for (int i = 0; i < 20'000; ++i) {
        QString needle = stringFromUtf8(pick(4)).remove(QChar::ReplacementCharacter);
        if (needle.isEmpty())
            needle = u"a"_s;
        const QByteArray text = pick(16);
        const QString decoded = stringFromUtf8(text);
        for (const Qt::CaseSensitivity cs : {Qt::CaseSensitive, Qt::CaseInsensitive}) {
            const TextSearch search(needle, cs == Qt::CaseSensitive);
            const qsizetype wanted = decoded.indexOf(needle, 0, cs);
            const TextSearch::Hit hit = search.find(text, 0);
            const QByteArray what = needle.toUtf8() + " in " + text.toHex(' ');
            QVERIFY2((hit.at >= 0) == (wanted >= 0), what.constData());
            QCOMPARE(search.isIn(text), wanted >= 0);
            if (wanted < 0)
                continue;
            QVERIFY2(hit.at + hit.length <= text.size(), what.constData());
            QVERIFY2(stringFromUtf8(text.first(hit.at)).size() == wanted, what.constData());
            const QString found = stringFromUtf8(text.mid(hit.at, hit.length));
            QVERIFY2(found.compare(needle, cs) == 0, what.constData());
            if (isFaithful)
                QCOMPARE(text.first(hit.at), decoded.first(wanted).toUtf8());
        }
    }
}

SOCKETSCOPE_TEST(tst_TextSearch, QCoreApplication)
#include "tst_textsearch.moc"
