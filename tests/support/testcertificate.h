// SPDX-License-Identifier: MIT
#pragma once

#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>

/// A self-signed certificate for localhost and 127.0.0.1, and its key: made for the tests, worth
/// nothing anywhere else, valid from 2020 to 2120.
QSslCertificate testCertificate();
QSslKey testCertificateKey();

/// Makes clients of this program accept the test certificate while it exists.
class TrustTestCertificate
{
public:
    TrustTestCertificate();
    ~TrustTestCertificate();
    Q_DISABLE_COPY_MOVE(TrustTestCertificate)

private:
    const QSslConfiguration m_before;
};
