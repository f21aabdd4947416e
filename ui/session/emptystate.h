// SPDX-License-Identifier: MIT
#pragma once

#include "connection/status.h"

#include <QWidget>

class QLabel;
class QPushButton;

/// What stands in the log's place while it has no rows: what to do next, or what is being waited for.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(QWidget *parent = nullptr);

    /// `host` is named while connecting; `used` once anything was in the log.
    void setState(Status status, const QString &host, bool used);

    /// It has the room that is left: its paragraphs are measured once that room is known, not for each
    /// layout.
    bool hasHeightForWidth() const override { return false; }

Q_SIGNALS:
    void demoRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fit();

    QLabel *m_title;
    QLabel *m_text;
    QPushButton *m_demo;
};
