// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

/// Why these cannot all have been drawn at random, each by itself; empty if they can. Eight or more of four
/// bytes or more are needed for that to be wrong once in millions of runs.
QString nonceProblem(const QList<QByteArray> &nonces);
