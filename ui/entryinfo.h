// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

struct Message;

/// "#1,204,331 · received · text · 121 B · 12:01:02.134567 · 2026-11-22". Plain text.
QString entryInfoLine(const Message &message);
