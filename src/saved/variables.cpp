// SPDX-License-Identifier: MIT
#include "saved/variables.h"

#include "profile/jsonreader.h"
#include "profile/websocketurl.h"

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

// replacement(place) is nothing if the variable stays. What came of each goes to `spans`, if there is one.
template <typename Replacement>
static QString replaced(const QString &text, const Replacement &replacement,
                        QList<Variables::Span> *spans = nullptr)
{
    QString result;
    qsizetype done = 0;
    const QList<Place> places = placesIn(text);
    if (places.isEmpty())
        return text;
    for (const Place &place : places) {
        const qsizetype until = place.isEscaped ? place.start - 1 : place.start;
        result += QStringView(text).sliced(done, until - done);
        const std::optional<QString> value = place.isEscaped ? std::nullopt : replacement(place);
        const qsizetype start = result.size();
        result += value ? *value : text.sliced(place.start, place.end - place.start);
        if (spans)
            spans->append({place.isEscaped ? QString() : place.name, until, place.end, start, result.size()});
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
    const auto valueOf = [&](const Place &place) -> std::optional<QString> {
        const auto found = values.constFind(place.name);
        if (found != values.constEnd())
            return encode(place, *found);
        if (!result.missing.contains(place.name))
            result.missing.append(place.name);
        return std::nullopt;
    };
    result.text = replaced(text, valueOf, &result.spans);
    return result;
}

const Variables::Span *Variables::ExpandedText::spanAt(qsizetype position) const
{
    const auto found = std::find_if(spans.begin(), spans.end(), [position](const Span &span) {
        return position >= span.start && position < span.end;
    });
    return found == spans.end() ? nullptr : &*found;
}

qsizetype Variables::ExpandedText::sourcePosition(qsizetype position) const
{
    if (const Span *span = spanAt(position))
        return span->sourceStart;
    qsizetype shift = 0;
    for (const Span &span : spans) {
        if (span.end <= position)
            shift = span.sourceEnd - span.end;
    }
    return position + shift;
}

Variables::ExpandedText Variables::expand(const QString &text, const Values &values)
{
    return expanded(text, values, [](const Place &, const QString &value) { return value; });
}

QString Variables::recordedAs(const QString &text, const Values &values, const QStringList &secretNames)
{
    const QStringList names = namesIn(text);
    const auto isSecret = [&](const QString &name) {
        return secretNames.contains(name) && values.contains(name);
    };
    if (std::none_of(names.begin(), names.end(), isSecret))
        return {};
    Values open = values;
    for (const QString &name : secretNames)
        open.remove(name);
    return expand(text, open).text;
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

// Calls it with the texts of a profile that may have variables, but for the URL.
template <typename Visit>
static void visitTexts(ConnectionProfile *profile, const Visit &visit)
{
    const auto visitBytes = [&visit](QByteArray *bytes) {
        if (!bytes->contains("{{"))
            return; // it need not be UTF-8
        QString text = QString::fromUtf8(*bytes);
        visit(&text);
        *bytes = text.toUtf8();
    };
    const auto visitHeaders = [&visitBytes](HttpHeaders *headers) {
        for (HttpHeader &header : *headers) {
            visitBytes(&header.name);
            visitBytes(&header.value);
        }
    };
    for (QString &subprotocol : profile->subprotocols)
        visit(&subprotocol);
    visitHeaders(&profile->headers);
    visitHeaders(&profile->cookies);
    visit(&profile->origin);
    visit(&profile->authentication.user);
    visit(&profile->authentication.password);
    visit(&profile->authentication.token);
    for (OpeningMessage &message : profile->onOpen) {
        if (!message.binary)
            visitBytes(&message.payload);
    }
}

static void addOnce(QStringList *names, const QStringList &more)
{
    for (const QString &name : more) {
        if (!names->contains(name))
            names->append(name);
    }
}

Variables::Expansion Variables::expand(const SavedConnection &connection, const Values &values,
                                       const QStringList &secretNames)
{
    ConnectionProfile profile = connection.profile;
    const QString urlText =
            connection.urlText.isEmpty() ? editableUrl(profile.url, profile.target) : connection.urlText;
    const ExpandedText url = expandUrl(urlText, values);
    QStringList missing = url.missing;
    QStringList used = namesIn(urlText);
    for (OpeningMessage &message : profile.onOpen) {
        if (!message.binary && message.payload.contains("{{"))
            message.recordedAs = recordedAs(QString::fromUtf8(message.payload), values, secretNames).toUtf8();
    }
    visitTexts(&profile, [&](QString *text) {
        addOnce(&used, namesIn(*text));
        ExpandedText result = expand(*text, values);
        *text = std::move(result.text);
        addOnce(&missing, result.missing);
    });
    for (const QString &name : std::as_const(used)) {
        if (secretNames.contains(name) && values.contains(name))
            profile.secretValues.append(values.value(name).toUtf8());
    }
    QString problem;
    if (missing.isEmpty()) {
        WebSocketUrl parsed = parseWebSocketUrl(url.text);
        profile.url = parsed.url;
        profile.target = parsed.target;
        problem = parsed.problem;
    } else {
        profile.url = QUrl();
    }
    return {profile, url.text, missing, problem};
}

ConnectionProfile Variables::withTokens(const ConnectionProfile &profile)
{
    ConnectionProfile result = profile;
    // What it will come to may be anything that an origin may be.
    if (isIn(result.origin))
        result.origin = u"null"_s;
    QStringList names;
    visitTexts(&result, [&names](QString *text) {
        *text = replaced(*text, [&names](const Place &place) {
            addOnce(&names, {place.name});
            return std::optional(u"x%1"_s.arg(names.indexOf(place.name)));
        });
    });
    return result;
}

QString Variables::missingSentence(const QStringList &missing)
{
    if (missing.isEmpty())
        return {};
    QStringList names;
    for (const QString &name : missing)
        names.append(u"{{"_s + name + u"}}"_s);
    return ChosenEnvironment::tr("There is no value for %1.").arg(listed(names));
}

Variables::Values ChosenEnvironment::shownValues() const
{
    Variables::Values shown = values;
    shown.removeIf([this](Variables::Values::iterator value) { return secretNames.contains(value.key()); });
    return shown;
}

static QString adviceToChoose(bool isOffered, bool several)
{
    if (isOffered) {
        return several ? ChosenEnvironment::tr(
                       "Above the saved connections (Ctrl+B), choose an environment that has them.")
                       : ChosenEnvironment::tr(
                               "Above the saved connections (Ctrl+B), choose an environment that has one.");
    }
    return several ? ChosenEnvironment::tr("Make an environment that has them (Ctrl+Shift+E).")
                   : ChosenEnvironment::tr("Make an environment that has one (Ctrl+Shift+E).");
}

QString ChosenEnvironment::missingSentence(const QStringList &names) const
{
    const auto secret = std::find_if(names.begin(), names.end(),
                                     [this](const QString &name) { return secretNames.contains(name); });
    if (secret != names.end()) {
        return tr("“%1” is a secret that is not known here: enter it among the environments (Ctrl+Shift+E).")
                .arg(*secret);
    }
    QString sentence = Variables::missingSentence(names);
    if (id.isEmpty())
        sentence += u' ' + adviceToChoose(isOffered, names.size() > 1);
    return sentence;
}

ChosenEnvironment::FilledIn ChosenEnvironment::filledIn(const QString &text) const
{
    const Variables::ExpandedText expanded = Variables::expand(text, values);
    QString sentence = Variables::missingSentence(expanded.missing);
    if (!sentence.isEmpty()) {
        sentence.chop(1);
        sentence = (expanded.missing.size() == 1 ? tr("%1: it was sent as it is.")
                                                 : tr("%1: they were sent as they are."))
                           .arg(sentence);
    }
    return {expanded.text, Variables::recordedAs(text, values, secretNames), sentence};
}

QUrl usableUrl(const QString &urlText)
{
    if (Variables::isIn(urlText))
        return {};
    return parseWebSocketUrl(urlText).url;
}
