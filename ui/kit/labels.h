// SPDX-License-Identifier: MIT
#pragma once

#include <QFrame>
#include <QLabel>
#include <QString>
#include <QTimer>

class QWidget;

/// Never takes its text for anything but plain text.
QLabel *plainLabel(const QString &text, QWidget *parent);

/// As much of a text from elsewhere as a label that wraps it may show, which lays all of it out at once; and
/// how much is left out.
QString wrappable(const QString &text);

/// A sentence on what was just done in a field, below it for a while; screen readers say it. Plain text.
void sayBeside(QWidget *field, const QString &sentence);

/// A sentence in the middle of a pane that has nothing else to show. It has the room that is left, so that no
/// layout asks how high it would be. Plain text.
class PaneLabel : public QLabel
{
    Q_OBJECT

public:
    PaneLabel(const QString &objectName, QWidget *parent);

    bool hasHeightForWidth() const override { return false; }
};

/// A sentence under a field, as long as it needs to be: quiet, or a warning or a problem, which have a colour
/// and a sign of their own, △ and ▲. Plain text. Not shown while it has nothing to say.
class ToneLabel : public QLabel
{
    Q_OBJECT

public:
    enum class Tone { Quiet, Warning, Problem };

    ToneLabel(const QString &objectName, Tone tone, QWidget *parent);

    void setSentence(const QString &sentence);
    void setSentence(const QString &sentence, Tone tone);
    QString sentence() const { return m_sentence; }

private:
    QString m_sentence;
    Tone m_tone;
};

/// One line of plain text, or so many as are set: quiet, or a problem, which has a sign of its own beside its
/// colour. What does not fit is cut with an ellipsis and is in the tooltip.
class ElidedLabel : public QFrame
{
    Q_OBJECT

public:
    enum class Tone { Quiet, Problem };

    explicit ElidedLabel(QWidget *parent = nullptr);

    void setText(const QString &text, Tone tone = Tone::Quiet);
    QString text() const { return m_text; }
    Tone tone() const { return m_tone; }
    /// The room it takes, whatever the text. Lines end at a " · " where they can.
    void setLines(int lines);

    /// Stands out for a moment and is read out by screen readers: the answer to a key that can do
    /// nothing.
    void emphasise();
    bool isEmphasised() const { return m_emphasis.isActive(); }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    QString shownText() const;
    QStringList shownLines() const;

    QString m_text;
    Tone m_tone = Tone::Quiet;
    int m_lines = 1;
    QTimer m_emphasis;
};
