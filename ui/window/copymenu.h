// SPDX-License-Identifier: MIT
#pragma once

#include <QMenu>

#include <functional>

class ConnectionDraft;
enum class CopyFormat : quint8;

/// Puts a connection on the clipboard as a command line or as code.
class CopyMenu : public QMenu
{
    Q_OBJECT

public:
    using Current = std::function<const ConnectionDraft &()>;

    /// `current` is asked for the connection when something is chosen.
    explicit CopyMenu(Current current, QWidget *parent = nullptr);

Q_SIGNALS:
    /// What came of it.
    void said(const QString &sentence);

private:
    void copy(CopyFormat format);

    const Current m_current;
    QAction *m_secrets;
};
