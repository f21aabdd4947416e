// SPDX-License-Identifier: MIT
#pragma once

#include "secrets/secretstore.h"

#include <QHash>
#include <QList>
#include <QStringList>

#include <memory>

/// A keychain in memory that answers at once, or when it is told to. What it holds outlives it.
class FakeSecretBackend : public SecretBackend
{
public:
    struct Keychain
    {
        QHash<QString, QByteArray> entries;
        /// "read KEY", "write KEY", "remove KEY", in their order.
        QStringList calls;
        Outcome outcome = Outcome::Done;
        /// Answers wait for answerAll().
        bool isSlow = false;
        QList<std::function<void()>> waiting;

        void answerAll()
        {
            while (!waiting.isEmpty())
                waiting.takeFirst()();
        }
    };

    explicit FakeSecretBackend(std::shared_ptr<Keychain> keychain)
        : m_keychain(std::move(keychain))
    {}

    void read(const QString &key, const Callback &callback) override
    {
        answer(QStringLiteral("read ") + key, callback, [=, this] {
            const bool found = m_keychain->entries.contains(key);
            return Answer{found ? Outcome::Done : Outcome::NotFound, m_keychain->entries.value(key), {}};
        });
    }
    void write(const QString &key, const QByteArray &value, const Callback &callback) override
    {
        answer(QStringLiteral("write ") + key, callback, [=, this] {
            m_keychain->entries.insert(key, value);
            return Answer{};
        });
    }
    void remove(const QString &key, const Callback &callback) override
    {
        answer(QStringLiteral("remove ") + key, callback, [=, this] {
            m_keychain->entries.remove(key);
            return Answer{};
        });
    }

private:
    void answer(const QString &call, const Callback &callback, const std::function<Answer()> &work)
    {
        m_keychain->calls.append(call);
        const auto run = [keychain = m_keychain, callback, work] {
            const bool works = keychain->outcome == Outcome::Done;
            callback(works ? work() : Answer{keychain->outcome, {}, QStringLiteral("it is locked")});
        };
        if (m_keychain->isSlow)
            m_keychain->waiting.append(run);
        else
            run();
    }

    std::shared_ptr<Keychain> m_keychain;
};
