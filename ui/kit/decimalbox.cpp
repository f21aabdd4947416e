// SPDX-License-Identifier: MIT
#include "ui/kit/decimalbox.h"

DecimalBox::DecimalBox(const QString &objectName, double least, double most, const QString &suffix,
                       QWidget *parent)
    : QDoubleSpinBox(parent)
{
    setObjectName(objectName);
    setDecimals(3);
    setRange(least, most);
    setSuffix(suffix);
    setAlignment(Qt::AlignRight);
}

QString DecimalBox::textFromValue(double value) const
{
    QString text = QDoubleSpinBox::textFromValue(value);
    const QString point = locale().decimalPoint();
    if (!text.contains(point))
        return text;
    const QString zero = locale().zeroDigit();
    while (text.endsWith(zero))
        text.chop(zero.size());
    if (text.endsWith(point))
        text.chop(point.size());
    return text;
}
