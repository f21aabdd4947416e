// SPDX-License-Identifier: MIT
#pragma once

#include "format/text/bytevalues.h"

#include <QWidget>

class QLabel;

/// The bytes at one place as numbers and times: a line for each type, one column for each order of bytes. The
/// lines are always the same, so that nothing moves while a selection does; what the remaining bytes are too
/// few for stays empty. Values can be selected.
class ByteValuesPanel : public QWidget
{
    Q_OBJECT

public:
    explicit ByteValuesPanel(QWidget *parent = nullptr);

    void showBytes(const QByteArray &bytes, qint64 offset);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Line
    {
        QString type;
        QLabel *title = nullptr;
        // By order: little endian or none at all, big endian.
        QLabel *values[2] = {};
    };

    QList<Line> m_lines;
};
