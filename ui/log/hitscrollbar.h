// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QScrollBar>

/// A vertical scroll bar with marks along it, where in what is scrolled something was found.
class HitScrollBar : public QScrollBar
{
    Q_OBJECT

public:
    explicit HitScrollBar(QWidget *parent = nullptr);

    /// How many marks can be told apart: the height of the groove in pixels.
    int places() const;
    /// One for each place, from the top; empty for none.
    void setMarks(const QList<bool> &marks);
    const QList<bool> &marks() const { return m_marks; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QRect groove() const;

    QList<bool> m_marks;
};
