// SPDX-License-Identifier: MIT
#pragma once

#include "profile/profilecheck.h"

#include <QCoreApplication>
#include <QHash>

#include <functional>
#include <optional>

class QWidget;

/// What a row of the settings has to do with a profile.
struct SettingsBinding
{
    /// The one that the row edits, if it is one of the table.
    std::optional<ProfileField> field;
    std::function<void(const ConnectionProfile &profile)> load;
    std::function<void(ConnectionProfile &profile)> store;
    /// What was typed and is no value that a profile could hold; may be empty.
    std::function<QList<ProfileProblem>()> typingProblems;
    /// Marks the rows of a list; may be empty.
    std::function<void(const QHash<int, QString> &problemsByRow)> markProblems;
};

/// A widget that edits one field of a profile, and what it has to do with the profile. Range, unit, words and
/// whatever else there is to a field come from the table of fields, so that it is the same on every page.
struct FieldEditor
{
    Q_DECLARE_TR_FUNCTIONS(FieldEditor)

public:
    /// Of numbers that are no whole ones.
    enum class Decimals { AsNeeded, Two };

    QWidget *widget = nullptr;
    SettingsBinding binding;
    /// Has the function called for every edit, for as long as the context is there.
    std::function<void(QObject *context, const std::function<void()> &edited)> whenEdited;
    /// It stands below its label.
    bool isWide = false;

    /// For a text, a truth, a word or a number. The widget is its caller's.
    static FieldEditor of(ProfileField field, Decimals decimals = Decimals::AsNeeded);
    /// For the path of a file that is there, with a button to look for it. `what` is the title of what that
    /// opens; `filter` is QFileDialog's.
    static FieldEditor ofFile(ProfileField field, const QString &what, const QString &filter);

    /// The first wait and the factor from wait to wait. They are stored together: the policy counts from the
    /// wait before the first one.
    struct RetryWaits;
    static RetryWaits ofRetryWaits(Decimals decimals = Decimals::AsNeeded);
};

struct FieldEditor::RetryWaits
{
    FieldEditor first;
    FieldEditor factor;
};
