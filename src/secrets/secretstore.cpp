// SPDX-License-Identifier: MIT
#include "secrets/secretstore.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTimer>

#include <utility>

using namespace Qt::StringLiterals;

static QByteArray toJson(const SecretStore::Values &values)
{
    QJsonObject object;
    for (auto value = values.constBegin(); value != values.constEnd(); ++value)
        object.insert(value.key(), value.value());
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

static SecretStore::Values fromJson(const QByteArray &json)
{
    SecretStore::Values values;
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    for (auto member = object.constBegin(); member != object.constEnd(); ++member)
        values.insert(member.key(), member.value().toString());
    return values;
}

static SecretStore::Values joined(SecretStore::Values values, const SecretStore::Values &before,
                                  const QStringList &keep)
{
    for (const QString &name : keep) {
        if (before.contains(name) && !values.contains(name))
            values.insert(name, before.value(name));
    }
    return values;
}

SecretStore::SecretStore(std::unique_ptr<SecretBackend> backend, QObject *parent)
    : QObject(parent)
    , m_backend(std::move(backend))
    , m_isPersistent(m_backend != nullptr)
{
    if (!m_isPersistent) {
        m_sentence =
                tr("There is no keychain here: passwords and tokens are kept in memory for this run only.");
    }
}

void SecretStore::read(const QString &key, QObject *context, const Callback &callback)
{
    Pending &pending = m_pending[key];
    pending.readers.append({context, callback});
    if (pending.readers.size() > 1)
        return;
    const quint64 number = pending.number = ++m_reads;
    const auto answer = [this, key, number] { answerReaders(key, number); };
    if (isKnown(key) || !m_isPersistent) {
        QMetaObject::invokeMethod(this, answer, Qt::QueuedConnection);
        return;
    }
    QTimer::singleShot(m_timeout, this, answer);
    const quint64 generation = m_generations.value(key);
    m_backend->read(key, [=, this](const SecretBackend::Answer &found) {
        takeRead(key, generation, found);
        // Also an answer at once is given later.
        QMetaObject::invokeMethod(this, answer, Qt::QueuedConnection);
    });
}

void SecretStore::takeRead(const QString &key, quint64 generation, const SecretBackend::Answer &answer)
{
    if (!note(answer, tr("read")) || generation != m_generations.value(key))
        return;
    const Values found = fromJson(answer.value);
    if (!m_partly.contains(key)) {
        m_known.insert(key, found);
        return;
    }
    const QStringList keep = m_partly.take(key);
    const Values newer = m_known.value(key);
    m_known.insert(key, found);
    put(key, joined(newer, found, keep));
}

void SecretStore::answerReaders(const QString &key, quint64 number)
{
    const auto pending = m_pending.constFind(key);
    if (pending == m_pending.constEnd() || pending->number != number)
        return; // they were answered when the time was up
    const QList<Reader> readers = pending->readers;
    m_pending.erase(pending);
    for (const Reader &reader : readers) {
        if (reader.context)
            reader.callback(m_known.value(key));
    }
}

void SecretStore::write(const QString &key, const Values &values, const QStringList &keep)
{
    if (keep.isEmpty() || isKnown(key) || !m_isPersistent) {
        put(key, joined(values, m_known.value(key), keep));
        return;
    }
    // Known from now on, whatever the keychain says and when: what it has can only add to it.
    const auto before = m_partly.constFind(key);
    QStringList left = keep;
    if (before != m_partly.constEnd())
        left.removeIf([&](const QString &name) { return !before->contains(name); });
    m_known.insert(key, joined(values, m_known.value(key), keep));
    m_partly.insert(key, left);
    const quint64 generation = m_generations.value(key);
    m_backend->read(key, [this, key, generation](const SecretBackend::Answer &answer) {
        takeRead(key, generation, answer);
        if (!m_isPersistent)
            m_partly.remove(key);
    });
}

void SecretStore::put(const QString &key, const Values &values)
{
    if (values.isEmpty()) {
        remove(key);
        return;
    }
    const bool isNew = !isKnown(key) || m_known.value(key) != values;
    m_known.insert(key, values);
    m_partly.remove(key);
    ++m_generations[key];
    if (!m_isPersistent || !isNew)
        return;
    m_backend->write(key, toJson(values),
                     [this](const SecretBackend::Answer &answer) { note(answer, tr("written")); });
}

void SecretStore::remove(const QString &key)
{
    const bool wasKnown = isKnown(key);
    const bool wasEmpty = wasKnown && m_known.value(key).isEmpty();
    m_known.insert(key, {});
    m_partly.remove(key);
    const quint64 generation = ++m_generations[key];
    if (!m_isPersistent || wasEmpty)
        return;
    if (wasKnown) {
        removeFromBackend(key);
        return;
    }
    // A keychain that is locked, say, keeps what nobody can have seen and nobody could bring back.
    m_backend->read(key, [this, key, generation](const SecretBackend::Answer &answer) {
        const bool works = note(answer, tr("removed"));
        if (generation != m_generations.value(key))
            return;
        if (!works)
            m_known.remove(key);
        else if (answer.outcome == SecretBackend::Outcome::Done)
            removeFromBackend(key);
    });
}

void SecretStore::removeFromBackend(const QString &key)
{
    m_backend->remove(key, [this](const SecretBackend::Answer &answer) { note(answer, tr("removed")); });
}

bool SecretStore::isKnown(const QString &key) const
{
    return m_known.contains(key) && !m_partly.contains(key);
}

// False if the keychain did not do what it was asked for.
bool SecretStore::note(const SecretBackend::Answer &answer, const QString &what)
{
    const QString detail = answer.detail.isEmpty() ? QString() : u" (%1)"_s.arg(answer.detail.simplified());
    switch (answer.outcome) {
    case SecretBackend::Outcome::Done:
    case SecretBackend::Outcome::NotFound:
        if (m_isPersistent)
            setSentence(true, {});
        return true;
    case SecretBackend::Outcome::Unavailable:
        setSentence(false,
                    tr("No keychain answers here: passwords and tokens are kept in memory for this run "
                       "only%1.")
                            .arg(detail));
        return false;
    case SecretBackend::Outcome::Failed:
        break;
    }
    setSentence(m_isPersistent,
                tr("A secret could not be %1 in the keychain: it is known for this run at most%2.")
                        .arg(what, detail));
    return false;
}

void SecretStore::setSentence(bool persistent, const QString &sentence)
{
    if (persistent == m_isPersistent && sentence == m_sentence)
        return;
    m_isPersistent = persistent;
    m_sentence = sentence;
    Q_EMIT persistenceChanged();
}
