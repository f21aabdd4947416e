// SPDX-License-Identifier: MIT
#include "ui/kit/statusshape.h"

#include "ui/kit/theme.h"

#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>
#include <QPalette>
#include <QPixmap>

#include <algorithm>

namespace {

class StatusIconEngine final : public QIconEngine
{
public:
    StatusIconEngine(StatusShape shape, const QPalette &palette)
        : m_shape(shape)
        , m_palette(palette)
    {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode, QIcon::State) override
    {
        paintStatusShape(painter, rect, m_shape, m_palette);
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, pixmap.rect(), mode, state);
        return pixmap;
    }

    QIconEngine *clone() const override { return new StatusIconEngine(*this); }

private:
    StatusShape m_shape;
    QPalette m_palette;
};

void paintTriangle(QPainter *painter, const QRectF &square)
{
    QPainterPath path;
    path.moveTo(square.center().x(), square.top());
    path.lineTo(square.bottomRight());
    path.lineTo(square.bottomLeft());
    path.closeSubpath();
    painter->fillPath(path, painter->pen().color());
}

} // namespace

StatusShape statusShape(const StatusReport &report)
{
    switch (report.status) {
    case Status::Closed:
        return report.error ? StatusShape::Failed : StatusShape::Closed;
    case Status::Connecting:
        return StatusShape::Connecting;
    case Status::Open:
        return StatusShape::Open;
    case Status::Closing:
        return StatusShape::Closing;
    case Status::WaitingToRetry:
        return StatusShape::Waiting;
    }
    return StatusShape::Closed;
}

static QColor shapeColor(StatusShape shape, const QPalette &palette)
{
    switch (shape) {
    case StatusShape::Open:
        return Theme::good(palette);
    case StatusShape::Connecting:
    case StatusShape::Closing:
    case StatusShape::Waiting:
        return Theme::busy(palette);
    case StatusShape::Failed:
        return Theme::bad(palette);
    case StatusShape::Closed:
        break;
    }
    return Theme::mutedText(palette);
}

void paintStatusShape(QPainter *painter, const QRectF &rect, StatusShape shape, const QPalette &palette)
{
    const double side = std::min(rect.width(), rect.height());
    QRectF square(0, 0, side, side);
    square.moveCenter(rect.center());
    const double line = std::max(1.0, side / 8);
    square.adjust(line, line, -line, -line);
    const QRectF disc = square;

    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(shapeColor(shape, palette), line));
    painter->setBrush(Qt::NoBrush);
    const QBrush fill = painter->pen().color();
    switch (shape) {
    case StatusShape::Failed:
        paintTriangle(painter, square);
        break;
    case StatusShape::Open:
        painter->setBrush(fill);
        painter->drawEllipse(disc);
        break;
    case StatusShape::Connecting:
        painter->drawEllipse(disc);
        painter->setBrush(fill);
        painter->drawPie(disc, 90 * 16, 180 * 16);
        break;
    case StatusShape::Closing:
        painter->drawEllipse(disc);
        painter->setBrush(fill);
        painter->drawEllipse(disc.center(), side / 10, side / 10);
        break;
    case StatusShape::Waiting:
        painter->drawEllipse(disc);
        painter->drawLine(disc.center(), disc.center() - QPointF(0, disc.height() * 0.32));
        painter->drawLine(disc.center(), disc.center() + QPointF(disc.width() * 0.24, 0));
        break;
    case StatusShape::Closed:
        painter->drawEllipse(disc);
        break;
    }
    painter->restore();
}

QIcon statusIcon(StatusShape shape, const QPalette &palette)
{
    return QIcon(new StatusIconEngine(shape, palette));
}
