// SPDX-License-Identifier: MIT
#include "format/json/jsonspans.h"

using namespace Qt::StringLiterals;

namespace {

bool isBlank(QChar c)
{
    return c == u' ' || c == u'\t' || c == u'\r' || c == u'\n';
}

bool isWord(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'_';
}

bool isNumberPart(QChar c)
{
    return (c >= u'0' && c <= u'9') || c == u'-' || c == u'+' || c == u'.' || c == u'e' || c == u'E';
}

// All of these return where what begins at `at` ends.
qsizetype endOfString(QStringView line, qsizetype at)
{
    for (++at; at < line.size(); ++at) {
        if (line.at(at) == u'\\')
            ++at;
        else if (line.at(at) == u'"')
            return at + 1;
    }
    return line.size();
}

template <typename Predicate>
qsizetype endOfRun(QStringView line, qsizetype at, Predicate belongs)
{
    do {
        ++at;
    } while (at < line.size() && belongs(line.at(at)));
    return at;
}

bool isFollowedByColon(QStringView line, qsizetype at)
{
    while (at < line.size() && isBlank(line.at(at)))
        ++at;
    return at < line.size() && line.at(at) == u':';
}

} // namespace

QList<JsonSpan> jsonSpans(QStringView line, qsizetype maxSpans)
{
    QList<JsonSpan> spans;
    const auto add = [&spans](JsonSpan::Kind kind, qsizetype start, qsizetype end) {
        spans.append({kind, start, end - start});
        return end;
    };
    qsizetype at = 0;
    while (at < line.size() && spans.size() < maxSpans) {
        const QChar c = line.at(at);
        if (c == u'"') {
            const qsizetype end = endOfString(line, at);
            at = add(isFollowedByColon(line, end) ? JsonSpan::Kind::Key : JsonSpan::Kind::String, at, end);
        } else if (c == u'-' || (c >= u'0' && c <= u'9')) {
            at = add(JsonSpan::Kind::Number, at, endOfRun(line, at, isNumberPart));
        } else if (isWord(c)) {
            const qsizetype end = endOfRun(line, at, isWord);
            const QStringView word = line.sliced(at, end - at);
            if (word == "true"_L1 || word == "false"_L1 || word == "null"_L1)
                add(JsonSpan::Kind::Literal, at, end);
            at = end;
        } else if (u"{}[]:,"_s.contains(c)) {
            at = add(JsonSpan::Kind::Punctuation, at, at + 1);
        } else {
            ++at;
        }
    }
    return spans;
}
