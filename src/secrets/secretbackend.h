// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

#include <functional>

/// Where secrets are kept beyond a run of the program. In the GUI thread; nothing blocks. Each call is
/// answered once, at once or later, but not after the backend is gone.
class SecretBackend
{
public:
    enum class Outcome {
        Done,
        NotFound,    ///< Read or removed, but there was nothing.
        Unavailable, ///< No such service here: there is no use in asking again.
        Failed,      ///< This time: locked, refused.
    };

    struct Answer
    {
        Outcome outcome = Outcome::Done;
        /// Of a read.
        QByteArray value;
        /// What the system says of a failure; for people, not necessarily a sentence.
        QString detail;
    };
    using Callback = std::function<void(const Answer &)>;

    virtual ~SecretBackend() = default;

    virtual void read(const QString &key, const Callback &callback) = 0;
    virtual void write(const QString &key, const QByteArray &value, const Callback &callback) = 0;
    virtual void remove(const QString &key, const Callback &callback) = 0;
};
