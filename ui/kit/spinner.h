// SPDX-License-Identifier: MIT
#pragma once

#include <QTimer>
#include <QWidget>

/// Turns while something is under way; takes its room but paints nothing else.
class Spinner : public QWidget
{
    Q_OBJECT

public:
    explicit Spinner(QWidget *parent = nullptr);

    void setSpinning(bool spinning);
    bool isSpinning() const { return m_timer.isActive(); }

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QTimer m_timer;
    int m_step = 0;
};
