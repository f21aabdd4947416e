// SPDX-License-Identifier: MIT
#pragma once

#include "format/text/bytevalues.h"

#include <QWidget>

class QGridLayout;
class QLabel;

/// The bytes at one place as numbers and times: a line for each type, one column for each order of bytes, or
/// two lines of the long ones where it is narrow. The lines are always the same, so that nothing moves while
/// a selection does; what the remaining bytes are too few for stays empty. Values can be selected; one that
/// does not fit all the same is cut with an ellipsis and is in the tooltip.
class ByteValuesPanel : public QWidget
{
    Q_OBJECT

public:
    explicit ByteValuesPanel(QWidget *parent = nullptr);

    void showBytes(const QByteArray &bytes, qint64 offset);
    /// What it needs for all values in one line each.
    int wholeWidth() const;
    /// It will be so wide.
    void adaptTo(int width);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Line
    {
        QString type;
        QLabel *title = nullptr;
        // Of the big endian, where that has a line of its own.
        QLabel *second = nullptr;
        // By order: little endian or none at all, big endian.
        QLabel *values[2] = {};
        QString texts[2] = {};
    };

    void arrange();
    void cutTexts();

    QList<Line> m_lines;
    QGridLayout *m_grid;
    bool m_isNarrow = false;
};
