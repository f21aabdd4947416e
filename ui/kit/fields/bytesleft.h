// SPDX-License-Identifier: MIT
#pragma once

#include <QLabel>

/// How many bytes are left of those that a field may come to, beside the field. It keeps its width.
class BytesLeft : public QLabel
{
    Q_OBJECT

public:
    BytesLeft(const QString &objectName, int most, QWidget *parent);

    void setUsed(qsizetype bytes);

private:
    const int m_most;
};
