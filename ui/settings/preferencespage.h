// SPDX-License-Identifier: MIT
#pragma once

#include "profile/connectionprofile.h"

#include <QDialog>

class QCheckBox;
class QDoubleSpinBox;
class QLabel;
class QScrollArea;
class QSpinBox;
class Settings;

/// How new connections are made and retried. Every change is kept at once; there is nothing to
/// confirm. Not modal.
class PreferencesPage : public QDialog
{
    Q_OBJECT

public:
    /// `settings` must outlive the page.
    explicit PreferencesPage(Settings *settings, QWidget *parent = nullptr);

    /// With as few digits as are true to a third of a percent: policies count whole milliseconds, and a wait
    /// of 0.5 s that grows threefold is one of 0.501.
    static double plainSeconds(double seconds);
    /// "Waits: 2, 4, 8, 16, 30, 30 … s, ±25 %": what a policy comes to. Pure; plain text.
    static QString waitsText(const RetryPolicy &policy);

private:
    QScrollArea *createGroups();
    void createFields();
    void createRecordingFields();
    QWidget *createRetryGroup();
    QWidget *createConnectionGroup();
    QWidget *createRecordingGroup();
    void loadRecording();
    void alignLabels();
    void connectFields();
    void load();
    void store();
    void refreshWaits();
    ConnectionProfile edited() const;

    Settings *m_settings;
    /// While the fields are filled, their changes are nobody's wish.
    bool m_loading = false;

    QSpinBox *m_attempts;
    QDoubleSpinBox *m_first;
    QDoubleSpinBox *m_factor;
    QSpinBox *m_randomness;
    QDoubleSpinBox *m_cap;
    QLabel *m_waits;
    QCheckBox *m_private;
    QDoubleSpinBox *m_budget;
    QDoubleSpinBox *m_sessionBound;
    QDoubleSpinBox *m_reserve;
    QCheckBox *m_afterDrop;
    QDoubleSpinBox *m_handshake;
    QDoubleSpinBox *m_keepAlive;
};
