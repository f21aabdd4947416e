// SPDX-License-Identifier: MIT
#pragma once

#include <QMenu>
#include <QString>

class QLineEdit;
class Settings;
class QWidgetAction;

/// Filters that are kept: named ones, recent ones, and a row to keep the present one under a name. Filled
/// anew whenever it opens.
class FilterMenu : public QMenu
{
    Q_OBJECT

public:
    FilterMenu(Settings *settings, QWidget *parent);

    /// The filter that would be kept, as it was typed; empty if there is none worth it.
    void setPresent(const QString &text);

Q_SIGNALS:
    void chosen(const QString &text);
    void clearRequested();

private:
    void fill();
    void addNamed();
    void addRecent();
    QAction *addFilter(const QString &title, const QString &text);
    void save();

    Settings *m_settings;
    QString m_present;
    QWidgetAction *m_saving;
    QLineEdit *m_name;
};
