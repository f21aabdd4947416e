// SPDX-License-Identifier: MIT
#pragma once

#include <QIcon>

/// The program's icon, painted at every size that is asked for: a screen with the trace of a pulse.
/// Has its own dark background, so that it is the same on light and on dark.
QIcon applicationIcon();
