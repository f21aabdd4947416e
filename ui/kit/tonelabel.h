// SPDX-License-Identifier: MIT
#pragma once

#include <QLabel>

/// A sentence under a field, as long as it needs to be: quiet, or a problem, which has a sign of its own
/// beside its colour. Plain text. Not shown while it has nothing to say.
class ToneLabel : public QLabel
{
    Q_OBJECT

public:
    enum class Tone { Quiet, Problem };

    ToneLabel(const QString &objectName, Tone tone, QWidget *parent);

    void setSentence(const QString &sentence);
    QString sentence() const { return m_sentence; }

private:
    QString m_sentence;
    const Tone m_tone;
};
