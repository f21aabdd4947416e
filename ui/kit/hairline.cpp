// SPDX-License-Identifier: MIT
#include "ui/kit/hairline.h"

#include "ui/kit/theme.h"

#include <QFrame>
#include <QPainter>

QFrame *hairline(QWidget *parent)
{
    auto *line = new QFrame(parent);
    line->setFrameShape(QFrame::HLine);
    line->setFrameShadow(QFrame::Plain);
    line->setFixedHeight(1);
    Theme::colourText(line, Theme::hairline);
    return line;
}

namespace {

class HairlineHandle final : public QSplitterHandle
{
public:
    using QSplitterHandle::QSplitterHandle;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const QRect area = rect();
        const bool upright = orientation() == Qt::Horizontal;
        const QRect line = upright ? QRect(area.center().x(), 0, 1, area.height())
                                   : QRect(0, area.center().y(), area.width(), 1);
        painter.fillRect(line, Theme::hairline(palette()));
    }
};

} // namespace

HairlineSplitter::HairlineSplitter(Qt::Orientation orientation, QWidget *parent)
    : QSplitter(orientation, parent)
{
    setChildrenCollapsible(false);
    setHandleWidth(Theme::Unit / 2 + 1);
}

QSplitterHandle *HairlineSplitter::createHandle()
{
    return new HairlineHandle(orientation(), this);
}
