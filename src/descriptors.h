// SPDX-License-Identifier: MIT
#pragma once

/// Files and sockets that this process has open. The system allows so many (RLIMIT_NOFILE), and what fails
/// for that reason often says another one, or none. Any thread.
namespace Descriptors {

// So many are to be had before it is begun. Qt ends the program where a thread of its own gets none.

/// Sockets, certificates, and threads that look up names and proxies.
constexpr int ForAttempt = 8;
/// An attempt, the record's connections to its file, a thread.
constexpr int ForSession = 32;
constexpr int ForProgram = 8;
constexpr int ForWindow = 40;

/// Why the system would not open one more at this moment: EMFILE, ENFILE, or another errno; 0 if it would.
int error();
/// True for the errors that say that too many are open.
bool areTooMany(int systemError);
/// Whether so many more may be opened, as far as that can be told.
bool haveRoomFor(int count);

} // namespace Descriptors
