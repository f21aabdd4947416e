// SPDX-License-Identifier: MIT
#pragma once

#include "message.h"

#include <QWidget>

#include <optional>

class QToolButton;

/// Remembers one message to compare others with, and offers that for the one that is shown: a row that is
/// there only while there is something to offer.
class CompareMark : public QWidget
{
    Q_OBJECT

public:
    /// Of each payload: larger ones would take too much memory to compare.
    static constexpr qint64 MaxBytes = 16 * 1024 * 1024;

    explicit CompareMark(QWidget *parent = nullptr);

    /// False, and nothing changes, if it is too large.
    bool mark(const Message &message);
    const std::optional<Message> &marked() const { return m_marked; }
    /// Nothing if none is.
    void setShown(const std::optional<Message> &message);
    bool canCompare() const;

Q_SIGNALS:
    void compareRequested();

private:
    void forget();
    void refresh();

    std::optional<Message> m_marked;
    std::optional<Message> m_shown;
    QToolButton *m_compare;
};
