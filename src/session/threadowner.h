// SPDX-License-Identifier: MIT
#pragma once

class QObject;
class QThread;

/// Moves an object, which must have no parent, to a thread that has not ended. The thread deletes it when it
/// ends, and whatever its destructor leaves to be deleted later: with QObject::deleteLater() alone that would
/// stay behind, because the event loop is over.
void giveToThread(QObject *object, QThread *thread);
