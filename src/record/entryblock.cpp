// SPDX-License-Identifier: MIT
#include "record/entryblock.h"

#include <cstring>

static constexpr size_t KeptBytes = 16 * 1024 * 1024;

void EntryBlock::clear()
{
    m_rows.clear();
    if (m_bytes.capacity() > KeptBytes)
        m_bytes = {};
    m_bytes.clear();
}

char *EntryBlock::add(const Row &row, bool withPayload)
{
    m_rows.push_back(row);
    m_rows.back().begin = m_bytes.size();
    if (withPayload)
        m_bytes.resize(m_bytes.size() + size_t(row.size));
    return m_bytes.data() + m_rows.back().begin;
}

void EntryBlock::add(const Message &message, bool withPayload)
{
    char *to =
            add({message.sequence, message.timeUs, message.direction, message.type, message.payload.size()},
                withPayload);
    if (withPayload && !message.payload.isEmpty())
        std::memcpy(to, message.payload.constData(), size_t(message.payload.size()));
}

void EntryBlock::removeLast()
{
    m_bytes.resize(m_rows.back().begin);
    m_rows.pop_back();
}
