// SPDX-License-Identifier: MIT
#pragma once

#include "connection/status.h"
#include "failure/remedy.h"

#include <QCoreApplication>
#include <QString>

#include <optional>

/// What the notice bar says, and what helps. Pure, so that it can be tested without a
/// window. Plain text: parts of it come from the network.
struct Notice
{
    Q_DECLARE_TR_FUNCTIONS(Notice)

public:
    QString sentence;
    /// What lies beneath, shown on request; may be empty.
    QString raw;
    Remedies remedies;

    /// What a remedy's button says; empty for None.
    static QString actionText(Remedy remedy);
};

Notice noticeOf(const ConnectionError &error);

/// For a close that was no error and yet not what one expects: by the peer, with anything but 1000.
std::optional<Notice> noticeOf(const StatusReport &report);
