// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

class QFrame;
class QLabel;
class QToolButton;
class QWidget;

/// Small widgets that look the same wherever they are.

/// Without a frame until the pointer is over it. `name` is what it is called and its tooltip.
QToolButton *flatButton(const QString &objectName, const QString &text, const QString &name, QWidget *parent);

/// Never takes its text for anything but plain text.
QLabel *plainLabel(const QString &text, QWidget *parent);

/// A line between what is above and below.
QFrame *hairline(QWidget *parent);
