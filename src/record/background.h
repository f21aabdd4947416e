// SPDX-License-Identifier: MIT
#pragma once

/// Makes way for the window: on a machine whose cores are all busy, the calling thread gets less of them
/// than those that were not told to. Where the system cannot do that for a thread, nothing happens.
void runInBackground();

/// Gives memory that was freed back to the system, where the allocator would keep it: worth its
/// milliseconds after something very large.
void releaseFreedMemory();
