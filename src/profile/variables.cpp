// SPDX-License-Identifier: MIT
#include "profile/variables.h"

#include "connection/websocketurl.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

static const QRegularExpression &variable()
{
    static const QRegularExpression expression(
            u"(\\\\*)\\{\\{[ \\t]*([\\p{L}\\p{N}_.-]{1,100})[ \\t]*\\}\\}"_s);
    return expression;
}

namespace {
// One {{name}} where it stands, without the backslashes before it.
struct Place
{
    QString name;
    qsizetype start;
    qsizetype end;
    // The last backslash before it says that it is text.
    bool isEscaped;
};
} // namespace

static QList<Place> placesIn(const QString &text)
{
    QList<Place> places;
    if (!text.contains("{{"_L1))
        return places;
    auto matches = variable().globalMatch(text);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        places.append({match.captured(2), match.capturedEnd(1), match.capturedEnd(),
                       match.capturedLength(1) % 2 == 1});
    }
    return places;
}

// replacement(place) is nothing if the variable stays.
template <typename Replacement>
static QString replaced(const QString &text, const Replacement &replacement)
{
    QString result;
    qsizetype done = 0;
    const QList<Place> places = placesIn(text);
    for (const Place &place : places) {
        const qsizetype until = place.isEscaped ? place.start - 1 : place.start;
        result += QStringView(text).sliced(done, until - done);
        const std::optional<QString> value = place.isEscaped ? std::nullopt : replacement(place);
        result += value ? *value : text.sliced(place.start, place.end - place.start);
        done = place.end;
    }
    result += QStringView(text).sliced(done);
    return result;
}

bool Variables::isName(const QString &text)
{
    return namesIn(u"{{"_s + text + u"}}"_s) == QStringList(text);
}

bool Variables::isIn(const QString &text)
{
    const QList<Place> places = placesIn(text);
    return std::any_of(places.begin(), places.end(), [](const Place &place) { return !place.isEscaped; });
}

QStringList Variables::namesIn(const QString &text)
{
    QStringList names;
    const QList<Place> places = placesIn(text);
    for (const Place &place : places) {
        if (!place.isEscaped && !names.contains(place.name))
            names.append(place.name);
    }
    return names;
}

QString Variables::without(const QString &text)
{
    return replaced(text, [](const Place &) { return std::optional(QString()); });
}

template <typename Encode>
static Variables::ExpandedText expanded(const QString &text, const Variables::Values &values,
                                        const Encode &encode)
{
    Variables::ExpandedText result;
    result.text = replaced(text, [&](const Place &place) -> std::optional<QString> {
        const auto found = values.constFind(place.name);
        if (found != values.constEnd())
            return encode(place, *found);
        if (!result.missing.contains(place.name))
            result.missing.append(place.name);
        return std::nullopt;
    });
    return result;
}

Variables::ExpandedText Variables::expand(const QString &text, const Values &values)
{
    return expanded(text, values, [](const Place &, const QString &value) { return value; });
}

// Whether a value there is one part of the URL and must stay one, whatever is in it.
static bool isOnePart(const QString &url, const Place &place)
{
    static const QRegularExpression itemStart(u"[?&;]"_s);
    const QString before = url.first(place.start);
    const qsizetype item = before.lastIndexOf(itemStart);
    if (item >= 0)
        return before.indexOf(u'=', item) >= 0;
    static const QRegularExpression authority(u"^(?:[^/?#]*://)?([^/?#]*)@"_s);
    const QRegularExpressionMatch match = authority.match(url);
    return match.hasMatch() && place.start >= match.capturedStart(1) && place.end <= match.capturedEnd(1);
}

Variables::ExpandedText Variables::expandUrl(const QString &text, const Values &values)
{
    return expanded(text, values, [&](const Place &place, const QString &value) {
        return isOnePart(text, place) ? QString::fromLatin1(QUrl::toPercentEncoding(value)) : value;
    });
}

namespace {
// Puts values into one thing after the other and collects the names that are missing.
class Expander
{
public:
    explicit Expander(const Variables::Values &values)
        : m_values(values)
    {}

    void take(const QStringList &missing)
    {
        for (const QString &name : missing) {
            if (!m_missing.contains(name))
                m_missing.append(name);
        }
    }
    void expand(QString *text)
    {
        Variables::ExpandedText result = Variables::expand(*text, m_values);
        *text = std::move(result.text);
        take(result.missing);
    }
    void expand(QByteArray *bytes)
    {
        if (!bytes->contains("{{"))
            return; // it need not be UTF-8
        QString text = QString::fromUtf8(*bytes);
        expand(&text);
        *bytes = text.toUtf8();
    }
    void expand(HttpHeaders *headers)
    {
        for (HttpHeader &header : *headers) {
            expand(&header.name);
            expand(&header.value);
        }
    }
    const QStringList &missing() const { return m_missing; }

private:
    const Variables::Values &m_values;
    QStringList m_missing;
};
} // namespace

Variables::Expansion Variables::expand(const SavedConnection &connection, const Values &values)
{
    ConnectionProfile profile = connection.profile;
    Expander expander(values);
    QString urlText = connection.urlText.isEmpty() ? editableUrl(profile.url) : connection.urlText;
    ExpandedText url = expandUrl(urlText, values);
    expander.take(url.missing);
    for (QString &subprotocol : profile.subprotocols)
        expander.expand(&subprotocol);
    expander.expand(&profile.headers);
    expander.expand(&profile.cookies);
    expander.expand(&profile.origin);
    expander.expand(&profile.authentication.user);
    expander.expand(&profile.authentication.password);
    expander.expand(&profile.authentication.token);
    for (OpeningMessage &message : profile.onOpen) {
        if (!message.binary)
            expander.expand(&message.payload);
    }
    QString problem;
    if (expander.missing().isEmpty()) {
        WebSocketUrl parsed = parseWebSocketUrl(url.text);
        profile.url = parsed.url;
        problem = parsed.problem;
    } else {
        profile.url = QUrl();
    }
    return {profile, url.text, expander.missing(), problem};
}

QString Variables::missingSentence(const QStringList &missing)
{
    if (missing.isEmpty())
        return {};
    QStringList names;
    for (const QString &name : missing)
        names.append(u"{{"_s + name + u"}}"_s);
    const QString last = names.takeLast();
    const QString list = names.isEmpty() ? last : u"%1 and %2"_s.arg(names.join(u", "_s), last);
    return u"There is no value for %1."_s.arg(list);
}

QUrl usableUrl(const QString &urlText)
{
    if (Variables::isIn(urlText))
        return {};
    return parseWebSocketUrl(urlText).url;
}
