// SPDX-License-Identifier: MIT
#pragma once

#include "saved/credentialscope.h"

#include <QWidget>

class QLabel;
class QPushButton;

/// A row below the URL that asks, before anything is sent, whether credentials that were entered for one
/// server shall go to another one. Hidden at first. Plain text.
class CredentialBar : public QWidget
{
    Q_OBJECT

public:
    explicit CredentialBar(QWidget *parent = nullptr);

    /// The button that leaves them out gets the focus: Enter again is the safe answer. So is to ask again
    /// about the same URL.
    void ask(const ForeignCredentials &foreign);
    void dismiss();

Q_SIGNALS:
    /// The row is hidden already.
    void answered(const ForeignCredentials &foreign, bool send);

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void answer(bool send);

    ForeignCredentials m_foreign;
    QLabel *m_question;
    QPushButton *m_leaveOut;
    QPushButton *m_send;
};
