// SPDX-License-Identifier: MIT
#pragma once

#include "message.h"

#include <QWidget>

#include <memory>

struct Comparison;
class CompareModel;
class ElidedLabel;
class QLabel;
class QStackedLayout;
class QTableView;
class Worker;

/// Two messages and where they differ: by path where both are JSON, CBOR or MessagePack, else by line. Large
/// ones are compared on a worker; a new comparison cancels the one under way. Belongs to the GUI thread;
/// destroying it waits for the worker.
class CompareView : public QWidget
{
    Q_OBJECT

public:
    /// Up to this size of both together they are compared at once, in a few milliseconds.
    static constexpr qint64 AtOnceBytes = 128 * 1024;

    explicit CompareView(QWidget *parent = nullptr);

    void compare(const Message &left, const Message &right);
    /// Forgets what is shown or under way.
    void clear();
    bool isBusy() const;

Q_SIGNALS:
    /// The comparison that was asked for last is shown.
    void compared();
    /// By the user, with the button or Esc; the owner hides this.
    void closed();

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *createTop();
    QTableView *createTable();
    void present(std::shared_ptr<const Comparison> comparison);
    void fitColumns();

    // "#12 ↔ #40"
    QString m_pair;
    Worker *m_worker;
    CompareModel *m_model;

    ElidedLabel *m_title;
    QStackedLayout *m_pages;
    QTableView *m_table;
    QLabel *m_words;
};
