// SPDX-License-Identifier: MIT
#pragma once

#include "saved/variables.h"

#include <QCoreApplication>

/// What {{variables}} come to now: the values of the environment that is chosen, or none. A plain value.
struct ChosenEnvironment
{
    Q_DECLARE_TR_FUNCTIONS(ChosenEnvironment)

public:
    /// Empty if none is chosen.
    QString id;
    /// A secret that is not known has none.
    Variables::Values values;
    /// Known or not.
    QStringList secretNames;
    /// There are environments to choose from.
    bool isOffered = false;

    /// The values that are not secret.
    Variables::Values shownValues() const;

    /// That these variables have no value, and where they can get one. `names` must not be empty.
    QString missingSentence(const QStringList &names) const;

    struct FilledIn
    {
        QString text;
        /// As of WebSocketManager::sendText(): null if the text has no secret.
        QString recordedAs;
        /// Says which variables have no value and were left as they are; empty if all have one.
        QString sentence;
    };
    /// A text to send, with the variables filled in that are known.
    FilledIn filledIn(const QString &text) const;
};
