// SPDX-License-Identifier: MIT
#pragma once

#include <QFrame>
#include <QString>

/// One line of plain text, cut with an ellipsis where it does not fit; the tooltip has it whole.
class ElidedLabel : public QFrame
{
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget *parent = nullptr);

    void setText(const QString &text);
    QString text() const { return m_text; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    QString m_text;
};
