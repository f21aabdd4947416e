// SPDX-License-Identifier: MIT
#pragma once

class QWidget;
class RowsTable;
class SettingsGroup;

/// The groups of the connection settings, one function each. A group belongs to its parent, edits its part of
/// a profile and knows nothing of the others.

/// The table is its owner's to fill and to read: its rows have a QueryParameter each as their origin.
SettingsGroup *createQueryGroup(RowsTable *table, QWidget *parent);
SettingsGroup *createRequestGroup(QWidget *parent);
SettingsGroup *createAuthenticationGroup(QWidget *parent);
SettingsGroup *createTlsGroup(QWidget *parent);
SettingsGroup *createProxyGroup(QWidget *parent);
SettingsGroup *createNetworkGroup(QWidget *parent);
SettingsGroup *createCompressionGroup(QWidget *parent);
SettingsGroup *createLimitsGroup(QWidget *parent);
SettingsGroup *createRetryGroup(QWidget *parent);
SettingsGroup *createOpeningGroup(QWidget *parent);
SettingsGroup *createEngineGroup(QWidget *parent);
SettingsGroup *createRecordingGroup(QWidget *parent);
