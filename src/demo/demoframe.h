// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>

/// The opcodes that the demo server writes (RFC 6455 section 5.2).
enum class DemoOpcode : quint8 {
    Text = 0x1,
    Binary = 0x2,
    Close = 0x8,
};

/// Appends one whole, unmasked frame with FIN set: what a server sends (RFC 6455 sections 5.1 and 5.2).
/// The caller keeps the payload of a Close frame within 125 bytes. Thread-safe.
void appendDemoFrame(QByteArray &frames, DemoOpcode opcode, QByteArrayView payload);
