// SPDX-License-Identifier: MIT
#include "log/filter/regex.h"
#include "support/bounds.h"
#include "support/testprogram.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

#include <thread>

using namespace Qt::StringLiterals;

class tst_Regex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithQt_data();
    void agreesWithQt();
    void largeTexts_data();
    void largeTexts();
    void findsPlaces_data();
    void findsPlaces();
    void problems_data();
    void problems();
    void keepsCharactersWhole();
    void givesUp();
    void takesFewStepsIfAsked();
    void stops_data();
    void stops();
};

namespace {

const std::atomic<bool> NeverStopped = false;

QRegularExpression qtOf(const FilterRegex &regex)
{
    QRegularExpression::PatternOptions options = QRegularExpression::UseUnicodePropertiesOption;
    if (regex.ignoreCase)
        options |= QRegularExpression::CaseInsensitiveOption;
    return QRegularExpression(regex.pattern, options);
}

const QStringList &patterns()
{
    static const QStringList all{
            u"abc"_s,          u"ab|cd"_s,   u"^a"_s,      u"a$"_s,     u"^.$"_s,
            u"^..$"_s,         u"\\w+"_s,    u"\\bü"_s,    u"\\d\\d"_s, u"\\s"_s,
            u"[^a-zü]"_s,      u"ſ"_s,       u"[k-s]+$"_s, u"Å"_s,      u"\\p{Lu}\\p{Ll}"_s,
            u"\\x{1F600}"_s,   u"(?<=ü)b"_s, u"(a)\\1"_s,  u"x*"_s,     u"^$"_s,
            u"\\R"_s,          u"(?m)^b"_s,  u"\\x00"_s,   u"\\X\\X"_s, u"(?i)straße"_s,
            u"(*NO_JIT)a.c"_s, u"(?C)ab"_s,  u"�"_s,       u"ab*c"_s,   u"a.b"_s,
            u"ab+"_s,          u"ba?"_s,     u"a{0}b"_s,   u"üb?a"_s,   u"a]"_s,
            u"ab\\s?a"_s,      u"😀?a"_s};
    return all;
}

QByteArray randomText(QRandomGenerator *random)
{
    static const QList<QByteArray> pieces{"a",
                                          "b",
                                          "c",
                                          "abc",
                                          "ü",
                                          "Ü",
                                          "ß",
                                          "ſ",
                                          "K",
                                          "Å",
                                          "😀",
                                          "1",
                                          "٣",
                                          " ",
                                          "\n",
                                          "\r\n",
                                          "\xff",
                                          "\xc3",
                                          "\xed\xa0",
                                          "e\xcc\x81",
                                          "\xef\xbb\xbf",
                                          "ABC",
                                          "s",
                                          "Straße",
                                          QByteArray(1, '\0'),
                                          "�"};
    QByteArray text;
    for (int left = random->bounded(8); left > 0; --left)
        text += pieces.at(random->bounded(int(pieces.size())));
    return text;
}

} // namespace

void tst_Regex::agreesWithQt_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<bool>("ignoreCase");
    for (const QString &pattern : patterns()) {
        QTest::addRow("%s", qPrintable(pattern)) << pattern << false;
        QTest::addRow("%s, any case", qPrintable(pattern)) << pattern << true;
    }
}

void tst_Regex::agreesWithQt()
{
    QFETCH(const QString, pattern);
    QFETCH(const bool, ignoreCase);
    QRandomGenerator random(17);
    Regex regex({pattern, ignoreCase});
    const QRegularExpression qt = qtOf({pattern, ignoreCase});
    for (int i = 0; i < 2000; ++i) {
        const QByteArray text = randomText(&random);
        const auto wanted =
                qt.match(QString::fromUtf8(text)).hasMatch() ? Regex::Answer::Yes : Regex::Answer::No;
        QVERIFY2(regex.matchesIn(text, &NeverStopped) == wanted, text.toPercentEncoding().constData());
        QVERIFY(regex.matchesIn(text) == wanted);
    }
}

void tst_Regex::largeTexts_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<int>("size");
    QTest::addColumn<bool>("matches");
    // Small enough to be asked at once, and not; more than compiled expressions have memory for, and not.
    for (const int size : {10, 1'000, 20'000, 100'000, 3'000'000}) {
        QTest::addRow("at the end, %d", size) << u"the end$"_s << size << true;
        QTest::addRow("nowhere, %d", size) << u"the end$."_s << size << false;
        QTest::addRow("over all of it, %d", size) << u"^x.*the"_s << size << true;
    }
    for (const int size : {10, 1'000, 20'000, 300'000})
        QTest::addRow("much to come back to, %d", size) << u"^(x|y)*the"_s << size << true;
}

void tst_Regex::largeTexts()
{
    QFETCH(const QString, pattern);
    QFETCH(const int, size);
    QFETCH(const bool, matches);
    Regex regex({pattern, false});
    const QByteArray text = QByteArray(size, 'x') + "the end";
    QCOMPARE(regex.matchesIn(text), matches ? Regex::Answer::Yes : Regex::Answer::No);
    // Not UTF-8.
    QCOMPARE(regex.matchesIn(text.first(size / 2) + '\xff' + text),
             matches && !pattern.startsWith(u"^("_s) ? Regex::Answer::Yes : Regex::Answer::No);
}

void tst_Regex::findsPlaces_data()
{
    agreesWithQt_data();
}

void tst_Regex::findsPlaces()
{
    QFETCH(const QString, pattern);
    QFETCH(const bool, ignoreCase);
    QRandomGenerator random(18);
    Regex regex({pattern, ignoreCase});
    const QRegularExpression qt = qtOf({pattern, ignoreCase});
    for (int i = 0; i < 500; ++i) {
        const QString text = QString::fromUtf8(randomText(&random));
        const QByteArray utf8 = text.toUtf8();
        QList<QPair<qsizetype, qsizetype>> wanted;
        for (auto it = qt.globalMatch(text); it.hasNext();) {
            const QRegularExpressionMatch match = it.next();
            if (match.capturedLength() > 0)
                wanted.append({text.first(match.capturedStart()).toUtf8().size(),
                               match.captured().toUtf8().size()});
        }
        QList<QPair<qsizetype, qsizetype>> found;
        for (auto place = regex.find(utf8, 0, 10'000); place.first >= 0;
             place = regex.find(utf8, place.first + place.second, 10'000))
            found.append(place);
        QVERIFY2(found == wanted, utf8.toPercentEncoding().constData());
    }
}

void tst_Regex::problems_data()
{
    QTest::addColumn<QString>("pattern");
    for (const char *pattern :
         {"(", "a)", "[a", "ü[z-a]", "*", "😀{2,1}", "\\", "(?<n>a)(?<n>b)", "\\p{Nope}", "a"})
        QTest::newRow(pattern) << QString::fromUtf8(pattern);
}

void tst_Regex::problems()
{
    QFETCH(const QString, pattern);
    Regex regex({pattern, false});
    const QRegularExpression qt = qtOf({pattern, false});
    QCOMPARE(regex.problem().isEmpty(), qt.isValid());
    if (qt.isValid())
        return;
    QCOMPARE(regex.problem(), qt.errorString());
    QCOMPARE(regex.problemAt(), qt.patternErrorOffset());
    QCOMPARE(regex.matchesIn("a"), Regex::Answer::No);
    QCOMPARE(regex.find("a", 0, 100).first, -1);
}

void tst_Regex::keepsCharactersWhole()
{
    Regex regex({u"\\C"_s, false});
    QVERIFY(!regex.problem().isEmpty());
    QCOMPARE(regex.find("ü", 0, 100).first, -1);
}

void tst_Regex::givesUp()
{
    Regex regex({u"(a+)+$"_s, false});
    QCOMPARE(regex.matchesIn(QByteArray(64, 'a') + '!'), Regex::Answer::GaveUp);
    QCOMPARE(regex.matchesIn(QByteArray(64, 'a')), Regex::Answer::Yes);
}

void tst_Regex::takesFewStepsIfAsked()
{
    Regex regex({u"(a+)+$"_s, false});
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(regex.find(QByteArray(64, 'a') + '!', 0, 200).first, -1);
    QVERIFY(timer.elapsed() < 200);
    QCOMPARE(regex.find(QByteArray(64, 'a'), 0, 4000), (QPair<qsizetype, qsizetype>(0, 64)));
}

void tst_Regex::stops_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<int>("size");
    QTest::newRow("possessive repeats") << u"x+x+[yz]"_s << 1'000'000;
    QTest::newRow("many repeats") << u"x*x*x*x*x*[yz]"_s << 3'000;
    QTest::newRow("nested repeats") << u"(x+)+[yz]"_s << 30'000;
    QTest::newRow("looking behind") << u"(?<=x)x+x+[yz]"_s << 100'000;
    QTest::newRow("again what was found") << u"(x+)\\1+[yz]"_s << 200'000;
    QTest::newRow("interpreted") << u"(*NO_JIT)x+x+[yz]"_s << 1'000'000;
}

// What would take hours ends within a moment.
void tst_Regex::stops()
{
    QFETCH(const QString, pattern);
    QFETCH(const int, size);
    Regex regex({pattern, false});
    const QByteArray text(size, 'x');
    std::atomic<bool> stopped = false;
    std::atomic<bool> hasEnded = false;
    std::thread asking([&] {
        (void)regex.matchesIn(text, &stopped);
        hasEnded = true;
    });
    QElapsedTimer timer;
    timer.start();
    while (!hasEnded && !timer.hasExpired(300))
        std::this_thread::yield();
    stopped = true;
    timer.start();
    asking.join();
    QVERIFY2(timer.elapsed() < (SanitizedBuild ? 10'000 : 2'000),
             qPrintable(QString::number(timer.elapsed())));
}

SOCKETSCOPE_TEST(tst_Regex, QCoreApplication)
#include "tst_regex.moc"
