// SPDX-License-Identifier: MIT
#include "ui/log/logdelegate.h"

#include "log/logcolumn.h"
#include "log/logmodel.h"
#include "ui/kit/theme.h"

#include <QPainter>

#include <algorithm>

LogDelegate::LogDelegate(QObject *parent)
    : QStyledItemDelegate(parent)
{}

static QColor textColor(const QPalette &palette, const LogColumn &column, Direction direction,
                        MessageType type)
{
    if (type == MessageType::Error && column.showsErrors)
        return Theme::bad(palette);
    const bool isLocal = direction == Direction::Local;
    switch (column.tone) {
    case LogColumn::Tone::Direction:
        return isLocal                      ? Theme::mutedText(palette)
               : direction == Direction::In ? Theme::good(palette)
                                            : Theme::accent(palette);
    case LogColumn::Tone::Payload:
        return isLocal ? Theme::mutedText(palette) : palette.color(QPalette::Text);
    case LogColumn::Tone::Quiet:
        break;
    }
    return Theme::mutedText(palette);
}

// Up to there all characters have one width, and counting does; behind it the text has to be laid out.
static qsizetype evenLength(QStringView text, const QFontMetricsF &metrics)
{
    if (!qFuzzyCompare(metrics.horizontalAdvance(u'i'), metrics.horizontalAdvance(u'M')))
        return 0;
    const auto other = std::find_if(text.begin(), text.end(), [](QChar c) { return c < u' ' || c > u'~'; });
    return other - text.begin();
}

// QFontMetrics::elidedText() lays the whole text out, which may be long: more than fits of the narrowest
// letters is not looked at.
static QString cutText(const QString &text, const QFontMetricsF &metrics, int width)
{
    // The exact advance, which hinting may make a fraction; a width that was made for so many of them is one.
    const double advance = std::max(1.0, metrics.horizontalAdvance(u'0'));
    const auto fits = qsizetype(std::max(1.0, width / advance + 1e-6));
    const qsizetype even = evenLength(QStringView(text).left(fits + 1), metrics);
    if (text.size() <= fits && even == text.size())
        return text;
    if (even > fits)
        return text.left(fits - 1) + u'…';
    const double narrowest = std::max(1.0, std::min(advance, metrics.horizontalAdvance(u'i')));
    const auto most = qsizetype(width / narrowest) + 1;
    if (text.size() <= most)
        return metrics.elidedText(text, Qt::ElideRight, width);
    return metrics.elidedText(text.left(most) + u'…', Qt::ElideRight, width);
}

// Behind the text, as far as that is shown.
static void paintHits(QPainter *painter, const QRect &cell, const QString &shown,
                      const QFontMetricsF &metrics, const QPalette &palette, const QModelIndex &index)
{
    const auto hits = index.data(LogModel::HitsRole).value<QList<TextRange>>();
    if (hits.isEmpty())
        return;
    const QColor color = Theme::hitBackground(palette);
    const qsizetype counted = evenLength(shown, metrics);
    const qreal advance = metrics.horizontalAdvance(u'0');
    const auto xOf = [&](qsizetype place) {
        return place <= counted ? qreal(place) * advance : metrics.horizontalAdvance(shown.left(place));
    };
    for (const TextRange &hit : hits) {
        if (hit.first >= shown.size())
            continue;
        const qreal left = xOf(hit.first);
        const qreal right = xOf(std::min(hit.first + hit.second, shown.size()));
        painter->fillRect(
                QRectF(cell.left() + left, cell.top() + 2, std::max(1.0, right - left), cell.height() - 4),
                color);
    }
}

void LogDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto direction = Direction(index.data(LogModel::DirectionRole).toInt());
    const auto type = MessageType(index.data(LogModel::TypeRole).toInt());
    const QPalette &palette = option.palette;
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    if (selected)
        painter->fillRect(option.rect, Theme::selection(palette));
    else if (direction == Direction::Local)
        painter->fillRect(option.rect, Theme::quietBackground(palette));

    const QString text = index.data(Qt::DisplayRole).toString();
    if (text.isEmpty())
        return;
    const QRect cell = option.rect.adjusted(Padding, 0, -Padding, 0);
    const LogColumn &column = LogColumn::at(index.column());
    const bool isMessage = index.column() == LogModel::MessageColumn;
    painter->setFont(option.font);
    // Letters that run from right to left must not turn the rest of the row round.
    painter->setLayoutDirection(Qt::LeftToRight);
    QPalette behind = palette;
    if (selected)
        behind.setColor(QPalette::Base, Theme::selection(palette));
    const QColor color = textColor(behind, column, direction, type);
    painter->setPen(selected && isMessage ? palette.color(QPalette::Text) : color);
    painter->setClipRect(option.rect);
    const auto alignment = Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt());
    if (alignment.testFlag(Qt::AlignHCenter)) {
        painter->drawText(option.rect, int(alignment) | Qt::TextSingleLine | Qt::TextDontClip, text);
    } else {
        const QFontMetricsF metrics(option.font);
        const QString shown = cutText(text, metrics, cell.width());
        if (isMessage)
            paintHits(painter, cell, shown, metrics, palette, index);
        painter->drawText(cell, int(alignment) | Qt::TextSingleLine, shown);
    }
    painter->setClipping(false);
}

QSize LogDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QString text = index.data(Qt::DisplayRole).toString();
    return {option.fontMetrics.horizontalAdvance(text) + 2 * Padding,
            option.fontMetrics.height() + Theme::Unit};
}
