// SPDX-License-Identifier: MIT
#pragma once

#include "secrets/secretstore.h"

#include <QObject>

#include <memory>

/// The system's keychain through QtKeychain: the Secret Service or KWallet, Keychain, Credential Manager.
/// Entries are of the service "socketscope".
class Keychain : public QObject, public SecretBackend
{
    Q_OBJECT

public:
    /// Null where there is plainly none: no D-Bus session, or SOCKETSCOPE_KEYCHAIN=off. Asks nobody, so that
    /// a keychain that is there may still turn out to be of no use.
    static std::unique_ptr<SecretBackend> create();

    void read(const QString &key, const Callback &callback) override;
    void write(const QString &key, const QByteArray &value, const Callback &callback) override;
    void remove(const QString &key, const Callback &callback) override;

private:
    template <typename Job, typename TakeValue>
    void start(Job *job, const QString &key, const Callback &callback, const TakeValue &takeValue);

    /// Something was answered in this run.
    bool m_works = false;
};
