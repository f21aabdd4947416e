// SPDX-License-Identifier: MIT
#pragma once

#include "exchange/anysession.h"

#include <QList>
#include <QTimer>
#include <QWidget>

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

class ElidedLabel;
class QPushButton;
class Spinner;
class TaskQueue;
struct ScanControl;

/// Opens session files on a thread of its own, one after the other, and shows what is being opened if it
/// takes a moment: a disk may be slow, what a crash has left has to be read first, and a session may have to
/// be made of what is in another format. Its button ends that,
/// and so does Esc wherever nothing else in the window takes it. Where the system has no thread to give, the
/// window waits for what is opened.
class OpeningBar : public QWidget
{
    Q_OBJECT

public:
    /// Takes what was opened; nothing at all, if that was cancelled.
    using Answer = std::function<void(OpenedSession opened)>;
    /// As openAnySession(), called on the thread.
    using Reader =
            std::function<OpenedSession(const QString &fileName, int connection, ScanControl *control)>;

    explicit OpeningBar(QWidget *parent = nullptr);
    /// Ends what is under way, and waits for it; nothing is answered any more.
    ~OpeningBar() override;

    /// What is done sooner is not shown.
    void setPatience(std::chrono::milliseconds patience) { m_patience.setInterval(patience); }
    /// openAnySession() unless it is told.
    void setReader(const Reader &reader) { m_reader = reader; }

    /// Answers once, from the event loop or from cancel(). For `connection` see openAnySession().
    void open(const QString &fileName, int connection, const Answer &answer);
    /// Ends all that is under way. What is opened afterwards does not wait for a disk that does not answer.
    void cancel();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Opening;

    void finish(const std::shared_ptr<Opening> &opening);
    void dropQueue(const TaskQueue *queue);
    void showNext();
    void showProgress();

    Spinner *m_spinner;
    ElidedLabel *m_label;
    QPushButton *m_cancel;
    QTimer m_patience;
    QTimer m_progress;
    Reader m_reader;
    QList<std::shared_ptr<Opening>> m_underWay;
    /// Those that were cancelled and have not come back from the disk.
    QList<std::shared_ptr<Opening>> m_lingering;
    std::unique_ptr<TaskQueue> m_queue;
    /// The queues of those that linger, so that these are not in the way of what is opened next.
    std::vector<std::unique_ptr<TaskQueue>> m_slowQueues;
};
