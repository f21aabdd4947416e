// SPDX-License-Identifier: MIT
#include "ui/kit/tonelabel.h"

#include "ui/kit/theme.h"

using namespace Qt::StringLiterals;

ToneLabel::ToneLabel(const QString &objectName, Tone tone, QWidget *parent)
    : QLabel(parent)
    , m_tone(tone)
{
    setObjectName(objectName);
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    setVisible(false);
    Theme::colourText(this, tone == Tone::Problem ? Theme::bad : Theme::mutedText);
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
