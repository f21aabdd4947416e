// SPDX-License-Identifier: MIT
#include "format/payloadcopy.h"

#include "format/binary/payloaddecoder.h"
#include "format/json/jsonlayout.h"
#include "format/text/binarytext.h"
#include "scancontrol.h"

#include <QChar>
#include <QCoreApplication>
#include <QUtf8StringView>

#include <algorithm>
#include <iterator>

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

static QString cString(const QByteArray &payload, ScanControl *control)
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

// An empty payload has an empty text, not none.
static QString notNull(const QString &text)
{
    return text.isNull() ? u""_s : text;
}

static QString asText(const QByteArray &payload, ScanControl *)
{
    return QUtf8StringView(payload).isValidUtf8() ? notNull(QString::fromUtf8(payload)) : QString();
}

static QString fromJson(const QByteArray &json)
{
    return json.isEmpty() ? QString() : QString::fromUtf8(json);
}

static QString jsonLaidOut(const QByteArray &payload, ScanControl *control)
{
    return fromJson(layOutJson(asJson(payload, control), 2, control).text);
}

static QString jsonInOneLine(const QByteArray &payload, ScanControl *control)
{
    return fromJson(minifyJson(asJson(payload, control), control));
}

static QString jsString(const QByteArray &payload, ScanControl *control)
{
    const QString text = asText(payload, control);
    return text.isNull() ? jsBytes(payload, control) : quoted(text, jsEscape, control);
}

static QString pythonString(const QByteArray &payload, ScanControl *control)
{
    const QString text = asText(payload, control);
    return text.isNull() ? pythonBytes(payload, control) : quoted(text, pythonEscape, control);
}

namespace {

/// All that differs from one form to the next.
struct FormTraits
{
    enum class Of { AnyPayload, Text, Json };

    const char *title;
    Of of = Of::AnyPayload;
    QString (*write)(const QByteArray &payload, ScanControl *control);
};

// In the order of CopyForm.
constexpr FormTraits Formats[] = {
        {QT_TRANSLATE_NOOP("CopyForm", "&Text"), FormTraits::Of::Text, asText},
        {QT_TRANSLATE_NOOP("CopyForm", "JSON, &Laid Out"), FormTraits::Of::Json, jsonLaidOut},
        {QT_TRANSLATE_NOOP("CopyForm", "JSON in &One Line"), FormTraits::Of::Json, jsonInOneLine},
        {QT_TRANSLATE_NOOP("CopyForm", "&Base64"), FormTraits::Of::AnyPayload,
         [](const QByteArray &payload, ScanControl *) { return notNull(toBase64(payload)); }},
        {QT_TRANSLATE_NOOP("CopyForm", "&Hex"), FormTraits::Of::AnyPayload,
         [](const QByteArray &payload, ScanControl *) { return notNull(toHex(payload)); }},
        {QT_TRANSLATE_NOOP("CopyForm", "&C String"), FormTraits::Of::AnyPayload, cString},
        {QT_TRANSLATE_NOOP("CopyForm", "&JavaScript"), FormTraits::Of::AnyPayload, jsString},
        {QT_TRANSLATE_NOOP("CopyForm", "&Python"), FormTraits::Of::AnyPayload, pythonString},
};
static_assert(std::size(Formats) == size_t(CopyForm::PythonBytesOrString) + 1);

} // namespace

QList<CopyForm> copyForms(bool isText, bool isJson)
{
    QList<CopyForm> forms;
    for (size_t i = 0; i < std::size(Formats); ++i) {
        const FormTraits::Of of = Formats[i].of;
        if (of == FormTraits::Of::AnyPayload || (of == FormTraits::Of::Text ? isText : isJson))
            forms.append(CopyForm(i));
    }
    return forms;
}

QString copyFormTitle(CopyForm form)
{
    return QCoreApplication::translate("CopyForm", Formats[size_t(form)].title);
}

QString payloadForCopy(const QByteArray &payload, CopyForm form, ScanControl *control)
{
    const QString text = Formats[size_t(form)].write(payload, control);
    return isCancelled(control) ? QString() : text;
}
