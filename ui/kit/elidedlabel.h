// SPDX-License-Identifier: MIT
#pragma once

#include <QFrame>
#include <QString>
#include <QTimer>

/// One line of plain text: quiet, or a problem, which has a sign of its own beside its colour. What does not
/// fit is cut with an ellipsis and is in the tooltip.
class ElidedLabel : public QFrame
{
    Q_OBJECT

public:
    enum class Tone { Quiet, Problem };

    explicit ElidedLabel(QWidget *parent = nullptr);

    void setText(const QString &text, Tone tone = Tone::Quiet);
    QString text() const { return m_text; }
    Tone tone() const { return m_tone; }

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

    QString m_text;
    Tone m_tone = Tone::Quiet;
    QTimer m_emphasis;
};
