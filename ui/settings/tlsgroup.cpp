// SPDX-License-Identifier: MIT
#include "net/tls/certificateinfo.h"
#include "ui/kit/rowstable.h"
#include "ui/kit/tonelabel.h"
#include "ui/settings/fileedit.h"
#include "ui/settings/passphrasecheck.h"
#include "ui/settings/settingsgroup.h"
#include "ui/settings/settingsgroups.h"
#include "ui/settings/settingstext.h"

#include <QFileInfo>

#include <memory>

using namespace Qt::StringLiterals;

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
    parts.append(profileFieldLabel(ProfileField::MinimumVersion, profile));
    return parts.join(u", "_s);
}

static void addFile(SettingsGroup *group, ProfileField field, const QString &what, const QString &filter)
{
    auto *edit = new FileEdit(QString::fromLatin1(profileFieldTraits(field).editor), what, filter);
    group->addField(FieldEditor::ofText(field, edit, edit->lineEdit()));
}

static void addFiles(SettingsGroup *group)
{
    const QString pem = SettingsText::tr("PEM (*.pem *.crt *.cer *.key);;All files (*)");
    const QString pkcs12 = SettingsText::tr("PEM and PKCS#12 (*.pem *.crt *.cer *.p12 *.pfx);;All files (*)");
    addFile(group, ProfileField::CaFile, SettingsText::tr("Choose the file of authorities"), pem);
    addFile(group, ProfileField::CertificateFile, SettingsText::tr("Choose the client certificate"), pkcs12);
    addFile(group, ProfileField::KeyFile, SettingsText::tr("Choose the key of the client certificate"), pem);
    group->addField(ProfileField::KeyPassphrase);
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
    binding.field = ProfileField::Trusted;
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
    const QString label = profileFieldText(profileFieldTraits(ProfileField::Trusted).label);
    SettingsRow *row = group->addWideRow(label, table, binding);
    QObject::connect(table, &RowsTable::edited, group, [group, row] { group->touch(row); });
    group->addRefresh([group, row](const ConnectionProfile &draft) {
        group->setRowShown(row, !draft.tls.trusted.isEmpty());
    });
}

SettingsGroup *createTlsGroup(QWidget *parent)
{
    auto *group = new SettingsGroup(u"tls"_s, SettingsText::tr("TLS"), tlsSummary, parent);
    addFiles(group);
    addPassphraseCheck(group);
    group->addField(ProfileField::ServerName);
    group->addField(ProfileField::MinimumVersion);
    group->addField(ProfileField::Verify);
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
