// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QWidget>

#include <optional>

class RateHistory;
struct RateSample;

/// The messages a second of the last minute as a small line, scaled to its own maximum. The pointer over it
/// asks for one moment: when, how many messages, how many bytes.
class RateLine : public QWidget
{
    Q_OBJECT

public:
    explicit RateLine(QWidget *parent = nullptr);

    /// Not owned; it must outlive the line, or be taken away with nullptr.
    void setHistory(const RateHistory *history);
    /// Shows what the history has now; paints only if that looks different. Cheap enough for every sample.
    void refresh();

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    bool event(QEvent *event) override;

private:
    QRectF plotArea() const;
    QPointF pointAt(qsizetype index) const;
    /// The nearest sample; -1 if there is none.
    qsizetype indexAt(double x) const;
    void showTip();

    const RateHistory *m_history = nullptr;
    QList<double> m_values; ///< Messages a second, as they are painted.
    double m_maximum = 0;
    std::optional<QPoint> m_pointer;
    QString m_tip;
};
