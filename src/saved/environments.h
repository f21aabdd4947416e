// SPDX-License-Identifier: MIT
#pragma once

#include "saved/environmentsjson.h"
#include "saved/files/sharedfile.h"
#include "saved/variables.h"

#include <QObject>
#include <QSet>

class SecretStore;

/// The user's environments, of which one is current, or none. Kept in one JSON file that other running
/// programs may change, too; values that are secret are in a SecretStore. In the GUI thread.
class Environments : public QObject, private SharedFileContents
{
    Q_OBJECT

public:
    /// Reads the file, if there is one; secret values come later. `secrets` must outlive it.
    Environments(const QString &fileName, SecretStore *secrets, QObject *parent = nullptr);
    ~Environments() override;

    /// "socketscope/environments.json" in the user's data folder.
    static QString standardFile();

    /// With secret values, as far as they are known.
    const QList<Environment> &all() const { return m_all; }
    Environment environment(const QString &id) const;
    QString currentId() const { return m_current; }
    /// Empty for none.
    void setCurrent(const QString &id);
    /// The current one, as variables are filled in from it.
    ChosenEnvironment chosen() const;

    /// A new one at the end, with a new id, which is returned.
    QString add(const QString &name);
    /// One with an id of its own, as it is: that was removed, or came from elsewhere.
    void restore(const Environment &environment);
    /// All of it, by its id. A secret that has no value stays what it was.
    void update(const Environment &environment);
    void remove(const QString &id);

    void refresh() { m_file.refresh(); }
    bool flush() { return m_file.flush(); }

Q_SIGNALS:
    /// Some environment, or which ones there are, or a secret value has become known.
    void changed();
    /// The current one is another one, or its values are.
    void currentChanged();
    void problem(const QString &sentence);

private:
    Taken takeIn(const QByteArray &bytes, QString *why) override;
    QByteArray bytesToWrite() const override;
    void written(const QByteArray &bytes) override;

    QList<Environment> withoutSecrets() const;
    void keepSecrets(const Environment &environment);
    void loadSecrets(const QString &id);
    Environment *find(const QString &id);

    SecretStore *const m_secrets;
    QList<Environment> m_all;
    QString m_current;
    /// As the file had them when it was last read or written.
    QList<Environment> m_base;
    /// The file's current one counts at the start only: another program has its own.
    bool m_hasRead = false;
    SharedFile m_file;
};
