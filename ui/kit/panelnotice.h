// SPDX-License-Identifier: MIT
#pragma once

#include <QFrame>

#include <functional>

class QLabel;
class QToolButton;

/// A sentence at the foot of a narrow panel, with an action that helps, until it is put away. Plain text.
class PanelNotice : public QFrame
{
    Q_OBJECT

public:
    explicit PanelNotice(QWidget *parent = nullptr);

    /// In place of what was said before. Without `actionText` there is no action.
    void say(const QString &sentence, const QString &actionText = {},
             const std::function<void()> &action = {});
    QString sentence() const;
    void dismiss();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QLabel *m_label;
    QToolButton *m_button;
    std::function<void()> m_action;
};
