// SPDX-License-Identifier: MIT
#include "ui/connect/certificatetrust.h"

#include "session/session.h"
#include "settings/settings.h"
#include "ui/connect/certificateview.h"

CertificateTrust::CertificateTrust(Settings *settings, Session *session, QWidget *page)
    : QObject(page)
    , m_settings(settings)
    , m_session(session)
    , m_page(page)
    , m_trust(session->keeping().isPrivate)
{}

HostTrust::Certificates CertificateTrust::trusted() const
{
    return m_trust.with(kept());
}

// Whichever program has withdrawn one.
HostTrust::Certificates CertificateTrust::kept() const
{
    m_settings->refresh();
    return m_settings->trustedCertificates();
}

void CertificateTrust::takeBack(const QUrl &url, const QList<QByteArray> &shown, QList<QByteArray> *listed)
{
    HostTrust::Certificates certificates = kept();
    m_trust.takeBack(url, shown, listed, &certificates);
    keep(url, certificates);
}

void CertificateTrust::keep(const QUrl &url, const HostTrust::Certificates &certificates)
{
    const QList<QByteArray> ofHost = certificates.value(TlsSettings::hostKey(url));
    if (ofHost != m_settings->trustedCertificates(url))
        m_settings->setTrustedCertificates(url, ofHost);
}

std::optional<RefusedCertificate> CertificateTrust::refused() const
{
    return refusedCertificate(m_session->report(), m_session->profile().url);
}

void CertificateTrust::trustRefused()
{
    const std::optional<RefusedCertificate> certificate = refused();
    if (!certificate)
        return;
    HostTrust::Certificates certificates = kept();
    m_trust.add(*certificate, &certificates);
    keep(certificate->url, certificates);
    const QString sentence = m_trust.isPrivate()
                                     ? tr("This certificate is trusted for %1 in this tab from now on.")
                                     : tr("This certificate is trusted for %1 from now on: the settings of "
                                          "the connection list it.");
    Q_EMIT said(sentence.arg(certificate->url.host()));
    Q_EMIT changed();
}

bool CertificateTrust::hasCertificate() const
{
    return !m_session->report().tls.chain.isEmpty() || refused();
}

void CertificateTrust::show()
{
    TlsInfo tls = m_session->report().tls;
    QUrl url = m_session->profile().url;
    if (tls.chain.isEmpty()) {
        const std::optional<RefusedCertificate> certificate = refused();
        if (!certificate)
            return;
        url = certificate->url;
        tls.chain = {certificate->certificate};
        tls.problem = certificate->problem;
    }
    if (!m_view) {
        m_view = new CertificateView(m_page);
        m_view->setAttribute(Qt::WA_DeleteOnClose);
    }
    m_view->setTls(url.host(), tls);
    m_view->show();
    m_view->raise();
    m_view->activateWindow();
}

void CertificateTrust::closeWindow()
{
    if (m_view)
        m_view->close();
}
