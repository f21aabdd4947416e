// SPDX-License-Identifier: MIT
#pragma once

/// A way for SQLite to the disk (sqlite.org/vfs.html) on which nothing is ever written, whatever a file or
/// what lies beside it asks for: a database and its write-ahead log are opened to be read, everything else is
/// neither found, nor created, nor deleted. A rollback journal is therefore not seen.
///
/// The log of a session that another program is recording is read with that program's index of it, of which
/// this one has a copy, so that whoever cuts that file off ends nothing here. As long as a database is open
/// it is locked as one that is read, which lets others read and append, but not replace it, and goes with the
/// program. The log that a crash has left is read with an index in memory. Writing a session in between makes
/// the next read fail or begin anew; one that is under way may meet a page that has changed.
namespace ReadOnlyVfs {

/// The name to open a database with. Any thread.
const char *name();

} // namespace ReadOnlyVfs
