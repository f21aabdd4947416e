// SPDX-License-Identifier: MIT
#include "ui/window/applicationicon.h"

#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>
#include <QPixmap>

#include <algorithm>

namespace {

// The icon's own colours, the one place that does not follow the palette.
constexpr QRgb Screen = 0xff14202e;
constexpr QRgb Grid = 0xff2c4258;
constexpr QRgb Trace = 0xff5be49b;

// From this size on there is room for the grid.
constexpr double GridFrom = 24;

QPainterPath tracePath(double side)
{
    // In sixteenths: quiet, a pulse up, one down, quiet.
    static constexpr QPointF points[] = {{2.5, 8}, {5, 8}, {6.5, 3.5}, {9, 12.5}, {10.5, 8}, {13.5, 8}};
    QPainterPath path(points[0] * (side / 16));
    for (const QPointF &point : points)
        path.lineTo(point * (side / 16));
    return path;
}

void paintIcon(QPainter *painter, const QRect &rect)
{
    const double side = std::min(rect.width(), rect.height());
    painter->save();
    painter->translate(QRectF(rect).center() - QPointF(side / 2, side / 2));
    painter->setRenderHint(QPainter::Antialiasing);

    QPainterPath screen;
    const double edge = std::max(1.0, side / 40);
    screen.addRoundedRect(QRectF(edge / 2, edge / 2, side - edge, side - edge), side * 0.2, side * 0.2);
    painter->fillPath(screen, QColor::fromRgb(Screen));
    // An edge of its own, for where the ground behind it is as dark.
    painter->setPen(QPen(QColor::fromRgb(Grid), edge));
    painter->drawPath(screen);
    if (side >= GridFrom) {
        painter->setPen(QPen(QColor::fromRgb(Grid), std::max(1.0, side / 64)));
        for (const double share : {0.25, 0.5, 0.75}) {
            painter->drawLine(QPointF(side * share, side * 0.12), QPointF(side * share, side * 0.88));
            painter->drawLine(QPointF(side * 0.12, side * share), QPointF(side * 0.88, side * share));
        }
    }
    painter->setPen(QPen(QColor::fromRgb(Trace), std::max(2.0, side / 11), Qt::SolidLine, Qt::RoundCap,
                         Qt::RoundJoin));
    painter->drawPath(tracePath(side));
    painter->restore();
}

class ApplicationIconEngine final : public QIconEngine
{
public:
    void paint(QPainter *painter, const QRect &rect, QIcon::Mode, QIcon::State) override
    {
        paintIcon(painter, rect);
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, pixmap.rect(), mode, state);
        return pixmap;
    }

    // Window managers take the sizes they are offered.
    QList<QSize> availableSizes(QIcon::Mode, QIcon::State) override
    {
        QList<QSize> sizes;
        for (const int side : {16, 22, 24, 32, 48, 64, 128, 256})
            sizes.append({side, side});
        return sizes;
    }

    QIconEngine *clone() const override { return new ApplicationIconEngine(*this); }
};

} // namespace

QIcon applicationIcon()
{
    return QIcon(new ApplicationIconEngine);
}
