// SPDX-License-Identifier: MIT
#include "format/payloadcopy.h"
#include "support/bounds.h"
#include "support/testprogram.h"

#include "scancontrol.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;

/// Small decoders of the three languages' literals, written for nothing but to be obvious. Each fails on
/// what the language would not take or would warn about.
class Literal
{
public:
    Literal(const QString &text, const char *escapes)
        : m_text(text)
        , m_escapes(escapes)
    {}

    /// Code points between the quotation marks; nothing if it is no literal.
    std::optional<QList<char32_t>> decode(char quote)
    {
        const QList<uint> all = m_text.toUcs4();
        if (all.size() < 2 || all.first() != uint(quote) || all.last() != uint(quote))
            return {};
        QList<char32_t> result;
        for (m_at = 1; m_at < all.size() - 1;) {
            const uint c = all[m_at++];
            if (c == uint(quote) || c < 0x20 || c == 0x7F)
                return {};
            if (c != '\\') {
                result.append(c);
                continue;
            }
            const std::optional<char32_t> escaped = escape(all);
            if (!escaped || m_at > all.size() - 1)
                return {};
            result.append(*escaped);
        }
        return result;
    }

private:
    std::optional<char32_t> escape(const QList<uint> &all)
    {
        const char c = char(all[m_at++]);
        if (!m_escapes.contains(c) && !(c >= '0' && c <= '7'))
            return {};
        switch (c) {
        case 'n':
            return U'\n';
        case 'r':
            return U'\r';
        case 't':
            return U'\t';
        case 'x':
            return digits(all, 2, 16);
        case 'u':
            return digits(all, 4, 16);
        case 'U':
            return digits(all, 8, 16);
        default:
            break;
        }
        if (c < '0' || c > '7')
            return char32_t(uchar(c));
        --m_at;
        return m_escapes.contains('0') ? digits(all, 3, 8) : std::nullopt;
    }

    std::optional<char32_t> digits(const QList<uint> &all, int count, int base)
    {
        QString text;
        for (int i = 0; i < count && m_at < all.size(); ++i)
            text += QChar(ushort(all[m_at++]));
        bool ok = false;
        const uint value = text.toUInt(&ok, base);
        return ok && text.size() == count ? std::optional<char32_t>(value) : std::nullopt;
    }

    const QString m_text;
    const QByteArray m_escapes;
    qsizetype m_at = 0;
};

static std::optional<QByteArray> toBytes(const std::optional<QList<char32_t>> &codes)
{
    if (!codes)
        return {};
    QByteArray bytes;
    for (const char32_t code : *codes) {
        if (code > 0xFF)
            return {};
        bytes += char(code);
    }
    return bytes;
}

static std::optional<QByteArray> decodeC(const QString &text)
{
    // Trigraphs come first.
    for (const QChar c : u"=/'()!<>-"_s) {
        if (text.contains(u"??"_s + c))
            return {};
    }
    for (const QChar c : text) {
        if (c.unicode() > 0x7E)
            return {};
    }
    return toBytes(Literal(text, "nrt\\\"?0").decode('"'));
}

static std::optional<QByteArray> decodeJs(const QString &text)
{
    if (text.startsWith(u"new Uint8Array(["_s) && text.endsWith(u"])"_s)) {
        QByteArray bytes;
        for (const QString &number : text.mid(16).chopped(2).split(u", "_s)) {
            bool ok = false;
            const int value = number.toInt(&ok);
            if (!ok || value < 0 || value > 255)
                return {};
            bytes += char(value);
        }
        return bytes;
    }
    const std::optional<QList<char32_t>> codes = Literal(text, "nrt\\'u").decode('\'');
    if (!codes)
        return {};
    QString result;
    for (const char32_t code : *codes)
        result += QStringView(QChar::fromUcs4(code));
    return result.toUtf8();
}

static std::optional<QByteArray> decodePython(const QString &text)
{
    if (text.startsWith(u'b'))
        return toBytes(Literal(text.mid(1), "nrt\\'x").decode('\''));
    const std::optional<QList<char32_t>> codes = Literal(text, "nrt\\'xuU").decode('\'');
    if (!codes)
        return {};
    QString result;
    for (const char32_t code : *codes) {
        if (QChar::isSurrogate(code))
            return {};
        result += QStringView(QChar::fromUcs4(code));
    }
    return result.toUtf8();
}

class tst_PayloadCopy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void forms_data();
    void forms();
    void decodes_data();
    void decodes();
    void decodesRandomBytes();
    void canBeCancelled();
};

void tst_PayloadCopy::forms_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<CopyForm>("form");
    QTest::addColumn<QString>("expected");

    const QByteArray json = R"({"b": [1, 2.50], "b": "x"})";
    const QByteArray cbor = QByteArray::fromHex("a161628101");
    const QByteArray pack = QByteArray::fromHex("81a1629101");
    const auto row = [](const char *name, const QByteArray &payload, CopyForm form, const QString &expected) {
        QTest::newRow(name) << payload << form << expected;
    };
    row("text", "a\nb", CopyForm::Text, u"a\nb"_s);
    row("text of nothing", "", CopyForm::Text, u""_s);
    row("text that is none", "\xff", CopyForm::Text, {});
    row("JSON", json, CopyForm::JsonLaidOut, u"{\n  \"b\": [\n    1,\n    2.50\n  ],\n  \"b\": \"x\"\n}"_s);
    row("JSON in a line", json, CopyForm::JsonOneLine, u"{\"b\":[1,2.50],\"b\":\"x\"}"_s);
    row("JSON that is none", "{", CopyForm::JsonLaidOut, {});
    row("JSON in a line that is none", "x", CopyForm::JsonOneLine, {});
    row("JSON of nothing", "", CopyForm::JsonOneLine, {});
    row("CBOR", cbor, CopyForm::JsonOneLine, u"{\"b\":[1]}"_s);
    row("MessagePack", pack, CopyForm::JsonOneLine, u"{\"b\":[1]}"_s);
    row("CBOR laid out", cbor, CopyForm::JsonLaidOut, u"{\n  \"b\": [\n    1\n  ]\n}"_s);
    row("base64", "\xff\xfe", CopyForm::Base64, u"//4="_s);
    row("base64 of nothing", "", CopyForm::Base64, u""_s);
    row("hex", "\xff\x0a", CopyForm::Hex, u"ff 0a"_s);
    row("C",
        "a\"\\\n\x01"
        "1?\?!\xc3\xbc",
        CopyForm::CString, u"\"a\\\"\\\\\\n\\0011?\\?!\\303\\274\""_s);
    row("C of nothing", "", CopyForm::CString, u"\"\""_s);
    row("JS", "it's \xc3\xbc\x01\xe2\x80\xa8", CopyForm::JsString, u"'it\\'s \u00fc\\u0001\\u2028'"_s);
    row("JS of bytes", "\xff\x01", CopyForm::JsString, u"new Uint8Array([255, 1])"_s);
    row("Python", "it's \xc3\xbc\x01\xe2\x80\xa8", CopyForm::PythonBytesOrString,
        u"'it\\'s \u00fc\\x01\\u2028'"_s);
    row("Python beyond 16 bits", "\xf0\x9f\x98\x80\xf3\xa0\x80\x81", CopyForm::PythonBytesOrString,
        u"'\U0001F600\\U000e0001'"_s);
    row("JS beyond 16 bits", "\xf0\x9f\x98\x80\xf3\xa0\x80\x81", CopyForm::JsString,
        u"'\U0001F600\\udb40\\udc01'"_s);
    row("Python of bytes", "\xff'1", CopyForm::PythonBytesOrString, u"b'\\xff\\'1'"_s);
}

void tst_PayloadCopy::forms()
{
    QFETCH(QByteArray, payload);
    QFETCH(CopyForm, form);
    QFETCH(QString, expected);
    const QString copied = payloadForCopy(payload, form);
    QCOMPARE(copied, expected);
    QCOMPARE(copied.isNull(), expected.isNull());
}

void tst_PayloadCopy::decodes_data()
{
    QTest::addColumn<QByteArray>("payload");

    QByteArray all;
    for (int i = 0; i < 256; ++i)
        all += char(i);
    QByteArray allBeforeDigits;
    for (int i = 0; i < 256; ++i)
        allBeforeDigits += char(i) + QByteArray("7fF");
    QTest::newRow("nothing") << QByteArray("");
    QTest::newRow("all bytes") << all;
    QTest::newRow("all bytes before digits") << allBeforeDigits;
    QTest::newRow("all of ASCII") << all.first(128);
    QTest::newRow("all of ASCII before digits") << allBeforeDigits.first(4 * 128);
    QTest::newRow("NUL") << QByteArray("\0"
                                       "0\0",
                                       3);
    QTest::newRow("quotation marks") << QByteArray("\"'`\\'\\\"\\\\");
    QTest::newRow("trigraphs") << QByteArray("?\?=?\?/?\?'?\?(?\?)?\?!?\?<?\?>?\?-?\?\?=?\?\?\?\?!");
    QTest::newRow("beyond 16 bits") << u"\U0001F600\U000E0001\U0010FFFF"_s.toUtf8();
    QTest::newRow("invisible") << u"\u200B\u202E\u2028\u2029\uFEFF\u00A0\u00AD\uFFFE"_s.toUtf8();
    QTest::newRow("surrogate in UTF-8") << QByteArray("\xed\xa0\x80");
    QTest::newRow("cut character") << QByteArray("a\xe2\x82");
    QTest::newRow("script") << QByteArray("</script>${x}%s\r\n");
}

void tst_PayloadCopy::decodes()
{
    QFETCH(QByteArray, payload);
    const auto check = [&payload](CopyForm form, auto decode) {
        const std::optional<QByteArray> decoded = decode(payloadForCopy(payload, form));
        QVERIFY(decoded.has_value());
        QCOMPARE(decoded->toHex(), payload.toHex());
    };
    check(CopyForm::CString, decodeC);
    check(CopyForm::JsString, decodeJs);
    check(CopyForm::PythonBytesOrString, decodePython);
    QCOMPARE(QByteArray::fromBase64(payloadForCopy(payload, CopyForm::Base64).toLatin1()), payload);
    QCOMPARE(QByteArray::fromHex(payloadForCopy(payload, CopyForm::Hex).toLatin1()), payload);
}

void tst_PayloadCopy::decodesRandomBytes()
{
    QRandomGenerator random(4);
    for (int round = 0; round < 2000; ++round) {
        QByteArray bytes;
        QString text;
        for (int i = random.bounded(20); i >= 0; --i) {
            bytes += char(random.bounded(256));
            const char32_t code = random.bounded(0x11000 >> random.bounded(10));
            text += QStringView(QChar::fromUcs4(QChar::isSurrogate(code) ? U'?' : code));
        }
        for (const QByteArray &payload : {bytes, text.toUtf8()}) {
            QCOMPARE(decodeC(payloadForCopy(payload, CopyForm::CString)), std::optional(payload));
            QCOMPARE(decodeJs(payloadForCopy(payload, CopyForm::JsString)), std::optional(payload));
            QCOMPARE(decodePython(payloadForCopy(payload, CopyForm::PythonBytesOrString)),
                     std::optional(payload));
        }
    }
}

void tst_PayloadCopy::canBeCancelled()
{
    constexpr int values = SanitizedBuild ? 400'000 : 4'000'000;
    const QByteArray json = '[' + QByteArray("12,").repeated(values) + "1]";
    qint64 wholeNs = 0;
    qint64 cancelledNs = 0;
    for (const CopyForm form : {CopyForm::JsonLaidOut, CopyForm::JsonOneLine, CopyForm::CString,
                                CopyForm::JsString, CopyForm::PythonBytesOrString}) {
        ScanControl control;
        QElapsedTimer timer;
        timer.start();
        QVERIFY(!payloadForCopy(json, form, &control).isNull());
        wholeNs += timer.nsecsElapsed();
        control.cancelled = true;
        timer.start();
        QVERIFY(payloadForCopy(json, form, &control).isNull());
        cancelledNs += timer.nsecsElapsed();
    }
    QVERIFY2(cancelledNs * 2 < wholeNs, qPrintable(u"%1 of %2"_s.arg(cancelledNs).arg(wholeNs)));
}

SOCKETSCOPE_TEST(tst_PayloadCopy, QCoreApplication)
#include "tst_payloadcopy.moc"
