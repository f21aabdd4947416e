// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringList>

#include <functional>

class QWidget;

/// Asks for a file that openAnySession() opens, and waits for the answer; empty for none.
QString chosenSessionFile(QWidget *window);

/// Asks which of several connections in a file is meant; the problem and the choice are those of
/// OpenedSession. Calls `choose` with its number if one is chosen.
void chooseConnection(QWidget *window, const QString &problem, const QStringList &choice,
                      const std::function<void(int number)> &choose);
