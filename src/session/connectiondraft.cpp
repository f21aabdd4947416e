// SPDX-License-Identifier: MIT
#include "session/connectiondraft.h"

#include "commands/commandformat.h"
#include "profile/profilefield.h"
#include "saved/connectionsjson.h"
#include "saved/serverorigin.h"
#include "websocket/secretpatterns.h"

#include <QRegularExpression>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

ConnectionDraft::ConnectionDraft(const ConnectionProfile &defaults)
    : m_defaults(defaults)
{
    m_connection.profile = defaults;
}

// --- What is set up ---------------------------------------------------------------------------

void ConnectionDraft::setConnection(const SavedConnection &connection)
{
    m_kept.reset();
    m_asked.clear();
    m_savedText = connection.id.isEmpty() ? QString() : connection.urlText;
    replace(connection);
}

void ConnectionDraft::replace(const SavedConnection &connection)
{
    m_connection = connection;
    setUrlText(connection.urlText.isEmpty() ? editableUrl(connection.profile.url, connection.profile.target)
                                            : connection.urlText);
    m_scope = {};
    enterHere();
}

void ConnectionDraft::setSaved(const QString &id, const QString &name)
{
    m_connection.id = id;
    m_connection.name = name;
    m_savedText = urlText();
}

void ConnectionDraft::setUrlText(const QString &text)
{
    m_connection.urlText = text.trimmed();
    m_connection.profile.url = usableUrl(urlText());
}

void ConnectionDraft::setProfile(const ConnectionProfile &profile)
{
    const QUrl url = m_connection.profile.url;
    m_connection.profile = profile;
    m_connection.profile.url = url;
    if (!isElsewhere())
        enterHere();
}

void ConnectionDraft::setDefaults(const ConnectionProfile &defaults)
{
    const ConnectionProfile before = std::exchange(m_defaults, defaults);
    const QList<ProfileField> fields = profileFields();
    for (const ProfileField field : fields) {
        if (!profileFieldDiffers(field, m_connection.profile, before))
            copyProfileField(field, m_defaults, m_connection.profile);
    }
}

int ConnectionDraft::changedSettings() const
{
    const QList<ProfileField> fields = profileFields();
    return int(std::count_if(fields.begin(), fields.end(), [this](ProfileField field) {
        return field != ProfileField::Url && profileFieldDiffers(field, m_connection.profile, m_defaults);
    }));
}

bool ConnectionDraft::isUnverified() const
{
    const bool isPlain =
            urlText().startsWith("ws:"_L1, Qt::CaseInsensitive) || profile().url.scheme() == "ws"_L1;
    return !profile().tls.verify && !isPlain;
}

// --- The URL ----------------------------------------------------------------------------------

// With something in the places of what will be asked for: a URL with *** is no use otherwise.
QString ConnectionDraft::withSecrets(const QString &text) const
{
    SavedConnection asked;
    asked.urlText = text;
    asked.secrets = m_connection.secrets;
    Secrets::Values values;
    const QStringList missing = Secrets::missing(asked);
    for (const QString &name : missing) {
        if (name.startsWith("url/"_L1))
            values.insert(name, u"x"_s);
    }
    if (values.isEmpty())
        return text;
    Secrets::putBack(&asked, values);
    return asked.urlText;
}

WebSocketUrl ConnectionDraft::read(const QString &text) const
{
    const QString whole = withSecrets(text);
    if (!Variables::isIn(whole))
        return parseWebSocketUrl(whole);
    const Variables::ExpandedText expanded = Variables::expandUrl(whole, m_environment.values);
    if (!expanded.missing.isEmpty())
        return {QUrl(), m_environment.missingSentence(expanded.missing)};
    return parseWebSocketUrl(expanded.text);
}

QString ConnectionDraft::savingProblem() const
{
    if (!Variables::isIn(urlText()))
        return read(urlText()).problem;
    static const QRegularExpression blank(u"\\s"_s);
    return Variables::without(urlText()).contains(blank)
                   ? tr("A URL has no blanks: remove them or write them as %20.")
                   : QString();
}

QString ConnectionDraft::plainUrlText() const
{
    static const QRegularExpression scheme(u"^(?:(?:wss|https)://)?"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    return QString(urlText()).replace(scheme, u"ws://"_s);
}

// --- Commands ---------------------------------------------------------------------------------

ConnectionDraft::Copied ConnectionDraft::copiedAs(CopyFormat format, CopiedSecrets secrets) const
{
    // Letters alone, so that neither a URL nor a shell changes it.
    static const QString hidden = u"socketscopehidesthisvalue"_s;
    Variables::Values values = m_environment.values;
    if (secrets == CopiedSecrets::Masked) {
        for (const QString &name : m_environment.secretNames)
            values.insert(name, hidden);
    }
    const Variables::Expansion expansion = Variables::expand(m_connection, values);
    if (!expansion.profile.url.isEmpty()) {
        return {profileAs(format, expansion.profile, secrets)
                        .replace(hidden, SecretMask, Qt::CaseInsensitive),
                {}};
    }
    return {{},
            expansion.missing.isEmpty() ? expansion.problem
                                        : m_environment.missingSentence(expansion.missing)};
}

// What is not in sight beside the URL.
static QString readSentence(const PastedProfile &pasted, const ConnectionProfile &defaults)
{
    const ConnectionProfile &profile = pasted.profile;
    QStringList parts;
    const auto add = [&](qsizetype count, const QString &one, const QString &many) {
        if (count > 0)
            parts.append(count == 1 ? one : many.arg(count));
    };
    const auto addIf = [&](bool differs, const QString &what) {
        if (differs)
            parts.append(what);
    };
    add(profile.headers.size(), ConnectionDraft::tr("1 header"), ConnectionDraft::tr("%1 headers"));
    add(profile.cookies.size(), ConnectionDraft::tr("1 cookie"), ConnectionDraft::tr("%1 cookies"));
    addIf(profile.origin != defaults.origin, ConnectionDraft::tr("the Origin"));
    add(profile.subprotocols.size(), ConnectionDraft::tr("1 subprotocol"),
        ConnectionDraft::tr("%1 subprotocols"));
    addIf(profile.authentication.kind != Authentication::Kind::None, ConnectionDraft::tr("credentials"));
    addIf(profile.tls.certificateFile != defaults.tls.certificateFile,
          ConnectionDraft::tr("a client certificate"));
    addIf(profile.tls.caFile != defaults.tls.caFile, ConnectionDraft::tr("an authority"));
    addIf(profile.proxy != defaults.proxy, ConnectionDraft::tr("a proxy"));
    add(profile.onOpen.size(), ConnectionDraft::tr("1 message to send"),
        ConnectionDraft::tr("%1 messages to send"));
    return parts.isEmpty() ? ConnectionDraft::tr("Read from %1.").arg(pasted.kind)
                           : ConnectionDraft::tr("Read from %1: %2.").arg(pasted.kind, parts.join(u", "_s));
}

std::optional<ConnectionDraft::Reading> ConnectionDraft::readCommand(const QString &text)
{
    const std::optional<PastedProfile> pasted = recognisePasted(text, m_defaults);
    if (!pasted)
        return std::nullopt;
    const Kept before{m_connection, m_savedText, {}};
    Reading reading{{}, pasted->problem};
    if (!reading.problem.isEmpty()) {
        setUrlText(text.simplified());
    } else {
        const bool replacesSome = !urlText().isEmpty() || !isFresh();
        SavedConnection read;
        read.profile = pasted->profile;
        setConnection(read);
        QStringList sentences{readSentence(*pasted, m_defaults)};
        sentences += pasted->notes;
        if (replacesSome)
            sentences += tr("Ctrl+Z brings back what was here before.");
        reading.hint = sentences.join(u' ');
    }
    m_kept = before;
    m_isUndone = false;
    return reading;
}

std::optional<QString> ConnectionDraft::undoReading(const QString &hint)
{
    return m_kept && !m_isUndone ? std::optional(swap(hint)) : std::nullopt;
}

std::optional<QString> ConnectionDraft::redoReading(const QString &hint)
{
    return m_kept && m_isUndone ? std::optional(swap(hint)) : std::nullopt;
}

QString ConnectionDraft::swap(const QString &hint)
{
    const Kept back = *std::exchange(m_kept, Kept{m_connection, m_savedText, hint});
    m_savedText = back.savedText;
    replace(back.connection);
    m_isUndone = !m_isUndone;
    return back.hint;
}

// --- Secrets, and where they may go -----------------------------------------------------------

void ConnectionDraft::takeSecrets(const Secrets::Values &values)
{
    // They were asked for another server: whatever this one needs is asked anew.
    if (isElsewhere())
        return;
    // One that was wrong is still in its place.
    const bool again = std::any_of(values.keyBegin(), values.keyEnd(),
                                   [this](const QString &name) { return m_asked.contains(name); });
    Secrets::Values all = again ? Secrets::take(&m_connection) : Secrets::Values();
    all.insert(values);
    Secrets::putBack(&m_connection, all);
    m_asked += values.keys();
    m_asked.removeDuplicates();
}

QStringList ConnectionDraft::refusedSecrets(bool byProxy) const
{
    SavedConnection emptied = m_connection;
    const Secrets::Values known = Secrets::take(&emptied);
    QStringList refused;
    for (const QString &name : m_asked) {
        const bool concerns = name.startsWith("proxy."_L1) == byProxy && !name.startsWith("tls."_L1);
        if (concerns && known.contains(name))
            refused.append(name);
    }
    return refused;
}

QString ConnectionDraft::importQuestion() const
{
    return m_connection.isImported ? ConnectionsJson::question(m_connection) : QString();
}

std::optional<ForeignCredentials> ConnectionDraft::foreignCredentials() const
{
    return m_scope.foreign(m_connection, m_defaults, m_environment);
}

QString ConnectionDraft::answer(const ForeignCredentials &asked, bool send)
{
    if (asked.urlText != urlText() || asked.origin != ServerOrigin::filled(urlText(), m_environment.values))
        return {};
    if (send) {
        m_scope.share();
        return {};
    }
    const QStringList names = foreignCredentials().value_or(ForeignCredentials()).names;
    QString said;
    if (!names.isEmpty())
        said = (names.size() == 1 ? tr("%1 was left out.") : tr("%1 were left out."))
                       .arg(CredentialScope::listed(m_connection, names));
    Credentials::leaveOut(&m_connection, names + m_connection.secrets);
    return said;
}

QString ConnectionDraft::leaveElsewhere()
{
    QStringList sentences;
    if (m_scope.endTrust(&m_connection, m_defaults, m_environment)
        && !urlText().startsWith("ws:"_L1, Qt::CaseInsensitive))
        sentences.append(tr("This is another server: its certificate is verified like any other."));
    const bool isSaved = !m_connection.id.isEmpty() && !m_savedText.isEmpty();
    if (isSaved && ServerOrigin::differs(urlText(), m_savedText, m_environment.values)) {
        const QString name = std::exchange(m_connection.name, {});
        m_connection.id.clear();
        m_connection.notes.clear();
        sentences.append(tr("The settings of “%1” are used for this other server as well. Ctrl+S saves it as "
                            "a new connection.")
                                 .arg(name));
    }
    return sentences.join(u' ');
}
