// SPDX-License-Identifier: MIT
// The windows of what a tab connects to: its settings, and the certificates of its server.
#include "ui/connect/pageconnection.h"

#include "profile/profilecheck.h"
#include "profile/websocketurl.h"
#include "saved/secrets.h"
#include "saved/variables.h"
#include "session/session.h"
#include "settings/settings.h"
#include "ui/connect/certificateview.h"
#include "ui/connect/connectionbar.h"
#include "ui/connect/statusline.h"
#include "ui/settings/connectionsettingspage.h"

#include <QCryptographicHash>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

void PageConnection::showSettings()
{
    if (!m_settingsPage) {
        m_settingsPage = new ConnectionSettingsPage(m_page);
        m_settingsPage->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_settingsPage, &ConnectionSettingsPage::profileChanged, this, &PageConnection::takeProfile);
        connect(m_settingsPage, &ConnectionSettingsPage::urlTextEdited, this, [this] {
            takeUrlText();
            refresh();
        });
        connect(m_settingsPage, &ConnectionSettingsPage::reconnectRequested, this,
                &PageConnection::reconnect);
        connect(m_settingsPage, &ConnectionSettingsPage::saveRequested, this, &PageConnection::saveRequested);
        refresh();
    }
    m_settingsPage->setConnected(m_parts.session->status() != Status::Closed);
    m_settingsPage->show();
    m_settingsPage->raise();
    m_settingsPage->activateWindow();
}

QMap<QString, QList<QByteArray>> PageConnection::trustedCertificates() const
{
    QMap<QString, QList<QByteArray>> all = m_parts.settings->trustedCertificates();
    for (auto host = m_trusted.constBegin(); host != m_trusted.constEnd(); ++host)
        all[host.key()] += host.value();
    return all;
}

// Those of the host are everybody's, or the tab's; the page can take them away.
void PageConnection::takeTrusted(QList<QByteArray> *trusted)
{
    const auto stillThere = [trusted](const QList<QByteArray> &before) {
        QList<QByteArray> kept;
        for (const QByteArray &fingerprint : before) {
            if (trusted->removeOne(fingerprint))
                kept.append(fingerprint);
        }
        return kept;
    };
    const QList<QByteArray> ofHost = m_parts.settings->trustedCertificates(m_trustUrl);
    if (const QList<QByteArray> kept = stillThere(ofHost); kept != ofHost)
        m_parts.settings->setTrustedCertificates(m_trustUrl, kept);
    const QString key = TlsSettings::hostKey(m_trustUrl);
    if (m_trusted.contains(key))
        m_trusted[key] = stillThere(m_trusted.value(key));
}

void PageConnection::takeProfile(const ConnectionProfile &profile)
{
    m_connection.profile = profile;
    takeTrusted(&m_connection.profile.tls.trusted);
    takeUrlText();
    // What was entered for another server stays that server's; what is new is for this one.
    if (!isElsewhere())
        noteEntered();
    refresh();
}

// The field below which it is said what is wrong follows the page's.
void PageConnection::takeUrlText()
{
    const QString text = m_settingsPage->urlText();
    if (text.trimmed() == m_parts.bar->text().trimmed())
        return;
    m_parts.bar->setText(text);
    stopAsking();
}

// What was as by default follows the defaults.
void PageConnection::takeDefaults()
{
    const ConnectionProfile before = std::exchange(m_defaults, m_parts.settings->connectionDefaults());
    const QList<ProfileField> fields = profileFields();
    for (const ProfileField field : fields) {
        if (!profileFieldDiffers(field, m_connection.profile, before))
            copyProfileField(field, m_defaults, m_connection.profile);
    }
    refresh();
}

int PageConnection::changedSettings() const
{
    const QList<ProfileField> fields = profileFields();
    return int(std::count_if(fields.begin(), fields.end(), [this](ProfileField field) {
        return field != ProfileField::Url && profileFieldDiffers(field, m_connection.profile, m_defaults);
    }));
}

bool PageConnection::isFresh() const
{
    return m_connection.id.isEmpty() && changedSettings() == 0;
}

void PageConnection::closeWindows()
{
    for (QDialog *window : {static_cast<QDialog *>(m_settingsPage), static_cast<QDialog *>(m_certificate)}) {
        if (!window)
            continue;
        window->disconnect(this);
        window->close();
    }
}

void PageConnection::refresh()
{
    SavedConnection now = connection();
    m_parts.bar->setSettingsChanged(changedSettings());
    const bool isPlain =
            now.urlText.startsWith("ws:"_L1, Qt::CaseInsensitive) || now.profile.url.scheme() == "ws"_L1;
    const bool isOpenSo = m_parts.session->status() != Status::Closed && m_parts.session->report().unverified;
    m_parts.status->setUnverified(isOpenSo || (!now.profile.tls.verify && !isPlain));
    if (!m_settingsPage)
        return;
    m_trustUrl = read(now.urlText).url;
    now.profile.tls.trusted += trustedCertificates().value(TlsSettings::hostKey(m_trustUrl));
    m_settingsPage->setProfile(now.profile, m_defaults, now.urlText);
    m_settingsPage->setSavedName(now.name);
    m_settingsPage->setWindowTitle(
            now.urlText.isEmpty() ? tr("Connection settings")
                                  : tr("Connection settings of %1").arg(Secrets::maskedUrlText(now.urlText)));
}

// The server's own certificate that was not accepted last; empty if there is none.
static QByteArray refusedCertificate(const Session *session)
{
    const StatusReport &report = session->report();
    return report.error ? report.error->certificate : QByteArray();
}

// Who showed it: after a redirect that is not the host of the profile.
static QUrl refusedHost(const Session *session)
{
    const StatusReport &report = session->report();
    const QString host = report.error ? report.error->certificateHost : QString();
    return host.isEmpty() ? session->profile().url : QUrl(u"wss://%1/"_s.arg(host));
}

bool PageConnection::hasCertificate() const
{
    return !m_parts.session->report().tls.chain.isEmpty() || !refusedCertificate(m_parts.session).isEmpty();
}

void PageConnection::showCertificate()
{
    if (!hasCertificate())
        return;
    TlsInfo tls = m_parts.session->report().tls;
    QUrl url = m_parts.session->profile().url;
    if (tls.chain.isEmpty()) {
        url = refusedHost(m_parts.session);
        tls.chain = {refusedCertificate(m_parts.session)};
        tls.problem = m_parts.session->report().error->sentence;
    }
    if (!m_certificate) {
        m_certificate = new CertificateView(m_page);
        m_certificate->setAttribute(Qt::WA_DeleteOnClose);
    }
    m_certificate->setTls(url.host(), tls);
    m_certificate->show();
    m_certificate->raise();
    m_certificate->activateWindow();
}

void PageConnection::trustCertificate()
{
    const QByteArray certificate = refusedCertificate(m_parts.session);
    if (certificate.isEmpty())
        return;
    const QUrl url = refusedHost(m_parts.session);
    const QByteArray fingerprint = QCryptographicHash::hash(certificate, QCryptographicHash::Sha256);
    if (m_parts.session->keeping().isPrivate) {
        m_trusted[TlsSettings::hostKey(url)].append(fingerprint);
        Q_EMIT said(tr("This certificate is trusted for %1 in this tab from now on.").arg(url.host()));
    } else {
        QList<QByteArray> trusted = m_parts.settings->trustedCertificates(url);
        trusted.append(fingerprint);
        m_parts.settings->setTrustedCertificates(url, trusted);
        Q_EMIT said(
                tr("This certificate is trusted for %1 from now on: the settings of the connection list it.")
                        .arg(url.host()));
    }
    refresh();
    reconnect();
}
