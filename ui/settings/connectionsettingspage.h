// SPDX-License-Identifier: MIT
#pragma once

#include "profile/profilecheck.h"

#include <QDialog>

class ElidedLabel;
class FieldProblem;
class QCheckBox;
class QLabel;
class QLineEdit;
class QScrollArea;
class RowsTable;
class SettingsGroup;

/// How one connection is made: a profile, in groups. At first only what is not as by default is open. Every
/// edit that is right applies at once; a field that is not is marked, says why while it has the focus, and
/// keeps its earlier value until it is. Not modal.
class ConnectionSettingsPage : public QDialog
{
    Q_OBJECT

public:
    explicit ConnectionSettingsPage(QWidget *parent = nullptr);
    ~ConnectionSettingsPage() override;

    /// Shows this profile, whose fields are marked where they differ from `defaults`; emits nothing.
    /// `urlText` is what was typed, if it is more than the profile's URL can hold: one with {{variables}}.
    /// What is being edited stays if the profile is the one that profile() gives.
    void setProfile(const ConnectionProfile &profile, const ConnectionProfile &defaults,
                    const QString &urlText = {});
    /// What applies: without the edits that are not right.
    const ConnectionProfile &profile() const { return m_profile; }
    /// As it is in the field, right or not. With all secrets in it.
    QString urlText() const;
    /// While the connection is up, changes wait for the next one: the page says so and offers it.
    void setConnected(bool connected);
    /// Edits apply to a tab; what is saved under this name follows when it is saved. Empty if it is not.
    void setSavedName(const QString &name);
    /// Opens the group of the field and goes there.
    void showField(ProfileField field);

Q_SIGNALS:
    void profileChanged(const ConnectionProfile &profile);
    void urlTextEdited(const QString &text);
    void reconnectRequested();
    void saveRequested();

private:
    QWidget *createTop();
    QWidget *createGroups();
    QWidget *createBottom();
    void alignLabels();
    void connectGroup(SettingsGroup *group);

    void loadGroups();
    void loadQuery();
    void handleQueryEdited();
    void handleUrlEdited();
    void handleEdited();
    void resetGroup(SettingsGroup *group);
    /// What was typed as URL; empty while that has {{variables}}, which are nobody's fault.
    QList<ProfileProblem> takeUrl();
    /// Takes over what is right.
    void apply();
    /// Looks for problems, in files, too: once an edit.
    void check();
    void refresh();
    void fold();

    ConnectionProfile m_profile;
    ConnectionProfile m_defaults;
    /// With what is not right.
    ConnectionProfile m_draft;
    QList<ProfileProblem> m_problems;

    QLineEdit *m_url;
    FieldProblem *m_urlProblem;
    QLineEdit *m_find;
    QCheckBox *m_showAll;
    QScrollArea *m_scroll;
    RowsTable *m_query;
    QList<SettingsGroup *> m_groups;
    ElidedLabel *m_note;
    QLabel *m_nothingFound;
    QWidget *m_reconnect;
    QWidget *m_saved;
    QLabel *m_savedNote;
};
