// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <QString>
#include <QVarLengthArray>

#include <optional>

/// The members of the JSON object that a local entry carries, read without allocating and even if the
/// object was cut: members in front of the cut are whole, the one at the cut is given as far as it is
/// there. Only for objects that this program wrote; whether they are JSON is not checked.
class LocalFields
{
public:
    /// The text must outlive this. Members beyond the 32nd are not seen.
    explicit LocalFields(QByteArrayView json);

    /// False if this is no object at all.
    bool isObject() const { return m_isObject; }

    /// A string, decoded, with an ellipsis if it was cut. Empty if missing or no string.
    QString text(QByteArrayView name) const;
    /// Nothing if missing, cut or no number that fits; fractions are cut off.
    std::optional<qint64> number(QByteArrayView name) const;
    std::optional<bool> flag(QByteArrayView name) const;

private:
    struct Member
    {
        QByteArrayView name;
        /// As written; a string with its opening quotation mark but without the closing one.
        QByteArrayView value;
        bool isCut = false;
    };

    const Member *find(QByteArrayView name) const;

    QVarLengthArray<Member, 32> m_members;
    bool m_isObject = false;
};
