// SPDX-License-Identifier: MIT
#pragma once

#include "ui/kit/labels.h"

#include <QObject>
#include <QPointer>
#include <QString>

class QFont;
class QRect;
class QWidget;

/// What is wrong with what is typed in a field. While the field has the focus, the sentence lies over what is
/// below it, or above it where no room is left, so that nothing moves; a click goes through it. The label of
/// the field is marked as the sentence is, and has it as its tooltip. Screen readers read it as the field's
/// description. Plain text.
class FieldProblem : public QObject
{
    Q_OBJECT

public:
    /// Belongs to the field. `label` may be null; it gets room for the mark.
    FieldProblem(const QString &objectName, QWidget *field, QLabel *label);
    ~FieldProblem() override;

    /// Both the field and the label must still be there. A warning is about something that is used
    /// nevertheless.
    void setSentence(const QString &sentence, ToneLabel::Tone tone = ToneLabel::Tone::Problem);
    QString sentence() const { return m_sentence; }
    /// Without the mark.
    QString labelText() const { return m_labelText; }
    /// With the mark, in that font.
    int labelWidth(const QFont &font) const;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void refresh();
    void createLine();
    QRect area() const;

    QWidget *const m_field;
    QLabel *const m_label;
    const QString m_labelText;
    /// Belongs to what the field is scrolled in, or else to the window. Null until it is shown.
    QPointer<ToneLabel> m_line;
    QString m_sentence;
    ToneLabel::Tone m_tone = ToneLabel::Tone::Problem;
};
