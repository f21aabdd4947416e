// SPDX-License-Identifier: MIT
#include "websocket/httplines.h"

#include <utility>

std::optional<QByteArray> HttpLines::takeLine()
{
    for (; m_scanned < m_unread.size(); ++m_scanned) {
        const char c = m_unread.at(m_scanned);
        const bool afterReturn = m_scanned > 0 && m_unread.at(m_scanned - 1) == '\r';
        if (afterReturn && c == '\n') {
            const QByteArray line = m_unread.first(m_scanned - 1);
            m_unread.remove(0, std::exchange(m_scanned, 0) + 1);
            return line;
        }
        const bool isControl = (uchar(c) < 0x20 && c != '\t' && c != '\r') || c == 0x7F;
        if (afterReturn || isControl) {
            m_isBroken = true;
            break;
        }
    }
    return {};
}

QByteArray HttpLines::takeBytes(qsizetype most)
{
    m_scanned = 0;
    if (most >= m_unread.size())
        return std::exchange(m_unread, {});
    const QByteArray bytes = m_unread.first(most);
    m_unread.remove(0, most);
    return bytes;
}

static bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

static QByteArray withoutBlanks(QByteArrayView value)
{
    while (!value.isEmpty() && isBlank(value.front()))
        value = value.sliced(1);
    while (!value.isEmpty() && isBlank(value.back()))
        value.chop(1);
    return value.toByteArray();
}

bool addHeaderLine(const QByteArray &line, HttpHeaders *headers)
{
    if (!line.isEmpty() && isBlank(line.front())) {
        if (headers->isEmpty())
            return false;
        headers->last().value += ' ' + withoutBlanks(line);
        return true;
    }
    const qsizetype colon = line.indexOf(':');
    if (colon < 0 || !isHttpToken(QByteArrayView(line).first(colon)))
        return false;
    headers->append({line.first(colon), withoutBlanks(QByteArrayView(line).sliced(colon + 1))});
    return true;
}
