// SPDX-License-Identifier: MIT
#include "format/json/jsonstring.h"
#include "support/testprogram.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_JsonString : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void escaped_data();
    void escaped();
    void comesBack();
    void unescaped_data();
    void unescaped();
};

static QByteArray escapedOf(const QByteArray &text)
{
    QByteArray result(text.size() * JsonString::MostPerByte, '#');
    result.truncate(JsonString::escape(text, result.data()) - result.constData());
    return result;
}

static QByteArray unescapedOf(QByteArray text)
{
    char *const end = JsonString::unescape(text.data(), text.data() + text.size());
    return end ? text.first(end - text.constData()) : QByteArray("(none)");
}

void tst_JsonString::escaped_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("result");
    QTest::newRow("nothing") << QByteArray() << QByteArray();
    QTest::newRow("plain") << QByteArray("a plain text of some length /")
                           << QByteArray("a plain text of some length /");
    QTest::newRow("short forms") << QByteArray("\b\f\n\r\t\"\\") << QByteArray(R"(\b\f\n\r\t\"\\)");
    QTest::newRow("others") << QByteArray("\0\x01\x1f\x7f ", 5) << QByteArray("\\u0000\\u0001\\u001f\x7f ");
    QTest::newRow("UTF-8") << QByteArray("gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80 \xE2\x80\xA8")
                           << QByteArray("gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80 \xE2\x80\xA8");
    // At each place of what is looked at together.
    for (int at = 0; at < 10; ++at) {
        QByteArray text("0123456789");
        text[at] = '"';
        QTest::addRow("quote at %d", at) << text << QByteArray(text).replace("\"", "\\\"");
    }
}

void tst_JsonString::escaped()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, result);
    QCOMPARE(escapedOf(text), result);
    QCOMPARE(unescapedOf(result), text);
}

// By another reader, too.
void tst_JsonString::comesBack()
{
    QRandomGenerator random(5);
    for (int round = 0; round < 3000; ++round) {
        QString text;
        for (int left = random.bounded(40); left > 0; --left) {
            static constexpr char32_t limits[]{0x20, 0x80, 0x800, 0xD800, 0x10000, 0x110000};
            char32_t codePoint = random.bounded(quint32(limits[random.bounded(6)]));
            text += QChar::fromUcs4(QChar::isSurrogate(codePoint) ? U'"' : codePoint);
        }
        const QByteArray utf8 = text.toUtf8();
        const QByteArray result = escapedOf(utf8);
        QCOMPARE(QJsonDocument::fromJson("[\"" + result + "\"]").array().at(0).toString(), text);
        QCOMPARE(unescapedOf(result), utf8);
    }
}

void tst_JsonString::unescaped_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("result");
    QTest::newRow("slash") << QByteArray(R"(\/)") << QByteArray("/");
    QTest::newRow("two bytes") << QByteArray(R"(\u00Fc\u00FC\u0080\u07ff)")
                               << QByteArray("\xC3\xBC\xC3\xBC\xC2\x80\xDF\xBF");
    QTest::newRow("three bytes") << QByteArray(R"(\u0800\uFFFF\u2028)")
                                 << QByteArray("\xE0\xA0\x80\xEF\xBF\xBF\xE2\x80\xA8");
    QTest::newRow("a pair") << QByteArray(R"(x\ud83d\ude00y)") << QByteArray("x\xF0\x9F\x98\x80y");
    QTest::newRow("NUL") << QByteArray(R"(a\u0000b)") << QByteArray("a\0b", 3);
    for (const char *half : {R"(\ud800)", R"(\udfff)", R"(\ud800\u0041)", R"(\ud800x)", R"(\ud800\ud800)",
                             R"(\udc00\ud800)", R"(\ud800\n)"})
        QTest::newRow(half) << QByteArray(half) << QByteArray("(none)");
}

void tst_JsonString::unescaped()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, result);
    QCOMPARE(unescapedOf(text), result);
}

SOCKETSCOPE_TEST(tst_JsonString, TestProgram::NoApplication)
#include "tst_jsonstring.moc"
