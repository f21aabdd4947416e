// SPDX-License-Identifier: MIT
#include "support/faults/faulttable.h"

QList<FaultGroup> faultTable()
{
    return {networkFaults(), statusFaults(), answerFaults(), frameFaults(),
            closeFaults(),   textFaults(),   timingFaults(), dropFaults()};
}
