// SPDX-License-Identifier: MIT
#pragma once

#include "saved/connectionstore.h"

#include "saved/connectionsjson.h"
#include "secrets/secretstore.h"
#include "tests/saved/fakesecretbackend.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;

inline SavedConnection plain(const QString &name)
{
    SavedConnection saved;
    saved.name = name;
    saved.urlText = u"ws://localhost/"_s + name;
    return saved;
}

inline SavedConnection secret(const QString &name)
{
    SavedConnection saved = plain(name);
    saved.urlText = u"wss://ann:hush1@example.com/?token=hush2"_s;
    saved.profile.headers = {{"X-Api-Key", "hush3"}, {"X-Team", "blue"}};
    saved.profile.authentication = {Authentication::Kind::Bearer, {}, {}, u"hush4"_s};
    saved.profile.cookies = {{"c", "hush5"}};
    return saved;
}

inline QStringList names(const ConnectionStore &store, const QString &folder = {})
{
    QStringList list;
    const QStringList ids = store.childrenOf(folder);
    for (const QString &id : ids)
        list.append(store.connection(id).name);
    return list;
}

/// A store in a folder of its own, with a keychain that is a map.
class ConnectionStoreFixture : public QObject
{
protected:
    void init();
    std::unique_ptr<ConnectionStore> open()
    {
        return std::make_unique<ConnectionStore>(m_file, m_secrets.get());
    }
    QByteArray bytes() const { return bytesOf(m_file); }
    static QByteArray bytesOf(const QString &name)
    {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void write(const QByteArray &bytes)
    {
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
    std::shared_ptr<FakeSecretBackend::Keychain> m_keychain;
    std::unique_ptr<SecretStore> m_secrets;
};

inline void ConnectionStoreFixture::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_file = m_folder->filePath(u"data/connections.json"_s);
    m_keychain = std::make_shared<FakeSecretBackend::Keychain>();
    m_secrets = std::make_unique<SecretStore>(std::make_unique<FakeSecretBackend>(m_keychain));
}
