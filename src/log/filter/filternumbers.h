// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <optional>

/// Numbers with units as they are typed into a filter. Case of units does not matter, decimals are allowed
/// where there is a unit to divide; what lies below the smallest unit is cut. Nothing for what is no such
/// number or too large. Pure functions, for any thread.

/// "100", "1,000", "1.5k", "2M", "1GB": bytes; k is 1000.
std::optional<qint64> parseFilterBytes(QStringView text);
/// parseFilterBytes() gives the same again. Not negative.
QString filterBytesText(qint64 bytes);

/// "7", "1,204,331", "#7": an entry's number, from 1 to 2^63 - 1.
std::optional<quint64> parseFilterSequence(QStringView text);

/// "30s", "1.5h", "500ms", "1d", "20us": microseconds, at least one.
std::optional<qint64> parseFilterSpan(QStringView text);
/// parseFilterSpan() gives the same again. At least 1.
QString filterSpanText(qint64 us);
