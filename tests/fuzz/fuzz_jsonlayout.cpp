// SPDX-License-Identifier: MIT
#include "format/json/jsonlayout.h"
#include "format/json/jsonoutline.h"
#include "format/json/jsonspans.h"
#include "tests/fuzz/fuzzing.h"

#include <QString>

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

// An implementation that shares nothing with ours.
static rapidjson::ParseErrorCode rapidJsonError(const QByteArray &json)
{
    rapidjson::MemoryStream stream(json.constData(), size_t(json.size()));
    rapidjson::BaseReaderHandler<> handler;
    rapidjson::Reader reader;
    constexpr unsigned flags = rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag
                               | rapidjson::kParseNumbersAsStringsFlag;
    return reader.Parse<flags>(stream, handler).Code();
}

static void compareWithRapidJson(const QByteArray &json, bool ok)
{
    // It takes a NUL byte for the end.
    if (json.contains('\0'))
        return;
    const rapidjson::ParseErrorCode error = rapidJsonError(json);
    // What it refuses although the grammar allows it comes before errors that are ours too.
    if (error == rapidjson::kParseErrorNumberTooBig
        || error == rapidjson::kParseErrorStringUnicodeSurrogateInvalid)
        return;
    mustHold(ok == (error == rapidjson::kParseErrorNone), "RapidJSON agrees");
}

static void checkError(const JsonCheck &check, const QByteArray &json)
{
    mustHold(check.errorOffset >= 0 && check.errorOffset <= json.size(), "errors are within the text");
    mustHold(check.errorLine >= 1 && check.errorColumn >= 1, "lines and columns count from 1");
    mustHold(!check.errorMessage.isEmpty(), "errors have a sentence");
    mustHold(minifyJson(json).isNull(), "what is no JSON is not minified");
}

static void checkSpans(const QString &line)
{
    qsizetype end = 0;
    for (const JsonSpan &span : jsonSpans(line)) {
        mustHold(span.start >= end && span.length > 0, "spans are in order and not empty");
        end = span.start + span.length;
    }
    mustHold(end <= line.size(), "spans are within the line");
}

static void checkOutline(const QByteArray &json, const QByteArray &layout)
{
    const auto outline = JsonOutline::build(json);
    mustHold(outline != nullptr, "JSON has an outline");
    for (JsonOutline::Index i = 0; i < outline->size(); ++i) {
        const JsonOutline::Value &value = outline->at(i);
        mustHold(value.end > i && value.end <= outline->size(), "values are within their parents");
        mustHold(checkJson(outline->value(i).toByteArray()).ok, "a value is JSON");
        mustHold(value.nameStart == JsonOutline::None || checkJson(outline->name(i).toByteArray()).ok,
                 "a name is a string");
    }
    const auto lines = jsonValuesOfLines(layout);
    mustHold(qsizetype(lines.size()) == layout.count('\n') + 1, "each line has a value");
    const JsonLayoutPart part = layOutJsonPart(json, layout.size() / 2, qint64(lines.size()));
    mustHold(part.ok && layout.startsWith(part.text), "a part is the beginning of the whole");
}

static void run(const uint8_t *data, size_t size)
{
    const QByteArray json = fuzzBytes(data, size);
    const JsonLayout layout = layOutJson(json, int(size % 5));
    compareWithRapidJson(json, layout.ok);
    checkSpans(QString::fromUtf8(json));
    looksLikeJson(json);
    if (!layout.ok) {
        checkError(layout, json);
        return;
    }
    // Every value is looked at as often as it is deep.
    if (json.size() < 2000)
        checkOutline(json, layOutJson(json).text);
    const QByteArray minified = minifyJson(json);
    mustHold(!minified.isNull() && minified.size() <= json.size(), "JSON is minified");
    mustHold(checkJson(layout.text).ok, "what was laid out is JSON");
    mustHold(minifyJson(layout.text) == minified, "laying out changes blanks alone");
    mustHold(layOutJson(minified, int(size % 5)).text == layout.text, "the layout does not depend on blanks");
}

static const FuzzTarget target("fuzz_jsonlayout", run);
