// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QMap>
#include <QString>

/// YAML and JSON of strangers as one kind of tree, within bounds. Pure functions, for any thread.
namespace StructuredText {

constexpr qsizetype MaxBytes = 32 * 1024 * 1024;
/// Of lists and maps in each other.
constexpr int MaxDepth = 64;
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

/// The same as one value. To insert as many into an object as they come takes time by their square.
QJsonObject object(const QMap<QString, QJsonValue> &members);

} // namespace StructuredText
