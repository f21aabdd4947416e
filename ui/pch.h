// SPDX-License-Identifier: MIT
// Precompiled for the widgets; no source may rely on it for its includes.
#include <QAction>
#include <QApplication>
#include <QBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QString>
#include <QToolButton>
#include <QWidget>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
