// SPDX-License-Identifier: MIT
#include "saved/sentmessages.h"

#include "ownfolder.h"
#include "profile/jsonreader.h"

#include <QJsonDocument>

#include <algorithm>
#include <limits>
#include <numeric>

using namespace Qt::StringLiterals;

static constexpr int SentVersion = 1;
// Where the file cannot be written.
static constexpr qsizetype MaxUnwritten = 1000;

SentMessages::SentMessages(const QString &fileName, QObject *parent)
    : QObject(parent)
    , m_file(fileName, this)
{
    // Queued: what is found here is heard by those who connect after this.
    connect(&m_file, &SharedFile::problem, this, &SentMessages::problem, Qt::QueuedConnection);
    m_file.refresh();
}

// While all that is to be written is still there.
SentMessages::~SentMessages()
{
    m_file.flush();
}

QString SentMessages::standardFile()
{
    return OwnFolder::data(u"sent.json"_s);
}

QList<WrittenMessage> SentMessages::of(const QString &key) const
{
    const auto found = std::find_if(m_all.begin(), m_all.end(),
                                    [&](const Connection &connection) { return connection.key == key; });
    return found == m_all.end() ? QList<WrittenMessage>() : found->messages;
}

void SentMessages::add(const QString &key, const WrittenMessage &message)
{
    const QList<WrittenMessage> before = of(key);
    if (message.text.size() > MaxText || (!before.isEmpty() && before.last() == message))
        return;
    apply([key, message](Connections *all) {
        append(all, key, message);
        prune(all);
    });
}

void SentMessages::remove(const QString &start)
{
    apply([start](Connections *all) {
        all->removeIf([&](const Connection &connection) { return connection.key.startsWith(start); });
    });
    if (start.isEmpty())
        Q_EMIT cleared();
}

void SentMessages::apply(const Change &change)
{
    change(&m_all);
    m_unwritten.append(change);
    m_unwritten.remove(0, std::max<qsizetype>(0, m_unwritten.size() - MaxUnwritten));
    m_file.setChanged();
}

void SentMessages::append(Connections *all, const QString &key, const WrittenMessage &message)
{
    const auto found = std::find_if(all->begin(), all->end(),
                                    [&](const Connection &connection) { return connection.key == key; });
    if (found == all->end())
        all->append({key, {}});
    else
        std::rotate(found, found + 1, all->end());
    all->last().messages.append(message);
}

void SentMessages::prune(Connections *all)
{
    qsizetype length = 0;
    for (Connection &connection : *all) {
        QList<WrittenMessage> &messages = connection.messages;
        messages.remove(0, std::max<qsizetype>(0, messages.size() - MaxMessages));
        length = std::accumulate(
                messages.begin(), messages.end(), length,
                [](qsizetype sum, const WrittenMessage &message) { return sum + message.text.size(); });
    }
    while (length > MaxAllText) {
        length -= all->first().messages.takeFirst().text.size();
        if (all->first().messages.isEmpty())
            all->removeFirst();
    }
    all->remove(0, std::max<qsizetype>(0, all->size() - MaxConnections));
}

SharedFileContents::Taken SentMessages::takeIn(const QByteArray &bytes, QString *why)
{
    QJsonParseError error;
    const QJsonObject root = QJsonDocument::fromJson(bytes, &error).object();
    if (error.error != QJsonParseError::NoError) {
        *why = JsonReader::tr("It is no JSON: %1 at byte %2.").arg(error.errorString()).arg(error.offset);
        return Taken::Damaged;
    }
    if (root.value("version"_L1).toInteger(0) > SentVersion) {
        *why = JsonReader::tr("A later version of Socketscope has written it.");
        return Taken::Damaged;
    }
    if (!root.contains("connections"_L1)) {
        *why = tr("It has no messages of Socketscope.");
        return Taken::Damaged;
    }
    JsonProblems problems;
    JsonReader reader(root, {}, &problems);
    int version = 0;
    reader.read("version"_L1, &version, 1, SentVersion);
    m_all.clear();
    QList<JsonReader> connections = reader.objects("connections"_L1, MaxConnections);
    for (JsonReader &connection : connections) {
        QString key;
        connection.read("key"_L1, &key);
        QList<JsonReader> messages = connection.objects("messages"_L1, MaxMessages);
        for (JsonReader &each : messages) {
            const WrittenMessage message = readMessage(&each, MaxText);
            each.complainAboutTheRest();
            append(&m_all, key, message);
        }
        connection.complainAboutTheRest();
    }
    reader.complainAboutTheRest();
    prune(&m_all);
    for (const Change &change : std::as_const(m_unwritten))
        change(&m_all);
    *why = problems.sentences().join(u' ');
    return problems.isEmpty() ? Taken::Whole : Taken::Partly;
}

QByteArray SentMessages::bytesToWrite() const
{
    QJsonArray connections;
    for (const Connection &connection : m_all) {
        QJsonArray messages;
        for (const WrittenMessage &message : connection.messages)
            messages.append(messageJson(message));
        connections.append(QJsonObject{{u"key"_s, connection.key}, {u"messages"_s, messages}});
    }
    const QJsonObject root{{u"version"_s, SentVersion}, {u"connections"_s, connections}};
    return QJsonDocument(root).toJson();
}
