// SPDX-License-Identifier: MIT
#include "saved/profilejson.h"

#include "profile/websocketurl.h"
#include "saved/secrets.h"
#include "saved/variables.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

static constexpr qint64 DayMs = 24LL * 3600 * 1000;
static constexpr qsizetype MaxFingerprintBytes = 64;

static constexpr JsonWord<Engine> Engines[] = {{Engine::Beast, "beast"_L1}, {Engine::Qt, "qt"_L1}};
static constexpr JsonWord<Authentication::Kind> AuthenticationKinds[] = {
        {Authentication::Kind::None, "none"_L1},
        {Authentication::Kind::Basic, "basic"_L1},
        {Authentication::Kind::Bearer, "bearer"_L1}};
static constexpr JsonWord<TlsSettings::Version> TlsVersions[] = {{TlsSettings::Version::Tls1_0, "1.0"_L1},
                                                                 {TlsSettings::Version::Tls1_2, "1.2"_L1},
                                                                 {TlsSettings::Version::Tls1_3, "1.3"_L1}};
static constexpr JsonWord<ProxySettings::Kind> ProxyKinds[] = {{ProxySettings::Kind::System, "system"_L1},
                                                               {ProxySettings::Kind::None, "none"_L1},
                                                               {ProxySettings::Kind::Http, "http"_L1},
                                                               {ProxySettings::Kind::Socks5, "socks5"_L1}};
static constexpr JsonWord<AddressPreference> Addresses[] = {{AddressPreference::System, "system"_L1},
                                                            {AddressPreference::IPv4, "ipv4"_L1},
                                                            {AddressPreference::IPv6, "ipv6"_L1}};

template <typename Value>
static void put(QJsonObject *object, QLatin1String key, const Value &value, const Value &standard)
{
    if (value != standard)
        object->insert(key, value);
}

static void put(QJsonObject *object, QLatin1String key, milliseconds value, milliseconds standard)
{
    put(object, key, qint64(value.count()), qint64(standard.count()));
}

template <typename Enum, size_t Count>
static void put(QJsonObject *object, QLatin1String key, Enum value, Enum standard,
                const JsonWord<Enum> (&words)[Count])
{
    for (const JsonWord<Enum> &word : words) {
        if (value != standard && word.value == value)
            object->insert(key, word.word);
    }
}

// Neither empty objects nor empty lists are written.
template <typename Container>
static void putContainer(QJsonObject *object, QLatin1String key, const Container &container)
{
    if (!container.isEmpty())
        object->insert(key, container);
}

static QJsonArray headersToJson(const HttpHeaders &headers)
{
    QJsonArray list;
    for (const HttpHeader &header : headers) {
        QJsonObject object;
        putBytes(&object, "name"_L1, header.name);
        putBytes(&object, "value"_L1, header.value);
        list.append(object);
    }
    return list;
}

static HttpHeaders readHeaders(QList<JsonReader> readers)
{
    HttpHeaders headers;
    for (JsonReader &reader : readers) {
        HttpHeader header;
        reader.readBytes("name"_L1, &header.name);
        reader.readBytes("value"_L1, &header.value);
        reader.complainAboutTheRest();
        headers.append(header);
    }
    return headers;
}

static QJsonObject toJson(const Authentication &who)
{
    const Authentication standard;
    QJsonObject object;
    put(&object, "kind"_L1, who.kind, standard.kind, AuthenticationKinds);
    put(&object, "user"_L1, who.user, standard.user);
    put(&object, "password"_L1, who.password, standard.password);
    put(&object, "token"_L1, who.token, standard.token);
    return object;
}

static void read(JsonReader reader, Authentication *who)
{
    reader.read("kind"_L1, &who->kind, AuthenticationKinds);
    reader.read("user"_L1, &who->user);
    reader.read("password"_L1, &who->password);
    reader.read("token"_L1, &who->token);
    reader.complainAboutTheRest();
}

static QJsonObject toJson(const TlsSettings &tls)
{
    const TlsSettings standard;
    QJsonObject object;
    put(&object, "caFile"_L1, tls.caFile, standard.caFile);
    put(&object, "certificateFile"_L1, tls.certificateFile, standard.certificateFile);
    put(&object, "keyFile"_L1, tls.keyFile, standard.keyFile);
    put(&object, "keyPassphrase"_L1, tls.keyPassphrase, standard.keyPassphrase);
    put(&object, "serverName"_L1, tls.serverName, standard.serverName);
    put(&object, "minimumVersion"_L1, tls.minimumVersion, standard.minimumVersion, TlsVersions);
    put(&object, "verify"_L1, tls.verify, standard.verify);
    QJsonArray trusted;
    for (const QByteArray &fingerprint : tls.trusted)
        trusted.append(QString::fromLatin1(fingerprint.toHex()));
    putContainer(&object, "trusted"_L1, trusted);
    return object;
}

static void read(JsonReader reader, TlsSettings *tls)
{
    reader.read("caFile"_L1, &tls->caFile);
    reader.read("certificateFile"_L1, &tls->certificateFile);
    reader.read("keyFile"_L1, &tls->keyFile);
    reader.read("keyPassphrase"_L1, &tls->keyPassphrase);
    reader.read("serverName"_L1, &tls->serverName);
    reader.read("minimumVersion"_L1, &tls->minimumVersion, TlsVersions);
    reader.read("verify"_L1, &tls->verify);
    QStringList trusted;
    reader.read("trusted"_L1, &trusted, ProfileJson::MaxEntries);
    for (const QString &text : std::as_const(trusted)) {
        const QByteArray hex = text.toLatin1().toLower();
        const QByteArray fingerprint = QByteArray::fromHex(hex);
        if (!hex.isEmpty() && hex.size() <= 2 * MaxFingerprintBytes && fingerprint.toHex() == hex)
            tls->trusted.append(fingerprint);
        else
            reader.complain("trusted"_L1, u"%1 is no fingerprint in hexadecimal"_s.arg(quotedInput(text)));
    }
    reader.complainAboutTheRest();
}

static QJsonObject toJson(const ProxySettings &proxy)
{
    const ProxySettings standard;
    QJsonObject object;
    put(&object, "kind"_L1, proxy.kind, standard.kind, ProxyKinds);
    put(&object, "host"_L1, proxy.host, standard.host);
    put(&object, "port"_L1, int(proxy.port), int(standard.port));
    put(&object, "user"_L1, proxy.user, standard.user);
    put(&object, "password"_L1, proxy.password, standard.password);
    return object;
}

static void read(JsonReader reader, ProxySettings *proxy)
{
    reader.read("kind"_L1, &proxy->kind, ProxyKinds);
    reader.read("host"_L1, &proxy->host);
    reader.read("port"_L1, &proxy->port, 0, 65535);
    reader.read("user"_L1, &proxy->user);
    reader.read("password"_L1, &proxy->password);
    reader.complainAboutTheRest();
}

static QJsonObject toJson(const CompressionSettings &compression)
{
    const CompressionSettings standard;
    QJsonObject object;
    put(&object, "offer"_L1, compression.offer, standard.offer);
    put(&object, "clientMaxWindowBits"_L1, compression.clientMaxWindowBits, standard.clientMaxWindowBits);
    put(&object, "serverMaxWindowBits"_L1, compression.serverMaxWindowBits, standard.serverMaxWindowBits);
    put(&object, "clientNoContextTakeover"_L1, compression.clientNoContextTakeover,
        standard.clientNoContextTakeover);
    put(&object, "serverNoContextTakeover"_L1, compression.serverNoContextTakeover,
        standard.serverNoContextTakeover);
    return object;
}

static void read(JsonReader reader, CompressionSettings *compression)
{
    reader.read("offer"_L1, &compression->offer);
    reader.read("clientMaxWindowBits"_L1, &compression->clientMaxWindowBits, 9, 15);
    reader.read("serverMaxWindowBits"_L1, &compression->serverMaxWindowBits, 9, 15);
    reader.read("clientNoContextTakeover"_L1, &compression->clientNoContextTakeover);
    reader.read("serverNoContextTakeover"_L1, &compression->serverNoContextTakeover);
    reader.complainAboutTheRest();
}

static QJsonObject toJson(const RetryPolicy &retry)
{
    const RetryPolicy standard;
    QJsonObject object;
    put(&object, "maxAttempts"_L1, retry.maxAttempts, standard.maxAttempts);
    put(&object, "firstMs"_L1, retry.first, standard.first);
    put(&object, "factor"_L1, retry.factor, standard.factor);
    put(&object, "randomness"_L1, retry.randomness, standard.randomness);
    put(&object, "capMs"_L1, retry.cap, standard.cap);
    return object;
}

static void read(JsonReader reader, RetryPolicy *retry)
{
    reader.read("maxAttempts"_L1, &retry->maxAttempts, 1, 1000000);
    reader.read("firstMs"_L1, &retry->first, 0, DayMs);
    reader.read("factor"_L1, &retry->factor, 1, 100);
    reader.read("randomness"_L1, &retry->randomness, 0, 1);
    reader.read("capMs"_L1, &retry->cap, 0, DayMs);
    reader.complainAboutTheRest();
}

static QJsonArray toJson(const QList<OpeningMessage> &messages)
{
    QJsonArray list;
    for (const OpeningMessage &message : messages) {
        QJsonObject object;
        if (message.binary)
            object.insert("binary"_L1, QString::fromLatin1(message.payload.toBase64()));
        else
            putBytes(&object, "text"_L1, message.payload);
        list.append(object);
    }
    return list;
}

static QList<OpeningMessage> readMessages(QList<JsonReader> readers)
{
    QList<OpeningMessage> messages;
    for (JsonReader &reader : readers) {
        OpeningMessage message;
        message.binary = reader.has("binary"_L1);
        if (message.binary)
            reader.readBase64("binary"_L1, &message.payload);
        else
            reader.readBytes("text"_L1, &message.payload);
        reader.complainAboutTheRest();
        messages.append(message);
    }
    return messages;
}

static void putTimesAndLimits(QJsonObject *object, const ConnectionProfile &profile)
{
    const ConnectionProfile standard;
    put(object, "retryAfterDrop"_L1, profile.retryAfterDrop, standard.retryAfterDrop);
    put(object, "stableAfterMs"_L1, profile.stableAfter, standard.stableAfter);
    put(object, "handshakeTimeoutMs"_L1, profile.handshakeTimeout, standard.handshakeTimeout);
    put(object, "keepAliveIntervalMs"_L1, profile.keepAliveInterval, standard.keepAliveInterval);
    put(object, "closeTimeoutMs"_L1, profile.closeTimeout, standard.closeTimeout);
    put(object, "answerPings"_L1, profile.answerPings, standard.answerPings);
    put(object, "maxMessageBytes"_L1, profile.maxMessageBytes, standard.maxMessageBytes);
    put(object, "maxFrameBytes"_L1, profile.maxFrameBytes, standard.maxFrameBytes);
}

static void readTimesAndLimits(JsonReader *reader, ConnectionProfile *profile)
{
    reader->read("retryAfterDrop"_L1, &profile->retryAfterDrop);
    reader->read("stableAfterMs"_L1, &profile->stableAfter, 0, DayMs);
    reader->read("handshakeTimeoutMs"_L1, &profile->handshakeTimeout, 1, DayMs);
    reader->read("keepAliveIntervalMs"_L1, &profile->keepAliveInterval, 0, DayMs);
    reader->read("closeTimeoutMs"_L1, &profile->closeTimeout, 0, DayMs);
    reader->read("answerPings"_L1, &profile->answerPings);
    reader->read("maxMessageBytes"_L1, &profile->maxMessageBytes, 1, ConnectionProfile::MaxLimitBytes);
    reader->read("maxFrameBytes"_L1, &profile->maxFrameBytes, 1, ConnectionProfile::MaxLimitBytes);
}

static QJsonObject toJson(const ConnectionProfile &profile, const QString &urlText)
{
    const ConnectionProfile standard;
    QJsonObject object;
    put(&object, "url"_L1, urlText, QString());
    putContainer(&object, "subprotocols"_L1, QJsonArray::fromStringList(profile.subprotocols));
    put(&object, "engine"_L1, profile.engine, standard.engine, Engines);
    putContainer(&object, "headers"_L1, headersToJson(profile.headers));
    putContainer(&object, "cookies"_L1, headersToJson(profile.cookies));
    put(&object, "origin"_L1, profile.origin, standard.origin);
    putContainer(&object, "authentication"_L1, toJson(profile.authentication));
    put(&object, "followRedirects"_L1, profile.followRedirects, standard.followRedirects);
    putContainer(&object, "tls"_L1, toJson(profile.tls));
    putContainer(&object, "proxy"_L1, toJson(profile.proxy));
    put(&object, "addresses"_L1, profile.addresses, standard.addresses, Addresses);
    putContainer(&object, "compression"_L1, toJson(profile.compression));
    putContainer(&object, "retry"_L1, toJson(profile.retry));
    putTimesAndLimits(&object, profile);
    putContainer(&object, "onOpen"_L1, toJson(profile.onOpen));
    put(&object, "recordSecrets"_L1, profile.recordSecrets, standard.recordSecrets);
    return object;
}

QJsonObject ProfileJson::write(const SavedConnection &connection, SecretValues secrets)
{
    SavedConnection copy = connection;
    if (copy.urlText.isEmpty())
        copy.urlText = editableUrl(copy.profile.url);
    if (secrets == SecretValues::LeaveOut)
        Secrets::take(&copy);
    return toJson(copy.profile, copy.urlText);
}

QJsonObject ProfileJson::write(const ConnectionProfile &profile, SecretValues secrets)
{
    SavedConnection connection;
    connection.profile = profile;
    return write(connection, secrets);
}

template <typename Part>
static void readPart(JsonReader *reader, QLatin1String key, Part *part)
{
    if (const auto found = reader->object(key))
        read(*found, part);
}

ProfileJson::Profile ProfileJson::read(JsonReader reader)
{
    Profile result;
    ConnectionProfile &profile = result.profile;
    reader.read("url"_L1, &result.urlText);
    profile.url = usableUrl(result.urlText);
    reader.read("subprotocols"_L1, &profile.subprotocols, MaxEntries);
    reader.read("engine"_L1, &profile.engine, Engines);
    profile.headers = readHeaders(reader.objects("headers"_L1, MaxEntries));
    profile.cookies = readHeaders(reader.objects("cookies"_L1, MaxEntries));
    reader.read("origin"_L1, &profile.origin);
    readPart(&reader, "authentication"_L1, &profile.authentication);
    reader.read("followRedirects"_L1, &profile.followRedirects);
    readPart(&reader, "tls"_L1, &profile.tls);
    readPart(&reader, "proxy"_L1, &profile.proxy);
    reader.read("addresses"_L1, &profile.addresses, Addresses);
    readPart(&reader, "compression"_L1, &profile.compression);
    readPart(&reader, "retry"_L1, &profile.retry);
    readTimesAndLimits(&reader, &profile);
    profile.onOpen = readMessages(reader.objects("onOpen"_L1, MaxEntries));
    reader.read("recordSecrets"_L1, &profile.recordSecrets);
    reader.complainAboutTheRest();
    return result;
}
