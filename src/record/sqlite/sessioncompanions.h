// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringList>

#include <memory>

class QLockFile;

/// What lies beside a session file: SQLite's own files (sqlite.org/fileformat.html, sections 3 and 4) and the
/// lock of whoever records into it. Any thread.
namespace SessionCompanions {

/// What SQLite appends to the name of a file, for the file itself first: nothing.
const QStringList &suffixes();
/// The name that SQLite uses, without links, so that what lies beside it is looked for where it is. The name
/// itself, made absolute, if there is no such file.
QString realName(const QString &fileName);
/// The lock beside the file, not yet taken. It is never stale: whoever takes it holds it until they end. Null
/// if what has its place is no ordinary file, such as a pipe, for which one would wait.
std::unique_ptr<QLockFile> lockOf(const QString &fileName);

} // namespace SessionCompanions
