// SPDX-License-Identifier: MIT
#include "ui/inspector/hex/bytevaluespanel.h"

#include "ui/kit/labels.h"
#include "ui/kit/theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QTextDocument>

using namespace Qt::StringLiterals;

static constexpr int Columns = 2;

static QString panelTitle(const QString &type)
{
    return type == "Unix time"_L1 ? ByteValuesPanel::tr("time") : type;
}

static QLabel *quietLabel(const QString &text, QWidget *parent)
{
    QLabel *label = plainLabel(text, parent);
    Theme::colourText(label, Theme::mutedText);
    return label;
}

ByteValuesPanel::ByteValuesPanel(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"byteValuesPanel"_s);
    setAccessibleName(tr("Selected bytes as numbers"));
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(Theme::Unit, Theme::Unit / 2, Theme::Unit, Theme::Unit / 2);
    grid->setHorizontalSpacing(2 * Theme::Unit);
    grid->setVerticalSpacing(0);
    const QString heads[Columns] = {tr("little endian"), tr("big endian")};
    for (int column = 0; column < Columns; ++column) {
        grid->addWidget(quietLabel(heads[column], this), 0, column + 1);
        grid->setColumnStretch(column + 1, 1);
    }
    for (const QString &type : {u"u8"_s, u"i8"_s, u"u16"_s, u"i16"_s, u"u32"_s, u"i32"_s, u"u64"_s, u"i64"_s,
                                u"f32"_s, u"f64"_s, u"Unix time"_s}) {
        Line line{type, quietLabel(panelTitle(type), this), {}};
        const int row = int(m_lines.size()) + 1;
        grid->addWidget(line.title, row, 0);
        for (int column = 0; column < Columns; ++column) {
            QLabel *const value = line.values[column] = plainLabel({}, this);
            value->setObjectName("byteValue_"_L1 + type.section(u' ', 0, 0)
                                 + (column == 0 ? "_LE"_L1 : "_BE"_L1));
            value->setFont(Theme::monospace());
            value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
            // Never wider than there is room: the tooltip has the whole.
            value->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
            grid->addWidget(value, row, column + 1);
        }
        m_lines.append(line);
    }
}

void ByteValuesPanel::showBytes(const QByteArray &bytes, qint64 offset)
{
    const QList<ByteValue> values = byteValues(bytes, offset);
    for (const Line &line : std::as_const(m_lines)) {
        for (int column = 0; column < Columns; ++column) {
            const bool bigEndian = column == 1;
            QString text;
            // Of times, the one of more bytes comes last.
            for (const ByteValue &value : values) {
                if (value.type == line.type && (value.order == ByteValue::Order::BigEndian) == bigEndian)
                    text = value.value;
            }
            QLabel *const label = line.values[column];
            label->setText(text);
            label->setToolTip(text.isEmpty() ? QString() : Qt::convertFromPlainText(text));
            label->setAccessibleName(
                    (bigEndian ? tr("%1, big endian: %2") : tr("%1: %2")).arg(line.title->text(), text));
        }
    }
}

void ByteValuesPanel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(0, 0, width(), 1, Theme::hairline(palette()));
}
