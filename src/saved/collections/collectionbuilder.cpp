// SPDX-License-Identifier: MIT
#include "saved/collections/collectionbuilder.h"

#include "format/text/visibletext.h"
#include "profile/querytable.h"
#include "saved/collections/structuredtext.h"
#include "saved/connectionsjson.h"
#include "saved/generatedvalues.h"
#include "saved/variables.h"
#include "websocket/secretpatterns.h"

#include <QJsonArray>
#include <QMap>
#include <QRegularExpression>
#include <QSet>
#include <QUrl>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

// Of headers, or of parameters: more is none that anyone wrote.
static constexpr qsizetype MaxHeaders = 1000;
static constexpr qsizetype MaxPathParts = 100;
// Of a part of a path.
static constexpr qsizetype MaxValue = 1024;

static QString sameVariable(const QString &inner)
{
    const bool isKnown = !GeneratedValues::isCall(inner) || GeneratedValues::problem(inner).isEmpty();
    return isKnown ? u"{{"_s + inner + u"}}"_s : QString();
}

const VariableSyntax SameVariables{R"(\{\{([^{}]*)\}\})"_L1, sameVariable};

QString CollectionBuilder::translated(const QString &text, const QString &owner)
{
    const QRegularExpression variable(QString(m_syntax.pattern),
                                      QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression name(u"[\\w.$-]+"_s);
    QString result;
    qsizetype end = 0;
    auto matches = variable.globalMatch(text);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        const QString inner = match.captured(match.lastCapturedIndex()).trimmed();
        const QString here = m_syntax.translated(inner);
        // Its arguments may be secrets.
        if (here.isEmpty())
            leftOut.add(tr("function %1").arg(name.match(inner).captured()), owner);
        result += text.mid(end, match.capturedStart() - end) + (here.isEmpty() ? match.captured() : here);
        end = match.capturedEnd();
    }
    return result + text.mid(end);
}

CollectionScope CollectionBuilder::folder(const CollectionScope &in, const QString &name,
                                          const QString &notes)
{
    CollectionScope scope = in;
    // What is deeper is in the last folder that may be.
    if (++scope.depth > ConnectionsJson::MaxDepth)
        return scope;
    ConnectionEntry entry;
    entry.kind = ConnectionEntry::Kind::Folder;
    entry.saved.id = ConnectionsJson::newId();
    entry.saved.name = name.left(ConnectionsJson::MaxName);
    entry.saved.notes = notes.left(JsonReader::MaxText);
    entry.parent = in.folder;
    scope.folder = entry.saved.id;
    if (m_folders.size() < ConnectionsJson::MaxConnections)
        m_folders.insert(entry.saved.id, entry);
    else
        scope.folder = in.folder;
    return scope;
}

void CollectionBuilder::handDown(CollectionScope *scope, const QList<CollectionPair> &headers,
                                 const CollectionAuth &auth)
{
    scope->headers += headers;
    if (scope->headers.size() > MaxHeaders)
        scope->headers.resize(MaxHeaders);
    if (auth.isGiven)
        scope->auth = auth;
}

bool CollectionBuilder::addFolders(const QString &id)
{
    if (!m_folders.contains(id))
        return true;
    const ConnectionEntry entry = m_folders.take(id);
    if (!addFolders(entry.parent) || !hasRoomForEntry(entry.saved.notes.size()))
        return false;
    m_collection.entries.append(entry);
    return true;
}

bool CollectionBuilder::hasRoomFor(qsizetype characters)
{
    if (characters > m_room)
        return false;
    m_room -= characters;
    return true;
}

bool CollectionBuilder::hasRoomForEntry(qsizetype characters)
{
    if (m_collection.entries.size() < ConnectionsJson::MaxConnections && hasRoomFor(characters))
        return true;
    leftOut.add(tr("what is behind the first %1").arg(m_collection.entries.size()), tr("the collection"));
    return false;
}

QString CollectionBuilder::addConnection(const CollectionScope &in, const CollectionRequest &request)
{
    if (!addFolders(in.folder) || !hasRoomForEntry(request.url.size() + request.notes.size()))
        return {};
    ConnectionEntry entry;
    entry.parent = in.folder;
    entry.saved.id = ConnectionsJson::newId();
    entry.saved.name = request.name.left(ConnectionsJson::MaxName);
    entry.saved.notes = request.notes.left(JsonReader::MaxText);
    entry.saved.profile = request.profile;
    takeUrl(request, &entry.saved);
    QSet<QString> own;
    for (const CollectionPair &header : request.headers)
        own.insert(header.name.toLower());
    for (const CollectionPair &header : in.headers) {
        if (!own.contains(header.name.toLower()))
            takeHeader(header, &entry.saved);
    }
    for (const CollectionPair &header : request.headers)
        takeHeader(header, &entry.saved);
    takeAuth(request.auth.isGiven ? request.auth : in.auth, &entry.saved);
    entry.saved.profile.url = usableUrl(entry.saved.urlText);
    m_collection.entries.append(entry);
    return entry.saved.id;
}

void CollectionBuilder::takeUrl(const CollectionRequest &request, SavedConnection *to)
{
    QString url = translated(request.url.trimmed().left(JsonReader::MaxText), request.name);
    for (qsizetype i = 0; i < std::min(request.path.size(), MaxPathParts); ++i) {
        const CollectionPair &part = request.path.at(i);
        if (part.isDescribed)
            leftOut.add(tr("description of a parameter"), request.name);
        const QRegularExpression place(u"/:"_s + QRegularExpression::escape(part.name) + u"(?=[/?#]|$)"_s);
        const QByteArray value =
                QUrl::toPercentEncoding(translated(part.value, request.name), "{}$", QByteArray());
        if (value.size() > MaxValue)
            leftOut.add(tr("parameter %1").arg(part.name), request.name);
        else
            url.replace(place, u"/"_s + QString::fromLatin1(value).replace(u'\\', u"\\\\"_s));
        if (url.size() > JsonReader::MaxText)
            url.truncate(JsonReader::MaxText);
    }
    QList<QueryParameter> parameters = queryParameters(url);
    const qsizetype written = parameters.size();
    QSet<QString> known;
    for (const QueryParameter &parameter : std::as_const(parameters))
        known.insert(parameter.name);
    for (const CollectionPair &each : request.query) {
        const QString name = translated(each.name, request.name);
        if (each.isDescribed)
            leftOut.add(tr("description of a parameter"), request.name);
        if (each.isDisabled && !each.name.isEmpty())
            leftOut.add(tr("disabled parameter %1").arg(each.name), request.name);
        else if (parameters.size() >= MaxHeaders)
            leftOut.add(tr("parameter %1").arg(name), request.name);
        // Programs have those of the URL in a table beside it, too.
        else if (!known.contains(name) && !name.isEmpty())
            parameters.append({name, translated(each.value, request.name), {}, {}});
    }
    to->urlText = parameters.size() == written ? url : withQueryParameters(url, parameters);
}

void CollectionBuilder::takeHeader(const CollectionPair &header, SavedConnection *to)
{
    if (to->profile.headers.size() >= MaxHeaders || !hasRoomFor(header.name.size() + header.value.size())) {
        leftOut.add(tr("header %1").arg(header.name.left(ConnectionsJson::MaxName)), to->name);
        return;
    }
    const QString name = translated(header.name.trimmed(), to->name);
    const QString value = translated(header.value.trimmed(), to->name);
    const auto is = [&](QLatin1StringView known) { return name.compare(known, Qt::CaseInsensitive) == 0; };
    ConnectionProfile &profile = to->profile;
    const HttpHeader here{name.toUtf8(), value.toUtf8()};
    if (name.isEmpty())
        return;
    if (header.isDescribed)
        leftOut.add(tr("description of a header"), to->name);
    if (header.isDisabled) {
        leftOut.add(tr("disabled header %1").arg(name), to->name);
    } else if (is("Sec-WebSocket-Protocol"_L1)) {
        const QStringList names = value.split(u',', Qt::SkipEmptyParts);
        for (const QString &subprotocol : names)
            profile.subprotocols.append(subprotocol.trimmed());
    } else if (is("Origin"_L1)) {
        profile.origin = value;
    } else if (is("Cookie"_L1) && value.contains(u'=')) {
        const QStringList pairs = value.split(u';', Qt::SkipEmptyParts);
        for (const QString &pair : pairs)
            profile.cookies.append(
                    {pair.section(u'=', 0, 0).trimmed().toUtf8(), pair.section(u'=', 1).trimmed().toUtf8()});
    } else if (headerProblem({Variables::isIn(name) ? QByteArray("X") : here.name, here.value}).isEmpty()) {
        profile.headers.append(here);
    } else {
        leftOut.add(tr("header %1").arg(name), to->name);
    }
}

CollectionAuth CollectionBuilder::readAuth(const QJsonValue &value, QLatin1StringView credentials)
{
    CollectionAuth auth;
    CollectionNode node(value.toObject());
    auth.type = value.isString() ? value.toString() : node.text("type"_L1);
    if (node.flag("disabled"_L1))
        auth.type = u"none"_s;
    // Without a type there is none of its own; who says "none" wants none of the folder's either.
    auth.isGiven = !auth.type.isEmpty() && auth.type != "inherit"_L1;
    auth.fields = value.toObject();
    if (!credentials.isEmpty()) {
        QMap<QString, QJsonValue> fields;
        const QList<CollectionPair> pairs = node.pairs(credentials);
        for (const CollectionPair &pair : pairs)
            fields.insert(pair.name, pair.value);
        auth.fields = StructuredText::object(fields);
    }
    return auth;
}

void CollectionBuilder::takeMilliseconds(const QString &text, std::chrono::milliseconds *to)
{
    const std::chrono::milliseconds given(text.toLongLong());
    if (given.count() > 0 && given <= std::chrono::hours(24))
        *to = given;
}

void CollectionBuilder::takeAuth(CollectionAuth auth, SavedConnection *to)
{
    Authentication &own = to->profile.authentication;
    const auto text = [&](std::initializer_list<QLatin1StringView> keys) {
        const QString given = auth.fields.text(keys);
        return hasRoomFor(given.size()) ? translated(given, to->name) : QString();
    };
    const QString type = auth.type.toLower();
    if (type == "basic"_L1) {
        own.kind = Authentication::Kind::Basic;
        own.user = text({"username"_L1});
        own.password = text({"password"_L1});
    } else if (type == "bearer"_L1) {
        const QString prefix = text({"prefix"_L1});
        const QString token = text({"token"_L1});
        if (!prefix.isEmpty() && prefix.compare("Bearer"_L1, Qt::CaseInsensitive) != 0)
            return takeHeader({u"Authorization"_s, prefix + u' ' + token}, to);
        own.kind = Authentication::Kind::Bearer;
        own.token = token;
    } else if (type == "apikey"_L1) {
        const QString where = text({"addTo"_L1, "in"_L1, "placement"_L1, "location"_L1}).toLower();
        const QString name = text({"key"_L1});
        const QString value = text({"value"_L1});
        if (where.startsWith("query"_L1))
            to->urlText = withQueryParameters(to->urlText, queryParameters(to->urlText)
                                                                   << QueryParameter{name, value, {}, {}});
        else if (where == "cookie"_L1)
            to->profile.cookies.append({name.toUtf8(), value.toUtf8()});
        else
            takeHeader({name, value}, to);
    } else {
        if (auth.isGiven && type != "none"_L1 && type != "noauth"_L1)
            leftOut.add(tr("authentication %1").arg(auth.type), to->name);
        return;
    }
    auth.fields.pass({"type"_L1, "disabled"_L1});
    auth.fields.listTheRest(to->name, &leftOut);
}

void CollectionBuilder::addMessage(const QString &connection, const QString &name, const QString &text,
                                   const QString &type)
{
    if (connection.isEmpty() || text.isEmpty() || !hasRoomForEntry(text.size()))
        return;
    ConnectionEntry entry;
    entry.kind = ConnectionEntry::Kind::Message;
    entry.parent = connection;
    const QString kind = type.toLower();
    if (kind.contains("json"_L1))
        entry.message.format = MessageFormat::Json;
    else if (kind == "hex"_L1)
        entry.message.format = MessageFormat::Hex;
    else if (kind == "base64"_L1 || kind == "binary"_L1)
        entry.message.format = MessageFormat::Base64;
    entry.message.text = translated(text, name.isEmpty() ? tr("a message") : name);
    if (entry.message.text.size() > JsonReader::MaxText) {
        leftOut.add(tr("a message that is too long"), name);
        return;
    }
    entry.saved.id = ConnectionsJson::newId();
    entry.saved.name = name.isEmpty() ? suggestedName(entry.message) : name.left(ConnectionsJson::MaxName);
    m_collection.entries.append(entry);
}

QList<Variable> CollectionBuilder::variables(const QList<CollectionPair> &pairs, const QString &owner)
{
    QList<Variable> all;
    for (const CollectionPair &pair : pairs) {
        if (pair.isDescribed)
            leftOut.add(tr("description of a variable"), owner);
        const QString value = translated(pair.value, owner);
        const bool fits = Variables::isName(pair.name) && value.size() <= EnvironmentsJson::MaxValue
                          && all.size() < EnvironmentsJson::MaxVariables;
        if (pair.isDisabled)
            leftOut.add(tr("disabled variable %1").arg(pair.name), owner);
        else if (!fits)
            leftOut.add(tr("variable %1").arg(pair.name), owner);
        else
            all.append({pair.name, value, pair.isSecret || isSecretName(pair.name)});
    }
    return all;
}

void CollectionBuilder::addBaseVariables(const QString &environment, const QList<CollectionPair> &pairs)
{
    if (m_baseName.isEmpty())
        m_baseName = environment;
    // Here, one name has one value: the first, which is that of all.
    const QList<Variable> all = variables(pairs, environment);
    for (const Variable &variable : all) {
        if (m_baseNames.contains(variable.name) || m_base.size() >= EnvironmentsJson::MaxVariables) {
            leftOut.add(tr("variable %1").arg(variable.name), environment);
            continue;
        }
        m_baseNames.insert(variable.name);
        m_base.append(variable);
    }
}

void CollectionBuilder::addEnvironment(const QString &name, const QList<CollectionPair> &pairs)
{
    if (m_collection.environments.size() >= EnvironmentsJson::MaxEnvironments)
        leftOut.add(tr("what is behind the first %1").arg(EnvironmentsJson::MaxEnvironments),
                    tr("the environments"));
    else
        m_collection.environments.append({ConnectionsJson::newId(),
                                          visibleText(name).left(EnvironmentsJson::MaxName),
                                          variables(pairs, name)});
}

Collection CollectionBuilder::finish()
{
    QList<Environment> &environments = m_collection.environments;
    if (environments.isEmpty() && !m_base.isEmpty())
        addEnvironment(m_baseName, {});
    for (Environment &environment : environments) {
        QSet<QString> known;
        for (const Variable &variable : std::as_const(environment.variables))
            known.insert(variable.name);
        for (const Variable &variable : std::as_const(m_base)) {
            // What is in each of many comes to more than was read.
            const qsizetype size = variable.name.size() + variable.value.size();
            if (!known.contains(variable.name)
                && environment.variables.size() < EnvironmentsJson::MaxVariables && hasRoomFor(size))
                environment.variables.append(variable);
        }
    }
    m_collection.leftOut = leftOut.sentences();
    return std::move(m_collection);
}
