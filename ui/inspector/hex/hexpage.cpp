// SPDX-License-Identifier: MIT
#include "ui/inspector/hex/hexpage.h"

#include "ui/inspector/hex/bytevaluespanel.h"
#include "ui/inspector/hex/hexview.h"
#include "ui/kit/theme.h"

#include <QBoxLayout>
#include <QContextMenuEvent>
#include <QCoreApplication>

using namespace Qt::StringLiterals;

// Of bytes, above what they are as numbers.
static constexpr int LinesAbove = 8;

HexPage::HexPage(QWidget *parent)
    : QWidget(parent)
    , m_view(new HexView(this))
    , m_values(new ByteValuesPanel(this))
    , m_layout(new QBoxLayout(QBoxLayout::TopToBottom, this))
{
    m_view->setFrameShape(QFrame::NoFrame);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    m_layout->addWidget(m_view, 1);
    m_layout->addWidget(m_values);
    setFocusProxy(m_view);
    connect(m_view, &HexView::selectionChanged, this,
            [this](qint64 from) { m_values->showBytes(m_view->data(), from); });
}

void HexPage::showBytes(const QByteArray &bytes)
{
    m_view->setData(bytes);
    m_values->showBytes(bytes, 0);
}

void HexPage::openMenu()
{
    const QPoint place = m_view->byteRect(m_view->selectionStart(), false).bottomLeft();
    QContextMenuEvent event(QContextMenuEvent::Keyboard, place, m_view->viewport()->mapToGlobal(place));
    QCoreApplication::sendEvent(m_view->viewport(), &event);
}

// The numbers go where there is no room for them.
QSize HexPage::minimumSizeHint() const
{
    return m_view->minimumSizeHint();
}

void HexPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_values->adaptTo(width());
    const int valuesHeight = m_values->sizeHint().height();
    const bool fitsBelow = height() >= valuesHeight + LinesAbove * m_view->fontMetrics().height();
    const int valuesWidth = m_values->wholeWidth();
    const bool fitsBeside =
            height() >= valuesHeight && width() >= m_view->minimumSizeHint().width() + valuesWidth;
    m_layout->setDirection(fitsBelow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_values->setMinimumWidth(fitsBelow ? 0 : valuesWidth);
    m_values->setVisible(fitsBelow || fitsBeside);
}
