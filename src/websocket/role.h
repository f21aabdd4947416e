// SPDX-License-Identifier: MIT
#pragma once

/// The two sides of a connection (RFC 6455): a client's frames are masked, a server's are not.
enum class Role { Client, Server };
