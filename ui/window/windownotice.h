// SPDX-License-Identifier: MIT
#pragma once

#include "ui/kit/noticebar.h"

#include <deque>
#include <functional>

/// What concerns no tab but the whole window, one thing after the other: each stays until its action is taken
/// or it is put away.
class WindowNotice : public NoticeBar
{
    Q_OBJECT

public:
    explicit WindowNotice(QWidget *parent = nullptr);

    /// Without `actionText` there is no action. What is waiting to be said already is not said twice.
    void say(const QString &sentence, const QString &actionText = {},
             const std::function<void()> &action = {});

private:
    struct Said
    {
        QString sentence;
        QString actionText;
        std::function<void()> action;
    };

    void showFirst();
    void takeFirst();

    std::deque<Said> m_said;
};
