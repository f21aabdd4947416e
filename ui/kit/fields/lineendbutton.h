// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

class QToolButton;
class QWidget;
class VerbatimEdit;

/// Names the line end of what is written in the field, and offers others. Not shown while the text is one
/// line.
QToolButton *lineEndButton(const QString &objectName, VerbatimEdit *edit, QWidget *parent);
