// SPDX-License-Identifier: MIT
#pragma once

#include "support/faults/fault.h"

/// Every fault that is tested and documented, in the order of docs/faults.md.
QList<FaultGroup> faultTable();

/// docs/faults.md: the table as Markdown, in UTF-8.
QByteArray faultDocs(const QList<FaultGroup> &table);

// Its parts.
FaultGroup networkFaults();
FaultGroup tlsFaults();
FaultGroup proxyFaults();
FaultGroup statusFaults();
FaultGroup answerFaults();
FaultGroup frameFaults();
FaultGroup closeFaults();
FaultGroup textFaults();
FaultGroup compressionFaults();
FaultGroup timingFaults();
FaultGroup dropFaults();
