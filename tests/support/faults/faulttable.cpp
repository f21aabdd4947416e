// SPDX-License-Identifier: MIT
#include "support/faults/faulttable.h"

QList<FaultGroup> faultTable()
{
    return {networkFaults(), tlsFaults(),  proxyFaults(),       statusFaults(), answerFaults(), frameFaults(),
            closeFaults(),   textFaults(), compressionFaults(), timingFaults(), dropFaults()};
}
