// SPDX-License-Identifier: MIT
#include "net/tls/certificateinfo.h"
#include "ui/kit/rowstable.h"
#include "ui/kit/tonelabel.h"
#include "ui/settings/fileedit.h"
#include "ui/settings/passphrasecheck.h"
#include "ui/settings/secretedit.h"
#include "ui/settings/settingsfields.h"
#include "ui/settings/settingsgroups.h"
#include "ui/settings/settingstext.h"

#include <QFileInfo>

#include <memory>

using namespace Qt::StringLiterals;

using Version = TlsSettings::Version;

static QString versionText(Version version)
{
    switch (version) {
    case Version::Tls1_0:
        return SettingsText::tr("TLS 1.0 or later");
    case Version::Tls1_2:
        return SettingsText::tr("TLS 1.2 or later");
    case Version::Tls1_3:
        break;
    }
    return SettingsText::tr("TLS 1.3");
}

static QString tlsSummary(const ConnectionProfile &profile)
{
    const TlsSettings &tls = profile.tls;
    QStringList parts;
    if (!tls.verify)
        parts.append(SettingsText::tr("certificates are not verified"));
    else if (tls.caFile.isEmpty())
        parts.append(SettingsText::tr("verified by the system's authorities"));
    else
        parts.append(SettingsText::tr("verified by the system's authorities and %1")
                             .arg(QFileInfo(tls.caFile).fileName()));
    if (const int n = int(tls.trusted.size()); n > 0)
        parts.append(n == 1 ? SettingsText::tr("1 certificate trusted by hand")
                            : SettingsText::tr("%1 certificates trusted by hand").arg(n));
    if (!tls.certificateFile.isEmpty())
        parts.append(SettingsText::tr("shows %1").arg(QFileInfo(tls.certificateFile).fileName()));
    if (!tls.serverName.isEmpty())
        parts.append(SettingsText::tr("as %1").arg(tls.serverName));
    parts.append(versionText(tls.minimumVersion));
    return parts.join(u", "_s);
}

static void addFiles(SettingsGroup *group)
{
    using namespace SettingsFields;
    const QString pem = SettingsText::tr("PEM (*.pem *.crt *.cer *.key);;All files (*)");
    const QString pkcs12 = SettingsText::tr("PEM and PKCS#12 (*.pem *.crt *.cer *.p12 *.pfx);;All files (*)");
    auto *ca = new FileEdit(u"caFile"_s, SettingsText::tr("Choose the file of authorities"), pem);
    addText(
            group, SettingsText::tr("&Authorities to trust, too:"), ca, ca->lineEdit(), ProfileField::CaFile,
            [](auto &profile) -> auto & { return profile.tls.caFile; });
    auto *certificate =
            new FileEdit(u"certificateFile"_s, SettingsText::tr("Choose the client certificate"), pkcs12);
    addText(
            group, SettingsText::tr("&Client certificate:"), certificate, certificate->lineEdit(),
            ProfileField::CertificateFile,
            [](auto &profile) -> auto & { return profile.tls.certificateFile; });
    auto *key = new FileEdit(u"keyFile"_s, SettingsText::tr("Choose the key of the client certificate"), pem);
    addText(
            group, SettingsText::tr("Its &key, if it is apart:"), key, key->lineEdit(), ProfileField::KeyFile,
            [](auto &profile) -> auto & { return profile.tls.keyFile; });
    auto *passphrase = new SecretEdit(u"keyPassphrase"_s);
    addText(
            group, SettingsText::tr("&Passphrase of the key:"), passphrase, passphrase->lineEdit(),
            ProfileField::KeyPassphrase, [](auto &profile) -> auto & { return profile.tls.keyPassphrase; });
}

// The setting is used nevertheless; what is typed may be on its way to what is right.
static void addPassphraseCheck(SettingsGroup *group)
{
    auto *warning = new ToneLabel(u"passphraseWarning"_s, ToneLabel::Tone::Problem, group);
    group->addWide(warning);
    auto *check = new PassphraseCheck(group);
    QObject::connect(check, &PassphraseCheck::answered, warning, &ToneLabel::setSentence);
    const auto current = std::make_shared<TlsSettings>();
    group->addRefresh([warning, check, current](const ConnectionProfile &draft) {
        const TlsSettings &tls = draft.tls;
        if (tls.certificateFile == current->certificateFile && tls.keyFile == current->keyFile
            && tls.keyPassphrase == current->keyPassphrase)
            return;
        *current = tls;
        warning->setSentence({});
        check->start(tls);
    });
}

static void addTrusted(SettingsGroup *group)
{
    auto *table = new RowsTable(u"trustedTable"_s, SettingsText::tr("Certificates trusted by hand"),
                                SettingsText::tr("certificate"), {SettingsText::tr("Fingerprint")},
                                RowsTable::Kind::Fixed);
    SettingsBinding binding;
    binding.fields = {ProfileField::Trusted};
    binding.load = [table](const ConnectionProfile &profile) {
        QList<EditedRow> rows;
        for (const QByteArray &fingerprint : profile.tls.trusted)
            rows.append({{fingerprintText(fingerprint)}, QVariant(fingerprint)});
        table->setRows(rows);
    };
    binding.store = [table](ConnectionProfile &profile) {
        profile.tls.trusted.clear();
        for (const EditedRow &row : table->model()->rows())
            profile.tls.trusted.append(row.origin.toByteArray());
    };
    SettingsRow *row = group->addWideRow(SettingsText::tr("Certificates &trusted for this host (SHA-256):"),
                                         table, binding);
    QObject::connect(table, &RowsTable::edited, group, [group, row] { group->touch(row); });
    group->addRefresh([group, row](const ConnectionProfile &draft) {
        group->setRowShown(row, !draft.tls.trusted.isEmpty());
    });
}

SettingsGroup *createTlsGroup(QWidget *parent)
{
    using namespace SettingsFields;
    auto *group = new SettingsGroup(u"tls"_s, SettingsText::tr("TLS"), tlsSummary, parent);
    addFiles(group);
    addPassphraseCheck(group);
    auto *serverName = named(new QLineEdit, u"serverName"_s);
    serverName->setPlaceholderText(SettingsText::tr("the host of the URL"));
    addText(
            group, SettingsText::tr("&Name of the server:"), serverName, serverName, ProfileField::ServerName,
            [](auto &profile) -> auto & { return profile.tls.serverName; });
    auto *version = named(new QComboBox, u"minimumVersion"_s);
    for (const Version each : {Version::Tls1_3, Version::Tls1_2, Version::Tls1_0})
        version->addItem(versionText(each), int(each));
    addChoice(
            group, SettingsText::tr("&Version:"), version, ProfileField::MinimumVersion,
            [](auto &profile) -> auto & { return profile.tls.minimumVersion; });
    addCheck(
            group, named(new QCheckBox(SettingsText::tr("&Do not verify certificates")), u"doNotVerify"_s),
            true, ProfileField::Verify, [](auto &profile) -> auto & { return profile.tls.verify; });
    auto *warning = new ToneLabel(u"doNotVerifyWarning"_s, ToneLabel::Tone::Problem, group);
    group->addWide(warning);
    group->addRefresh([warning](const ConnectionProfile &draft) {
        warning->setSentence(
                draft.tls.verify
                        ? QString()
                        : SettingsText::tr("Whoever answers is believed: anyone on the way can read and "
                                           "change what is sent. For tests only."));
    });
    addTrusted(group);
    return group;
}
