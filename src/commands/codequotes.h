// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

/// A string literal of JavaScript, '…', that has no line ends or control characters in it.
QString jsQuoted(const QString &text);

/// A string literal of Python 3, '…', that has no line ends or control characters in it.
QString pythonQuoted(const QString &text);

/// A bytes literal of Python 3, b'…'.
QString pythonBytes(const QByteArray &bytes);
