// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractButton>

/// A small rounded button that floats over what it speaks of.
class Pill : public QAbstractButton
{
    Q_OBJECT

public:
    explicit Pill(QWidget *parent = nullptr);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
};
