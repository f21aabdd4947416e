// SPDX-License-Identifier: MIT
#pragma once

#include "session/hosttrust.h"

#include <QObject>
#include <QPointer>

#include <optional>

class CertificateView;
class Session;
class Settings;

/// The certificates of the server that a tab connects to: shows them, and keeps which ones are trusted by
/// hand, in the settings or, of a private session, for as long as the tab is there.
class CertificateTrust : public QObject
{
    Q_OBJECT

public:
    /// All of them outlive it; `page` is the parent of the window that it opens.
    CertificateTrust(Settings *settings, Session *session, QWidget *page);

    /// Fingerprints (SHA-256) of all that are trusted, by TlsSettings::hostKey().
    HostTrust::Certificates trusted() const;
    /// As HostTrust::takeBack().
    void takeBack(const QUrl &url, const QList<QByteArray> &shown, QList<QByteArray> *listed);

    /// There are some of the open connection, or one that was not accepted last.
    bool hasCertificate() const;
    void show();
    void closeWindow();
    /// Accepts the one that was not accepted last for its host from now on.
    void trustRefused();

Q_SIGNALS:
    /// One more is trusted.
    void changed();
    /// A sentence in passing.
    void said(const QString &sentence);

private:
    std::optional<RefusedCertificate> refused() const;
    HostTrust::Certificates kept() const;
    void keep(const QUrl &url, const HostTrust::Certificates &certificates);

    Settings *const m_settings;
    Session *const m_session;
    QWidget *const m_page;
    HostTrust m_trust;
    QPointer<CertificateView> m_view;
};
