// SPDX-License-Identifier: MIT
#pragma once

#include "attempt.h"
#include "support/scriptedserver.h"
#include "support/testcertificates.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

/// Files of certificates, and profiles that use them.
class TlsFixture : public QObject
{
protected:
    void initTestCase();
    QString file(const QString &name) const { return m_folder.filePath(name); }
    void write(const QString &name, const QByteArray &bytes) const;
    ConnectionProfile profileFor(const ScriptedServer &server) const;

    QTemporaryDir m_folder;
};

inline void TlsFixture::write(const QString &name, const QByteArray &bytes) const
{
    QFile out(file(name));
    QVERIFY(out.open(QIODevice::WriteOnly));
    QCOMPARE(out.write(bytes), bytes.size());
}

inline ConnectionProfile TlsFixture::profileFor(const ScriptedServer &server) const
{
    ConnectionProfile profile;
    profile.url = server.url();
    profile.proxy.kind = ProxySettings::Kind::None;
    profile.tls.caFile = file(u"ca.pem"_s);
    return profile;
}

inline void TlsFixture::initTestCase()
{
    const TestIdentity client = testIdentity(TestCertificate::Client);
    const TestIdentity rsa = testIdentity(TestCertificate::RsaClient);
    write(u"ca.pem"_s, testAuthorityPem());
    write(u"client.pem"_s, client.chainPem);
    write(u"client.key"_s, client.keyPem);
    write(u"both.pem"_s, client.keyPem + client.chainPem);
    write(u"locked.key"_s, encryptedClientKeyPem());
    write(u"client.p12"_s, clientPkcs12());
    write(u"rsa.pem"_s, rsa.chainPem);
    write(u"rsa.key"_s, rsa.keyPem);
    write(u"other.pem"_s, testIdentity(TestCertificate::Good).chainPem);
    write(u"other.key"_s, testIdentity(TestCertificate::Good).keyPem);
    write(u"text.txt"_s, "nothing of use\n"_ba);
    write(u"broken.p12"_s, clientPkcs12().left(500));
    const QByteArray muchWork = QByteArray::fromHex("300c0404010203040204 7fffffff");
    write(u"work.p12"_s, muchWork);
    write(u"work.key"_s, "-----BEGIN ENCRYPTED PRIVATE KEY-----\n" + muchWork.toBase64()
                                 + "\n-----END ENCRYPTED PRIVATE KEY-----\n");
    write(u"broken.key"_s, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"_ba);
}
