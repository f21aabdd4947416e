// SPDX-License-Identifier: MIT
#pragma once

#include <QTabWidget>

/// The tabs of the window. Each is as wide as its title and the largest count of new messages, so that none
/// moves while messages come; where there are many, they get narrower as long as titles can be told apart,
/// and are scrolled then.
class SessionTabs : public QTabWidget
{
    Q_OBJECT

public:
    explicit SessionTabs(QWidget *parent = nullptr);

    /// What a tab with this title is to be added with: all tabs are laid out anew for each later change.
    static QString textOf(const QString &title);
    /// Plain text. `unread` is shown behind the title unless it is 0.
    void setTitle(int index, const QString &title, quint64 unread);
};
