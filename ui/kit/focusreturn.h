// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
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
