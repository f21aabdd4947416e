// SPDX-License-Identifier: MIT
#include "saved/collections/opencollectionwriter.h"

#include "profile/websocketurl.h"
#include "saved/collections/collectionnode.h"
#include "saved/profilejson.h"

#include <QCoreApplication>
#include <QHash>

#include <yaml-cpp/emitter.h>
#include <yaml-cpp/emittermanip.h>

#include <string>
#include <utility>

using namespace Qt::StringLiterals;

namespace {
class OpenCollectionWriter
{
    Q_DECLARE_TR_FUNCTIONS(OpenCollectionWriter)

public:
    explicit OpenCollectionWriter(const ConnectionEntries &entries)
    {
        for (const ConnectionEntry &entry : entries)
            m_children[entry.parent].append(&entry);
    }

    QByteArray write(const QString &name)
    {
        m_yaml.SetIndent(2);
        m_yaml << YAML::BeginMap;
        put("opencollection", u"1.0.0"_s);
        m_yaml << YAML::Key << "info" << YAML::Value << YAML::BeginMap;
        put("name", name);
        m_yaml << YAML::EndMap;
        writeItems({}, name);
        m_yaml << YAML::EndMap;
        return QByteArray(m_yaml.c_str(), qsizetype(m_yaml.size())) + '\n';
    }
    QStringList leftOut() const { return m_leftOut.sentences(); }

private:
    // Always in quotes, so that no reader takes a text for a number.
    void put(const char *key, const QString &value)
    {
        m_yaml << YAML::Key << key << YAML::Value << YAML::DoubleQuoted << value.toStdString();
    }
    void writeItems(const QString &parent, const QString &parentName)
    {
        const QList<const ConnectionEntry *> entries = m_children.value(parent);
        m_yaml << YAML::Key << "items" << YAML::Value << YAML::BeginSeq;
        for (const ConnectionEntry *entry : entries) {
            if (entry->isMessage())
                m_leftOut.add(tr("message %1").arg(entry->saved.name), parentName);
            else
                writeItem(*entry);
        }
        m_yaml << YAML::EndSeq;
    }
    void writeItem(const ConnectionEntry &entry)
    {
        m_yaml << YAML::BeginMap << YAML::Key << "info" << YAML::Value << YAML::BeginMap;
        put("name", entry.saved.name);
        put("type", entry.isFolder() ? u"folder"_s : u"websocket"_s);
        m_yaml << YAML::EndMap;
        if (entry.isFolder()) {
            writeItems(entry.saved.id, entry.saved.name);
        } else {
            m_yaml << YAML::Key << "websocket" << YAML::Value << YAML::BeginMap;
            writeConnection(entry.saved);
            m_yaml << YAML::EndMap;
        }
        if (!entry.saved.notes.isEmpty())
            put("docs", entry.saved.notes);
        m_yaml << YAML::EndMap;
    }
    void writeConnection(const SavedConnection &saved)
    {
        ConnectionProfile rest = saved.profile;
        put("url", saved.urlText.isEmpty() ? editableUrl(rest.url, rest.target) : saved.urlText);
        HttpHeaders headers = std::exchange(rest.headers, {});
        if (!rest.subprotocols.isEmpty())
            headers.append(
                    {"Sec-WebSocket-Protocol", std::exchange(rest.subprotocols, {}).join(u", "_s).toUtf8()});
        if (!rest.origin.isEmpty())
            headers.append({"Origin", std::exchange(rest.origin, {}).toUtf8()});
        QByteArray cookies;
        for (const HttpHeader &cookie : std::as_const(rest.cookies))
            cookies += (cookies.isEmpty() ? "" : "; ") + cookie.name + '=' + cookie.value;
        rest.cookies.clear();
        if (!cookies.isEmpty())
            headers.append({"Cookie", cookies});
        if (!headers.isEmpty()) {
            m_yaml << YAML::Key << "headers" << YAML::Value << YAML::BeginSeq;
            for (const HttpHeader &header : std::as_const(headers)) {
                m_yaml << YAML::BeginMap;
                put("name", QString::fromUtf8(header.name));
                put("value", QString::fromUtf8(header.value));
                m_yaml << YAML::EndMap;
            }
            m_yaml << YAML::EndSeq;
        }
        writeAuthentication(std::exchange(rest.authentication, {}));
        writeMessages(saved);
        // What of the profile is left then is what has no place there.
        rest.url.clear();
        rest.target.clear();
        const QJsonObject object = ProfileJson::write(rest, ProfileJson::SecretValues::LeaveOut);
        CollectionNode(object).listTheRest(saved.name, &m_leftOut);
    }
    void writeAuthentication(const Authentication &authentication)
    {
        if (authentication.kind == Authentication::Kind::None)
            return;
        const bool isBasic = authentication.kind == Authentication::Kind::Basic;
        m_yaml << YAML::Key << "auth" << YAML::Value << YAML::BeginMap;
        put("type", isBasic ? u"basic"_s : u"bearer"_s);
        if (isBasic) {
            put("username", authentication.user);
            put("password", authentication.password);
        } else {
            put("token", authentication.token);
        }
        m_yaml << YAML::EndMap;
    }
    void writeMessages(const SavedConnection &saved)
    {
        static const QHash<MessageFormat, QString> types{{MessageFormat::Text, u"text"_s},
                                                         {MessageFormat::Json, u"json"_s},
                                                         {MessageFormat::Base64, u"binary"_s}};
        const QList<const ConnectionEntry *> messages = m_children.value(saved.id);
        if (messages.isEmpty())
            return;
        m_yaml << YAML::Key << "message" << YAML::Value << YAML::BeginSeq;
        for (const ConnectionEntry *entry : messages) {
            if (!types.contains(entry->message.format)) {
                m_leftOut.add(tr("message %1").arg(entry->saved.name), saved.name);
                continue;
            }
            m_yaml << YAML::BeginMap;
            put("title", entry->saved.name);
            m_yaml << YAML::Key << "message" << YAML::Value << YAML::BeginMap;
            put("type", types.value(entry->message.format));
            put("data", entry->message.text);
            m_yaml << YAML::EndMap << YAML::EndMap;
        }
        m_yaml << YAML::EndSeq;
    }

    QHash<QString, QList<const ConnectionEntry *>> m_children;
    YAML::Emitter m_yaml;
    LeftOut m_leftOut;
};
} // namespace

QByteArray writeOpenCollection(const ConnectionEntries &entries, const QString &name, QStringList *leftOut)
{
    OpenCollectionWriter writer(entries);
    const QByteArray yaml = writer.write(name);
    *leftOut = writer.leftOut();
    return yaml;
}
