// SPDX-License-Identifier: MIT
#pragma once

#include "saved/credentialscope.h"
#include "ui/kit/inlinebar.h"

class QLabel;
class QPushButton;

/// A row below the URL that asks, before anything is sent, whether credentials that were entered for one
/// server shall go to another one. Plain text.
class CredentialBar : public InlineBar
{
    Q_OBJECT

public:
    explicit CredentialBar(QWidget *parent = nullptr);

    /// The button that leaves them out gets the focus: Enter again is the safe answer. So is to ask again
    /// about the same URL.
    void ask(const ForeignCredentials &foreign);

Q_SIGNALS:
    /// The row is hidden already.
    void answered(const ForeignCredentials &foreign, bool send);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void answer(bool send);

    ForeignCredentials m_foreign;
    QLabel *m_question;
    QPushButton *m_leaveOut;
    QPushButton *m_send;
};
