// SPDX-License-Identifier: MIT
#pragma once

#include <QSslCertificate>
#include <QSslKey>

/// A self-signed certificate for localhost and 127.0.0.1, and its key: made for the tests, worth
/// nothing anywhere else, valid from 2020 to 2120.
QSslCertificate testCertificate();
QSslKey testCertificateKey();
