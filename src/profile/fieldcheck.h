// SPDX-License-Identifier: MIT
#pragma once

#include "profile/profilecheck.h"

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
