// SPDX-License-Identifier: MIT
#include "demo/demobehaviour.h"

#include "demo/democonnection.h"

void DemoBehaviour::begin(DemoConnection &connection)
{
    connection.upgrade([this](DemoPeer *peer) { start(peer); });
}

void DemoBehaviour::start(DemoPeer *) {}
