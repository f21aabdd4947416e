// SPDX-License-Identifier: MIT
#include "websocket/deflate/messageinflater.h"

using namespace Qt::StringLiterals;

MessageInflater::MessageInflater(const DeflateWindow &window, qint64 maxMessageBytes)
    : m_takesOver(window.takesOver)
    , m_maxMessageBytes(maxMessageBytes)
    , m_stream(window.bits)
{}

MessageInflater::Fault MessageInflater::broken(QLatin1StringView text)
{
    m_faultText = text;
    return Fault::Broken;
}

MessageInflater::Fault MessageInflater::add(const char *bytes, qsizetype size, QByteArray *message)
{
    const char *const end = bytes + size;
    for (;;) {
        const InflateStream::Stop stop = m_stream.read(&bytes, end);
        const QByteArrayView made = m_stream.takeOutput();
        if (message->size() + made.size() > m_maxMessageBytes)
            return Fault::TooBig;
        if (message->isNull())
            *message = made.toByteArray(); // of exact size
        else
            message->append(made);
        if (stop == InflateStream::Stop::Broken)
            return broken(m_stream.fault());
        if (stop == InflateStream::Stop::InputUsed)
            return Fault::None;
    }
}

MessageInflater::Fault MessageInflater::finish(QByteArray *message)
{
    if (message->isNull())
        *message = QByteArray("");
    if (!m_stream.endMessage())
        return broken("the last block is incomplete"_L1);
    if (!m_takesOver)
        m_stream.restart();
    return Fault::None;
}
