// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QHash>
#include <QMap>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QStringList>

#include <chrono>
#include <functional>
#include <memory>

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

/// Secrets under keys, each a set of named values: in the system's keychain, and for the rest of this run in
/// memory. Where there is no keychain, or it fails, they are in memory only, and sentence() says so. In the
/// GUI thread; nothing blocks.
class SecretStore : public QObject
{
    Q_OBJECT

public:
    using Values = QMap<QString, QString>;
    using Callback = std::function<void(const Values &)>;

    /// Null keeps them in memory only.
    explicit SecretStore(std::unique_ptr<SecretBackend> backend, QObject *parent = nullptr);

    /// How long a keychain may take before read() answers with what is known. Later answers still count:
    /// a person may have been asked for a password.
    void setTimeout(std::chrono::milliseconds time) { m_timeout = time; }

    /// Answers later, also when there is nothing; never once `context` is gone.
    void read(const QString &key, QObject *context, const Callback &callback);
    /// In place of what was there, but for the values named in `keep`, which stay as they are. None at all
    /// removes the key. From now on read() has the values. Where those to keep cannot be read, nothing in the
    /// keychain changes: the values are in memory until it can be.
    void write(const QString &key, const Values &values, const QStringList &keep = {});
    /// Only if the keychain can be read: what is lost with a keychain that is locked could not be undone.
    void remove(const QString &key);
    /// All that is kept under the key is known, be it nothing.
    bool isKnown(const QString &key) const;

    /// What is written now survives the program, as far as is known.
    bool isPersistent() const { return m_isPersistent; }
    /// Why not, for people; empty if it is. Or what failed last.
    QString sentence() const { return m_sentence; }

Q_SIGNALS:
    /// isPersistent() or sentence() is another one.
    void persistenceChanged();

private:
    void put(const QString &key, const Values &values);
    void takeRead(const QString &key, quint64 generation, const SecretBackend::Answer &answer);
    void removeFromBackend(const QString &key);
    void answerReaders(const QString &key, quint64 number);
    bool note(const SecretBackend::Answer &answer, const QString &what);
    void setSentence(bool persistent, const QString &sentence);

    struct Reader
    {
        QPointer<QObject> context;
        Callback callback;
    };
    /// One question to the keychain, and who waits for its answer.
    struct Pending
    {
        quint64 number = 0;
        QList<Reader> readers;
    };

    std::unique_ptr<SecretBackend> m_backend;
    std::chrono::milliseconds m_timeout{20000};
    /// By key: what is known to be there, also that there is nothing.
    QHash<QString, Values> m_known;
    /// Keys of which m_known has the newest values, but the keychain may have more that has not been read:
    /// the names of those that stay.
    QHash<QString, QStringList> m_partly;
    /// Counts up when it is decided what a key is to have in the keychain: an answer to an earlier read is
    /// out of date.
    QHash<QString, quint64> m_generations;
    QHash<QString, Pending> m_pending;
    quint64 m_reads = 0;
    bool m_isPersistent;
    QString m_sentence;
};
