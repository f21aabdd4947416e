// SPDX-License-Identifier: MIT
#include "format/json/jsoncomments.h"

#include <QByteArrayView>

static bool isJsonBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// Behind the string whose quotation mark is at `at`, or the end.
static qsizetype endOfString(QByteArrayView text, qsizetype at)
{
    for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\')
            ++at;
    }
    return at + 1;
}

// Behind the comment at `at`, its line end not included; `at` if there is none, or it does not end.
static qsizetype endOfComment(QByteArrayView text, qsizetype at)
{
    const QByteArrayView rest = text.sliced(at);
    if (rest.startsWith("//")) {
        while (at < text.size() && text[at] != '\n' && text[at] != '\r')
            ++at;
        return at;
    }
    const qsizetype end = rest.startsWith("/*") ? rest.indexOf("*/", 2) : -1;
    return end < 0 ? at : at + end + 2;
}

// Lines stay what they are.
static void blankOut(QByteArray *text, qsizetype from, qsizetype to)
{
    for (qsizetype at = from; at < to; ++at) {
        if (!isJsonBlank(text->at(at)))
            (*text)[at] = ' ';
    }
}

CommentedJson withoutComments(const QByteArray &utf8)
{
    CommentedJson result{utf8};
    // The last comma, if nothing that counts stands behind it; and what stood before it.
    qsizetype comma = -1;
    char last = '{';
    for (qsizetype at = 0; at < utf8.size();) {
        const char c = utf8[at];
        const qsizetype commentEnd = c == '/' ? endOfComment(utf8, at) : at;
        if (commentEnd > at) {
            if (result.comment < 0)
                result.comment = at;
            blankOut(&result.json, at, commentEnd);
            at = commentEnd;
            continue;
        }
        if ((c == '}' || c == ']') && comma >= 0) {
            if (result.comma < 0)
                result.comma = comma;
            blankOut(&result.json, comma, comma + 1);
        }
        if (!isJsonBlank(c)) {
            const bool isBehindValue = last != '{' && last != '[' && last != ',' && last != ':';
            comma = c == ',' && isBehindValue ? at : -1;
            last = c;
        }
        at = c == '"' ? endOfString(utf8, at) : at + 1;
    }
    return result;
}
