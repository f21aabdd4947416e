// SPDX-License-Identifier: MIT
#include "demo/demoframe.h"

#include <QtEndian>

void appendDemoFrame(QByteArray &frames, DemoOpcode opcode, QByteArrayView payload)
{
    constexpr quint8 fin = 0x80;
    char header[10];
    qsizetype size = 2;
    header[0] = char(fin | quint8(opcode));
    if (payload.size() <= 125) {
        header[1] = char(payload.size());
    } else if (payload.size() <= 0xffff) {
        header[1] = 126;
        qToBigEndian(quint16(payload.size()), header + 2);
        size = 4;
    } else {
        header[1] = 127;
        qToBigEndian(quint64(payload.size()), header + 2);
        size = 10;
    }
    frames.append(header, size);
    frames.append(payload.data(), payload.size());
}
