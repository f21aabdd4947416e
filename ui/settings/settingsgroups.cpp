// SPDX-License-Identifier: MIT
#include "ui/settings/settingsgroups.h"

#include "net/tls/certificateinfo.h"
#include "ui/kit/labels.h"
#include "ui/kit/rowstable.h"
#include "ui/kit/theme.h"
#include "ui/settings/openingmessagesedit.h"
#include "ui/settings/passphrasecheck.h"
#include "ui/settings/settingsgroup.h"
#include "websocket/secretpatterns.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QFileInfo>
#include <QRadioButton>
#include <QStyle>

#include <memory>

using namespace Qt::StringLiterals;

using AuthenticationKind = Authentication::Kind;

static QList<EditedRow> rowsOf(const HttpHeaders &headers)
{
    QList<EditedRow> rows;
    for (const HttpHeader &header : headers) {
        rows.append({{QString::fromUtf8(header.name), QString::fromUtf8(header.value)},
                     QVariant::fromValue(QByteArrayList{header.name, header.value})});
    }
    return rows;
}

// Bytes that are no UTF-8 stay what they were for as long as nobody edits them.
static QByteArray bytesOf(const EditedRow &row, int column)
{
    const QByteArray before = row.origin.value<QByteArrayList>().value(column);
    return QString::fromUtf8(before) == row.cells[column] ? before : row.cells[column].toUtf8();
}

static HttpHeaders headersOf(const RowsModel &model)
{
    HttpHeaders headers;
    const QList<EditedRow> rows = model.meantRows();
    for (const EditedRow &row : rows)
        headers.append({bytesOf(row, 0), bytesOf(row, 1)});
    return headers;
}

static FieldEditor ofRows(ProfileField field, RowsTable *table)
{
    FieldEditor editor;
    editor.widget = table;
    editor.isWide = true;
    editor.binding.field = field;
    editor.binding.markProblems = [table](const QHash<int, QString> &problems) {
        table->model()->setProblems(problems);
    };
    editor.whenEdited = [table](QObject *context, const std::function<void()> &edited) {
        QObject::connect(table, &RowsTable::edited, context, edited);
    };
    return editor;
}

static FieldEditor ofPairs(ProfileField field, HttpHeaders ConnectionProfile::*pairs, const QString &name,
                           const QString &title, const QString &one)
{
    auto *table = new RowsTable(name, title, one, {SettingsGroup::tr("Name"), SettingsGroup::tr("Value")},
                                RowsTable::Kind::Edited);
    FieldEditor editor = ofRows(field, table);
    editor.binding.load = [table, pairs](const ConnectionProfile &profile) {
        table->setRows(rowsOf(profile.*pairs));
    };
    editor.binding.store = [table, pairs](ConnectionProfile &profile) {
        profile.*pairs = headersOf(*table->model());
    };
    return editor;
}

static FieldEditor ofSubprotocols()
{
    auto *table = new RowsTable(
            u"subprotocolsTable"_s, SettingsGroup::tr("Subprotocols, the most wanted first"),
            SettingsGroup::tr("subprotocol"), {SettingsGroup::tr("Name")}, RowsTable::Kind::Edited);
    FieldEditor editor = ofRows(ProfileField::Subprotocols, table);
    editor.binding.load = [table](const ConnectionProfile &profile) {
        QList<EditedRow> rows;
        for (const QString &name : profile.subprotocols)
            rows.append({{name}, QVariant(name)});
        table->setRows(rows);
    };
    editor.binding.store = [table](ConnectionProfile &profile) {
        profile.subprotocols.clear();
        const QList<EditedRow> rows = table->model()->meantRows();
        for (const EditedRow &row : rows)
            profile.subprotocols.append(row.cells[0]);
    };
    return editor;
}

static QString requestSummary(const ConnectionProfile &profile)
{
    QStringList parts;
    if (const int n = int(profile.headers.size()); n > 0)
        parts.append(n == 1 ? SettingsGroup::tr("1 header") : SettingsGroup::tr("%1 headers").arg(n));
    if (const int n = int(profile.cookies.size()); n > 0)
        parts.append(n == 1 ? SettingsGroup::tr("1 cookie") : SettingsGroup::tr("%1 cookies").arg(n));
    if (!profile.origin.isEmpty())
        parts.append(SettingsGroup::tr("origin %1").arg(profile.origin));
    QStringList subprotocols = profile.subprotocols;
    const QStringList secrets = secretSubprotocols(subprotocols);
    for (QString &name : subprotocols) {
        if (secrets.contains(name))
            name = SecretMask;
    }
    if (!subprotocols.isEmpty())
        parts.append(SettingsGroup::tr("subprotocols %1").arg(subprotocols.join(u", "_s)));
    if (profile.followRedirects)
        parts.append(SettingsGroup::tr("follows redirects"));
    return parts.isEmpty() ? SettingsGroup::tr("nothing but what the handshake needs") : parts.join(u"; "_s);
}

SettingsGroup *createQueryGroup(RowsTable *table, QWidget *parent)
{
    const auto count = [table] { return int(table->model()->meantRows().size()); };
    const auto summary = [count](const ConnectionProfile &) {
        const int n = count();
        return n == 0   ? SettingsGroup::tr("none")
               : n == 1 ? SettingsGroup::tr("1 parameter")
                        : SettingsGroup::tr("%1 parameters").arg(n);
    };
    auto *group = new SettingsGroup(u"query"_s, SettingsGroup::tr("Query parameters"), summary, parent);
    SettingsBinding binding;
    binding.load = [](const ConnectionProfile &) {};
    binding.store = [](ConnectionProfile &) {};
    group->addWideRow(SettingsGroup::tr("&Parameters of the URL, decoded:"), table, binding);
    group->setChangedBy([count](const ConnectionProfile &) { return count() > 0; });
    return group;
}

SettingsGroup *createRequestGroup(QWidget *parent)
{
    auto *group = new SettingsGroup(u"request"_s, SettingsGroup::tr("Request"), requestSummary, parent);
    group->addField(ofPairs(ProfileField::Headers, &ConnectionProfile::headers, u"headersTable"_s,
                            SettingsGroup::tr("Headers"), SettingsGroup::tr("header")));
    group->addField(ofPairs(ProfileField::Cookies, &ConnectionProfile::cookies, u"cookiesTable"_s,
                            SettingsGroup::tr("Cookies"), SettingsGroup::tr("cookie")));
    group->addField(ofSubprotocols());
    group->addField(ProfileField::Origin);
    group->addField(ProfileField::FollowRedirects);
    return group;
}

static QString authenticationSummary(const ConnectionProfile &profile)
{
    switch (profile.authentication.kind) {
    case AuthenticationKind::Basic:
        return profile.authentication.user.isEmpty()
                       ? SettingsGroup::tr("Basic")
                       : SettingsGroup::tr("Basic, as %1").arg(profile.authentication.user);
    case AuthenticationKind::Bearer:
        return SettingsGroup::tr("a bearer token");
    case AuthenticationKind::None:
        break;
    }
    return profile.url.userInfo().isEmpty()
                   ? SettingsGroup::tr("none")
                   : SettingsGroup::tr("Basic, with the user and password of the URL");
}

SettingsGroup *createAuthenticationGroup(QWidget *parent)
{
    auto *group = new SettingsGroup(u"authentication"_s, SettingsGroup::tr("Authentication"),
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
                        ? SettingsGroup::tr("The user and password of the URL are sent as Basic.")
                        : SettingsGroup::tr("This is sent in place of the user and password of the URL."));
    });
    return group;
}

static QString tlsSummary(const ConnectionProfile &profile)
{
    const TlsSettings &tls = profile.tls;
    QStringList parts;
    if (!tls.verify)
        parts.append(SettingsGroup::tr("certificates are not verified"));
    else if (tls.caFile.isEmpty())
        parts.append(SettingsGroup::tr("verified by the system's authorities"));
    else
        parts.append(SettingsGroup::tr("verified by the system's authorities and %1")
                             .arg(QFileInfo(tls.caFile).fileName()));
    if (const int n = int(tls.trusted.size()); n > 0)
        parts.append(n == 1 ? SettingsGroup::tr("1 certificate trusted by hand")
                            : SettingsGroup::tr("%1 certificates trusted by hand").arg(n));
    if (!tls.certificateFile.isEmpty())
        parts.append(SettingsGroup::tr("shows %1").arg(QFileInfo(tls.certificateFile).fileName()));
    if (!tls.serverName.isEmpty())
        parts.append(SettingsGroup::tr("as %1").arg(tls.serverName));
    parts.append(profileFieldLabel(ProfileField::MinimumVersion, profile));
    return parts.join(u", "_s);
}

// Returns the row of the passphrase, the last one.
static SettingsRow *addFiles(SettingsGroup *group)
{
    using F = ProfileField;
    const auto add = [group](F field, const QString &what, const QString &filter) {
        group->addField(FieldEditor::ofFile(field, what, filter));
    };
    const QString pem = SettingsGroup::tr("PEM (*.pem *.crt *.cer *.key);;All files (*)");
    const QString pkcs12 =
            SettingsGroup::tr("PEM and PKCS#12 (*.pem *.crt *.cer *.p12 *.pfx);;All files (*)");
    add(F::CaFile, SettingsGroup::tr("Choose the file of authorities"), pem);
    add(F::CertificateFile, SettingsGroup::tr("Choose the client certificate"), pkcs12);
    add(F::KeyFile, SettingsGroup::tr("Choose the key of the client certificate"), pem);
    return group->addField(F::KeyPassphrase);
}

// The setting is used nevertheless; what is typed may be on its way to what is right.
static void addPassphraseCheck(SettingsGroup *group, SettingsRow *passphrase)
{
    auto *check = new PassphraseCheck(group);
    QObject::connect(check, &PassphraseCheck::answered, passphrase, &SettingsRow::setWarning);
    const auto current = std::make_shared<TlsSettings>();
    group->addRefresh([passphrase, check, current](const ConnectionProfile &draft) {
        const TlsSettings &tls = draft.tls;
        if (tls.certificateFile == current->certificateFile && tls.keyFile == current->keyFile
            && tls.keyPassphrase == current->keyPassphrase)
            return;
        *current = tls;
        passphrase->setWarning({});
        check->start(tls);
    });
}

static void addTrusted(SettingsGroup *group)
{
    auto *table = new RowsTable(u"trustedTable"_s, SettingsGroup::tr("Certificates trusted by hand"),
                                SettingsGroup::tr("certificate"), {SettingsGroup::tr("Fingerprint")},
                                RowsTable::Kind::Fixed);
    FieldEditor editor = ofRows(ProfileField::Trusted, table);
    editor.binding.load = [table](const ConnectionProfile &profile) {
        QList<EditedRow> rows;
        for (const QByteArray &fingerprint : profile.tls.trusted)
            rows.append({{fingerprintText(fingerprint)}, QVariant(fingerprint)});
        table->setRows(rows);
    };
    editor.binding.store = [table](ConnectionProfile &profile) {
        profile.tls.trusted.clear();
        for (const EditedRow &row : table->model()->rows())
            profile.tls.trusted.append(row.origin.toByteArray());
    };
    SettingsRow *row = group->addField(editor);
    group->addRefresh([group, row](const ConnectionProfile &draft) {
        group->setRowShown(row, !draft.tls.trusted.isEmpty());
    });
}

SettingsGroup *createTlsGroup(QWidget *parent)
{
    auto *group = new SettingsGroup(u"tls"_s, SettingsGroup::tr("TLS"), tlsSummary, parent);
    addPassphraseCheck(group, addFiles(group));
    group->addField(ProfileField::ServerName);
    group->addField(ProfileField::MinimumVersion);
    group->addField(ProfileField::Verify);
    auto *warning = new ToneLabel(u"doNotVerifyWarning"_s, ToneLabel::Tone::Warning, group);
    group->addWide(warning);
    group->addRefresh([warning](const ConnectionProfile &draft) {
        warning->setSentence(
                draft.tls.verify
                        ? QString()
                        : SettingsGroup::tr("Whoever answers is believed: anyone on the way can read and "
                                            "change what is sent. For tests only."));
    });
    addTrusted(group);
    return group;
}

static QString proxySummary(const ConnectionProfile &profile)
{
    const ProxySettings &proxy = profile.proxy;
    const QString kind = profileFieldLabel(ProfileField::ProxyKind, profile);
    if (!proxy.isNamed() || proxy.host.isEmpty())
        return kind;
    const QString host = proxy.host.contains(u':') ? u'[' + proxy.host + u']' : proxy.host;
    return SettingsGroup::tr("%1 by %2:%3").arg(kind, host, QString::number(proxy.port));
}

SettingsGroup *createProxyGroup(QWidget *parent)
{
    auto *group = new SettingsGroup(u"proxy"_s, SettingsGroup::tr("Proxy"), proxySummary, parent);
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
    return SettingsGroup::tr("%1 s").arg(QString::number(double(time.count()) / 1000, 'g', 6));
}

static QString networkSummary(const ConnectionProfile &profile)
{
    QStringList parts;
    if (profile.addresses != AddressPreference::System)
        parts.append(profileFieldLabel(ProfileField::Addresses, profile));
    parts.append(SettingsGroup::tr("%1 for the handshake").arg(seconds(profile.handshakeTimeout)));
    parts.append(profile.keepAliveInterval.count() == 0
                         ? SettingsGroup::tr("sends no pings")
                         : SettingsGroup::tr("a ping every %1").arg(seconds(profile.keepAliveInterval)));
    if (!profile.answerPings)
        parts.append(SettingsGroup::tr("answers no pings"));
    return parts.join(u", "_s);
}

SettingsGroup *createNetworkGroup(QWidget *parent)
{
    auto *group = new SettingsGroup(u"network"_s, SettingsGroup::tr("Network"), networkSummary, parent);
    for (const ProfileField field :
         {ProfileField::Addresses, ProfileField::HandshakeTimeout, ProfileField::CloseTimeout,
          ProfileField::KeepAliveInterval, ProfileField::AnswerPings})
        group->addField(field);
    return group;
}

static QString compressionSummary(const ConnectionProfile &profile)
{
    const CompressionSettings &compression = profile.compression;
    if (engineTraits(profile.engine).isQWebSocket)
        return SettingsGroup::tr("never by the engine that is chosen");
    if (!compression.offer)
        return SettingsGroup::tr("not offered");
    QStringList parts{SettingsGroup::tr("offered")};
    if (compression.clientMaxWindowBits < 15)
        parts.append(SettingsGroup::tr("our windows of %1 bits").arg(compression.clientMaxWindowBits));
    if (compression.serverMaxWindowBits < 15)
        parts.append(
                SettingsGroup::tr("the server's windows of %1 bits").arg(compression.serverMaxWindowBits));
    if (compression.clientNoContextTakeover)
        parts.append(SettingsGroup::tr("each of our messages by itself"));
    if (compression.serverNoContextTakeover)
        parts.append(SettingsGroup::tr("each of the server's messages by itself"));
    return parts.join(u", "_s);
}

SettingsGroup *createCompressionGroup(QWidget *parent)
{
    auto *group =
            new SettingsGroup(u"compression"_s, SettingsGroup::tr("Compression"), compressionSummary, parent);
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
        return SettingsGroup::tr("%1 MiB").arg(QString::number(double(bytes) / (1024.0 * 1024.0), 'g', 6));
    };
    const auto summary = [mebibytes](const ConnectionProfile &profile) {
        return SettingsGroup::tr("messages up to %1, frames up to %2")
                .arg(mebibytes(profile.maxMessageBytes), mebibytes(profile.maxFrameBytes));
    };
    auto *group = new SettingsGroup(u"limits"_s, SettingsGroup::tr("Limits"), summary, parent);
    group->addField(ProfileField::MaxMessageBytes);
    group->addField(ProfileField::MaxFrameBytes);
    group->addField(ProfileField::SentFrameBytes);
    return group;
}

static QString retrySummary(const ConnectionProfile &profile)
{
    if (profile.retry.maxAttempts <= 1)
        return SettingsGroup::tr("never tried again");
    const QString attempts = SettingsGroup::tr("%1 attempts").arg(profile.retry.maxAttempts);
    QString waits = retryWaitsText(profile.retry);
    waits[0] = waits[0].toLower();
    return profile.retryAfterDrop ? SettingsGroup::tr("%1, %2").arg(attempts, waits)
                                  : SettingsGroup::tr("%1, not after a drop, %2").arg(attempts, waits);
}

SettingsGroup *createRetryGroup(QWidget *parent)
{
    auto *group = new SettingsGroup(u"retry"_s, SettingsGroup::tr("Retry"), retrySummary, parent);
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

SettingsGroup *createOpeningGroup(QWidget *parent)
{
    const auto summary = [](const ConnectionProfile &profile) {
        const qsizetype n = profile.onOpen.size();
        const QString messages = n == 0   ? SettingsGroup::tr("nothing is sent")
                                 : n == 1 ? SettingsGroup::tr("1 message")
                                          : SettingsGroup::tr("%1 messages").arg(n);
        if (profile.heartbeat.text.isEmpty())
            return messages;
        const QString heartbeat =
                SettingsGroup::tr("a heartbeat message every %1").arg(seconds(profile.heartbeat.interval));
        return n == 0 ? heartbeat : SettingsGroup::tr("%1, %2").arg(messages, heartbeat);
    };
    auto *group = new SettingsGroup(u"opening"_s, SettingsGroup::tr("On open"), summary, parent);
    auto *edit = new OpeningMessagesEdit(group);
    FieldEditor editor;
    editor.widget = edit;
    editor.isWide = true;
    editor.binding.field = ProfileField::OnOpen;
    editor.binding.load = [edit](const ConnectionProfile &profile) { edit->setMessages(profile.onOpen); };
    editor.binding.store = [edit](ConnectionProfile &profile) { profile.onOpen = edit->messages(); };
    editor.binding.typingProblems = [edit] { return edit->typingProblems(); };
    editor.binding.markProblems = [edit](const QHash<int, QString> &problems) {
        edit->markProblems(problems);
    };
    editor.whenEdited = [edit](QObject *context, const std::function<void()> &edited) {
        QObject::connect(edit, &OpeningMessagesEdit::edited, context, edited);
    };
    group->addField(editor);
    group->addField(ProfileField::HeartbeatText);
    const QList<SettingsRow *> rows{group->addField(ProfileField::HeartbeatInterval),
                                    group->addField(ProfileField::HeartbeatUnlessSent)};
    group->addRefresh([rows](const ConnectionProfile &draft) {
        for (SettingsRow *row : rows)
            row->setEnabled(!draft.heartbeat.text.isEmpty());
    });
    return group;
}

// One below the other, each with what it tells.
static FieldEditor ofEngine()
{
    auto *edit = new QWidget;
    edit->setAccessibleName(SettingsGroup::tr("Engine"));
    auto *layout = new QVBoxLayout(edit);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::Unit / 4);
    auto *buttons = new QButtonGroup(edit);
    for (const Engine engine : Engines) {
        const EngineTraits &traits = engineTraits(engine);
        auto *button = new QRadioButton(profileFieldText(traits.label), edit);
        const QString name = button->text().remove(u'&');
        const QString key = engineKey(engine);
        const QString objectName = u"engine"_s + key.front().toUpper() + key.mid(1);
        const QString tells = profileFieldText(traits.tells);
        button->setObjectName(objectName);
        button->setAccessibleName(name);
        button->setAccessibleDescription(tells);
        auto *sentence = new ToneLabel(objectName + u"Tells"_s, ToneLabel::Tone::Quiet, edit);
        sentence->setSentence(tells);
        // Below the button's text.
        sentence->setIndent(edit->style()->pixelMetric(QStyle::PM_ExclusiveIndicatorWidth)
                            + edit->style()->pixelMetric(QStyle::PM_RadioButtonLabelSpacing));
        layout->addWidget(button);
        layout->addWidget(sentence);
        buttons->addButton(button, int(engine));
    }
    edit->setFocusProxy(buttons->buttons().first());
    FieldEditor editor;
    editor.widget = edit;
    editor.isWide = true;
    editor.binding.field = ProfileField::Engine;
    editor.binding.load = [buttons](const ConnectionProfile &profile) {
        buttons->button(int(profile.engine))->setChecked(true);
    };
    editor.binding.store = [buttons](ConnectionProfile &profile) {
        profile.engine = Engine(buttons->checkedId());
    };
    editor.whenEdited = [buttons](QObject *context, const std::function<void()> &edited) {
        QObject::connect(buttons, &QButtonGroup::idToggled, context, [edited](int, bool isOn) {
            if (isOn)
                edited();
        });
    };
    return editor;
}

SettingsGroup *createEngineGroup(QWidget *parent)
{
    const auto summary = [](const ConnectionProfile &profile) {
        return profileFieldText(engineTraits(profile.engine).summary);
    };
    auto *group = new SettingsGroup(u"engine"_s, SettingsGroup::tr("Engine"), summary, parent);
    group->addField(ofEngine());
    return group;
}

SettingsGroup *createRecordingGroup(QWidget *parent)
{
    const auto summary = [](const ConnectionProfile &profile) {
        return profile.recordSecrets ? SettingsGroup::tr("with secrets")
                                     : SettingsGroup::tr("without secrets");
    };
    auto *group = new SettingsGroup(u"recording"_s, SettingsGroup::tr("Recording"), summary, parent);
    group->addField(ProfileField::RecordSecrets);
    return group;
}
