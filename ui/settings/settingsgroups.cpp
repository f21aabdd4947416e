// SPDX-License-Identifier: MIT
#include "ui/settings/settingsgroups.h"

#include "ui/kit/tonelabel.h"
#include "ui/settings/engineedit.h"
#include "ui/settings/settingsgroup.h"
#include "ui/settings/settingstext.h"

using namespace Qt::StringLiterals;

using AuthenticationKind = Authentication::Kind;

static QString authenticationSummary(const ConnectionProfile &profile)
{
    switch (profile.authentication.kind) {
    case AuthenticationKind::Basic:
        return profile.authentication.user.isEmpty()
                       ? SettingsText::tr("Basic")
                       : SettingsText::tr("Basic, as %1").arg(profile.authentication.user);
    case AuthenticationKind::Bearer:
        return SettingsText::tr("a bearer token");
    case AuthenticationKind::None:
        break;
    }
    return profile.url.userInfo().isEmpty()
                   ? SettingsText::tr("none")
                   : SettingsText::tr("Basic, with the user and password of the URL");
}

SettingsGroup *createAuthenticationGroup(QWidget *parent)
{
    auto *group = new SettingsGroup(u"authentication"_s, SettingsText::tr("Authentication"),
                                    authenticationSummary, parent);
    group->addField(ProfileField::AuthenticationKind);
    SettingsRow *user = group->addField(ProfileField::User);
    SettingsRow *password = group->addField(ProfileField::Password);
    SettingsRow *token = group->addField(ProfileField::Token);
    auto *note = new ToneLabel(u"authenticationNote"_s, ToneLabel::Tone::Quiet, group);
    group->addWide(note);
    group->addRefresh([group, user, password, token, note](const ConnectionProfile &draft) {
        const AuthenticationKind chosen = draft.authentication.kind;
        group->setRowShown(user, chosen == AuthenticationKind::Basic);
        group->setRowShown(password, chosen == AuthenticationKind::Basic);
        group->setRowShown(token, chosen == AuthenticationKind::Bearer);
        const bool inUrl = !draft.url.userInfo().isEmpty();
        note->setSentence(
                !inUrl ? QString()
                : chosen == AuthenticationKind::None
                        ? SettingsText::tr("The user and password of the URL are sent as Basic.")
                        : SettingsText::tr("This is sent in place of the user and password of the URL."));
    });
    return group;
}

static QString proxySummary(const ConnectionProfile &profile)
{
    const ProxySettings &proxy = profile.proxy;
    const QString kind = profileFieldLabel(ProfileField::ProxyKind, profile);
    if (!proxy.isNamed() || proxy.host.isEmpty())
        return kind;
    const QString host = proxy.host.contains(u':') ? u'[' + proxy.host + u']' : proxy.host;
    return SettingsText::tr("%1 by %2:%3").arg(kind, host, QString::number(proxy.port));
}

SettingsGroup *createProxyGroup(QWidget *parent)
{
    auto *group = new SettingsGroup(u"proxy"_s, SettingsText::tr("Proxy"), proxySummary, parent);
    group->addField(ProfileField::ProxyKind);
    QList<SettingsRow *> rows;
    for (const ProfileField field : {ProfileField::ProxyHost, ProfileField::ProxyPort,
                                     ProfileField::ProxyUser, ProfileField::ProxyPassword})
        rows.append(group->addField(field));
    group->addRefresh([group, rows](const ConnectionProfile &draft) {
        for (SettingsRow *row : rows)
            group->setRowShown(row, draft.proxy.isNamed());
    });
    return group;
}

static QString seconds(std::chrono::milliseconds time)
{
    return SettingsText::tr("%1 s").arg(QString::number(double(time.count()) / 1000, 'g', 6));
}

static QString networkSummary(const ConnectionProfile &profile)
{
    QStringList parts;
    if (profile.addresses != AddressPreference::System)
        parts.append(profileFieldLabel(ProfileField::Addresses, profile));
    parts.append(SettingsText::tr("%1 for the handshake").arg(seconds(profile.handshakeTimeout)));
    parts.append(profile.keepAliveInterval.count() == 0
                         ? SettingsText::tr("sends no pings")
                         : SettingsText::tr("a ping every %1").arg(seconds(profile.keepAliveInterval)));
    if (!profile.answerPings)
        parts.append(SettingsText::tr("answers no pings"));
    return parts.join(u", "_s);
}

SettingsGroup *createNetworkGroup(QWidget *parent)
{
    auto *group = new SettingsGroup(u"network"_s, SettingsText::tr("Network"), networkSummary, parent);
    for (const ProfileField field :
         {ProfileField::Addresses, ProfileField::HandshakeTimeout, ProfileField::CloseTimeout,
          ProfileField::KeepAliveInterval, ProfileField::AnswerPings})
        group->addField(field);
    return group;
}

static QString compressionSummary(const ConnectionProfile &profile)
{
    const CompressionSettings &compression = profile.compression;
    if (!compression.offer)
        return SettingsText::tr("not offered");
    QStringList parts{SettingsText::tr("offered")};
    if (compression.clientMaxWindowBits < 15)
        parts.append(SettingsText::tr("our windows of %1 bits").arg(compression.clientMaxWindowBits));
    if (compression.serverMaxWindowBits < 15)
        parts.append(
                SettingsText::tr("the server's windows of %1 bits").arg(compression.serverMaxWindowBits));
    if (compression.clientNoContextTakeover)
        parts.append(SettingsText::tr("each of our messages by itself"));
    if (compression.serverNoContextTakeover)
        parts.append(SettingsText::tr("each of the server's messages by itself"));
    return parts.join(u", "_s);
}

SettingsGroup *createCompressionGroup(QWidget *parent)
{
    auto *group =
            new SettingsGroup(u"compression"_s, SettingsText::tr("Compression"), compressionSummary, parent);
    group->addField(ProfileField::OfferCompression);
    QList<SettingsRow *> rows;
    for (const ProfileField field : {ProfileField::ClientWindowBits, ProfileField::ServerWindowBits,
                                     ProfileField::ClientTakeover, ProfileField::ServerTakeover})
        rows.append(group->addField(field));
    group->addRefresh([rows](const ConnectionProfile &draft) {
        for (SettingsRow *row : rows)
            row->setEnabled(draft.compression.offer);
    });
    return group;
}

SettingsGroup *createLimitsGroup(QWidget *parent)
{
    const auto mebibytes = [](qint64 bytes) {
        return SettingsText::tr("%1 MiB").arg(QString::number(double(bytes) / (1024.0 * 1024.0), 'g', 6));
    };
    const auto summary = [mebibytes](const ConnectionProfile &profile) {
        return SettingsText::tr("messages up to %1, frames up to %2")
                .arg(mebibytes(profile.maxMessageBytes), mebibytes(profile.maxFrameBytes));
    };
    auto *group = new SettingsGroup(u"limits"_s, SettingsText::tr("Limits"), summary, parent);
    group->addField(ProfileField::MaxMessageBytes);
    group->addField(ProfileField::MaxFrameBytes);
    return group;
}

static QString retrySummary(const ConnectionProfile &profile)
{
    if (profile.retry.maxAttempts <= 1)
        return SettingsText::tr("never tried again");
    const QString attempts = SettingsText::tr("%1 attempts").arg(profile.retry.maxAttempts);
    QString waits = retryWaitsText(profile.retry);
    waits[0] = waits[0].toLower();
    return profile.retryAfterDrop ? SettingsText::tr("%1, %2").arg(attempts, waits)
                                  : SettingsText::tr("%1, not after a drop, %2").arg(attempts, waits);
}

SettingsGroup *createRetryGroup(QWidget *parent)
{
    auto *group = new SettingsGroup(u"retry"_s, SettingsText::tr("Retry"), retrySummary, parent);
    group->addField(ProfileField::RetryAttempts);
    const FieldEditor::RetryWaits waits = FieldEditor::ofRetryWaits();
    group->addField(waits.first);
    group->addField(waits.factor);
    group->addField(ProfileField::RetryRandomness);
    group->addField(ProfileField::RetryCap);
    auto *text = new ToneLabel(u"retryWaits"_s, ToneLabel::Tone::Quiet, group);
    group->addWide(text);
    group->addRefresh(
            [text](const ConnectionProfile &draft) { text->setSentence(retryWaitsText(draft.retry)); });
    group->addField(ProfileField::RetryAfterDrop);
    group->addField(ProfileField::StableAfter);
    return group;
}

SettingsGroup *createEngineGroup(QWidget *parent)
{
    const auto summary = [](const ConnectionProfile &profile) {
        return profile.engine == Engine::Native ? SettingsText::tr("Native, which tells all")
                                                : SettingsText::tr("Qt, which tells less");
    };
    auto *group = new SettingsGroup(u"engine"_s, SettingsText::tr("Engine"), summary, parent);
    auto *edit = new EngineEdit(group);
    SettingsBinding binding;
    binding.field = ProfileField::Engine;
    binding.load = [edit](const ConnectionProfile &profile) { edit->setEngine(profile.engine); };
    binding.store = [edit](ConnectionProfile &profile) { profile.engine = edit->engine(); };
    SettingsRow *row = group->addWideRow({}, edit, binding);
    QObject::connect(edit, &EngineEdit::edited, group, [group, row] { group->touch(row); });
    return group;
}

SettingsGroup *createRecordingGroup(QWidget *parent)
{
    const auto summary = [](const ConnectionProfile &profile) {
        return profile.recordSecrets ? SettingsText::tr("with secrets") : SettingsText::tr("without secrets");
    };
    auto *group = new SettingsGroup(u"recording"_s, SettingsText::tr("Recording"), summary, parent);
    group->addField(ProfileField::RecordSecrets);
    return group;
}
