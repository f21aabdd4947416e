// SPDX-License-Identifier: MIT
#pragma once

#include <QSet>
#include <QString>

#include <utility>

/// The files that the user's programs had open at one moment, this one's included.
///
/// Reads /proc, which takes some tens of milliseconds on a busy desktop: not for the GUI thread. Where there
/// is no /proc, no file seems open.
class OpenFiles
{
public:
    static OpenFiles now();

    /// Under whatever name it was opened.
    bool contains(const QString &fileName) const;

private:
    /// Device and inode.
    using Identity = std::pair<quint64, quint64>;

    QSet<Identity> m_files;
};
