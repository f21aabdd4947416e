// SPDX-License-Identifier: MIT
#include "format/preview.h"
#include "tests/fuzz/fuzzing.h"

#include <QChar>
#include <QList>

static void checkLine(const QString &line, int maxChars)
{
    mustHold(line.size() <= maxChars, "a preview fits");
    mustHold(line.isValidUtf16(), "no surrogate pair is split");
    char32_t before = 0;
    for (const char32_t c : line.toUcs4()) {
        const QChar::Category category = QChar::category(c);
        mustHold(category != QChar::Other_Control, "no control passes");
        // The two joiners do their work behind letters and emoji.
        const bool mayJoin = (c == 0x200c || c == 0x200d) && before > 0x600 && before != 0xfffd;
        mustHold(category != QChar::Other_Format || mayJoin, "nothing invisible passes");
        before = c;
    }
}

// The first three bytes choose the type, the room and the whole size.
static void run(const uint8_t *data, size_t size)
{
    if (size < 3)
        return;
    const auto type = MessageType(data[0] % (int(MessageType::Note) + 1));
    const int maxChars = data[1];
    const qint64 wholeSize = data[2] - 1;
    const QByteArray payload = fuzzBytes(data + 3, size - 3);
    checkLine(previewOf(type, Direction::In, payload, maxChars, wholeSize), maxChars);
    checkLine(previewOf(type, Direction::Local, payload), 256);
}

static const FuzzTarget target("fuzz_preview", run);
