// SPDX-License-Identifier: MIT
// Empty: the library that it makes is there for its precompiled header.
