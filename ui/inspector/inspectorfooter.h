// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class ElidedLabel;
class QBoxLayout;
class QProgressBar;
class QPushButton;
class QTimer;
class QToolButton;
class ToneLabel;
class Worker;

/// What stands below a payload: what has to be said about it, how far work on it is, where in it the cursor
/// is, and which entry it is.
class InspectorFooter : public QWidget
{
    Q_OBJECT

public:
    /// Shows the progress of this job once that takes a while, and can cancel it.
    explicit InspectorFooter(const Worker *worker, QWidget *parent = nullptr);

    void setInfo(const QString &info);
    /// An empty one takes no room. `more`: it can be shown.
    void setNote(const QString &note, bool more);
    /// Reading was cancelled, and can be begun again.
    void setReadingOffered(bool offered);
    /// Empty while nothing has a path; no path is shown then.
    void setPath(const QString &path);
    /// Work on the payload has begun or ended.
    void refreshProgress();

Q_SIGNALS:
    void moreRequested();
    void cancelRequested();
    void readRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    const Worker *m_worker;
    QTimer *m_timer;
    int m_ticks = 0;
    ToneLabel *m_note;
    QPushButton *m_more;
    QPushButton *m_read;
    QProgressBar *m_progress;
    QToolButton *m_cancel;
    QBoxLayout *m_lines;
    ElidedLabel *m_path;
    ElidedLabel *m_info;
};
