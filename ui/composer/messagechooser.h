// SPDX-License-Identifier: MIT
#pragma once

#include <QFrame>
#include <QList>
#include <QString>

class QLabel;
class QLineEdit;
class QStackedLayout;
class QTreeWidget;

/// A message to choose from. Plain text.
struct OfferedMessage
{
    QString id;
    QString name;
    /// How it begins, in one line.
    QString text;
    /// Which keys send it at once, as shown; may be empty.
    QString keys;
};

/// The saved messages that a connection is offered, found by typing: Enter writes one into the composer,
/// Ctrl+Enter sends it, F8 asks how often to send it, and what is written can be saved. It closes by itself.
class MessageChooser : public QFrame
{
    Q_OBJECT

public:
    explicit MessageChooser(QWidget *parent);

    /// Opens it above `below`, right edge at right edge.
    void choose(const QList<OfferedMessage> &messages, const QWidget *below);

Q_SIGNALS:
    void chosen(const QString &id, bool send);
    /// It is to be sent again and again.
    void repeatRequested(const QString &id);
    void saveRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void showMatches();
    void accept(bool send);
    /// Of the current message, and closes; empty if there is none.
    QString take();

    QList<OfferedMessage> m_messages;
    QLineEdit *m_search;
    QStackedLayout *m_pages;
    QTreeWidget *m_list;
    QLabel *m_empty;
};
