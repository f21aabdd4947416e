// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

class QPlainTextEdit;

/// Wraps what is written, pasted or loaded in an editor so that it never takes long to lay out
/// (quickWrapping()). To be called once the editor has its document.
void wrapQuickly(QPlainTextEdit *edit);

/// As much of a text from elsewhere as a label that wraps it may show, which lays all of it out at once; and
/// how much is left out.
QString wrappable(const QString &text);
