// SPDX-License-Identifier: MIT
#include "saved/connectionsjson.h"

#include "format/text/visibletext.h"
#include "saved/profilejson.h"
#include "saved/variables.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>
#include <QUuid>

#include <functional>
#include <optional>
#include <utility>

using namespace Qt::StringLiterals;

static constexpr qsizetype MaxSecretNames = 4000;
// In a warning there is room for a few.
static constexpr qsizetype MaxNames = 3;

QString ConnectionsJson::newId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

static QJsonObject toJson(const ConnectionEntry &entry)
{
    QJsonObject object = entry.isMessage() ? messageJson(entry.message) : QJsonObject();
    object.insert("id"_L1, entry.saved.id);
    object.insert("name"_L1, entry.saved.name);
    if (!entry.saved.notes.isEmpty())
        object.insert("notes"_L1, entry.saved.notes);
    if (!entry.isConnection())
        return object;
    object.insert("profile"_L1, ProfileJson::write(entry.saved, ProfileJson::SecretValues::Include));
    if (!entry.saved.secrets.isEmpty())
        object.insert("secrets"_L1, QJsonArray::fromStringList(entry.saved.secrets));
    if (entry.saved.isImported)
        object.insert("imported"_L1, true);
    return object;
}

QByteArray ConnectionsJson::write(const ConnectionEntries &entries)
{
    QHash<QString, QList<const ConnectionEntry *>> children;
    for (const ConnectionEntry &entry : entries)
        children[entry.parent].append(&entry);
    const std::function<void(QJsonObject *, const QString &)> addChildren = [&](QJsonObject *owner,
                                                                                const QString &id) {
        QJsonArray connections;
        QJsonArray messages;
        const QList<const ConnectionEntry *> all = children.value(id);
        for (const ConnectionEntry *entry : all) {
            QJsonObject object = toJson(*entry);
            if (entry->isFolder())
                object.insert("connections"_L1, QJsonArray());
            // Without an id, nothing can be in it.
            if (!entry->isMessage() && !entry->saved.id.isEmpty())
                addChildren(&object, entry->saved.id);
            (entry->isMessage() ? messages : connections).append(object);
        }
        if (!connections.isEmpty())
            owner->insert("connections"_L1, connections);
        if (!messages.isEmpty())
            owner->insert("messages"_L1, messages);
    };
    QJsonObject document{{u"version"_s, ProfileJson::Version}, {u"connections"_s, QJsonArray()}};
    addChildren(&document, {});
    return QJsonDocument(document).toJson();
}

namespace {
class Reading
{
public:
    explicit Reading(JsonProblems *problems)
        : m_problems(problems)
    {}

    /// All that a folder has, or a connection, or the document itself.
    void readChildren(JsonReader *owner, const QString &parent, int depth)
    {
        QList<JsonReader> connections = owner->objects("connections"_L1, ConnectionsJson::MaxConnections);
        for (JsonReader &reader : connections) {
            if (hasRoom(reader))
                readEntry(&reader, parent, depth);
        }
        readMessages(owner, parent);
    }
    const ConnectionEntries &entries() const { return m_entries; }

private:
    /// Says it once if there is none.
    bool hasRoom(const JsonReader &reader)
    {
        if (m_entries.size() < ConnectionsJson::MaxConnections)
            return true;
        if (!std::exchange(m_isFull, true)) {
            m_problems->add(
                    reader.path(),
                    JsonReader::tr("there are more than %1 connections and messages: the rest is left out")
                            .arg(ConnectionsJson::MaxConnections));
        }
        return false;
    }
    ConnectionEntry named(JsonReader *reader, const QString &parent, ConnectionEntry::Kind kind)
    {
        ConnectionEntry entry;
        entry.parent = parent;
        entry.kind = kind;
        reader->read("id"_L1, &entry.saved.id, JsonReader::MaxId);
        reader->read("name"_L1, &entry.saved.name, ConnectionsJson::MaxName);
        reader->read("notes"_L1, &entry.saved.notes);
        if (entry.saved.id.isEmpty() || m_ids.contains(entry.saved.id))
            entry.saved.id = ConnectionsJson::newId();
        m_ids.insert(entry.saved.id);
        return entry;
    }
    void readEntry(JsonReader *reader, const QString &parent, int depth)
    {
        const bool isFolder = reader->has("connections"_L1);
        ConnectionEntry entry = named(
                reader, parent, isFolder ? ConnectionEntry::Kind::Folder : ConnectionEntry::Kind::Connection);
        if (!isFolder)
            readProfile(reader, &entry.saved);
        m_entries.append(entry);
        if (!isFolder) {
            readMessages(reader, entry.saved.id);
        } else if (depth <= ConnectionsJson::MaxDepth) {
            readChildren(reader, entry.saved.id, depth + 1);
        } else {
            m_problems->add(reader->path(),
                            JsonReader::tr("is more than %1 folders deep: what is in it is left out")
                                    .arg(ConnectionsJson::MaxDepth));
            return;
        }
        reader->complainAboutTheRest();
    }
    void readMessages(JsonReader *owner, const QString &parent)
    {
        QList<JsonReader> messages = owner->objects("messages"_L1, ConnectionsJson::MaxConnections);
        for (JsonReader &reader : messages) {
            if (!hasRoom(reader))
                return;
            ConnectionEntry entry = named(&reader, parent, ConnectionEntry::Kind::Message);
            entry.message = readMessage(&reader);
            reader.complainAboutTheRest();
            m_entries.append(entry);
        }
    }
    static void readProfile(JsonReader *reader, SavedConnection *saved)
    {
        reader->read("secrets"_L1, &saved->secrets, MaxSecretNames);
        reader->read("imported"_L1, &saved->isImported);
        if (const auto object = reader->object("profile"_L1)) {
            ProfileJson::Profile profile = ProfileJson::read(*object);
            saved->profile = std::move(profile.profile);
            saved->urlText = std::move(profile.urlText);
        }
    }

    JsonProblems *m_problems;
    ConnectionEntries m_entries;
    QSet<QString> m_ids;
    bool m_isFull = false;
};
} // namespace

static ConnectionsJson::Document failed(const QString &sentence)
{
    return {{}, {}, sentence};
}

ConnectionsJson::Document ConnectionsJson::read(const QByteArray &bytes)
{
    if (bytes.size() > MaxBytes)
        return failed(JsonReader::tr("It has more than %1 MiB.").arg(MaxBytes / 1024 / 1024));
    QJsonParseError error;
    const QJsonDocument json = QJsonDocument::fromJson(bytes, &error);
    if (error.error != QJsonParseError::NoError)
        return failed(
                JsonReader::tr("It is no JSON: %1 at byte %2.").arg(error.errorString()).arg(error.offset));
    const QJsonObject root = json.object();
    if (!root.contains("version"_L1) || !root.contains("connections"_L1))
        return failed(JsonReader::tr(
                "It has no saved connections of Socketscope: “version” or “connections” is missing."));
    const qint64 version = root.value("version"_L1).toInteger(0);
    if (version > ProfileJson::Version)
        return failed(JsonReader::tr("A later version of Socketscope has written it."));
    if (version < 1)
        return failed(JsonReader::tr("Its “version” has to be 1."));

    JsonProblems problems;
    JsonReader reader(root, {}, &problems);
    int known = 0;
    reader.read("version"_L1, &known, 1, ProfileJson::Version);
    Reading reading(&problems);
    reading.readChildren(&reader, {}, 1);
    reader.complainAboutTheRest();
    return {reading.entries(), problems.sentences(), {}};
}

ConnectionEntries ConnectionsJson::repaired(const ConnectionEntries &entries)
{
    QHash<QString, QString> folders; // and what each is in
    QSet<QString> connections;
    for (const ConnectionEntry &entry : entries) {
        if (entry.isFolder())
            folders.insert(entry.saved.id, entry.parent);
        else if (entry.isConnection())
            connections.insert(entry.saved.id);
    }
    const auto reachesTop = [&](QString id) {
        for (int steps = 0; steps <= MaxDepth; ++steps) {
            if (id.isEmpty())
                return true;
            const auto folder = folders.constFind(id);
            if (folder == folders.constEnd())
                return false;
            id = *folder;
        }
        return false;
    };
    ConnectionEntries result = entries;
    for (ConnectionEntry &entry : result) {
        // A connection itself gets to a folder that is there.
        if (reachesTop(entry.parent) || (entry.isMessage() && connections.contains(entry.parent)))
            continue;
        entry.parent.clear();
        if (entry.isFolder())
            folders.insert(entry.saved.id, {});
    }
    return result;
}

namespace {
struct Warning
{
    /// Nothing if the connection is harmless; else what to say of it in brackets, which may be nothing, too.
    std::function<std::optional<QString>(const SavedConnection &)> detail;
    /// With %1 for the names.
    const char *one;
    const char *many;
};

struct WarningWords
{
    Q_DECLARE_TR_FUNCTIONS(ConnectionWarnings)
};
} // namespace

static std::optional<QString> plainIf(bool isSo)
{
    return isSo ? std::optional<QString>(QString()) : std::nullopt;
}

static std::optional<QString> unlessEmpty(const QString &text)
{
    return text.isEmpty() ? std::nullopt : std::optional(quotedInput(text));
}

static std::optional<QString> otherServerName(const SavedConnection &saved)
{
    const QString &name = saved.profile.tls.serverName;
    const bool isHost = name.compare(saved.profile.url.host(), Qt::CaseInsensitive) == 0;
    return isHost ? std::nullopt : unlessEmpty(name);
}

static std::optional<QString> proxyOf(const SavedConnection &saved)
{
    const ProxySettings &proxy = saved.profile.proxy;
    return proxy.isNamed()
                   ? std::optional(quotedInput(u"%1:%2"_s.arg(proxy.host, QString::number(proxy.port))))
                   : std::nullopt;
}

static std::optional<QString> variablesOf(const SavedConnection &saved)
{
    QStringList names = Variables::expand(saved, {}).missing;
    names.removeIf(GeneratedValues::isCall);
    return names.isEmpty() ? std::nullopt
                           : std::optional(quotedInput(u"{{"_s + names.join("}}, {{"_L1) + u"}}"_s));
}

static std::optional<QString> certificateOf(const SavedConnection &saved)
{
    const TlsSettings &tls = saved.profile.tls;
    return unlessEmpty(tls.certificateFile.isEmpty() ? tls.keyFile : tls.certificateFile);
}

static std::optional<QString> unixSocketOf(const SavedConnection &saved)
{
    static const QRegularExpression scheme(u"^\\s*(?:ws\\+)?unix:"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    return saved.urlText.contains(scheme) ? std::optional(quotedInput(saved.urlText)) : std::nullopt;
}

static std::optional<QString> firstMessageOf(const SavedConnection &saved)
{
    const QList<OpeningMessage> &messages = saved.profile.onOpen;
    // An empty message is sent, too.
    return messages.isEmpty() ? unlessEmpty(saved.profile.heartbeat.text)
                              : std::optional(quotedInput(QString::fromUtf8(messages.first().payload)));
}

static bool retriesWithoutPause(const SavedConnection &saved)
{
    RetryPolicy policy = saved.profile.retry;
    policy.randomness = 0;
    // Attempts are counted anew after a connection that counts as stable: even two may go on for ever, and
    // each wait is the first one if every connection counts.
    if (policy.maxAttempts > 1)
        policy.maxAttempts = std::max(policy.maxAttempts, 3);
    const bool everyOneCounts = saved.profile.stableAfter <= RetryPolicy::Shortest;
    const auto wait = policy.waitAfter(everyOneCounts ? 1 : 2, 0);
    return wait && *wait <= RetryPolicy::Shortest;
}

static const QList<Warning> &allWarnings()
{
    static const QList<Warning> all{
            Warning{[](const SavedConnection &saved) { return plainIf(!saved.profile.tls.verify); },
                    QT_TRANSLATE_NOOP("ConnectionWarnings", "%1 does not verify the server’s certificate."),
                    QT_TRANSLATE_NOOP("ConnectionWarnings", "%1 do not verify the server’s certificate.")},
            Warning{[](const SavedConnection &saved) {
                        return plainIf(!saved.profile.tls.trusted.isEmpty());
                    },
                    QT_TRANSLATE_NOOP("ConnectionWarnings", "%1 trusts certificates that are named in it."),
                    QT_TRANSLATE_NOOP("ConnectionWarnings", "%1 trust certificates that are named in them.")},
            Warning{[](const SavedConnection &saved) {
                        return plainIf(saved.profile.tls.minimumVersion < TlsSettings::Version::Tls1_2);
                    },
                    QT_TRANSLATE_NOOP("ConnectionWarnings", "%1 allows TLS before 1.2, which is broken."),
                    QT_TRANSLATE_NOOP("ConnectionWarnings", "%1 allow TLS before 1.2, which is broken.")},
            Warning{otherServerName,
                    QT_TRANSLATE_NOOP("ConnectionWarnings",
                                      "%1 expects the certificate of another name than the URL’s host."),
                    QT_TRANSLATE_NOOP("ConnectionWarnings",
                                      "%1 expect the certificate of another name than the URL’s host.")},
            Warning{[](const SavedConnection &saved) { return unlessEmpty(saved.profile.tls.caFile); },
                    QT_TRANSLATE_NOOP("ConnectionWarnings", "%1 trusts the authorities of a file."),
                    QT_TRANSLATE_NOOP("ConnectionWarnings", "%1 trust the authorities of a file.")},
            Warning{variablesOf,
                    QT_TRANSLATE_NOOP("ConnectionWarnings", "%1 sends values of your variables."),
                    QT_TRANSLATE_NOOP("ConnectionWarnings", "%1 send values of your variables.")},
            Warning{certificateOf,
                    QT_TRANSLATE_NOOP("ConnectionWarnings",
                                      "%1 uses a client certificate or key of this computer."),
                    QT_TRANSLATE_NOOP("ConnectionWarnings",
                                      "%1 use a client certificate or key of this computer.")},
            Warning{unixSocketOf,
                    QT_TRANSLATE_NOOP("ConnectionWarnings",
                                      "%1 opens a Unix-domain socket of this computer."),
                    QT_TRANSLATE_NOOP("ConnectionWarnings",
                                      "%1 open a Unix-domain socket of this computer.")},
            Warning{proxyOf,
                    QT_TRANSLATE_NOOP("ConnectionWarnings", "%1 goes through a proxy that is named in it."),
                    QT_TRANSLATE_NOOP("ConnectionWarnings", "%1 go through a proxy that is named in them.")},
            Warning{firstMessageOf,
                    QT_TRANSLATE_NOOP("ConnectionWarnings", "%1 sends messages by itself once it is open."),
                    QT_TRANSLATE_NOOP("ConnectionWarnings",
                                      "%1 send messages by themselves once they are open.")},
            Warning{[](const SavedConnection &saved) { return plainIf(retriesWithoutPause(saved)); },
                    QT_TRANSLATE_NOOP("ConnectionWarnings", "%1 retries with hardly a pause."),
                    QT_TRANSLATE_NOOP("ConnectionWarnings", "%1 retry with hardly a pause.")},
            Warning{[](const SavedConnection &saved) { return plainIf(saved.profile.recordSecrets); },
                    QT_TRANSLATE_NOOP("ConnectionWarnings",
                                      "%1 records secrets of the handshake and of messages."),
                    QT_TRANSLATE_NOOP("ConnectionWarnings",
                                      "%1 record secrets of the handshake and of messages.")},
    };
    return all;
}

static QString withDetail(const QString &name, const QString &detail)
{
    return detail.isEmpty() ? name : WarningWords::tr("%1 (%2)").arg(name, detail);
}

QString ConnectionsJson::question(const SavedConnection &imported)
{
    QStringList sentences;
    for (const Warning &warning : allWarnings()) {
        if (const auto detail = warning.detail(imported))
            sentences.append(WarningWords::tr(warning.one).arg(withDetail(WarningWords::tr("It"), *detail)));
    }
    if (sentences.isEmpty())
        return {};
    return WarningWords::tr("%1 was imported, and you have not connected to it yet. %2 Connect?")
            .arg(quotedInput(imported.name), sentences.join(u' '));
}

QStringList ConnectionsJson::warnings(const ConnectionEntries &entries)
{
    QStringList sentences;
    for (const Warning &warning : allWarnings()) {
        QStringList names;
        for (const ConnectionEntry &entry : entries) {
            const auto detail = entry.isConnection() ? warning.detail(entry.saved) : std::nullopt;
            if (!detail)
                continue;
            names.append(withDetail(quotedInput(entry.saved.name), *detail));
        }
        if (!names.isEmpty())
            sentences.append(WarningWords::tr(names.size() == 1 ? warning.one : warning.many)
                                     .arg(listed(names, MaxNames)));
    }
    return sentences;
}
