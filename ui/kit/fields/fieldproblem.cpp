// SPDX-License-Identifier: MIT
#include "ui/kit/fields/fieldproblem.h"

#include "ui/kit/labels.h"
#include "ui/kit/overlay.h"
#include "ui/kit/theme.h"

#include <QAbstractScrollArea>
#include <QApplication>
#include <QEvent>
#include <QFont>
#include <QFontMetrics>
#include <QLabel>
#include <QRect>
#include <QTextDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

using Tone = ToneLabel::Tone;

static QString marked(const QString &label, Tone tone)
{
    return label + (tone == Tone::Problem ? u" ▲"_s : u" △"_s);
}

FieldProblem::FieldProblem(const QString &objectName, QWidget *field, QLabel *label)
    : QObject(field)
    , m_field(field)
    , m_label(label)
    , m_labelText(label ? label->text() : QString())
{
    setObjectName(objectName);
    if (m_label)
        m_label->setMinimumWidth(labelWidth(m_label->font()));
}

FieldProblem::~FieldProblem()
{
    delete m_line;
}

int FieldProblem::labelWidth(const QFont &font) const
{
    const QFontMetrics metrics(font);
    const auto width = [&](Tone tone) {
        return metrics.size(Qt::TextShowMnemonic, marked(m_labelText, tone)).width();
    };
    return std::max(width(Tone::Problem), width(Tone::Warning));
}

void FieldProblem::setSentence(const QString &sentence, Tone tone)
{
    // What is known is said again where something else has been said beside the field meanwhile.
    QWidget *spoken = m_field->focusProxy() ? m_field->focusProxy() : m_field;
    if (m_sentence != sentence || (!sentence.isEmpty() && spoken->accessibleDescription() != sentence))
        spoken->setAccessibleDescription(sentence);
    if (m_sentence == sentence && m_tone == tone)
        return;
    m_sentence = sentence;
    m_tone = tone;
    if (m_label) {
        m_label->setText(sentence.isEmpty() ? m_labelText : marked(m_labelText, tone));
        m_label->setToolTip(sentence.isEmpty() ? QString() : Qt::convertFromPlainText(sentence));
    }
    connect(qApp, &QApplication::focusChanged, this, &FieldProblem::refresh, Qt::UniqueConnection);
    m_field->installEventFilter(this);
    refresh();
}

void FieldProblem::createLine()
{
    QWidget *over = m_field->window();
    for (QWidget *outer = m_field->parentWidget(); outer; outer = outer->parentWidget()) {
        if (auto *scrolled = qobject_cast<QAbstractScrollArea *>(outer)) {
            over = scrolled->viewport();
            break;
        }
    }
    m_line = new ToneLabel(objectName() + u"Line"_s, m_tone, over);
    m_line->setFrameShape(QFrame::Box);
    m_line->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_line->setMargin(Theme::Unit / 2);
    new Overlay(m_line, m_field, [this] { return area(); });
}

// The window knows its focus also while another window is in front.
void FieldProblem::refresh()
{
    const QWidget *focus = m_field->window()->focusWidget();
    const bool hasFocus = focus && (focus == m_field || m_field->isAncestorOf(focus));
    const bool isShown = hasFocus && m_field->isVisible() && !m_sentence.isEmpty();
    if (isShown && !m_line)
        createLine();
    if (m_line)
        m_line->setSentence(isShown ? m_sentence : QString(), m_tone);
}

// While another window is in front, the focus does not change when another tab comes.
bool FieldProblem::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Show || event->type() == QEvent::Hide)
        refresh();
    return QObject::eventFilter(watched, event);
}

QRect FieldProblem::area() const
{
    const QWidget *over = m_line->parentWidget();
    const QPoint field = m_field->mapTo(over, QPoint());
    // As wide as the field, or else as what is said in lines that are not wrapped.
    const int wanted = m_line->fontMetrics().size(0, m_line->text()).width() + 2 * Theme::Unit;
    const int width = std::min(std::max(m_field->width(), wanted), over->width() - field.x());
    const int height = m_line->heightForWidth(width);
    const int below = over->height() - field.y() - height;
    if (below >= m_field->height())
        return {0, m_field->height(), width, height};
    // A field as high as all that is shown has it at the lower edge.
    return {0, field.y() >= height ? -height : below, width, height};
}
