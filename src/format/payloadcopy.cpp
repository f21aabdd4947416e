// SPDX-License-Identifier: MIT
#include "format/payloadcopy.h"

#include "format/binary/payloaddecoder.h"
#include "format/json/jsonlayout.h"
#include "format/text/binarytext.h"
#include "scancontrol.h"

#include <QChar>
#include <QUtf8StringView>

#include <algorithm>

using namespace Qt::StringLiterals;

static bool isPrintableAscii(char c)
{
    return c >= 0x20 && c < 0x7F;
}

// What reads the same for the eye and the compiler: nothing invisible, nothing that turns the direction.
static bool isPrintable(char32_t codePoint)
{
    switch (QChar::category(codePoint)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return false;
    case QChar::Separator_Space:
        return codePoint == U' ';
    default:
        return true;
    }
}

static QByteArray hexDigits(uint number, int width)
{
    return QByteArray::number(number, 16).rightJustified(width, '0');
}

static char letterOfEscape(char32_t c)
{
    switch (c) {
    case U'\n':
        return 'n';
    case U'\r':
        return 'r';
    case U'\t':
        return 't';
    case U'\\':
        return '\\';
    default:
        return 0;
    }
}

static bool isCancelled(const ScanControl *control)
{
    return control && control->cancelled;
}

/// Calls `write(i)` for each place until it is cancelled; it gives how many places further to go on.
template <typename Write>
static void forEachPlace(qsizetype size, const ScanControl *control, Write write)
{
    constexpr qsizetype placesPerLook = 64 * 1024;
    for (qsizetype i = 0; i < size && !isCancelled(control);) {
        const qsizetype end = std::min(size, i + placesPerLook);
        while (i < end)
            i += write(i);
    }
}

static QString cString(const QByteArray &payload, const ScanControl *control)
{
    QByteArray text = "\"";
    text.reserve(payload.size() + 2);
    char before = 0;
    forEachPlace(payload.size(), control, [&](qsizetype i) {
        const char c = payload[i];
        // Two question marks in a row begin a trigraph.
        if (c == '"' || (c == '?' && before == '?'))
            text.append('\\').append(c);
        else if (const char letter = letterOfEscape(uchar(c)))
            text.append('\\').append(letter);
        else if (isPrintableAscii(c))
            text.append(c);
        else
            text += '\\' + QByteArray::number(uchar(c), 8).rightJustified(3, '0');
        before = c;
        return 1;
    });
    return QString::fromLatin1(text + '"');
}

static QString jsBytes(const QByteArray &payload, const ScanControl *control)
{
    QByteArray text = "new Uint8Array([";
    text.reserve(payload.size() * 5 + 32);
    forEachPlace(payload.size(), control, [&](qsizetype i) {
        if (i > 0)
            text += ", ";
        text += QByteArray::number(uchar(payload[i]));
        return 1;
    });
    return QString::fromLatin1(text + "])");
}

static QString pythonBytes(const QByteArray &payload, const ScanControl *control)
{
    QByteArray text = "b'";
    text.reserve(payload.size() * 4 + 3);
    forEachPlace(payload.size(), control, [&](qsizetype i) {
        const char c = payload[i];
        if (c == '\'')
            text += "\\'";
        else if (const char letter = letterOfEscape(uchar(c)))
            text.append('\\').append(letter);
        else if (isPrintableAscii(c))
            text.append(c);
        else
            text += "\\x" + hexDigits(uchar(c), 2);
        return 1;
    });
    return QString::fromLatin1(text + '\'');
}

static QByteArray jsEscape(char32_t codePoint)
{
    if (!QChar::requiresSurrogates(codePoint))
        return "\\u" + hexDigits(uint(codePoint), 4);
    return "\\u" + hexDigits(QChar::highSurrogate(codePoint), 4) + "\\u"
           + hexDigits(QChar::lowSurrogate(codePoint), 4);
}

static QByteArray pythonEscape(char32_t codePoint)
{
    if (codePoint < 0x100)
        return "\\x" + hexDigits(uint(codePoint), 2);
    if (codePoint < 0x10000)
        return "\\u" + hexDigits(uint(codePoint), 4);
    return "\\U" + hexDigits(uint(codePoint), 8);
}

template <typename Escape>
static QString quoted(const QString &payload, Escape escape, const ScanControl *control)
{
    QString text(u'\'');
    text.reserve(payload.size() + 2);
    forEachPlace(payload.size(), control, [&](qsizetype i) {
        char32_t codePoint = payload[i].unicode();
        qsizetype length = 1;
        if (payload[i].isHighSurrogate()) {
            codePoint = QChar::surrogateToUcs4(payload[i], payload[i + 1]);
            length = 2;
        }
        if (codePoint == U'\'')
            text += "\\'"_L1;
        else if (const char letter = letterOfEscape(codePoint))
            text.append(u'\\').append(QLatin1Char(letter));
        else if (isPrintable(codePoint))
            text += QStringView(payload).mid(i, length);
        else
            text += QLatin1StringView(escape(codePoint));
        return length;
    });
    return text += u'\'';
}

static QByteArray asJson(const QByteArray &payload, const ScanControl *control)
{
    const PayloadJson json(
            payload, [control] { return isCancelled(control); }, payload.size());
    return json.decoder() ? json.decoded() : payload;
}

static QString fromJson(const QByteArray &json)
{
    return json.isEmpty() ? QString() : QString::fromUtf8(json);
}

static QString inForm(const QByteArray &payload, CopyForm form, ScanControl *control)
{
    // An empty payload has an empty text, not none.
    static const QString empty = u""_s;
    const bool isText = QUtf8StringView(payload).isValidUtf8();
    switch (form) {
    case CopyForm::Text:
        return !isText ? QString() : payload.isEmpty() ? empty : QString::fromUtf8(payload);
    case CopyForm::JsonLaidOut:
        return fromJson(layOutJson(asJson(payload, control), 2, control).text);
    case CopyForm::JsonOneLine:
        return fromJson(minifyJson(asJson(payload, control), control));
    case CopyForm::Base64:
        return payload.isEmpty() ? empty : toBase64(payload);
    case CopyForm::Hex:
        return payload.isEmpty() ? empty : toHex(payload);
    case CopyForm::CString:
        return cString(payload, control);
    case CopyForm::JsString:
        return isText ? quoted(QString::fromUtf8(payload), jsEscape, control) : jsBytes(payload, control);
    case CopyForm::PythonBytesOrString:
        return isText ? quoted(QString::fromUtf8(payload), pythonEscape, control)
                      : pythonBytes(payload, control);
    }
    return {};
}

QString payloadForCopy(const QByteArray &payload, CopyForm form, ScanControl *control)
{
    const QString text = inForm(payload, form, control);
    return isCancelled(control) ? QString() : text;
}
