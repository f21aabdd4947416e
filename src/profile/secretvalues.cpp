// SPDX-License-Identifier: MIT
#include "profile/secretvalues.h"

#include "profile/connectionprofile.h"
#include "profile/websocketurl.h"

#include <QJsonArray>
#include <QStringList>
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

QString withoutSecrets(const QString &text, const QList<QByteArray> &values)
{
    return values.isEmpty() ? text : masked(text, formsOf(values));
}

QJsonObject withoutSecrets(const QJsonObject &object, const QList<QByteArray> &values)
{
    return values.isEmpty() ? object : masked(QJsonValue(object), formsOf(values)).toObject();
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
