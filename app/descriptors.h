// SPDX-License-Identifier: MIT
#pragma once

/// Lets this process have as many files and sockets open as the system allows it. What a process begins with
/// is often 1,024, so that old programs that use select() work; a tab takes some twenty.
void allowManyDescriptors();
