// SPDX-License-Identifier: MIT
#include "saved/variables.h"

#include "format/text/escapes.h"
#include "profile/jsonreader.h"
#include "profile/websocketurl.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

static const QRegularExpression &variable()
{
    static const QRegularExpression expression(
            u"(\\\\*)\\{\\{[ \\t]*([\\p{L}\\p{N}_.-]{1,100}|\\$\\p{L}[^{}\\r\\n]{0,99})[ \\t]*\\}\\}"_s);
    return expression;
}

namespace {
// Names, each once, in the order in which they came. There may be tens of thousands.
struct Names
{
    QStringList list;
    QSet<QString> known;

    void add(const QString &name)
    {
        const qsizetype before = known.size();
        known.insert(name);
        if (known.size() > before)
            list.append(name);
    }
    void add(const QStringList &more)
    {
        for (const QString &name : more)
            add(name);
    }
};

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
        places.append({match.captured(2).simplified(), match.capturedEnd(1), match.capturedEnd(),
                       match.capturedLength(1) % 2 == 1});
    }
    return places;
}

// What lies between the variables, as it is.
static QStringView asWritten(QStringView text, qsizetype)
{
    return text;
}

// replacement(place) is nothing if the variable stays, and literal(part, position) gives what lies between
// them. What came of each goes to `spans`, if there is one.
template <typename Replacement, typename Literal>
static QString replaced(const QString &text, const Replacement &replacement, const Literal &literal,
                        QList<Variables::Span> *spans = nullptr)
{
    QString result;
    qsizetype done = 0;
    const QList<Place> places = placesIn(text);
    for (const Place &place : places) {
        const qsizetype until = place.isEscaped ? place.start - 1 : place.start;
        result += literal(QStringView(text).sliced(done, until - done), done);
        const std::optional<QString> value = place.isEscaped ? std::nullopt : replacement(place);
        const qsizetype start = result.size();
        result += value ? *value : text.sliced(place.start, place.end - place.start);
        if (spans)
            spans->append({place.isEscaped ? QString() : place.name, until, place.end, start, result.size()});
        done = place.end;
    }
    result += literal(QStringView(text).sliced(done), done);
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
    Names names;
    const QList<Place> places = placesIn(text);
    for (const Place &place : places) {
        if (!place.isEscaped && !GeneratedValues::isCall(place.name))
            names.add(place.name);
    }
    return names.list;
}

QString Variables::without(const QString &text)
{
    return replaced(
            text, [](const Place &) { return std::optional(QString()); }, asWritten);
}

QString Variables::escaped(const QString &text, const QStringList &exceptNames)
{
    QString result = text;
    const QList<Place> places = placesIn(text);
    for (auto place = places.crbegin(); place != places.crend(); ++place) {
        if (!place->isEscaped && !exceptNames.contains(place->name))
            result.insert(place->start, u'\\');
    }
    return result;
}

// encode(place, value) is called in the order of the text.
template <typename Encode>
static Variables::ExpandedText expanded(const QString &text, const Variables::Values &values,
                                        const Encode &encode, const Variables::Generate &generate = {},
                                        Variables::Escapes escapes = Variables::Escapes::AsWritten)
{
    Variables::ExpandedText result;
    Names missing;
    const auto valueOf = [&](const Place &place) -> std::optional<QString> {
        if (const auto found = values.constFind(place.name); found != values.constEnd())
            return encode(place, *found);
        std::optional<QString> made;
        if (generate && GeneratedValues::isCall(place.name))
            made = generate(place.name);
        if (!made)
            missing.add(place.name);
        return made;
    };
    const auto withoutEscapes = [&result](QStringView part, qsizetype position) {
        const UnescapedText plain = unescaped(part);
        if (!plain.ok() && result.escapePosition < 0) {
            result.escapePosition = position + plain.errorPosition;
            result.escapeProblem = plain.errorMessage;
        }
        return plain.text;
    };
    if (escapes == Variables::Escapes::Replaced)
        result.text = replaced(text, valueOf, withoutEscapes, &result.spans);
    else
        result.text = replaced(text, valueOf, asWritten, &result.spans);
    result.missing = missing.list;
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

Variables::ExpandedText Variables::expand(const QString &text, const Values &values, const Generate &generate,
                                          Escapes escapes)
{
    const auto asItIs = [](const Place &, const QString &value) { return value; };
    return expanded(text, values, asItIs, generate, escapes);
}

std::optional<Variables::ExpandedText> Variables::recordedAs(const QString &text, const Values &values,
                                                             const QStringList &secretNames,
                                                             const Generate &generate, Escapes escapes)
{
    const QStringList names = namesIn(text);
    const auto isSecret = [&](const QString &name) {
        return secretNames.contains(name) && values.contains(name);
    };
    if (std::none_of(names.begin(), names.end(), isSecret))
        return std::nullopt;
    Values open = values;
    for (const QString &name : secretNames)
        open.remove(name);
    return expand(text, open, generate, escapes);
}

namespace {
/// Says which values are one part of a URL. It is asked from the front to the back, and reads the URL once.
class UrlParts
{
public:
    explicit UrlParts(const QString &url)
        : m_url(url)
    {
        static const QRegularExpression authority(u"^(?:[^/?#]*://)?([^/?#]*)@"_s);
        const QRegularExpressionMatch match = authority.match(url);
        if (match.hasMatch()) {
            m_userStart = match.capturedStart(1);
            m_userEnd = match.capturedEnd(1);
        }
    }

    // Whether a value there is one part and must stay one, whatever is in it.
    bool isOnePart(const Place &place)
    {
        for (; m_read < place.start; ++m_read) {
            const QChar c = m_url[m_read];
            if (c == u'?' || c == u'&' || c == u';') {
                m_isInItem = true;
                m_isInValue = false;
            } else if (c == u'=') {
                m_isInValue = m_isInItem;
            }
        }
        return m_isInItem ? m_isInValue : place.start >= m_userStart && place.end <= m_userEnd;
    }

private:
    QStringView m_url;
    // Of user:password; without them nothing is within.
    qsizetype m_userStart = 0;
    qsizetype m_userEnd = -1;
    // So far.
    qsizetype m_read = 0;
    bool m_isInItem = false;
    bool m_isInValue = false;
};
} // namespace

Variables::ExpandedText Variables::expandUrl(const QString &text, const Values &values)
{
    UrlParts parts(text);
    return expanded(text, values, [&](const Place &place, const QString &value) {
        return parts.isOnePart(place) ? QString::fromLatin1(QUrl::toPercentEncoding(value)) : value;
    });
}

template <typename Visit>
static void visitBytes(QByteArray *bytes, const Visit &visit)
{
    if (!bytes->contains("{{"))
        return; // it need not be UTF-8
    QString text = QString::fromUtf8(*bytes);
    visit(&text);
    *bytes = text.toUtf8();
}

// Calls it with the texts of a profile that may have variables, but for the URL and the messages.
template <typename Visit>
static void visitTexts(ConnectionProfile *profile, const Visit &visit)
{
    const auto visitHeaders = [&visit](HttpHeaders *headers) {
        for (HttpHeader &header : *headers) {
            visitBytes(&header.name, visit);
            visitBytes(&header.value, visit);
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
}

// The calls in a text, each where it is in the UTF-8 of what came of that.
static QList<GeneratedPart> partsOf(const Variables::ExpandedText &filled)
{
    QList<GeneratedPart> parts;
    qsizetype done = 0;
    qsizetype bytes = 0;
    const auto bytesUntil = [&](qsizetype position) {
        bytes += QStringView(filled.text).sliced(done, position - done).toUtf8().size();
        done = position;
        return bytes;
    };
    for (const Variables::Span &span : filled.spans) {
        if (!GeneratedValues::isCall(span.name) || !GeneratedValues::problem(span.name).isEmpty())
            continue;
        const qsizetype start = bytesUntil(span.start);
        parts.append({span.name, start, 0, bytesUntil(span.end) - start});
    }
    return parts;
}

static Variables::ExpandedText fillIn(OpeningMessage *message, const Variables::Values &values,
                                      const QStringList &secretNames)
{
    const QString text = QString::fromUtf8(message->payload);
    const Variables::ExpandedText filled = Variables::expand(text, values);
    message->payload = filled.text.toUtf8();
    message->generated = partsOf(filled);
    if (const auto recorded = Variables::recordedAs(text, values, secretNames)) {
        message->recordedAs = recorded->text.toUtf8();
        const QList<GeneratedPart> parts = partsOf(*recorded);
        for (qsizetype i = 0; i < parts.size(); ++i)
            message->generated[i].recordedAt = parts[i].at;
    }
    return filled;
}

Variables::Expansion Variables::expand(const SavedConnection &connection, const Values &values,
                                       const QStringList &secretNames)
{
    ConnectionProfile profile = connection.profile;
    const QString urlText =
            connection.urlText.isEmpty() ? editableUrl(profile.url, profile.target) : connection.urlText;
    const ExpandedText url = expandUrl(urlText, values);
    Names missing;
    missing.add(url.missing);
    Names used;
    used.add(namesIn(urlText));
    visitTexts(&profile, [&](QString *text) {
        used.add(namesIn(*text));
        ExpandedText result = expand(*text, values);
        *text = std::move(result.text);
        missing.add(result.missing);
    });
    for (OpeningMessage &message : profile.onOpen) {
        if (message.binary || !message.payload.contains("{{"))
            continue;
        used.add(namesIn(QString::fromUtf8(message.payload)));
        const ExpandedText filled = fillIn(&message, values, secretNames);
        for (const QString &name : filled.missing) {
            if (!GeneratedValues::isCall(name) || !GeneratedValues::problem(name).isEmpty())
                missing.add(name);
        }
    }
    // Filled in each time it is sent.
    used.add(namesIn(profile.heartbeat.text));
    missing.add(expand(profile.heartbeat.text, values, &GeneratedValues::sample).missing);
    for (const QString &name : std::as_const(used.list)) {
        if (secretNames.contains(name) && values.contains(name))
            profile.secretValues.append(values.value(name).toUtf8());
    }
    QString problem;
    if (missing.list.isEmpty()) {
        WebSocketUrl parsed = parseWebSocketUrl(url.text);
        profile.url = parsed.url;
        profile.target = parsed.target;
        problem = parsed.problem;
    } else {
        profile.url = QUrl();
    }
    return {profile, url.text, missing.list, problem};
}

ConnectionProfile Variables::withTokens(const ConnectionProfile &profile)
{
    ConnectionProfile result = profile;
    // What it will come to may be anything that an origin may be.
    if (isIn(result.origin))
        result.origin = u"null"_s;
    QHash<QString, qsizetype> numbers;
    const auto token = [&numbers](const Place &place) {
        const qsizetype number = numbers.value(place.name, numbers.size());
        numbers.insert(place.name, number);
        return std::optional(u"x%1"_s.arg(number));
    };
    const auto visit = [&token](QString *text) { *text = replaced(*text, token, asWritten); };
    visitTexts(&result, visit);
    for (OpeningMessage &message : result.onOpen) {
        if (!message.binary)
            visitBytes(&message.payload, visit);
    }
    visit(&result.heartbeat.text);
    return result;
}

QString Variables::missingSentence(const QStringList &missing)
{
    constexpr qsizetype MostNamed = 5;
    if (missing.isEmpty())
        return {};
    QStringList names;
    for (const QString &name : missing)
        names.append(u"{{"_s + name + u"}}"_s);
    return ChosenEnvironment::tr("There is no value for %1.").arg(listed(names, MostNamed));
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

// One that is right is missing only where there are none.
static QString callSentence(const QString &call)
{
    const QString problem = GeneratedValues::problem(call);
    return problem.isEmpty()
                   ? ChosenEnvironment::tr("{{%1}} is filled in in messages only; \\{{%1}} is text.")
                             .arg(call)
                   : problem;
}

QString ChosenEnvironment::missingSentence(const QStringList &names) const
{
    const auto call = std::find_if(names.begin(), names.end(), GeneratedValues::isCall);
    if (call != names.end())
        return callSentence(*call);
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

ChosenEnvironment::FilledIn ChosenEnvironment::filledIn(const QString &text, GeneratedValues *generated,
                                                        Variables::Escapes escapes) const
{
    // The record has the same ones.
    QList<std::optional<QString>> made;
    const Variables::ExpandedText expanded = Variables::expand(
            text, values, [&](const QString &call) { return made.emplace_back(generated->next(call)); },
            escapes);
    const auto recorded = Variables::recordedAs(
            text, values, secretNames, [&made](const QString &) { return made.takeFirst(); }, escapes);
    QString sentence = Variables::missingSentence(expanded.missing);
    if (!sentence.isEmpty()) {
        sentence.chop(1);
        sentence = (expanded.missing.size() == 1 ? tr("%1: it was sent as it is.")
                                                 : tr("%1: they were sent as they are."))
                           .arg(sentence);
    }
    return {expanded.text, recorded ? recorded->text : QString(), sentence};
}

QUrl usableUrl(const QString &urlText)
{
    if (Variables::isIn(urlText))
        return {};
    return parseWebSocketUrl(urlText).url;
}
