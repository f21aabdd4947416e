// SPDX-License-Identifier: MIT
#include "exchange/jsonparts.h"

#include "exchange/outputfile.h"
#include "format/json/jsoncursor.h"
#include "format/json/jsonscanner.h"
#include "format/json/jsonstring.h"

#include <algorithm>
#include <charconv>

// In base64, whole groups.
static constexpr qsizetype TextPiece = 16 * 1024;
static constexpr qsizetype BinaryPiece = 3 * 16 * 1024;

void JsonParts::writeText(QByteArrayView text, OutputFile &output)
{
    for (qsizetype at = 0; at < text.size(); at += TextPiece) {
        const QByteArrayView piece = text.sliced(at, std::min(TextPiece, text.size() - at));
        output.written(JsonString::escape(piece, output.room(JsonString::MostPerByte * piece.size())));
    }
}

void JsonParts::writeBase64(QByteArrayView bytes, OutputFile &output)
{
    for (qsizetype at = 0; at < bytes.size(); at += BinaryPiece) {
        const QByteArrayView piece = bytes.sliced(at, std::min(BinaryPiece, bytes.size() - at));
        output.write(QByteArray::fromRawData(piece.data(), piece.size()).toBase64());
    }
}

namespace {

/// A sink of JsonScanner that only wants to know whether all is valid, and an object.
struct ObjectSink
{
    void open(char bracket)
    {
        if (isFirst)
            isObject = bracket == '{';
        isFirst = false;
    }
    void beginFirst() {}
    void comma() {}
    void colon() {}
    void token(const char *, qsizetype) { isFirst = false; }
    void close(char, bool) {}

    bool isObject = false;
    bool isFirst = true;
};

} // namespace

JsonParts::Problem JsonParts::checkObject(QByteArrayView text)
{
    ObjectSink sink;
    JsonScanner scanner(text, sink);
    if (!scanner.scan())
        return {scanner.lexer().errorMessage(), scanner.lexer().errorOffset()};
    return sink.isObject ? Problem() : Problem{tr("an object is missing, { to }.")};
}

void JsonParts::find(QByteArrayView object,
                     std::initializer_list<std::pair<QByteArrayView, QByteArrayView *>> members)
{
    JsonCursor cursor(object);
    cursor.skipBlanks();
    if (!cursor.skip('{'))
        return;
    cursor.skipBlanks();
    QByteArrayView name;
    while (cursor.skipName(&name)) {
        const char *const value = cursor.position();
        if (!cursor.skipValue())
            return;
        const QByteArrayView plain = name.sliced(1).chopped(1);
        const auto *found = std::find_if(members.begin(), members.end(),
                                         [plain](const auto &member) { return member.first == plain; });
        if (found != members.end())
            *found->second = QByteArrayView(value, cursor.position());
        if (!cursor.skipComma())
            return;
    }
}

std::optional<qint64> JsonParts::integer(QByteArrayView value)
{
    qint64 number = 0;
    const auto [at, error] = std::from_chars(value.begin(), value.end(), number);
    return error == std::errc() && at == value.end() ? std::optional(number) : std::nullopt;
}

std::optional<QByteArrayView> JsonParts::text(QByteArrayView string)
{
    char *const begin = const_cast<char *>(string.data()) + 1;
    char *const end = JsonString::unescape(begin, begin + string.size() - 2);
    return end ? std::optional(QByteArrayView(begin, end)) : std::nullopt;
}

std::optional<QByteArray> JsonParts::base64(QByteArrayView text)
{
    const auto decoded = QByteArray::fromBase64Encoding(QByteArray::fromRawData(text.data(), text.size()),
                                                        QByteArray::AbortOnBase64DecodingErrors);
    return decoded ? std::optional(*decoded) : std::nullopt;
}

QString JsonParts::halfCharacter()
{
    return tr("the text has half of a character: \\ud800 to \\udfff stand in pairs.");
}
