// SPDX-License-Identifier: MIT
#include "profile/connectionprofile.h"

QString engineKey(Engine engine)
{
    return engine == Engine::Qt ? QStringLiteral("qt") : QStringLiteral("beast");
}
