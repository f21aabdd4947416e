// SPDX-License-Identifier: MIT
#include "profile/profilefield.h"

#include "profile/fieldcodec.h"
#include "profile/profilecheck.h"

#include <algorithm>
#include <array>

#define TEXT(text) QT_TRANSLATE_NOOP("ProfileText", text)

namespace {

using Word = ProfileFieldWord;
using Unit = ProfileFieldTraits::Unit;

constexpr double Hour = 3600.0 * 1000;
constexpr double Day = 24 * Hour;
constexpr auto Negative = TEXT("A time is 0 or more.");
constexpr auto TooLong = TEXT("A time is a day at most.");

// The sizes of a sliding window that zlib can do for both directions (RFC 7692 section 7.1.2).
constexpr ProfileFieldRange WindowBits{9, 15};
constexpr auto WrongWindow = TEXT("A window has from 9 to 15 bits.");

constexpr ProfileFieldRange Limits{1, double(ConnectionProfile::MaxLimitBytes)};
// About a kibibyte is the least.
constexpr ProfileFieldRange TypedLimits{1024 * 1.024, double(ConnectionProfile::MaxLimitBytes)};
constexpr auto NoLimit = TEXT("A limit is more than 0 bytes.");
constexpr auto LimitTooHigh = TEXT("A limit is at most 900 MiB: the session file takes no longer messages.");
static_assert(ConnectionProfile::MaxLimitBytes == 900LL * 1024 * 1024, "as is said above");
static_assert(ConnectionProfile::MaxRedirects == 5, "as is said in the table");

constexpr Word EngineWords[] = {
#define ENGINE(name, key, ...) {int(Engine::name), key},
#include "profile/engines.inc"
#undef ENGINE
        {int(Engine::Native), "beast", nullptr, true}};
constexpr EngineTraits EngineRows[] = {
#define ENGINE(name, key, ...) {__VA_ARGS__},
#include "profile/engines.inc"
#undef ENGINE
};
constexpr Word AuthenticationKinds[] = {
        {int(Authentication::Kind::None), "none", TEXT("None")},
        {int(Authentication::Kind::Basic), "basic", TEXT("Basic: user and password")},
        {int(Authentication::Kind::Bearer), "bearer", TEXT("Bearer: a token")}};
constexpr Word TlsVersions[] = {{int(TlsSettings::Version::Tls1_3), "1.3", TEXT("TLS 1.3")},
                                {int(TlsSettings::Version::Tls1_2), "1.2", TEXT("TLS 1.2 or later")},
                                {int(TlsSettings::Version::Tls1_0), "1.0", TEXT("TLS 1.0 or later")}};
constexpr Word ProxyKinds[] = {{int(ProxySettings::Kind::System), "system", TEXT("the system's")},
                               {int(ProxySettings::Kind::None), "none", TEXT("none")},
                               {int(ProxySettings::Kind::Http), "http", TEXT("HTTP (CONNECT)")},
                               {int(ProxySettings::Kind::Socks5), "socks5", TEXT("SOCKS5")}};
constexpr Word AddressWords[] = {{int(AddressPreference::System), "system", TEXT("In the system's order")},
                                 {int(AddressPreference::IPv4), "ipv4", TEXT("IPv4 first")},
                                 {int(AddressPreference::IPv6), "ipv6", TEXT("IPv6 first")}};

struct Row
{
    const char *key;
    ProfileFieldTraits traits;
    void (*copy)(const ConnectionProfile &from, ConnectionProfile &to);
    bool (*differs)(const ConnectionProfile &a, const ConnectionProfile &b);
    QVariant (*value)(const ConnectionProfile &profile);
    void (*setValue)(ConnectionProfile &profile, const QVariant &value);
    const char *suffix;
    void (*put)(const ConnectionProfile &profile, const FieldCodec::Place &place, QJsonObject *group);
    void (*read)(JsonReader *group, const FieldCodec::Place &place, ConnectionProfile *profile);
};

// `Member` is a lambda that returns the member of the profile that it is given, constant or not.
template <typename Member>
constexpr Row rowOf(const char *key, Member, const ProfileFieldTraits &traits)
{
    using Profile = ConnectionProfile;
    using Value = std::remove_cvref_t<decltype(Member{}(std::declval<Profile &>()))>;
    return {
            key,
            traits,
            [](const Profile &from, Profile &to) { Member{}(to) = Member{}(from); },
            [](const Profile &a, const Profile &b) { return !(Member{}(a) == Member{}(b)); },
            [](const Profile &profile) { return FieldCodec::toVariant(Member{}(profile)); },
            [](Profile &profile, const QVariant &value) {
                FieldCodec::fromVariant(value, &Member{}(profile));
            },
            FieldCodec::suffix<Value>(),
            [](const Profile &profile, const FieldCodec::Place &place, QJsonObject *group) {
                const Profile standard;
                if (!(Member{}(profile) == Member{}(standard)))
                    FieldCodec::put(group, place, Member{}(profile));
            },
            [](JsonReader *group, const FieldCodec::Place &place, Profile *profile) {
                FieldCodec::read(group, place, &Member{}(*profile));
            },
    };
}

} // namespace

#define FIELD(name, key, member, ...)                                                                        \
    rowOf(                                                                                                   \
            key, [](auto &profile) -> auto & { return profile.member; }, ProfileFieldTraits{__VA_ARGS__}),
static const std::array Rows{
#include "profile/profilefields.inc"
};
#undef FIELD

static const Row &rowAt(ProfileField field)
{
    return Rows[size_t(field)];
}

static QByteArray memberName(const Row &row)
{
    const QByteArray key(row.key);
    return key.mid(key.indexOf('.') + 1) + row.suffix;
}

QList<ProfileField> profileFields()
{
    QList<ProfileField> fields;
    for (size_t i = 0; i < Rows.size(); ++i)
        fields.append(ProfileField(i));
    return fields;
}

QList<ProfileField> secretTextFields()
{
    static const QList<ProfileField> secret = [] {
        QList<ProfileField> fields = profileFields();
        fields.removeIf([](ProfileField field) {
            return !rowAt(field).traits.secret || profileFieldValue(field, {}).typeId() != QMetaType::QString;
        });
        return fields;
    }();
    return secret;
}

const ProfileFieldTraits &profileFieldTraits(ProfileField field)
{
    return rowAt(field).traits;
}

QString profileFieldText(const char *text)
{
    return text ? ProfileText::tr(text) : QString();
}

// Within words: those that an option begins with stay.
static QString withoutHyphens(const QString &text)
{
    QString plain;
    for (const QChar c : text.toCaseFolded()) {
        if ((c != u'-' && c != u'_') || plain.isEmpty() || !plain.back().isLetterOrNumber())
            plain += c;
    }
    return plain;
}

bool profileFieldIsAbout(std::optional<ProfileField> field, const QString &text, const QString &words)
{
    const QString terms = field ? QString::fromLatin1(profileFieldTraits(*field).terms) : QString();
    const QString all = withoutHyphens(text + u' ' + terms);
    const QStringList wanted = withoutHyphens(words).split(u' ', Qt::SkipEmptyParts);
    return std::all_of(wanted.begin(), wanted.end(),
                       [&all](const QString &word) { return all.contains(word); });
}

QString profileFieldLabel(ProfileField field, const ConnectionProfile &profile)
{
    const auto &words = profileFieldTraits(field).words;
    const int value = profileFieldValue(field, profile).toInt();
    const auto word = std::find_if(words.begin(), words.end(),
                                   [value](const Word &each) { return each.value == value; });
    return word == words.end() ? QString() : profileFieldText(word->label);
}

QString profileFieldKey(ProfileField field)
{
    return QString::fromLatin1(rowAt(field).key);
}

void copyProfileField(ProfileField field, const ConnectionProfile &from, ConnectionProfile &to)
{
    rowAt(field).copy(from, to);
}

bool profileFieldDiffers(ProfileField field, const ConnectionProfile &a, const ConnectionProfile &b)
{
    return rowAt(field).differs(a, b);
}

QVariant profileFieldValue(ProfileField field, const ConnectionProfile &profile)
{
    return rowAt(field).value(profile);
}

void setProfileFieldValue(ProfileField field, const QVariant &value, ConnectionProfile &profile)
{
    rowAt(field).setValue(profile, value);
}

QString profileFieldGroup(ProfileField field)
{
    const QByteArray key(rowAt(field).key);
    return QString::fromLatin1(key.left(std::max<qsizetype>(0, key.indexOf('.'))));
}

QString profileFieldMember(ProfileField field)
{
    return QString::fromLatin1(memberName(rowAt(field)));
}

void putProfileField(ProfileField field, const ConnectionProfile &profile, QJsonObject *group)
{
    const Row &row = rowAt(field);
    const QByteArray name = memberName(row);
    row.put(profile, {QLatin1String(name), row.traits}, group);
}

void readProfileField(ProfileField field, JsonReader *group, ConnectionProfile *profile)
{
    const Row &row = rowAt(field);
    const QByteArray name = memberName(row);
    row.read(group, {QLatin1String(name), row.traits}, profile);
}

const EngineTraits &engineTraits(Engine engine)
{
    return EngineRows[size_t(engine)];
}

QString engineKey(Engine engine)
{
    return QString::fromLatin1(EngineWords[size_t(engine)].word);
}

std::optional<Engine> engineOfKey(const QString &key)
{
    const auto word = std::find_if(std::begin(EngineWords), std::end(EngineWords),
                                   [&key](const Word &each) { return key == QLatin1String(each.word); });
    return word == std::end(EngineWords) ? std::nullopt : std::optional(Engine(word->value));
}
