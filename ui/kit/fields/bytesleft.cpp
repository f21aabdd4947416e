// SPDX-License-Identifier: MIT
#include "ui/kit/fields/bytesleft.h"

#include "format/text/numbers.h"
#include "ui/kit/theme.h"

#include <algorithm>

// More than the characters of any field come to.
static constexpr qsizetype MostUsed = 99'999;

BytesLeft::BytesLeft(const QString &objectName, int most, QWidget *parent)
    : QLabel(parent)
    , m_most(most)
{
    setObjectName(objectName);
    setTextFormat(Qt::PlainText);
    setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    setToolTip(tr("%1 bytes at most").arg(most));
    setUsed(MostUsed);
    const int width = sizeHint().width();
    setUsed(0);
    setMinimumWidth(std::max(width, sizeHint().width()));
}

void BytesLeft::setUsed(qsizetype bytes)
{
    const qsizetype left = m_most - bytes;
    setText(left >= 0 ? tr("%1 bytes left").arg(left) : tr("%1 too many").arg(formatCount(quint64(-left))));
    Theme::colourText(this, left >= 0 ? Theme::mutedText : Theme::bad);
}
