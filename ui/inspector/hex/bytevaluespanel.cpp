// SPDX-License-Identifier: MIT
#include "ui/inspector/hex/bytevaluespanel.h"

#include "ui/kit/labels.h"
#include "ui/kit/theme.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QTextDocument>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

static constexpr int Columns = 2;
static constexpr int Spacing = 2 * Theme::Unit;
// "2023-11-14T22:13:20.123456Z".
static constexpr int LongestValue = 27;

static QString panelTitle(const QString &type)
{
    return type == "Unix time"_L1 ? ByteValuesPanel::tr("time") : type;
}

// What does not fit into a half of a narrow panel.
static bool isLong(const QString &type)
{
    return type.endsWith("64"_L1) || type == "Unix time"_L1;
}

static QLabel *quietLabel(const QString &text, QWidget *parent)
{
    QLabel *label = plainLabel(text, parent);
    Theme::colourText(label, Theme::mutedText);
    return label;
}

ByteValuesPanel::ByteValuesPanel(QWidget *parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
{
    setObjectName(u"byteValuesPanel"_s);
    setAccessibleName(tr("Selected bytes as numbers"));
    m_grid->setContentsMargins(Theme::Unit, Theme::Unit / 2, Theme::Unit, Theme::Unit / 2);
    m_grid->setHorizontalSpacing(Spacing);
    m_grid->setVerticalSpacing(0);
    const QString heads[Columns] = {tr("little endian"), tr("big endian")};
    for (int column = 0; column < Columns; ++column) {
        m_grid->addWidget(quietLabel(heads[column], this), 0, column + 1);
        m_grid->setColumnStretch(column + 1, 1);
    }
    for (const QString &type : {u"u8"_s, u"i8"_s, u"u16"_s, u"i16"_s, u"u32"_s, u"i32"_s, u"f32"_s, u"u64"_s,
                                u"i64"_s, u"f64"_s, u"Unix time"_s}) {
        Line line{type, quietLabel({}, this), quietLabel({}, this), {}, {}};
        for (int column = 0; column < Columns; ++column) {
            QLabel *const value = line.values[column] = plainLabel({}, this);
            value->setObjectName("byteValue_"_L1 + type.section(u' ', 0, 0)
                                 + (column == 0 ? "_LE"_L1 : "_BE"_L1));
            value->setFont(Theme::monospace());
            value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
            // Never wider than there is room: the tooltip has the whole.
            value->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        }
        m_lines.append(line);
    }
    arrange();
}

// The big endian of a long value goes below the little endian.
void ByteValuesPanel::arrange()
{
    int row = 1;
    for (const Line &line : std::as_const(m_lines)) {
        const QString title = panelTitle(line.type);
        const bool isBelow = m_isNarrow && isLong(line.type);
        line.title->setText(isBelow ? tr("%1 LE").arg(title) : title);
        line.second->setText(isBelow ? tr("%1 BE").arg(title) : QString());
        line.second->setVisible(isBelow);
        m_grid->addWidget(line.title, row, 0);
        m_grid->addWidget(line.second, row + 1, 0);
        for (int column = 0; column < Columns; ++column)
            m_grid->addWidget(line.values[column], isBelow ? row + column : row, isBelow ? 1 : column + 1, 1,
                              isBelow ? Columns : 1);
        row += isBelow ? 2 : 1;
    }
}

int ByteValuesPanel::wholeWidth() const
{
    const int value = LongestValue * QFontMetrics(Theme::monospace()).horizontalAdvance(u'0');
    int title = 0;
    for (const Line &line : m_lines)
        title = std::max(title, fontMetrics().horizontalAdvance(panelTitle(line.type)));
    return title + Columns * (Spacing + value) + 2 * Theme::Unit;
}

void ByteValuesPanel::adaptTo(int width)
{
    const bool isNarrow = width < wholeWidth();
    if (std::exchange(m_isNarrow, isNarrow) != isNarrow)
        arrange();
}

void ByteValuesPanel::showBytes(const QByteArray &bytes, qint64 offset)
{
    const QList<ByteValue> values = byteValues(bytes, offset);
    for (Line &line : m_lines) {
        for (int column = 0; column < Columns; ++column) {
            const bool bigEndian = column == 1;
            QString text;
            // Of times, the one of more bytes comes last.
            for (const ByteValue &value : values) {
                if (value.type == line.type && (value.order == ByteValue::Order::BigEndian) == bigEndian)
                    text = value.value;
            }
            QLabel *const label = line.values[column];
            line.texts[column] = text;
            label->setToolTip(text.isEmpty() ? QString() : Qt::convertFromPlainText(text));
            label->setAccessibleName(
                    (bigEndian ? tr("%1, big endian: %2") : tr("%1: %2")).arg(panelTitle(line.type), text));
        }
    }
    cutTexts();
}

void ByteValuesPanel::cutTexts()
{
    for (const Line &line : std::as_const(m_lines)) {
        for (int column = 0; column < Columns; ++column) {
            QLabel *const label = line.values[column];
            const QString &text = line.texts[column];
            // Before that there is no width.
            label->setText(isVisible() ? label->fontMetrics().elidedText(text, Qt::ElideRight, label->width())
                                       : text);
        }
    }
}

void ByteValuesPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    cutTexts();
}

void ByteValuesPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    cutTexts();
}

void ByteValuesPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        for (const Line &line : std::as_const(m_lines)) {
            for (QLabel *value : line.values)
                value->setFont(Theme::monospace());
        }
        cutTexts();
    }
}

void ByteValuesPanel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(0, 0, width(), 1, Theme::hairline(palette()));
}
