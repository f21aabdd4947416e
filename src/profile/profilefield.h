// SPDX-License-Identifier: MIT
#pragma once

#include "profile/connectionprofile.h"

#include <QCoreApplication>
#include <QList>
#include <QString>
#include <QVariant>

#include <optional>
#include <span>

class JsonReader;
class QJsonObject;
class ProfileFieldProblems;
class TlsFiles;

/// The context of what people read about a profile.
class ProfileText
{
    Q_DECLARE_TR_FUNCTIONS(ProfileText)
};

/// Every setting of a ConnectionProfile that can be changed, and be wrong, by itself.
enum class ProfileField : quint8 {
#define FIELD(name, ...) name,
#include "profile/profilefields.inc"
#undef FIELD
};

/// A value of an enumeration: as it is kept, and as people read it.
struct ProfileFieldWord
{
    int value;
    const char *word;
    /// To be shown with profileFieldText(). Null where the words are not chosen from a list.
    const char *label = nullptr;
    /// It is read as that value, but no longer written or shown.
    bool isFormer = false;
};

/// In the unit of the member. Empty if any value will do.
struct ProfileFieldRange
{
    double least = 0;
    double most = 0;

    bool isEmpty() const { return least == 0 && most == 0; }
    bool operator==(const ProfileFieldRange &) const = default;
};

using ProfileFieldCheck = void(const ConnectionProfile &profile, TlsFiles &files,
                               ProfileFieldProblems &problems);

/// What is known of a field besides its place: one row of the table in profilefields.inc. All texts are to be
/// shown with profileFieldText(), and null where there is nothing to say.
struct ProfileFieldTraits
{
    enum class Unit : quint8 { None, Seconds, Percent, Mebibytes, Bits };

    /// With a mnemonic, and a colon unless it is the text of a box to tick.
    const char *label = nullptr;
    /// What else it is called, by which it is found; not shown, and not translated.
    const char *terms = nullptr;
    /// The object name of what edits it.
    const char *editor = nullptr;
    /// What files may hold and a connection may be made with.
    ProfileFieldRange range = {};
    /// What is said of a number below the range, and above it if that is another sentence.
    const char *below = nullptr;
    const char *above = nullptr;
    /// What people can type, where that is less than the range.
    ProfileFieldRange typed = {};
    /// In which numbers are shown: times are kept in milliseconds, sizes in bytes, shares from 0 to 1.
    Unit unit = Unit::None;
    const char *prefix = nullptr;
    /// In the unit that is shown; 0 for the editor's own.
    double step = 0;
    /// In place of the least number.
    const char *none = nullptr;
    /// In an empty line.
    const char *placeholder = nullptr;
    /// Of an enumeration, in the order in which they are shown.
    std::span<const ProfileFieldWord> words = {};
    /// The box is ticked while the member is false.
    bool inverted = false;
    /// Never in the settings, dotted on the screen, kept in the keychain and masked in what is copied; of
    /// lists, their values.
    bool secret = false;
    /// Says what one server is or may know. It is no default for all connections.
    bool ofOneServer = false;
    /// What the engine on Qt does not do of it.
    const char *qtHint = nullptr;
    /// What is wrong with it beyond its range; may look at the other fields.
    ProfileFieldCheck *check = nullptr;
};

/// Of all fields, in the order above.
QList<ProfileField> profileFields();
/// Those that are a text and secret as a whole: passwords and their like.
QList<ProfileField> secretTextFields();

const ProfileFieldTraits &profileFieldTraits(ProfileField field);

/// What a person reads for a text of the traits; empty for null.
QString profileFieldText(const char *text);

/// Whether all of `words` are in a text, or in the terms of the field as well if there is one. Case, hyphens
/// and underscores do not count: "timeout" finds "time-out".
bool profileFieldIsAbout(std::optional<ProfileField> field, const QString &text, const QString &words);

/// What is shown for the value of an enumeration.
QString profileFieldLabel(ProfileField field, const ConnectionProfile &profile);

/// "tls.caFile": stable, unique, never shown.
QString profileFieldKey(ProfileField field);

/// Makes this field of `to` what it is in `from`, and leaves the others alone.
void copyProfileField(ProfileField field, const ConnectionProfile &from, ConnectionProfile &to);

/// Whether this field is not the same in both.
bool profileFieldDiffers(ProfileField field, const ConnectionProfile &a, const ConnectionProfile &b);

/// A text, a truth or a number: of enumerations and times, too. Invalid for lists and the URL.
QVariant profileFieldValue(ProfileField field, const ConnectionProfile &profile);
void setProfileFieldValue(ProfileField field, const QVariant &value, ConnectionProfile &profile);

/// The object in which the field is kept, "tls" of "tls.caFile"; empty if it is in the profile itself.
QString profileFieldGroup(ProfileField field);
/// Its name there: "caFile". Times have "Ms" behind it: "handshakeTimeoutMs".
QString profileFieldMember(ProfileField field);
/// Adds the field to its object unless it is as by default. The URL is not kept by this.
void putProfileField(ProfileField field, const ConnectionProfile &profile, QJsonObject *group);
/// The reader is of the field's object. What is wrong is among its problems, and leaves the field as it is.
void readProfileField(ProfileField field, JsonReader *group, ConnectionProfile *profile);

/// Of the headers, cookies, subprotocols, messages and certificates of a profile that is read, each.
constexpr qsizetype MaxProfileEntries = 1000;
