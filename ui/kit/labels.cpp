// SPDX-License-Identifier: MIT
#include "ui/kit/labels.h"

#include "format/text/numbers.h"
#include "ui/kit/theme.h"

#include <QAccessible>
#include <QCoreApplication>
#include <QHelpEvent>
#include <QPainter>
#include <QTextDocument>
#include <QToolTip>

#include <utility>

using namespace Qt::StringLiterals;

// More than anybody reads in a label.
static constexpr qsizetype MostInLabel = 4096;
static constexpr int BesideMs = 8000;

QLabel *plainLabel(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    return label;
}

QString wrappable(const QString &text)
{
    if (text.size() <= MostInLabel)
        return text;
    // Both halves of a character, or none.
    const qsizetype shown = text[MostInLabel - 1].isHighSurrogate() ? MostInLabel - 1 : MostInLabel;
    return QCoreApplication::translate("Wrappable", "%1… (%2 more characters)")
            .arg(QStringView(text).left(shown), formatCount(quint64(text.size() - shown)));
}

void sayBeside(QWidget *field, const QString &sentence)
{
    QToolTip::showText(field->mapToGlobal(QPoint(0, field->height())), Qt::convertFromPlainText(sentence),
                       field, {}, BesideMs);
    field->setAccessibleDescription(sentence);
    QAccessibleEvent event(field, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

PaneLabel::PaneLabel(const QString &objectName, QWidget *parent)
    : QLabel(parent)
{
    setObjectName(objectName);
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    setAlignment(Qt::AlignCenter);
    setMargin(Theme::Unit);
    Theme::colourText(this, Theme::mutedText);
}

ToneLabel::ToneLabel(const QString &objectName, Tone tone, QWidget *parent)
    : QLabel(parent)
    , m_tone(tone)
{
    setObjectName(objectName);
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    setVisible(false);
    Theme::colourText(this, tone == Tone::Quiet ? Theme::mutedText : Theme::bad);
}

void ToneLabel::setSentence(const QString &sentence)
{
    setSentence(sentence, m_tone);
}

void ToneLabel::setSentence(const QString &sentence, Tone tone)
{
    if (m_sentence == sentence && m_tone == tone)
        return;
    if (std::exchange(m_tone, tone) != tone)
        Theme::colourText(this, tone == Tone::Quiet ? Theme::mutedText : Theme::bad);
    m_sentence = sentence;
    const QString sign = tone == Tone::Problem ? u"▲ "_s : tone == Tone::Warning ? u"△ "_s : QString();
    setText(sentence.isEmpty() ? QString() : sign + sentence);
    setAccessibleName(sentence);
    setVisible(!sentence.isEmpty());
}

static constexpr int EmphasisMs = 900;

ElidedLabel::ElidedLabel(QWidget *parent)
    : QFrame(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_emphasis.setSingleShot(true);
    m_emphasis.setInterval(EmphasisMs);
    connect(&m_emphasis, &QTimer::timeout, this, qOverload<>(&ElidedLabel::update));
}

void ElidedLabel::setText(const QString &text, Tone tone)
{
    if (m_text == text && m_tone == tone)
        return;
    m_text = text;
    m_tone = tone;
    setAccessibleName(text);
    updateGeometry();
    update();
}

void ElidedLabel::emphasise()
{
    m_emphasis.start();
    update();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

QString ElidedLabel::shownText() const
{
    return m_tone == Tone::Problem && !m_text.isEmpty() ? u"▲ "_s + m_text : m_text;
}

void ElidedLabel::setLines(int lines)
{
    if (std::exchange(m_lines, lines) == lines)
        return;
    updateGeometry();
    update();
}

// Of the first line of a text that is wider: at the last " · " or blank that leaves it no wider; 0 if none
// does.
static qsizetype endOfLine(const QString &text, const QFontMetrics &metrics, int width)
{
    for (const QString &between : {u" · "_s, u" "_s}) {
        qsizetype end = text.lastIndexOf(between);
        while (end > 0 && metrics.horizontalAdvance(text.left(end)) > width)
            end = text.lastIndexOf(between, end - 1);
        if (end > 0)
            return end;
    }
    return 0;
}

// All of the text; the last one may be too wide.
QStringList ElidedLabel::shownLines() const
{
    QStringList lines;
    QString rest = shownText();
    while (lines.size() + 1 < m_lines && fontMetrics().horizontalAdvance(rest) > width()) {
        const qsizetype end = endOfLine(rest, fontMetrics(), width());
        if (end == 0)
            break;
        lines.append(rest.left(end));
        rest = rest.sliced(end).trimmed();
    }
    lines.append(rest);
    return lines;
}

QSize ElidedLabel::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(shownText()) + 2, minimumSizeHint().height()};
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {0, m_lines * fontMetrics().height()};
}

void ElidedLabel::paintEvent(QPaintEvent *)
{
    if (m_text.isEmpty())
        return;
    QPainter painter(this);
    QRect area = rect();
    if (isEmphasised()) {
        painter.fillRect(area, palette().highlight());
        painter.setPen(palette().color(QPalette::HighlightedText));
        area.adjust(Theme::Unit / 2, 0, -Theme::Unit / 2, 0);
    } else {
        painter.setPen(m_tone == Tone::Problem ? Theme::bad(palette()) : Theme::mutedText(palette()));
    }
    QStringList lines = shownLines();
    lines.last() = fontMetrics().elidedText(lines.last(), Qt::ElideRight, area.width());
    for (const QString &line : std::as_const(lines)) {
        // One alone is in the middle.
        const int height = lines.size() == 1 ? area.height() : fontMetrics().height();
        painter.drawText(area.left(), area.top(), area.width(), height,
                         Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, line);
        area.setTop(area.top() + height);
    }
}

bool ElidedLabel::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const bool cut = fontMetrics().horizontalAdvance(shownLines().last()) > width();
        // A tooltip guesses whether text is rich: the text may come from the network, so it is escaped.
        QToolTip::showText(help->globalPos(), cut ? Qt::convertFromPlainText(m_text) : QString(), this);
        return true;
    }
    return QFrame::event(event);
}
