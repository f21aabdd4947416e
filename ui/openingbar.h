// SPDX-License-Identifier: MIT
#pragma once

#include <QThreadPool>
#include <QTimer>
#include <QWidget>

#include <atomic>
#include <memory>

class ElidedLabel;
class FileRecord;
class QPushButton;
class Spinner;

/// Opens session files on a thread of its own, one after the other, and shows what is being opened if it
/// takes a moment: a disk may be slow, and what a crash has left has to be read first. Esc or its button ends
/// that.
class OpeningBar : public QWidget
{
    Q_OBJECT

public:
    explicit OpeningBar(QWidget *parent = nullptr);
    /// Ends what is under way, and waits for it.
    ~OpeningBar() override;

    void open(const QString &fileName);
    /// Forgets all that is under way: nothing more is said of it.
    void cancel();
    /// While opened() is emitted: the record, for whoever takes it.
    std::unique_ptr<FileRecord> takeRecord();

Q_SIGNALS:
    void opened(const QString &fileName);
    /// Plain text.
    void failed(const QString &problem);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void deliver(const QString &fileName, std::unique_ptr<FileRecord> record, const QString &problem);
    void rest();

    Spinner *m_spinner;
    ElidedLabel *m_label;
    QPushButton *m_cancel;
    QThreadPool m_pool;
    /// Nothing is shown of what is done at once.
    QTimer m_patience;
    std::shared_ptr<std::atomic<bool>> m_cancelled;
    std::unique_ptr<FileRecord> m_record;
    int m_underWay = 0;
};
