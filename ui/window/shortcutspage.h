// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog>
#include <QList>

class QAction;

/// A row of ShortcutsPage. Plain text.
struct ShortcutRow
{
    QString group;
    QString text;
    /// As shown, several separated by " or ".
    QString keys;

    bool operator==(const ShortcutRow &) const = default;
};

/// All shortcuts in two columns, group by group. Not modal. Shows what they are when it is made.
class ShortcutsPage : public QDialog
{
    Q_OBJECT

public:
    /// The actions that have a shortcut, grouped by the menu they are in, then `extra`, then the keys
    /// that widgets have of their own.
    explicit ShortcutsPage(const QList<QAction *> &actions, QWidget *parent = nullptr,
                           const QList<ShortcutRow> &extra = {});

    /// Texts without mnemonics, shortcuts as the system writes them; actions without a shortcut,
    /// separators and submenus are left out.
    static QList<ShortcutRow> rowsOf(const QList<QAction *> &actions);

private:
    QWidget *createGroup(const QString &title, const QList<ShortcutRow> &rows);
};
