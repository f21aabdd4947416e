// SPDX-License-Identifier: MIT
#include "profile/redactor.h"

#include "profile/connectionprofile.h"
#include "profile/handshakerequest.h"
#include "profile/websocketurl.h"
#include "websocket/secretpatterns.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>
#include <QUrl>

#include <algorithm>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

static constexpr qsizetype ShortestSecret = 3;
/// Of what is looked for in text that is not ours. Shorter ones are in it by chance ("true", "web"), and what
/// is missing would tell them; and most cookies are no secrets, but "dark" or "en-US".
static constexpr qsizetype ShortestSentSecret = 6;
/// What a server chose, by redirects, is looked for only so far: more, or longer, would keep us busy.
static constexpr qsizetype BytesElsewhere = 4096;
static constexpr qsizetype LongestElsewhere = 1024;

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
        text.replace(form, SecretMask, Qt::CaseInsensitive); // a host is in lower case
    return text;
}

static char16_t folded(QChar character)
{
    return character.toCaseFolded().unicode();
}

static char16_t folded(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? char16_t(byte - 'A' + 'a') : uchar(byte);
}

// How much of the beginning of a secret a text ends with, told character by character as Knuth, Morris and
// Pratt do, so that nobody's text makes it slow.
template <typename View>
class BegunSecret
{
public:
    explicit BegunSecret(View secret)
        : m_secret(secret)
        , m_borders(size_t(secret.size()), 0)
    {
        for (qsizetype i = 1; i < secret.size(); ++i)
            m_borders[size_t(i)] = with(m_borders[size_t(i - 1)], secret[i]);
    }

    /// With one more character, where the text ended with `size` of them; never all.
    template <typename Character>
    qsizetype with(qsizetype size, Character character) const
    {
        while (size > 0 && folded(m_secret[size]) != folded(character))
            size = m_borders[size_t(size - 1)];
        if (folded(m_secret[size]) == folded(character))
            ++size;
        return size == m_secret.size() ? m_borders.back() : size;
    }

private:
    const View m_secret;
    std::vector<qsizetype> m_borders;
};

// A text that was cut off may have cut a secret in two.
static QString withoutBegun(QString text, const QStringList &forms)
{
    for (const QString &form : forms) {
        const BegunSecret<QStringView> begun(form);
        std::vector<std::pair<qsizetype, qsizetype>> cuts;
        qsizetype size = 0;
        for (qsizetype i = 0; i <= text.size(); ++i) {
            const bool isCut = i == text.size() || text.at(i) == u'…';
            if (isCut && size >= ShortestSentSecret)
                cuts.emplace_back(i - size, size);
            if (i < text.size())
                size = begun.with(size, text.at(i));
        }
        for (auto cut = cuts.rbegin(); cut != cuts.rend(); ++cut)
            text.replace(cut->first, cut->second, SecretMask);
    }
    return text;
}

// The same of bytes that end there.
static QByteArray withoutBegun(const QByteArray &bytes, const QList<QByteArray> &secrets)
{
    for (const QByteArray &secret : secrets) {
        if (secret.size() <= ShortestSentSecret)
            continue;
        const BegunSecret<QByteArrayView> begun(secret);
        qsizetype size = 0;
        for (const char byte : bytes)
            size = begun.with(size, byte);
        if (size >= ShortestSentSecret)
            return bytes.chopped(size) + SecretMask.data();
    }
    return bytes;
}

// Calls masked(text) for all the strings in it, however deep.
template <typename Masked>
static QJsonValue maskedStrings(const QJsonValue &value, const Masked &masked)
{
    if (value.isString())
        return masked(value.toString());
    if (value.isArray()) {
        QJsonArray array = value.toArray();
        for (qsizetype i = 0; i < array.size(); ++i)
            array[i] = maskedStrings(array.at(i), masked);
        return array;
    }
    if (value.isObject()) {
        QJsonObject object = value.toObject();
        for (auto member = object.begin(); member != object.end(); ++member)
            *member = maskedStrings(QJsonValue(*member), masked);
        return object;
    }
    return value;
}

// --- Headers ----------------------------------------------------------------------------------

static bool isNamed(const HttpHeader &header, const char *name)
{
    return header.name.compare(name, Qt::CaseInsensitive) == 0;
}

// "a=1; b=2" and "a=1; Path=/; HttpOnly": the value of the first, or of each, pair.
static QByteArray maskedPairs(const QByteArray &value, bool all)
{
    QList<QByteArray> pairs = value.split(';');
    for (qsizetype i = 0; i < pairs.size(); ++i) {
        const qsizetype equals = pairs[i].indexOf('=');
        if (i == 0 || all)
            pairs[i] = equals < 0 ? QByteArray(i == 0 ? "" : " ") + SecretMask.data()
                                  : pairs[i].left(equals + 1) + SecretMask.data();
    }
    return pairs.join(';');
}

static QByteArray maskedByName(const HttpHeader &header)
{
    if (isNamed(header, "Cookie"))
        return maskedPairs(header.value, true);
    if (isNamed(header, "Set-Cookie"))
        return maskedPairs(header.value, false);
    const qsizetype blank = header.value.indexOf(' ');
    if (blank > 0 && header.name.toLower().endsWith("authorization"))
        return header.value.left(blank + 1) + SecretMask.data();
    return SecretMask.data();
}

static QByteArray maskedSubprotocols(const QByteArray &value)
{
    QStringList names = QString::fromUtf8(value).split(u',');
    for (QString &name : names)
        name = name.trimmed();
    const QStringList secrets = secretSubprotocols(names);
    for (QString &name : names) {
        if (secrets.contains(name))
            name = SecretMask;
    }
    return names.join(u", "_s).toUtf8();
}

HttpHeader maskedHeader(const HttpHeader &header)
{
    if (isSecretHeader(header.name))
        return {header.name, maskedByName(header)};
    if (isNamed(header, "Sec-WebSocket-Protocol"))
        return {header.name, maskedSubprotocols(header.value)};
    const QString text = QString::fromUtf8(header.value);
    const bool isUrl = isNamed(header, "Location") || isNamed(header, "Referer");
    const QString shown = withoutTokens(isUrl ? maskedUrl(text) : withoutUrlSecrets(text));
    return shown == text ? header : HttpHeader{header.name, shown.toUtf8()};
}

HttpHeaders maskedHeaders(HttpHeaders headers)
{
    std::transform(headers.begin(), headers.end(), headers.begin(), maskedHeader);
    return headers;
}

bool isMasked(const HttpHeader &header)
{
    return isSecretHeader(header.name) || maskedHeader(header) != header;
}

// --- The secrets of one connection ------------------------------------------------------------

// What is secret by its name is not hidden for its look alone.
static bool hasTokens(const ConnectionProfile &profile)
{
    const QList<UrlParameter> parameters = urlParameters(profile.url);
    return !tokensIn(requestPath(profile.url), TokenText::UrlPart).isEmpty()
           || std::any_of(parameters.begin(), parameters.end(),
                          [](const UrlParameter &parameter) {
                              return !isSecretName(parameter.name)
                                     && !tokensIn(parameter.value, TokenText::UrlPart).isEmpty();
                          })
           || std::any_of(profile.headers.begin(), profile.headers.end(), [](const HttpHeader &header) {
                  return !isSecretHeader(header.name) && !tokensIn(QString::fromUtf8(header.value)).isEmpty();
              });
}

Redactor::Redactor(const ConnectionProfile &profile)
    : m_values(formsOf(profile.secretValues))
    , m_all(m_values)
    , m_hidesHandshake(!profile.recordSecrets)
{
    if (!m_hidesHandshake)
        return;
    m_hidesLooks = hasTokens(profile);
    m_bytes = profileSecrets(profile);
    m_all = formsOf(m_bytes);
    m_subprotocols = secretSubprotocols(profile.subprotocols);
}

QString Redactor::withoutLooks(const QString &text) const
{
    return m_hidesHandshake ? withoutTokens(withoutUrlSecrets(text)) : text;
}

QString Redactor::own(const QString &text) const
{
    // The values first: of one that is a URL, or has a token in it, the rest would stay.
    return withoutLooks(masked(text, m_values));
}

QString Redactor::own(const QUrl &url, const QString &target) const
{
    return withoutLooks(maskedUrl(masked(editableUrl(url, target), m_values)));
}

QString Redactor::foreign(const QString &text) const
{
    return withoutLooks(withoutBegun(masked(text, m_all), m_all));
}

QJsonObject Redactor::own(const QJsonObject &object) const
{
    const auto masked = [this](const QString &text) { return own(text); };
    return m_hidesHandshake ? maskedStrings(QJsonValue(object), masked).toObject() : object;
}

QJsonObject Redactor::foreign(const QJsonObject &object) const
{
    const auto masked = [this](const QString &text) { return foreign(text); };
    return m_hidesHandshake ? maskedStrings(QJsonValue(object), masked).toObject() : object;
}

QByteArray Redactor::requestLine(const QByteArray &line) const
{
    const qsizetype begin = line.indexOf(' ') + 1;
    const qsizetype end = line.lastIndexOf(' ');
    if (!m_hidesHandshake || begin <= 0 || end <= begin)
        return line;
    const QString target = masked(QString::fromLatin1(line.mid(begin, end - begin)), m_values);
    const QUrl url(u"ws://host"_s + target, QUrl::StrictMode);
    const QString shown = displayUrl(url);
    if (!url.isValid() || !target.startsWith(u'/'))
        return line.left(begin) + maskedUrl(target).toLatin1() + line.mid(end);
    if (shown == editableUrl(url))
        return line.left(begin) + target.toLatin1() + line.mid(end);
    return line.left(begin) + requestTarget(QUrl(shown, QUrl::StrictMode)) + line.mid(end);
}

HttpHeaders Redactor::headers(HttpHeaders headers, const QStringList &secretNames) const
{
    if (!m_hidesHandshake)
        return headers;
    for (HttpHeader &header : headers) {
        const QString text = QString::fromUtf8(header.value);
        const QString shown = masked(text, m_values);
        if (isNamed(header, "Sec-WebSocket-Protocol") && secretNames.contains(text.trimmed()))
            header.value = SecretMask.data();
        else if (shown != text)
            header.value = shown.toUtf8();
    }
    return maskedHeaders(headers);
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
        return SecretMask;
    return m_hidesHandshake ? own(name) : name;
}

QByteArray Redactor::body(QByteArray bytes) const
{
    const QList<QByteArray> secrets = m_bytes + m_elsewhere;
    for (const QByteArray &secret : secrets)
        bytes.replace(secret, SecretMask.data());
    return withoutBegun(bytes, secrets);
}

bool hasSecret(const QByteArray &text, const QList<QByteArray> &values)
{
    return std::any_of(values.begin(), values.end(), [&](const QByteArray &value) {
        return value.size() >= ShortestSecret && text.contains(value);
    });
}

static QList<QByteArray> longEnough(QList<QByteArray> secrets)
{
    secrets.removeIf([](const QByteArray &secret) { return secret.size() < ShortestSentSecret; });
    return secrets;
}

// Many servers take a key for the user, without a password.
static void addUser(QList<QByteArray> &secrets, const QString &user, const QString &password)
{
    if (user.isEmpty() && password.isEmpty())
        return;
    secrets.append((password.isEmpty() ? user : password).toUtf8());
    secrets.append(QString(user + u':' + password).toUtf8().toBase64());
}

static void addTokens(QList<QByteArray> &secrets, const QString &text, TokenText kind = TokenText::Plain)
{
    const QStringList tokens = tokensIn(text, kind);
    for (const QString &token : tokens)
        secrets.append(kind == TokenText::UrlPart ? QByteArray::fromPercentEncoding(token.toUtf8())
                                                  : token.toUtf8());
}

static void addUrls(QList<QByteArray> &secrets, const QString &text, int depth);

static void addUrl(QList<QByteArray> &secrets, const QUrl &url, int depth)
{
    addUser(secrets, url.userName(QUrl::FullyDecoded), url.password(QUrl::FullyDecoded));
    addTokens(secrets, requestPath(url), TokenText::UrlPart);
    const QList<UrlParameter> parameters = urlParameters(url);
    for (const auto &[name, value] : parameters) {
        const QByteArray plain = QByteArray::fromPercentEncoding(value.toUtf8());
        if (isSecretName(name)) {
            secrets.append(plain);
            continue;
        }
        addTokens(secrets, value, TokenText::UrlPart);
        if (!mayHaveUrl(value))
            continue;
        if (depth >= MaxUrlNesting) {
            secrets.append(plain);
            continue;
        }
        // Who put it there may have encoded it or not.
        addUrls(secrets, value, depth + 1);
        if (const QString decoded = QString::fromUtf8(plain); decoded != value)
            addUrls(secrets, decoded, depth + 1);
    }
}

// Of all URLs in the text, or of the text as a URL without a host, and of what looks like a part of one.
static void addUrls(QList<QByteArray> &secrets, const QString &text, int depth)
{
    const QList<UrlParameter> items = urlItemsInText(text);
    for (const auto &[name, value] : items) {
        if (isSecretName(name))
            secrets.append(QByteArray::fromPercentEncoding(value.toUtf8()));
    }
    auto urls = urlInText().globalMatch(text);
    if (!urls.hasNext())
        addUrl(secrets, QUrl(text), depth);
    while (urls.hasNext())
        addUrl(secrets, QUrl(urls.next().captured()), depth);
}

static void addHeader(QList<QByteArray> &secrets, const HttpHeader &header)
{
    const QString text = QString::fromUtf8(header.value);
    if (isSecretHeader(header.name)) {
        secrets.append(header.value);
        // "Bearer token": what comes back may be the token alone.
        secrets.append(header.value.mid(header.value.indexOf(' ') + 1));
    }
    addTokens(secrets, text);
    if (urlInText().match(text).hasMatch())
        addUrls(secrets, text, 0);
}

QList<QByteArray> profileSecrets(const ConnectionProfile &profile)
{
    QList<QByteArray> secrets;
    const Authentication &who = profile.authentication;
    addUser(secrets, who.user, who.password);
    addUrl(secrets, profile.url, 0);
    addUser(secrets, profile.proxy.user, profile.proxy.password);
    secrets.append(who.token.toUtf8());
    for (const HttpHeader &header : profile.headers)
        addHeader(secrets, header);
    for (const HttpHeader &cookie : profile.cookies)
        secrets.append(cookie.value);
    const QStringList names = secretSubprotocols(profile.subprotocols);
    for (const QString &name : names)
        secrets.append(name.toUtf8());
    return profile.secretValues + longEnough(std::move(secrets));
}

void Redactor::addSent(const QUrl &url)
{
    if (!m_hidesHandshake)
        return;
    QList<QByteArray> secrets;
    addUrl(secrets, url, 0);
    const QSet<QByteArray> known(m_bytes.begin(), m_bytes.end());
    QSet<QByteArray> elsewhere(m_elsewhere.begin(), m_elsewhere.end());
    bool anyNew = false;
    for (const QByteArray &whole : longEnough(std::move(secrets))) {
        const QByteArray secret = whole.left(LongestElsewhere);
        if (known.contains(secret) || elsewhere.contains(secret))
            continue;
        elsewhere.insert(secret);
        m_elsewhere.append(secret);
        anyNew = true;
    }
    if (!anyNew)
        return;
    qsizetype bytes = 0;
    const auto hasRoom = [&bytes](const QByteArray &secret) {
        return (bytes += secret.size()) <= BytesElsewhere;
    };
    const auto firstKept = std::find_if_not(m_elsewhere.crbegin(), m_elsewhere.crend(), hasRoom).base();
    m_elsewhere.erase(m_elsewhere.cbegin(), firstKept);
    m_all = formsOf(m_bytes + m_elsewhere);
}
