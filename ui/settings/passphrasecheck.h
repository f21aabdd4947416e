// SPDX-License-Identifier: MIT
#pragma once

#include "profile/profileparts.h"

#include <QObject>
#include <QTimer>

#include <memory>

/// Whether a passphrase opens the key of a client certificate: tried once the keys rest, and on a thread of
/// its own, for opening a key is meant to take its time.
class PassphraseCheck : public QObject
{
    Q_OBJECT

public:
    explicit PassphraseCheck(QObject *parent = nullptr);
    /// Waits for nothing.
    ~PassphraseCheck() override;

    /// Later; what was to be tried before is not answered any more. Nothing to try is not answered either.
    void start(const TlsSettings &tls);

Q_SIGNALS:
    /// What is wrong, as a sentence, or nothing.
    void answered(const QString &problem);

private:
    struct Asked;

    void run();
    void drop();

    QTimer m_later;
    TlsSettings m_tls;
    std::shared_ptr<Asked> m_asked;
};
