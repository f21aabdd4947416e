// SPDX-License-Identifier: MIT
#include "support/testcertificate.h"

#include <QByteArray>

QSslCertificate testCertificate()
{
    return QSslCertificate(
            QByteArrayLiteral("-----BEGIN CERTIFICATE-----\n"
                              "MIIBZjCCAQ2gAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv\n"
                              "c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM\n"
                              "CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABBJ9w7fpZ8JWmQj4\n"
                              "wHIaVsdkGwDeo2kl57FFIiQHJeIDeq3RXbFbrdUAHyrDHyaeDTqhAzCy0jj6MyFp\n"
                              "8af02LOjTjBMMBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATAPBgNVHRMBAf8E\n"
                              "BTADAQH/MB0GA1UdDgQWBBRzGtTmKS8Tbjls9FwCS9/l41VSuDAKBggqhkjOPQQD\n"
                              "AgNHADBEAiBCBF69m4Zwdgct8jMqxyEBTXQZ1E5sIQXtQEMpcyhQqQIgTbWainWj\n"
                              "JEKrje1anMKtDsEJrVGQb7dZLlq0jANxflw=\n"
                              "-----END CERTIFICATE-----\n"));
}

QSslKey testCertificateKey()
{
    return QSslKey(QByteArrayLiteral("-----BEGIN PRIVATE KEY-----\n"
                                     "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgn6k/nqVwhkEqw+sP\n"
                                     "8d8Yjl3w5YqYSDLZrefd5ERml2yhRANCAAQSfcO36WfCVpkI+MByGlbHZBsA3qNp\n"
                                     "JeexRSIkByXiA3qt0V2xW63VAB8qwx8mng06oQMwstI4+jMhafGn9Niz\n"
                                     "-----END PRIVATE KEY-----\n"),
                   QSsl::Ec);
}

TrustTestCertificate::TrustTestCertificate()
    : m_before(QSslConfiguration::defaultConfiguration())
{
    QSslConfiguration trusting = m_before;
    trusting.addCaCertificate(testCertificate());
    QSslConfiguration::setDefaultConfiguration(trusting);
}

TrustTestCertificate::~TrustTestCertificate()
{
    QSslConfiguration::setDefaultConfiguration(m_before);
}
