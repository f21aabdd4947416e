// SPDX-License-Identifier: MIT
#pragma once

#include "ui/inspector/payload/payloadview.h"

#include <QList>
#include <QWidget>

class MessagePane;
class QLabel;
class QStackedLayout;
struct Message;
struct MessageCommand;

/// The entry that is selected, or a sentence while there is none. What reads it is made with the first one:
/// it is a quarter of what a tab is made of, and many tabs never show any.
class Inspector : public QWidget
{
    Q_OBJECT

public:
    explicit Inspector(QWidget *parent = nullptr);

    void showMessage(const Message &message);
    /// A large one is on its way.
    void showLoading();
    void clear();

    /// As MessagePane has them, now and later.
    void setHighlighter(const TextFinder &finder);
    void setCommands(const QList<MessageCommand> &commands);
    /// Null before the first message.
    MessagePane *pane() const { return m_pane; }

Q_SIGNALS:
    /// As MessagePane has them.
    void filterRequested(const QString &term);
    void columnRequested(const QString &path);
    void plotRequested(const QString &path);

protected:
    void changeEvent(QEvent *event) override;

private:
    void createPane();
    void showSentence(const QString &sentence);

    TextFinder m_highlighter;
    QList<MessageCommand> m_commands;
    QStackedLayout *m_pages;
    QLabel *m_empty;
    MessagePane *m_pane = nullptr;
};
