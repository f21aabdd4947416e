// SPDX-License-Identifier: MIT
#pragma once

#include "ui/settings/settingsrow.h"

class ElidedLabel;
class QFormLayout;
class QLabel;
class QToolButton;

/// Settings that belong together. Folded it is one line that says in words what they come to; what is not as
/// by default is marked and can be reset. It knows rows, not what they are about: the functions of
/// settingsgroups.h fill it.
class SettingsGroup : public QWidget
{
    Q_OBJECT

public:
    using Summary = std::function<QString(const ConnectionProfile &)>;
    using Refresh = std::function<void(const ConnectionProfile &draft)>;

    /// `key` is part of object names: "<key>Group", "<key>Toggle", "<key>Reset".
    SettingsGroup(const QString &key, const QString &title, const Summary &summary, QWidget *parent);

    /// A field as the table of fields has it: beside or below its label, or without one if it is a box to
    /// tick.
    SettingsRow *addField(ProfileField field);
    SettingsRow *addField(const FieldEditor &editor);
    /// Below its label. What it edits is no field of the profile.
    SettingsRow *addWideRow(const QString &label, QWidget *field, const SettingsBinding &binding);
    void addWide(QWidget *widget);
    void setRowShown(SettingsRow *row, bool shown);
    /// Is called whenever the draft may have changed.
    void addRefresh(const Refresh &refresh) { m_refreshes.append(refresh); }
    /// For a group that is changed by something other than its fields.
    void setChangedBy(const std::function<bool(const ConnectionProfile &draft)> &isChanged);

    QString key() const { return m_key; }
    QString title() const;
    const QList<SettingsRow *> &rows() const { return m_rows; }
    /// Fills the fields; they are untouched then.
    void load(const ConnectionProfile &draft);
    /// Writes what was edited since load().
    void store(ConnectionProfile &draft) const;
    QList<ProfileProblem> typingProblems() const;
    void showProblems(const QList<ProfileProblem> &problems);
    void refresh(const ConnectionProfile &draft, const ConnectionProfile &defaults);

    bool isChanged() const { return m_changed; }
    bool isOpen() const { return m_open; }
    void setOpen(bool open);

Q_SIGNALS:
    void edited();
    void resetRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *createHeader(const QString &title);
    void adopt(SettingsRow *row);
    void touch(SettingsRow *row);
    void applyPalette();

    const QString m_key;
    const Summary m_summary;
    QToolButton *m_toggle;
    ElidedLabel *m_summaryLabel;
    QLabel *m_mark;
    QToolButton *m_reset;
    QWidget *m_content;
    QFormLayout *m_form;
    QList<SettingsRow *> m_rows;
    QList<Refresh> m_refreshes;
    std::function<bool(const ConnectionProfile &)> m_changedBy;
    bool m_changed = false;
    bool m_open = false;
    bool m_loading = false;
};
