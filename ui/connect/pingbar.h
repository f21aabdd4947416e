// SPDX-License-Identifier: MIT
#pragma once

#include "ui/kit/inlinebar.h"

#include <QByteArray>
#include <QString>

class BytesLeft;
class QCheckBox;
class QLineEdit;
class QPushButton;
class ToneLabel;

/// Asks for the payload of a ping, as text or as hexadecimal digits. It stays when the connection has ended
/// by itself, and says so: what is being typed must not go elsewhere.
class PingBar : public InlineBar
{
    Q_OBJECT

public:
    explicit PingBar(QWidget *parent = nullptr);

    /// Shows it, with what was typed the last time.
    void open();
    void setConnected(bool connected);

Q_SIGNALS:
    /// Of a length that may be sent; it is hidden already.
    void pingRequested(const QByteArray &payload);

private:
    struct Typed
    {
        QByteArray payload;
        /// A sentence; empty if it can be sent.
        QString problem;
        /// What is wrong is at the end, where something may follow.
        bool isBegun = false;
    };

    Typed typed() const;
    void refresh();
    void say(const QString &problem);
    void enter();

    QLineEdit *m_payload;
    QCheckBox *m_hex;
    BytesLeft *m_left;
    QPushButton *m_send;
    ToneLabel *m_problem;
    bool m_isConnected = false;
};
