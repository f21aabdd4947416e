// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QJsonValue>
#include <QString>

/// YAML and JSON of strangers as one kind of tree, within bounds. Pure functions, for any thread.
namespace StructuredText {

constexpr qsizetype MaxBytes = 32 * 1024 * 1024;
/// Of lists and maps in each other.
constexpr int MaxDepth = 64;
/// In one map. JSON is not held to it: Qt sorts its members at once.
constexpr qsizetype MaxMembers = 20000;
/// What all values come to once each alias stands for what it names: bytes of text, and NodeCost for each.
constexpr qsizetype MaxExpanded = 2 * MaxBytes;
constexpr qsizetype NodeCost = 32;

struct Tree
{
    /// Of YAML, the first document: whatever is written there without quotes is text, but for true, false and
    /// null. Of a key that comes twice, the last counts.
    QJsonValue root;
    /// Why it cannot be read, as a sentence; empty if it can.
    QString failure;
    /// What it comes to, as MaxExpanded counts; of JSON, its bytes.
    qsizetype cost = 0;
};

/// JSON if it begins as such, else YAML that comes to `maxExpanded` at most.
Tree read(const QByteArray &bytes, qsizetype maxExpanded = MaxExpanded);

} // namespace StructuredText
