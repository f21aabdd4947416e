// SPDX-License-Identifier: MIT
#include "saved/environments.h"

#include "ownfolder.h"
#include "saved/files/privatefile.h"
#include "secrets/secretstore.h"

#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

static QString secretKey(const QString &id)
{
    return u"environment/"_s + id;
}

static QList<Environment> stripped(QList<Environment> environments)
{
    for (Environment &environment : environments) {
        for (Variable &variable : environment.variables) {
            if (variable.secret)
                variable.value.clear();
        }
    }
    return environments;
}

Environments::Environments(const QString &fileName, SecretStore *secrets, QObject *parent)
    : QObject(parent)
    , m_secrets(secrets)
    , m_file(fileName, this)
{
    // Queued: what is found here is heard by those who connect after this.
    connect(&m_file, &SharedFile::problem, this, &Environments::problem, Qt::QueuedConnection);
    m_file.refresh();
    m_hasRead = true;
}

// While all that is to be written is still there.
Environments::~Environments()
{
    m_file.flush();
}

// Secret values that are known already stay known.
static void carrySecrets(const Environment &from, Environment *to)
{
    for (const Variable &known : from.variables) {
        for (Variable &variable : to->variables) {
            if (variable.secret && known.secret && variable.name == known.name)
                variable.value = known.value;
        }
    }
}

QString Environments::standardFile()
{
    return OwnFolder::data(u"environments.json"_s);
}

Environment *Environments::find(const QString &id)
{
    const auto found = std::find_if(m_all.begin(), m_all.end(),
                                    [&](const Environment &environment) { return environment.id == id; });
    return found == m_all.end() ? nullptr : &*found;
}

Environment Environments::environment(const QString &id) const
{
    const auto found = std::find_if(m_all.begin(), m_all.end(),
                                    [&](const Environment &environment) { return environment.id == id; });
    return found == m_all.end() ? Environment() : *found;
}

void Environments::setCurrent(const QString &id)
{
    const QString next = find(id) ? id : QString();
    if (next == m_current)
        return;
    m_current = next;
    Q_EMIT currentChanged();
    m_file.setChanged();
}

ChosenEnvironment Environments::chosen() const
{
    ChosenEnvironment chosen;
    chosen.id = m_current;
    chosen.isOffered = !m_all.isEmpty();
    const Environment current = environment(m_current);
    for (const Variable &variable : current.variables) {
        if (!variable.secret || !variable.value.isEmpty())
            chosen.values.insert(variable.name, variable.value);
        if (variable.secret)
            chosen.secretNames.append(variable.name);
    }
    return chosen;
}

QString Environments::add(const QString &name)
{
    const Environment environment{
            QUuid::createUuid().toString(QUuid::WithoutBraces), name.left(EnvironmentsJson::MaxName), {}};
    m_all.append(environment);
    Q_EMIT changed();
    m_file.setChanged();
    return environment.id;
}

void Environments::restore(const Environment &environment)
{
    if (environment.id.isEmpty() || find(environment.id))
        return;
    m_all.append(environment);
    keepSecrets(environment);
    Q_EMIT changed();
    m_file.setChanged();
}

void Environments::update(const Environment &environment)
{
    Environment *mine = find(environment.id);
    if (!mine || *mine == environment)
        return;
    *mine = environment;
    keepSecrets(environment);
    m_file.setChanged();
    Q_EMIT changed();
    if (environment.id == m_current)
        Q_EMIT currentChanged();
}

void Environments::remove(const QString &id)
{
    if (m_all.removeIf([&](const Environment &environment) { return environment.id == id; }) == 0)
        return;
    m_secrets->remove(secretKey(id));
    m_file.setChanged();
    Q_EMIT changed();
    if (id == m_current)
        setCurrent({});
}

void Environments::keepSecrets(const Environment &environment)
{
    SecretStore::Values values;
    QStringList unknown;
    for (const Variable &variable : environment.variables) {
        if (variable.secret && variable.value.isEmpty())
            unknown.append(variable.name);
        else if (variable.secret)
            values.insert(variable.name, variable.value);
    }
    m_secrets->write(secretKey(environment.id), values, unknown);
}

void Environments::loadSecrets(const QString &id)
{
    m_secrets->read(secretKey(id), this, [this, id](const SecretStore::Values &values) {
        Environment *mine = find(id);
        bool found = false;
        for (qsizetype i = 0; mine && i < mine->variables.size(); ++i) {
            Variable &variable = mine->variables[i];
            if (!variable.secret || !variable.value.isEmpty() || !values.contains(variable.name))
                continue;
            variable.value = values.value(variable.name);
            found = true;
        }
        if (!found)
            return;
        Q_EMIT changed();
        if (id == m_current)
            Q_EMIT currentChanged();
    });
}

QList<Environment> Environments::withoutSecrets() const
{
    return stripped(m_all);
}

SharedFileContents::Taken Environments::takeIn(const QByteArray &bytes, QString *why)
{
    EnvironmentsJson::Document document = EnvironmentsJson::read(bytes);
    if (!document.failure.isEmpty()) {
        *why = document.failure;
        return Taken::Damaged;
    }
    // Secrets that somebody wrote into the file by hand go where they belong.
    const QList<Environment> theirs = stripped(document.environments);
    for (const Environment &environment : std::as_const(document.environments)) {
        if (!theirs.contains(environment))
            keepSecrets(environment);
    }
    const QList<Environment> ours = withoutSecrets();
    const auto conflict = [](const Environment &, const Environment &their) {
        Environment beside = their;
        beside.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
        beside.name = tr("%1 (changed elsewhere)").arg(their.name);
        return std::optional(beside);
    };
    QList<Environment> merged = mergedThreeWays(
            m_base, ours, theirs, [](const Environment &environment) { return environment.id; }, conflict);
    m_base = theirs;
    if (theirs != document.environments || merged != theirs)
        m_file.setChanged();
    if (!m_hasRead)
        m_current = document.current;
    if (merged != ours) {
        for (Environment &next : merged) {
            carrySecrets(environment(next.id), &next);
            loadSecrets(next.id);
        }
        m_all = merged;
        if (!find(m_current))
            m_current.clear();
        Q_EMIT changed();
        Q_EMIT currentChanged();
    }
    *why = document.problems.join(u' ');
    return document.problems.isEmpty() ? Taken::Whole : Taken::Partly;
}

QByteArray Environments::bytesToWrite() const
{
    return EnvironmentsJson::write(m_all, m_current);
}

void Environments::written(const QByteArray &)
{
    m_base = withoutSecrets();
}
