// SPDX-License-Identifier: MIT
#include "saved/secrets.h"

#include "format/text/visibletext.h"
#include "profile/jsonreader.h"
#include "profile/profilefield.h"
#include "profile/redactor.h"
#include "profile/websocketurl.h"
#include "saved/variables.h"
#include "websocket/secretpatterns.h"

#include <QCoreApplication>
#include <QHash>
#include <QRegularExpression>
#include <QUrl>

#include <functional>
#include <optional>

using namespace Qt::StringLiterals;

namespace {

struct SecretWords
{
    Q_DECLARE_TR_FUNCTIONS(Secrets)
};

} // namespace

static constexpr auto Base64Prefix = "base64:"_L1;

// Called with the name of a place for a secret and what is there, "" for nothing; returns what shall be
// there, or nothing if it stays.
using Visitor = std::function<std::optional<QString>(const QString &name, const QString &value)>;

static QString numbered(const QString &prefix, const QString &name, QHash<QString, int> *counts)
{
    const int number = (*counts)[name.toLower()]++;
    return u"%1/%2/%3"_s.arg(prefix, name, QString::number(number));
}

// A header's value is bytes; a secret is text.
static QString textOf(const QByteArray &value)
{
    const QString text = QString::fromUtf8(value);
    const bool isText = text.toUtf8() == value && !text.startsWith(Base64Prefix);
    return isText ? text : Base64Prefix + QString::fromLatin1(value.toBase64());
}

static QByteArray bytesOf(const QString &text)
{
    if (!text.startsWith(Base64Prefix))
        return text.toUtf8();
    return QByteArray::fromBase64(QStringView(text).sliced(Base64Prefix.size()).toLatin1());
}

// Without a password the user is a secret: many servers take a key for it. RFC 3986 section 3.2.1, of a text
// that need not be a URL yet.
static void visitUserInfo(QString *url, bool hasPassword, const Visitor &visit)
{
    static const QRegularExpression userInfo(u"^(?:[^/?#]*://)?([^/?#]*)@"_s);
    const QRegularExpressionMatch match = userInfo.match(*url);
    if (!match.hasMatch())
        return;
    const auto known = [](const QString &text) { return text == SecretMask ? QString() : text; };
    const QString user = match.captured(1).section(u':', 0, 0);
    const QString password = known(match.captured(1).mid(user.size() + 1));
    QString pair;
    if (!hasPassword && password.isEmpty() && !user.isEmpty()) {
        const auto changed = visit(u"url/user"_s, known(user));
        if (!changed)
            return;
        pair = changed->isEmpty() ? QString(SecretMask) : *changed;
        // A password that is there and empty.
        if (match.captured(1).sliced(user.size()) == u':')
            pair += u':';
    } else if (const auto changed = visit(u"url/password"_s, password)) {
        pair = changed->isEmpty() ? user : user + u':' + *changed;
    } else {
        return;
    }
    url->replace(match.capturedStart(1), match.capturedLength(1), pair);
}

// The segments that have a secret in them, or *** where one was.
static void visitPath(QString *url, const Visitor &visit)
{
    static const QRegularExpression start(
            u"^(?:ws\\+unix:[^?#]*?:(?=/)|[^/?#]*://[^/?#]*|[^/?#]*)([^?#]*)"_s);
    const QRegularExpressionMatch match = start.match(*url);
    QStringList segments = match.captured(1).split(u'/');
    int number = 0;
    for (QString &segment : segments) {
        if (segment != SecretMask && !isMaskedSegment(segment))
            continue;
        const QString secret = segment == SecretMask ? QString() : segment;
        if (const auto changed = visit(u"url/path/%1"_s.arg(number++), secret))
            segment = changed->isEmpty() ? QString(SecretMask) : *changed;
    }
    url->replace(match.capturedStart(1), match.capturedLength(1), segments.join(u'/'));
}

static void visitUrlQuery(QString *url, const Visitor &visit)
{
    const qsizetype question = url->indexOf(u'?');
    if (question < 0)
        return;
    const qsizetype fragment = url->indexOf(u'#', question);
    const QString tail = fragment < 0 ? QString() : url->sliced(fragment);
    static const QRegularExpression edge(u"(?<=[&;])|(?=[&;])"_s);
    QStringList items =
            url->sliced(question + 1, (fragment < 0 ? url->size() : fragment) - question - 1).split(edge);
    QHash<QString, int> counts;
    for (QString &item : items) {
        const qsizetype equals = item.indexOf(u'=');
        if (equals <= 0)
            continue;
        const QString name = QUrl::fromPercentEncoding(item.first(equals).toUtf8());
        const QString value = item.sliced(equals + 1);
        // One of a secret name may be empty.
        if (!isSecretName(name) && value != SecretMask && !isMaskedItem(item))
            continue;
        const QString secret = value == SecretMask ? QString() : value;
        if (const auto changed = visit(numbered(u"url/query"_s, name, &counts), secret))
            item = item.first(equals + 1) + (changed->isEmpty() ? QString(SecretMask) : *changed);
    }
    *url = url->first(question + 1) + items.join(QString()) + tail;
}

static void visitHeaders(const QString &prefix, HttpHeaders *headers, bool all, const Visitor &visit)
{
    QHash<QString, int> counts;
    for (HttpHeader &header : *headers) {
        // One without a value may have had a secret.
        if (!all && !header.value.isEmpty() && !isMasked(header))
            continue;
        const QString name = numbered(prefix, QString::fromUtf8(header.name), &counts);
        if (const auto changed = visit(name, textOf(header.value)))
            header.value = bytesOf(*changed);
    }
}

// One that carries a token, or *** where one was. There is no other way for a browser to send one.
static void visitSubprotocols(QStringList *subprotocols, const Visitor &visit)
{
    const QStringList secrets = secretSubprotocols(*subprotocols);
    int number = 0;
    for (QString &subprotocol : *subprotocols) {
        if (subprotocol != SecretMask && !secrets.contains(subprotocol))
            continue;
        const QString secret = subprotocol == SecretMask ? QString() : subprotocol;
        if (const auto changed = visit(u"subprotocol/%1"_s.arg(number++), secret))
            subprotocol = changed->isEmpty() ? QString(SecretMask) : *changed;
    }
}

// A user that looks like a token, or none where one was.
static void visitUser(const QString &name, QString *user, const Visitor &visit)
{
    if (!user->isEmpty() && tokensIn(*user).isEmpty())
        return;
    if (const auto changed = visit(name, *user))
        *user = *changed;
}

static void visitUrl(QString *url, bool hasPassword, const Visitor &visit)
{
    visitUserInfo(url, hasPassword, visit);
    visitPath(url, visit);
    visitUrlQuery(url, visit);
}

static void visitPlaces(SavedConnection *connection, const Visitor &visit)
{
    ConnectionProfile &profile = connection->profile;
    if (connection->urlText.isEmpty() && !profile.url.isEmpty())
        connection->urlText = editableUrl(profile.url);
    visitUrl(&connection->urlText, connection->secrets.contains("url/password"_L1), visit);
    profile.url = usableUrl(connection->urlText);
    visitSubprotocols(&profile.subprotocols, visit);
    visitUser(u"authentication.user"_s, &profile.authentication.user, visit);
    const QList<ProfileField> fields = secretTextFields();
    for (const ProfileField field : fields) {
        // The user is asked for before the password.
        if (field == ProfileField::ProxyPassword)
            visitUser(u"proxy.user"_s, &profile.proxy.user, visit);
        const QString text = profileFieldValue(field, profile).toString();
        if (const auto changed = visit(profileFieldKey(field), text))
            setProfileFieldValue(field, *changed, profile);
    }
    visitHeaders(u"header"_s, &profile.headers, false, visit);
    visitHeaders(u"cookie"_s, &profile.cookies, true, visit);
}

// Variables and, before them, the scheme of an Authorization header or the words that a subprotocol begins
// with: "base64url.bearer.authorization.k8s.io.{{token}}".
static bool isTemplate(const QString &name, const QString &value)
{
    if (!Variables::isIn(value))
        return false;
    static const QRegularExpression scheme(u"^(?:(?:Basic|Bearer|Token|ApiKey|Digest)(?= ))?[\\s:=;]*$"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression words(u"^(?:[A-Za-z][A-Za-z0-9]{0,15}[._-])*$"_s);
    const bool isSubprotocol = name.startsWith("subprotocol/"_L1);
    return (isSubprotocol ? words : scheme).match(Variables::without(value)).hasMatch();
}

static std::optional<QString> taken(Secrets::Values *values, const QString &name, const QString &value)
{
    if (value.isEmpty() || isTemplate(name, value))
        return std::nullopt;
    values->insert(name, value);
    return QString();
}

Secrets::Values Secrets::take(SavedConnection *connection)
{
    Values values;
    visitPlaces(connection,
                [&](const QString &name, const QString &value) { return taken(&values, name, value); });
    for (auto secret = values.constBegin(); secret != values.constEnd(); ++secret) {
        if (!connection->secrets.contains(secret.key()))
            connection->secrets.append(secret.key());
    }
    connection->secrets.sort();
    return values;
}

void Secrets::putBack(SavedConnection *connection, const Values &values)
{
    visitPlaces(connection, [&](const QString &name, const QString &value) -> std::optional<QString> {
        const auto found = values.constFind(name);
        if (!value.isEmpty() || found == values.constEnd())
            return std::nullopt;
        return *found;
    });
    connection->secrets.removeIf([&](const QString &name) { return values.contains(name); });
}

QStringList Secrets::missing(const SavedConnection &connection)
{
    QStringList names;
    SavedConnection copy = connection;
    visitPlaces(&copy, [&](const QString &name, const QString &value) -> std::optional<QString> {
        if (value.isEmpty() && connection.secrets.contains(name))
            names.append(name);
        return std::nullopt;
    });
    return names;
}

static bool isCredential(const QString &name)
{
    return name.startsWith("authentication."_L1) || name.startsWith("header/"_L1)
           || name.startsWith("cookie/"_L1) || name.startsWith("subprotocol/"_L1);
}

Secrets::Values Secrets::credentials(const SavedConnection &connection)
{
    SavedConnection copy = connection;
    Authentication &authentication = copy.profile.authentication;
    if (authentication.kind != Authentication::Kind::Basic)
        authentication.password.clear();
    if (authentication.kind != Authentication::Kind::Bearer)
        authentication.token.clear();
    Values values = take(&copy);
    values.removeIf([](Values::iterator value) { return !isCredential(value.key()); });
    return values;
}

void Secrets::leaveOut(SavedConnection *connection, const QStringList &names)
{
    static const QString gone(QChar::Null);
    visitPlaces(connection, [&](const QString &name, const QString &) -> std::optional<QString> {
        return isCredential(name) && names.contains(name) ? std::optional(gone) : std::nullopt;
    });
    ConnectionProfile &profile = connection->profile;
    const auto isGone = [](const HttpHeader &header) { return header.value == bytesOf(gone); };
    profile.headers.removeIf(isGone);
    profile.cookies.removeIf(isGone);
    profile.subprotocols.removeAll(gone);
    Authentication &authentication = profile.authentication;
    const bool isBasic = authentication.kind == Authentication::Kind::Basic;
    const bool isChosen = (isBasic ? authentication.password : authentication.token) == gone;
    for (QString *secret : {&authentication.user, &authentication.password, &authentication.token}) {
        if (*secret == gone)
            secret->clear();
    }
    if (isChosen)
        authentication = {};
    connection->secrets.removeIf(
            [&](const QString &name) { return isCredential(name) && names.contains(name); });
}

QString Secrets::words(const SavedConnection &connection, const QString &name)
{
    const ConnectionProfile &profile = connection.profile;
    if (name == "url/password"_L1)
        return SecretWords::tr("the password in the URL");
    if (name == "url/user"_L1)
        return SecretWords::tr("the user in the URL");
    if (name.startsWith("url/path/"_L1))
        return SecretWords::tr("the secret part of the URL’s path");
    if (name == "authentication.user"_L1)
        return SecretWords::tr("the user");
    if (name == "proxy.user"_L1)
        return SecretWords::tr("the proxy’s user");
    if (name == "authentication.password"_L1) {
        const QString user = profile.authentication.user;
        return user.isEmpty() ? SecretWords::tr("the password")
                              : SecretWords::tr("the password of user %1").arg(quotedInput(user));
    }
    if (name == "authentication.token"_L1)
        return SecretWords::tr("the bearer token");
    if (name == "tls.keyPassphrase"_L1)
        return SecretWords::tr("the passphrase of the key");
    if (name == "proxy.password"_L1) {
        const QString user = profile.proxy.user;
        return user.isEmpty() ? SecretWords::tr("the proxy’s password")
                              : SecretWords::tr("the proxy’s password of user %1").arg(quotedInput(user));
    }
    if (name.startsWith("subprotocol/"_L1))
        return SecretWords::tr("the subprotocol that carries a token");
    static const QRegularExpression numberedName(u"^(url/query|header|cookie)/(.*)/\\d+$"_s,
                                                 QRegularExpression::DotMatchesEverythingOption);
    const QRegularExpressionMatch match = numberedName.match(name);
    if (!match.hasMatch())
        return SecretWords::tr("the secret %1").arg(quotedInput(name));
    const QString kind = match.captured(1);
    return (kind == "url/query"_L1 ? SecretWords::tr("%1 in the URL")
            : kind == "header"_L1  ? SecretWords::tr("the header %1")
                                   : SecretWords::tr("the cookie %1"))
            .arg(quotedInput(match.captured(2)));
}

QString Secrets::missingSentence(const SavedConnection &connection)
{
    QStringList all;
    const QStringList names = missing(connection);
    for (const QString &name : names)
        all.append(words(connection, name));
    if (all.isEmpty())
        return {};
    const QString sentence =
            (all.size() == 1 ? SecretWords::tr("%1 is missing.") : SecretWords::tr("%1 are missing."))
                    .arg(listed(all));
    return sentence.at(0).toUpper() + sentence.sliced(1);
}

QString Secrets::maskedUrlText(const QString &urlText)
{
    QString masked = urlText;
    Values values;
    visitUrl(&masked, false,
             [&](const QString &name, const QString &value) { return taken(&values, name, value); });
    return masked;
}
