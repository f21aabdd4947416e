// SPDX-License-Identifier: MIT
#include "ui/kit/tonelabel.h"

#include "ui/kit/theme.h"

#include <QApplication>
#include <QEvent>

using namespace Qt::StringLiterals;

ToneLabel::ToneLabel(const QString &objectName, Tone tone, QWidget *parent)
    : QLabel(parent)
    , m_tone(tone)
{
    setObjectName(objectName);
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    setVisible(false);
    applyPalette();
}

void ToneLabel::setSentence(const QString &sentence)
{
    if (m_sentence == sentence)
        return;
    m_sentence = sentence;
    setText(m_tone == Tone::Problem && !sentence.isEmpty() ? u"▲ "_s + sentence : sentence);
    setAccessibleName(sentence);
    setVisible(!sentence.isEmpty());
}

void ToneLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && parentWidget())
        applyPalette();
}

void ToneLabel::applyPalette()
{
    // From the parent's palette: the label's own already has the colour in it.
    const QPalette base = parentWidget() ? parentWidget()->palette() : QApplication::palette();
    const QColor wanted = m_tone == Tone::Problem ? Theme::bad(base) : Theme::mutedText(base);
    if (palette().color(QPalette::WindowText) == wanted)
        return;
    QPalette own = palette();
    own.setColor(QPalette::WindowText, wanted);
    setPalette(own);
}
