// SPDX-License-Identifier: MIT
#include "demo/demobinary.h"

#include "demo/demoframe.h"

#include <QCborMap>
#include <QCborValue>
#include <QDateTime>

namespace {

// One grey pixel.
QByteArray png()
{
    return QByteArray::fromHex("89504e470d0a1a0a"
                               "0000000d49484452000000010000000108000000003a7e9b55"
                               "0000000a4944415478da6368000000820081da45083b"
                               "0000000049454e44ae426082");
}

QByteArray cbor(qint64 number, double level)
{
    QCborMap map;
    map.insert(QStringLiteral("seq"), QCborValue(number));
    map.insert(QStringLiteral("sensor"), QCborValue(QStringLiteral("demo")));
    map.insert(QStringLiteral("level"), QCborValue(level));
    map.insert(QStringLiteral("time"), QCborValue(QDateTime::currentDateTimeUtc()));
    return QCborValue(map).toCbor();
}

} // namespace

DemoBinary::DemoBinary(DemoParameters &parameters)
    : DemoPaced(parameters, 2, 10'000)
    , m_random(QRandomGenerator::securelySeeded())
{}

void DemoBinary::appendMessage(QByteArray &frames, qint64 number)
{
    appendDemoFrame(frames, DemoOpcode::Binary, payload(number));
}

QByteArray DemoBinary::payload(qint64 number)
{
    switch ((number - 1) % 8) {
    case 0:
        return png();
    case 1:
        return cbor(number, m_random.generateDouble());
    case 2:
        return randomBytes(16 + m_random.bounded(240));
    case 3:
        return qCompress(QByteArray("deflated ").repeated(100)).mid(4);
    case 4:
        return "{\"seq\":" + QByteArray::number(number) + ",\"note\":\"JSON, sent as binary\"}";
    case 5:
        return randomBytes(4096);
    case 6:
        return {};
    default:
        return randomBytes(64 * 1024);
    }
}

QByteArray DemoBinary::randomBytes(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    for (char &byte : bytes)
        byte = char(m_random.generate());
    return bytes;
}
