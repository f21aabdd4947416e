// SPDX-License-Identifier: MIT
#include "format/json/jsonrecords.h"

#include "format/json/jsonscanner.h"
#include "scancontrol.h"

#include <algorithm>

static constexpr QByteArrayView ByteOrderMark("\xEF\xBB\xBF", 3);
static constexpr char RecordSeparator = '\x1E';

namespace {

/// Ends the scan where something follows the first value.
class FirstValueSink
{
public:
    explicit FirstValueSink(const ScanControl *control)
        : m_control(control)
    {}

    void open(char) { ++m_depth; }
    void beginFirst() {}
    void comma() {}
    void colon() {}
    void token(const char *, qsizetype) {}
    void close(char, bool) { --m_depth; }
    bool goOn(const char *)
    {
        if (isWhole() || (m_control && m_control->cancelled))
            return false;
        m_began = true;
        return true;
    }
    bool isWhole() const { return m_began && m_depth == 0; }

private:
    const ScanControl *m_control;
    qint64 m_depth = 0;
    bool m_began = false;
};

} // namespace

static bool isBlank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

// What may stand between records, from the front.
static QByteArrayView withoutMarks(QByteArrayView utf8, JsonRecords *seen)
{
    for (;;) {
        if (utf8.startsWith(ByteOrderMark)) {
            seen->hasByteOrderMark = true;
            utf8 = utf8.sliced(ByteOrderMark.size());
        } else if (!utf8.isEmpty() && (utf8.front() == RecordSeparator || isBlank(utf8.front()))) {
            seen->hasSeparators = seen->hasSeparators || utf8.front() == RecordSeparator;
            utf8 = utf8.sliced(1);
        } else {
            return utf8;
        }
    }
}

JsonRecords readJsonRecords(QByteArrayView utf8, const ScanControl *control)
{
    JsonRecords records;
    QByteArrayView rest = withoutMarks(utf8, &records);
    if (rest.isEmpty() || (rest.front() != '{' && rest.front() != '['))
        return {};
    QByteArray documents;
    documents.reserve(rest.size() + 2);
    while (!rest.isEmpty()) {
        FirstValueSink sink(control);
        JsonScanner scanner(rest, sink);
        const bool isRead = scanner.scan() || (scanner.wasEnded() && sink.isWhole());
        if (!isRead || isCancelled(control))
            return {};
        const qsizetype size = scanner.lexer().position() - rest.data();
        documents += documents.isEmpty() ? '[' : ',';
        documents += rest.first(size).trimmed();
        rest = withoutMarks(rest.sliced(size), &records);
        ++records.count;
    }
    records.json = records.count == 1 ? documents.sliced(1) : documents + ']';
    return records;
}

static QByteArrayView withoutComment(QByteArrayView utf8)
{
    const bool isLine = utf8.startsWith("//");
    if (!isLine && !utf8.startsWith("/*"))
        return utf8;
    const QByteArrayView end = isLine ? "\n" : "*/";
    const auto found = std::search(utf8.begin(), utf8.end(), end.begin(), end.end());
    return utf8.sliced(std::min(utf8.size(), found - utf8.begin() + end.size()));
}

bool isMeantAsJson(QByteArrayView utf8)
{
    QByteArrayView rest = utf8.first(std::min<qsizetype>(utf8.size(), 4096));
    JsonRecords seen;
    for (;;) {
        rest = withoutMarks(rest, &seen);
        const QByteArrayView behind = withoutComment(rest);
        if (behind.size() == rest.size())
            return !rest.isEmpty() && (rest.front() == '{' || rest.front() == '[');
        rest = behind;
    }
}
