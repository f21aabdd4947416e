// SPDX-License-Identifier: MIT
#include "format/json/jsonlayout.h"
#include "format/json/jsonpath.h"
#include "format/json/jsonvalue.h"
#include "tests/fuzz/fuzzing.h"

static void checkValue(QByteArrayView value)
{
    const QByteArray copy = value.toByteArray();
    jsonText(copy);
    mustHold(isJsonNumber(copy) == jsonDouble(copy).has_value(), "a number has a value");
    if (isJsonNumber(copy))
        mustHold(compareJsonNumbers(copy, copy) == 0, "a number equals itself");
}

static void checkFound(QByteArrayView found, const QByteArray &json)
{
    checkValue(found);
    if (found.isNull())
        return;
    mustHold(found.begin() >= json.cbegin() && found.end() <= json.cend(), "what is found is in the text");
    mustHold(jsonKind(found) != JsonKind::None, "what is found is a value");
    if (checkJson(json).ok)
        mustHold(checkJson(found.toByteArray()).ok, "of valid JSON, valid JSON is found");
}

// The path is the first line, the text to look into the rest.
static void run(const uint8_t *data, size_t size)
{
    const QByteArray input = fuzzBytes(data, size);
    const qsizetype lineEnd = input.indexOf('\n');
    const QString text = QString::fromUtf8(input.first(lineEnd < 0 ? input.size() : lineEnd));
    const QByteArray json = fuzzBytes(data + lineEnd + 1, size - size_t(lineEnd + 1));
    checkValue(json);
    qsizetype length = -1;
    QString problem;
    const std::optional<JsonPath> path = JsonPath::parse(text, &length, &problem);
    mustHold(length >= 0 && length <= text.size(), "the path's end or error is in the text");
    mustHold(path.has_value() == problem.isEmpty(), "an error has a sentence");
    if (!path)
        return;
    mustHold(JsonPath::parse(path->toString()) == path, "printed and parsed again it is the same");
    mustHold(JsonPath::parse(text.first(length)) == path, "what follows does not change the path");
    checkFound(path->find(json), json);
}

static const FuzzTarget target("fuzz_jsonpath", run);
