// SPDX-License-Identifier: MIT
#include "connection/connectionprofile.h"

QString engineKey(Engine engine)
{
    return engine == Engine::Qt ? QStringLiteral("qt") : QStringLiteral("beast");
}
