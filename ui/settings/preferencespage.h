// SPDX-License-Identifier: MIT
#pragma once

#include "ui/settings/fieldeditor.h"

#include <QDialog>

class QCheckBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QScrollArea;
class Settings;

/// How new connections are made and retried. Every change is kept at once; there is nothing to
/// confirm. Not modal.
class PreferencesPage : public QDialog
{
    Q_OBJECT

public:
    /// `settings` must outlive the page.
    explicit PreferencesPage(Settings *settings, QWidget *parent = nullptr);

private:
    QScrollArea *createGroups();
    void createRecordingFields();
    QWidget *createRetryGroup();
    QWidget *createConnectionGroup();
    QWidget *createRecordingGroup();
    /// Without a name, the editor says itself what it is.
    void addField(QFormLayout *form, const FieldEditor &editor, const QString &accessibleName = {});
    void alignLabels();
    void connectRecordingFields();
    void load();
    void loadRecording();

    Settings *m_settings;
    QList<FieldEditor> m_editors;
    /// While the fields are filled, their changes are nobody's wish.
    bool m_loading = false;
    /// While a field is kept, the others need no filling.
    bool m_storing = false;

    QLabel *m_waits;
    QCheckBox *m_private;
    QDoubleSpinBox *m_budget;
    QDoubleSpinBox *m_sessionBound;
    QDoubleSpinBox *m_reserve;
};
