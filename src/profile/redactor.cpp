// SPDX-License-Identifier: MIT
#include "profile/redactor.h"

#include "profile/connectionprofile.h"
#include "profile/handshakerequest.h"
#include "profile/websocketurl.h"

#include <QJsonArray>
#include <QUrl>
#include <QUrlQuery>

#include <algorithm>

using namespace Qt::StringLiterals;

static constexpr qsizetype ShortestSecret = 3;
/// Of what is looked for in text that is not ours. Shorter ones are in it by chance ("true", "web"), and what
/// is missing would tell them; and most cookies are no secrets, but "dark" or "en-US".
static constexpr qsizetype ShortestSentSecret = 6;

// A value as it is, as one part of a URL, and as what QUrl makes of it in a path.
static QStringList formsOf(const QByteArray &value)
{
    const QString text = QString::fromUtf8(value);
    QStringList forms{text, QString::fromLatin1(QUrl::toPercentEncoding(text))};
    const QString start = u"ws://h/"_s;
    const QUrl url(start + text, QUrl::TolerantMode);
    if (url.isValid()) {
        forms.append(QString::fromLatin1(url.toEncoded()).mid(start.size()));
        forms.append(editableUrl(url).mid(start.size()));
    }
    return forms;
}

static QStringList formsOf(const QList<QByteArray> &values)
{
    QStringList forms;
    for (const QByteArray &value : values)
        forms += formsOf(value);
    forms.removeIf([](const QString &form) { return form.size() < ShortestSecret; });
    forms.removeDuplicates();
    // One may be a part of another.
    std::stable_sort(forms.begin(), forms.end(),
                     [](const QString &a, const QString &b) { return a.size() > b.size(); });
    return forms;
}

static QString masked(QString text, const QStringList &forms)
{
    for (const QString &form : forms)
        text.replace(form, u"***"_s, Qt::CaseInsensitive); // a host is in lower case
    return text;
}

static QJsonValue masked(const QJsonValue &value, const QStringList &forms)
{
    if (value.isString())
        return masked(value.toString(), forms);
    if (value.isArray()) {
        QJsonArray array = value.toArray();
        for (qsizetype i = 0; i < array.size(); ++i)
            array[i] = masked(array.at(i), forms);
        return array;
    }
    if (value.isObject()) {
        QJsonObject object = value.toObject();
        for (auto member = object.begin(); member != object.end(); ++member)
            *member = masked(QJsonValue(*member), forms);
        return object;
    }
    return value;
}

Redactor::Redactor(const ConnectionProfile &profile)
    : m_values(formsOf(profile.secretValues))
    , m_all(m_values)
    , m_hidesHandshake(!profile.recordSecrets)
{
    if (!m_hidesHandshake)
        return;
    m_bytes = profileSecrets(profile);
    m_all = formsOf(m_bytes);
    m_subprotocols = secretSubprotocols(profile.subprotocols);
}

QString Redactor::own(const QString &text) const
{
    return masked(text, m_values);
}

QString Redactor::own(const QUrl &url) const
{
    return own(displayUrl(url));
}

QString Redactor::foreign(const QString &text) const
{
    return masked(text, m_all);
}

QJsonObject Redactor::own(const QJsonObject &object) const
{
    return m_hidesHandshake ? masked(QJsonValue(object), m_values).toObject() : object;
}

QJsonObject Redactor::foreign(const QJsonObject &object) const
{
    return m_hidesHandshake ? masked(QJsonValue(object), m_all).toObject() : object;
}

QByteArray Redactor::requestLine(const QByteArray &line) const
{
    const qsizetype begin = line.indexOf(' ') + 1;
    const qsizetype end = line.lastIndexOf(' ');
    if (!m_hidesHandshake || begin <= 0 || end <= begin)
        return line;
    QUrl url(u"ws://host"_s + QString::fromLatin1(line.mid(begin, end - begin)), QUrl::StrictMode);
    if (!url.isValid() || !url.hasQuery())
        return line;
    const QString shown = displayUrl(url);
    if (shown == editableUrl(url))
        return line; // as it was typed
    url = QUrl(shown, QUrl::StrictMode);
    return line.left(begin) + requestTarget(url) + line.mid(end);
}

HttpHeaders Redactor::headers(const HttpHeaders &headers, const QStringList &secretNames) const
{
    if (!m_hidesHandshake)
        return headers;
    HttpHeaders masked = maskedHeaders(headers);
    for (HttpHeader &header : masked) {
        const QByteArray name = header.name.toLower();
        if (name == "location" || name == "referer") {
            // The fragment is where OAuth puts tokens.
            const QUrl url(QString::fromUtf8(header.value));
            header.value = displayUrl(url.adjusted(QUrl::RemoveFragment)).toUtf8();
            if (url.hasFragment())
                header.value += "#***";
        }
        if (name == "sec-websocket-protocol"
            && secretNames.contains(QString::fromUtf8(header.value.trimmed())))
            header.value = "***";
    }
    return masked;
}

HttpHeaders Redactor::requestHeaders(const HttpHeaders &sent) const
{
    return headers(sent, {});
}

// What a server sends back may repeat what it was sent.
HttpHeaders Redactor::responseHeaders(const HttpHeaders &received) const
{
    return headers(received, m_subprotocols);
}

QString Redactor::subprotocol(const QString &name) const
{
    if (m_subprotocols.contains(name))
        return u"***"_s;
    return m_hidesHandshake ? own(name) : name;
}

QByteArray Redactor::body(QByteArray bytes) const
{
    for (const QByteArray &secret : m_bytes)
        bytes.replace(secret, "***");
    return bytes;
}

bool hasSecret(const QByteArray &text, const QList<QByteArray> &values)
{
    return std::any_of(values.begin(), values.end(), [&](const QByteArray &value) {
        return value.size() >= ShortestSecret && text.contains(value);
    });
}

static void addHeaderSecret(QList<QByteArray> &secrets, const QByteArray &value)
{
    secrets.append(value);
    // "Bearer token": what comes back may be the token alone.
    secrets.append(value.mid(value.indexOf(' ') + 1));
}

// An empty password, too: many servers take a key for the user.
static void addUser(QList<QByteArray> &secrets, const QString &user, const QString &password)
{
    if (user.isEmpty() && password.isEmpty())
        return;
    secrets.append(password.toUtf8());
    secrets.append(QString(user + u':' + password).toUtf8().toBase64());
}

QList<QByteArray> profileSecrets(const ConnectionProfile &profile)
{
    QList<QByteArray> secrets;
    const Authentication &who = profile.authentication;
    addUser(secrets, who.user, who.password);
    addUser(secrets, profile.url.userName(QUrl::FullyDecoded), profile.url.password(QUrl::FullyDecoded));
    addUser(secrets, profile.proxy.user, profile.proxy.password);
    secrets.append(who.token.toUtf8());
    for (const HttpHeader &header : profile.headers) {
        if (isSecretHeader(header.name))
            addHeaderSecret(secrets, header.value);
    }
    for (const HttpHeader &cookie : profile.cookies)
        secrets.append(cookie.value);
    const auto items = QUrlQuery(profile.url).queryItems(QUrl::FullyDecoded);
    for (const auto &[name, value] : items) {
        if (isSecretQueryName(name))
            secrets.append(value.toUtf8());
    }
    const QStringList names = secretSubprotocols(profile.subprotocols);
    for (const QString &name : names)
        secrets.append(name.toUtf8());
    secrets.removeIf([](const QByteArray &secret) { return secret.size() < ShortestSentSecret; });
    return profile.secretValues + secrets;
}
