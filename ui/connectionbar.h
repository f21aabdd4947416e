// SPDX-License-Identifier: MIT
#pragma once

#include "connection/status.h"

#include <QTimer>
#include <QUrl>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QStringListModel;

/// Where to connect: the URL, checked as it is typed, and one button that says what it will do.
class ConnectionBar : public QWidget
{
    Q_OBJECT

public:
    explicit ConnectionBar(QWidget *parent = nullptr);

    /// What was typed, as it is.
    QString text() const;
    void setText(const QString &text);
    void setHistory(const QStringList &urls);
    void setStatus(Status status);
    /// What the button does now, without a mnemonic: "Connect", "Disconnect", "Cancel" …
    QString actionText() const;
    void focusUrl();
    /// As Enter in the field: checks it, and either shows what is wrong or asks to connect.
    void submit();

Q_SIGNALS:
    /// A usable URL.
    void connectRequested(const QUrl &url);
    void disconnectRequested();

private:
    void press();
    void showProblem(const QString &problem);
    void checkTyped();

    QLineEdit *m_url;
    QPushButton *m_button;
    QLabel *m_problem;
    QStringListModel *m_history;
    QTimer m_check;
    Status m_status = Status::Closed;
};
