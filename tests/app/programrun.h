// SPDX-License-Identifier: MIT
#pragma once

#include "support/sessionfiles.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QString>

/// How one of the programs ended, and what it printed.
struct ProgramRun
{
    int exitCode = -1;
    QString out;
    QString err;
};

/// Waits for the end; the exit code is -1 if there was none in a minute, or no orderly one.
inline ProgramRun finish(QProcess &process)
{
    const bool over = process.state() == QProcess::NotRunning || process.waitForFinished(60000);
    if (!over || process.exitStatus() != QProcess::NormalExit)
        return {-1, {}, process.errorString()};
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

/// The last line of a file of metrics; empty if it is not the one of the end.
inline QJsonObject finalMetrics(const QString &fileName)
{
    const QByteArrayList lines = contentsOf(fileName).trimmed().split('\n');
    const QJsonObject last = QJsonDocument::fromJson(lines.last()).object();
    return last.value(QLatin1String("final")).toBool() ? last : QJsonObject();
}
