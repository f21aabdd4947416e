// SPDX-License-Identifier: MIT
// HAR 1.2, the HTTP archive of browsers and proxies, with the messages of WebSocket as Chrome has them.
#include "exchange/exchangeformat.h"
#include "exchange/har/harreader.h"
#include "exchange/har/harwriter.h"
#include "format/json/jsoncursor.h"

#include <memory>

// {"log": {
static bool recognisesHar(QByteArrayView head)
{
    if (head.startsWith("\xEF\xBB\xBF"))
        head = head.sliced(3);
    JsonCursor cursor(head);
    cursor.skipBlanks();
    if (!cursor.skip('{'))
        return false;
    cursor.skipBlanks();
    QByteArrayView name;
    return cursor.skipName(&name) && name == "\"log\"" && cursor.isAt('{');
}

const ExchangeFormat HarFormat{
        .key = QLatin1StringView("har"),
        .name = QT_TRANSLATE_NOOP("ExchangeFormat", "HAR: the archive of browsers’ developer tools"),
        .suffix = QLatin1StringView("har"),
        .recognises = recognisesHar,
        .reader = [](InputFile &input) -> std::unique_ptr<EntryReader> {
            return std::make_unique<HarReader>(input);
        },
        .writer = [](OutputFile &output) -> std::unique_ptr<EntryWriter> {
            return std::make_unique<HarWriter>(output);
        },
};
