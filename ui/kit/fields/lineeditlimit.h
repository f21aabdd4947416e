// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

class QLineEdit;

/// All line edits of the program, those of views and dialogs included, take as many characters as they lay
/// out without holding up the window, and say it when more is typed or pasted. To be called once there is an
/// application; more often is of no consequence.
void limitLineEdits();

/// Shows a text of any length, all of it.
void setWholeText(QLineEdit *edit, const QString &text);
