// SPDX-License-Identifier: MIT
#pragma once

#include "failurecause.h"
#include "ui/kit/inlinebar.h"
#include "websocket/closecode.h"

#include <QString>

class BytesLeft;
class QLineEdit;
class QPushButton;
class ToneLabel;

/// Asks with which code and reason to disconnect, and says what the code means or why it must not be sent
/// while one types; or drops the connection without a Close frame. It stays when the connection has ended by
/// itself, and says so: what is being typed must not go elsewhere.
class DisconnectBar : public InlineBar
{
    Q_OBJECT

public:
    explicit DisconnectBar(QWidget *parent = nullptr);

    /// Shows it, with what was typed the last time.
    void open();
    void setConnected(bool connected);

Q_SIGNALS:
    /// With what may be sent; it is hidden already.
    void disconnectRequested(quint16 code, const QString &reason);
    /// It is hidden already.
    void dropRequested();

private:
    struct Typed
    {
        quint16 code = CloseCode::Normal;
        /// Why it must not be sent; empty if it may be.
        Failure refusal;
        /// It may become a code that may be sent.
        bool isBegun = false;
    };

    void buildLayout();
    Typed typed() const;
    void refresh();
    void say(const QString &sentence, bool isProblem);
    void enter();
    void drop();

    QLineEdit *m_code;
    QLineEdit *m_reason;
    BytesLeft *m_left;
    QPushButton *m_disconnect;
    QPushButton *m_drop;
    ToneLabel *m_sentence;
    bool m_isConnected = false;
};
