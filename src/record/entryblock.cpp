// SPDX-License-Identifier: MIT
#include "record/entryblock.h"

#include <algorithm>
#include <cstring>

static constexpr size_t KeptBytes = 16 * 1024 * 1024;

void EntryBlock::clear()
{
    m_rows.clear();
    m_size = 0;
    if (m_capacity > KeptBytes) {
        m_bytes.reset();
        m_capacity = 0;
    }
}

void EntryBlock::grow(size_t size)
{
    if (size > m_capacity) {
        m_capacity = std::max(2 * m_capacity, size);
        auto bytes = std::make_unique_for_overwrite<char[]>(m_capacity);
        if (m_size > 0)
            std::memcpy(bytes.get(), m_bytes.get(), m_size);
        m_bytes = std::move(bytes);
    }
    m_size = size;
}

char *EntryBlock::add(const Row &row, bool withPayload)
{
    m_rows.push_back(row);
    m_rows.back().begin = m_size;
    if (withPayload)
        grow(m_size + size_t(row.size));
    return m_bytes.get() + m_rows.back().begin;
}

void EntryBlock::add(const Message &message, bool withPayload)
{
    char *to = add({message, message.payload.size(), 0, message.wireBytes}, withPayload);
    if (withPayload && !message.payload.isEmpty())
        std::memcpy(to, message.payload.constData(), size_t(message.payload.size()));
}

void EntryBlock::removeLast()
{
    m_size = m_rows.back().begin;
    m_rows.pop_back();
}
