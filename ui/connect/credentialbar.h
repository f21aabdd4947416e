// SPDX-License-Identifier: MIT
#pragma once

#include "session/opening.h"
#include "ui/kit/inlinebar.h"

#include <variant>

class QGridLayout;
class QLabel;
class QPushButton;

/// A row below the URL that asks, before anything is sent, whether credentials that were entered for one
/// server shall go to another one, or whether an imported connection may do what it would do. Plain text.
class CredentialBar : public InlineBar
{
    Q_OBJECT

public:
    explicit CredentialBar(QWidget *parent = nullptr);

    /// The button that leaves them out gets the focus: Enter again is the safe answer. So is to ask again
    /// about the same URL.
    void ask(const ForeignCredentials &foreign);
    /// The button that does not connect gets the focus.
    void ask(const ImportedRisks &risks);

Q_SIGNALS:
    /// The row is hidden already.
    void answered(const ForeignCredentials &foreign, bool send);
    /// An imported connection may do what it does.
    void importAccepted();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void show(const QString &question, const QString &safe, const QString &other);
    void answer(bool send);

    std::variant<ForeignCredentials, ImportedRisks> m_asked;
    QGridLayout *m_layout;
    QLabel *m_question;
    QPushButton *m_leaveOut;
    QPushButton *m_send;
};
