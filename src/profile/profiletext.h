// SPDX-License-Identifier: MIT
#pragma once

#include <QCoreApplication>

/// The context of what people read about a profile.
class ProfileText
{
    Q_DECLARE_TR_FUNCTIONS(ProfileText)
};
