// SPDX-License-Identifier: MIT
#pragma once

#include <QPointer>
#include <QWidget>

/// Gives the focus back to where it was before, when a bar is hidden that has it. Qt would give it to
/// whatever comes next in the window.
class FocusReturn : public QObject
{
    Q_OBJECT

public:
    /// The bar owns it.
    explicit FocusReturn(QWidget *bar);

    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void remember(QWidget *focused);
    bool isInBar(const QWidget *widget) const;

    QWidget *const m_bar;
    /// The last one in the bar's window and not in the bar.
    QPointer<QWidget> m_before;
};

/// A row that comes and goes within a window, to ask something, with a hairline below it; hidden at first.
/// While the focus is in it, Esc puts it away, whatever the window does with that key otherwise, and Enter
/// goes no further than the row. When it goes, the focus goes back to where it was.
class InlineBar : public QWidget
{
    Q_OBJECT

public:
    InlineBar(const QString &objectName, QWidget *parent);

    /// Hides the row.
    virtual void dismiss();

Q_SIGNALS:
    /// The row was dismissed, and is hidden already.
    void closed();

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
};
