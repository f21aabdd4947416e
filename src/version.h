// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

/// The program's own version, "1.2.3". It is in a generated source, so that another one compiles no more than
/// that.
QString programVersion();
