// SPDX-License-Identifier: MIT
#pragma once

#include <QCoreApplication>

/// The words of the groups, which are functions and have no context of their own.
class SettingsText
{
    Q_DECLARE_TR_FUNCTIONS(SettingsText)
};
