// SPDX-License-Identifier: MIT
#include "ui/kit/decimalbox.h"
#include "ui/settings/settingsfields.h"
#include "ui/settings/settingsgroups.h"
#include "ui/settings/settingstext.h"

using namespace Qt::StringLiterals;

static constexpr double MiB = 1024.0 * 1024.0;

static QString seconds(std::chrono::milliseconds time)
{
    return SettingsText::tr("%1 s").arg(QString::number(double(time.count()) / 1000, 'g', 6));
}

static DecimalBox *timeBox(const QString &objectName, double least)
{
    return new DecimalBox(objectName, least, 3600, SettingsText::tr(" s"));
}

static QString networkSummary(const ConnectionProfile &profile)
{
    QStringList parts;
    if (profile.addresses == AddressPreference::IPv4)
        parts.append(SettingsText::tr("IPv4 first"));
    else if (profile.addresses == AddressPreference::IPv6)
        parts.append(SettingsText::tr("IPv6 first"));
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
    using namespace SettingsFields;
    auto *group = new SettingsGroup(u"network"_s, SettingsText::tr("Network"), networkSummary, parent);
    auto *addresses = named(new QComboBox, u"addresses"_s);
    addresses->addItem(SettingsText::tr("In the system's order"), int(AddressPreference::System));
    addresses->addItem(SettingsText::tr("IPv4 first"), int(AddressPreference::IPv4));
    addresses->addItem(SettingsText::tr("IPv6 first"), int(AddressPreference::IPv6));
    addChoice(
            group, SettingsText::tr("&Addresses:"), addresses, ProfileField::Addresses,
            [](auto &profile) -> auto & { return profile.addresses; },
            SettingsText::tr("The Qt engine knows the system's order only, and refuses another."));
    addSeconds(
            group, SettingsText::tr("&Handshake time-out:"), timeBox(u"handshakeTimeout"_s, 0.1),
            ProfileField::HandshakeTimeout, [](auto &profile) -> auto & { return profile.handshakeTimeout; });
    addSeconds(
            group, SettingsText::tr("&Close time-out:"), timeBox(u"closeTimeout"_s, 0),
            ProfileField::CloseTimeout, [](auto &profile) -> auto & { return profile.closeTimeout; });
    DecimalBox *keepAlive = timeBox(u"keepAliveInterval"_s, 0);
    keepAlive->setSpecialValueText(SettingsText::tr("off"));
    addSeconds(
            group, SettingsText::tr("&Ping every:"), keepAlive, ProfileField::KeepAliveInterval,
            [](auto &profile) -> auto & { return profile.keepAliveInterval; });
    auto *answers = new QCheckBox(
            SettingsText::tr("A&nswer the server's pings; off tests how long it waits for a pong"));
    addCheck(
            group, named(answers, u"answerPings"_s), false, ProfileField::AnswerPings,
            [](auto &profile) -> auto & { return profile.answerPings; },
            SettingsText::tr("The Qt engine answers every ping, and refuses not to."));
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
    using namespace SettingsFields;
    auto *group =
            new SettingsGroup(u"compression"_s, SettingsText::tr("Compression"), compressionSummary, parent);
    const auto bits = [](const QString &objectName) {
        auto *box = named(new QSpinBox, objectName);
        box->setRange(9, 15);
        box->setSuffix(SettingsText::tr(" bits"));
        return box;
    };
    auto *offer = named(new QCheckBox(SettingsText::tr("&Offer permessage-deflate")), u"offerCompression"_s);
    addCheck(
            group, offer, false, ProfileField::OfferCompression,
            [](auto &profile) -> auto & { return profile.compression.offer; },
            SettingsText::tr("The Qt engine never compresses."));
    QList<SettingsRow *> rows;
    rows.append(addNumber(
            group, SettingsText::tr("O&ur windows:"), bits(u"clientWindowBits"_s),
            ProfileField::ClientWindowBits,
            [](auto &profile) -> auto & { return profile.compression.clientMaxWindowBits; }));
    rows.append(addNumber(
            group, SettingsText::tr("The &server's windows:"), bits(u"serverWindowBits"_s),
            ProfileField::ServerWindowBits,
            [](auto &profile) -> auto & { return profile.compression.serverMaxWindowBits; }));
    auto *client =
            new QCheckBox(SettingsText::tr("&We compress each message by itself, without those before"));
    rows.append(addCheck(
            group, named(client, u"clientTakeover"_s), false, ProfileField::ClientTakeover,
            [](auto &profile) -> auto & { return profile.compression.clientNoContextTakeover; }));
    auto *server = new QCheckBox(SettingsText::tr("&The server compresses each message by itself"));
    rows.append(addCheck(
            group, named(server, u"serverTakeover"_s), false, ProfileField::ServerTakeover,
            [](auto &profile) -> auto & { return profile.compression.serverNoContextTakeover; }));
    group->addRefresh([rows](const ConnectionProfile &draft) {
        for (SettingsRow *row : rows)
            row->setEnabled(draft.compression.offer);
    });
    return group;
}

SettingsGroup *createLimitsGroup(QWidget *parent)
{
    using namespace SettingsFields;
    const auto mebibytes = [](qint64 bytes) {
        return SettingsText::tr("%1 MiB").arg(QString::number(double(bytes) / MiB, 'g', 6));
    };
    const auto summary = [mebibytes](const ConnectionProfile &profile) {
        return SettingsText::tr("messages up to %1, frames up to %2")
                .arg(mebibytes(profile.maxMessageBytes), mebibytes(profile.maxFrameBytes));
    };
    auto *group = new SettingsGroup(u"limits"_s, SettingsText::tr("Limits"), summary, parent);
    // About a kibibyte is the least.
    const auto box = [](const QString &objectName) {
        return new DecimalBox(objectName, 0.001, double(ConnectionProfile::MaxLimitBytes) / MiB,
                              SettingsText::tr(" MiB"));
    };
    addScaled(
            group, SettingsText::tr("Longest &message:"), box(u"maxMessage"_s), MiB,
            ProfileField::MaxMessageBytes, [](auto &profile) -> auto & { return profile.maxMessageBytes; });
    addScaled(
            group, SettingsText::tr("Longest &frame:"), box(u"maxFrame"_s), MiB, ProfileField::MaxFrameBytes,
            [](auto &profile) -> auto & { return profile.maxFrameBytes; });
    return group;
}

SettingsGroup *createRecordingGroup(QWidget *parent)
{
    using namespace SettingsFields;
    const auto summary = [](const ConnectionProfile &profile) {
        return profile.recordSecrets ? SettingsText::tr("with secrets") : SettingsText::tr("without secrets");
    };
    auto *group = new SettingsGroup(u"recording"_s, SettingsText::tr("Recording"), summary, parent);
    auto *box = new QCheckBox(
            SettingsText::tr("Record the &values of secrets: Authorization, Cookie, variables in messages"));
    addCheck(
            group, named(box, u"recordSecrets"_s), false, ProfileField::RecordSecrets,
            [](auto &profile) -> auto & { return profile.recordSecrets; },
            SettingsText::tr("The Qt engine does not tell the headers: of these none are recorded."));
    return group;
}
