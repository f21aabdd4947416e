// SPDX-License-Identifier: MIT
#include "exchange/formats/linereader.h"

#include "exchange/inputfile.h"
#include "format/text/numbers.h"

#include <QByteArrayView>

#include <algorithm>

bool LineReader::read(EntryBlock *block)
{
    while (!isFull(*block)) {
        char *begin = nullptr;
        char *end = nullptr;
        if (!m_input.readLine(&begin, &end))
            return fail(m_input.problem());
        if (m_input.lineNumber() == 1 && QByteArrayView(begin, end).startsWith("\xEF\xBB\xBF"))
            begin += 3;
        if (std::all_of(begin, end, [](char c) { return c == ' ' || c == '\t' || c == '\r'; }))
            continue;
        if (!readEntry(begin, end, block))
            return false;
    }
    return true;
}

qint64 LineReader::done() const
{
    return m_input.done();
}

bool LineReader::failAt(const QString &what)
{
    return fail(tr("%1, line %2: %3").arg(m_input.shownName(), formatCount(m_input.lineNumber()), what));
}
