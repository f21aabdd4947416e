// SPDX-License-Identifier: MIT
#pragma once

#include <QDoubleSpinBox>

/// Shows "10 s", not "10.000 s".
class DecimalBox : public QDoubleSpinBox
{
    Q_OBJECT

public:
    DecimalBox(const QString &objectName, double least, double most, const QString &suffix,
               QWidget *parent = nullptr);

    QString textFromValue(double value) const override;
};
