// SPDX-License-Identifier: MIT
#pragma once

#include "profile/profilefield.h"

/// What is wrong with one field of a profile.
struct ProfileProblem
{
    ProfileField field = ProfileField::Url;
    /// The row, if the field is a list; else -1.
    int index = -1;
    /// What to change. Plain text; holds no secret.
    QString sentence;

    bool operator==(const ProfileProblem &) const = default;
};

/// All that would make a connection with this profile fail before it has begun, in the order of the fields;
/// nothing if it can be used. The URL is not looked at: that is checkWebSocketUrl()'s. Of what is switched
/// off (a proxy of kind None, say) nothing is wrong.
///
/// Pure, but for the files that the TLS settings name: each is opened once. Any thread.
QList<ProfileProblem> checkProfile(const ConnectionProfile &profile);

/// What the checks of one field have found.
class ProfileFieldProblems
{
public:
    explicit ProfileFieldProblems(ProfileField field)
        : m_field(field)
    {}

    ProfileField field() const { return m_field; }
    /// An empty sentence is none.
    void add(const QString &sentence, int index = -1);
    void addIf(bool wrong, const QString &sentence, int index = -1);
    /// Says of a number whether it is in the field's range.
    void checkRange(const ConnectionProfile &profile);

    const QList<ProfileProblem> &list() const { return m_list; }

private:
    ProfileField m_field;
    QList<ProfileProblem> m_list;
};

/// The checks of single fields that the table of fields names.
namespace FieldCheck {

ProfileFieldCheck headers, cookies, origin, subprotocols;
ProfileFieldCheck user, password, token;
ProfileFieldCheck caFile, certificateFile, keyFile, serverName, trusted;
ProfileFieldCheck proxyHost, proxyPort, proxyUser, proxyPassword;
ProfileFieldCheck windowBits, onOpen;

} // namespace FieldCheck
