// SPDX-License-Identifier: MIT
#pragma once

#include <QMenu>

class Settings;

/// The sessions that were opened lately, then those that were recorded last.
class RecentSessions : public QMenu
{
    Q_OBJECT

public:
    /// The settings must outlive it.
    explicit RecentSessions(const Settings *settings, QWidget *parent = nullptr);

Q_SIGNALS:
    void openRequested(const QString &fileName);

private:
    void fill();

    const Settings *const m_settings;
};
