// SPDX-License-Identifier: MIT
#include "secrets/keychain.h"

#include <QFileInfo>
#include <QStandardPaths>

#include <qt6keychain/keychain.h>

using namespace Qt::StringLiterals;

static const QString &service()
{
    static const QString name = u"socketscope"_s;
    return name;
}

// Without one, asking for the Secret Service may start a bus of its own, and wait for it.
static bool hasSessionBus()
{
#if defined(Q_OS_UNIX) && !defined(Q_OS_MACOS)
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    return !qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS")
           || (!runtime.isEmpty() && QFileInfo::exists(runtime + u"/bus"_s));
#else
    return true;
#endif
}

std::unique_ptr<SecretBackend> Keychain::create()
{
    if (qEnvironmentVariable("SOCKETSCOPE_KEYCHAIN") == "off"_L1 || QStandardPaths::isTestModeEnabled()
        || !hasSessionBus())
        return nullptr;
    return std::make_unique<Keychain>();
}

static SecretBackend::Outcome outcomeOf(QKeychain::Error error, bool works)
{
    switch (error) {
    case QKeychain::NoError:
        return SecretBackend::Outcome::Done;
    case QKeychain::EntryNotFound:
        return SecretBackend::Outcome::NotFound;
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return SecretBackend::Outcome::Unavailable;
    case QKeychain::OtherError:
        // So does the Secret Service's library say that nobody offers the service.
        return works ? SecretBackend::Outcome::Failed : SecretBackend::Outcome::Unavailable;
    case QKeychain::CouldNotDeleteEntry:
    case QKeychain::AccessDeniedByUser:
    case QKeychain::AccessDenied:
        break;
    }
    return SecretBackend::Outcome::Failed;
}

template <typename Job, typename TakeValue>
void Keychain::start(Job *job, const QString &key, const Callback &callback, const TakeValue &takeValue)
{
    job->setKey(key);
    connect(job, &QKeychain::Job::finished, this, [this, job, callback, takeValue] {
        Answer answer;
        answer.outcome = outcomeOf(job->error(), m_works);
        m_works = m_works || answer.outcome == Outcome::Done || answer.outcome == Outcome::NotFound;
        if (answer.outcome == Outcome::Done)
            answer.value = takeValue(job);
        else if (answer.outcome != Outcome::Unavailable || job->error() != QKeychain::OtherError)
            answer.detail = job->errorString(); // otherwise it would say that the error is unknown
        callback(answer);
    });
    job->start();
}

void Keychain::read(const QString &key, const Callback &callback)
{
    start(new QKeychain::ReadPasswordJob(service()), key, callback,
          [](const QKeychain::ReadPasswordJob *job) { return job->textData().toUtf8(); });
}

void Keychain::write(const QString &key, const QByteArray &value, const Callback &callback)
{
    auto *job = new QKeychain::WritePasswordJob(service());
    job->setTextData(QString::fromUtf8(value));
    start(job, key, callback, [](const QKeychain::WritePasswordJob *) { return QByteArray(); });
}

void Keychain::remove(const QString &key, const Callback &callback)
{
    start(new QKeychain::DeletePasswordJob(service()), key, callback,
          [](const QKeychain::DeletePasswordJob *) { return QByteArray(); });
}
