// SPDX-License-Identifier: MIT
#pragma once

#include "failure/connectionerror.h"
#include "profile/profileparts.h"

#include <QCoreApplication>
#include <QSslConfiguration>
#include <QString>

#include <optional>

/// TlsSettings as Qt's sockets take them.
struct TlsConfiguration
{
    Q_DECLARE_TR_FUNCTIONS(TlsConfiguration)

public:
    QSslConfiguration configuration;
    /// Stage Tls, permanent: a file could not be used. It names the file and what is wrong with it.
    std::optional<ConnectionError> error;
};

/// Reads the files that the settings name. Nothing is read that is no regular file, nor more than a few
/// megabytes of one.
TlsConfiguration tlsConfiguration(const TlsSettings &settings);

/// Why the passphrase that the settings have does not open the key of the client certificate, as a sentence.
/// Empty if it does, if there is none, or if the files themselves are wrong: profilecheck.h tells that. Takes
/// as long as deriving a key from a passphrase is meant to take.
QString passphraseProblem(const TlsSettings &settings);

/// The name for SNI (RFC 6066 section 3: without the root's dot) that is looked for in the certificate, too.
/// `host` is the URL's.
QString tlsPeerName(const TlsSettings &settings, const QString &host);
