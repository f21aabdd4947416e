// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>
#include <QStringView>

/// A value that is written out in JavaScript, or the fact that one would have to run the code to know it.
struct JsValue
{
    enum class Kind : quint8 { Computed, Undefined, Boolean, Number, String, Array, Object };

    Kind kind = Kind::Computed;
    bool boolean = false;
    double number = 0;
    QString string;
    /// Of an array, or the values of an object.
    QList<JsValue> items;
    /// Of an object, as many as there are items.
    QList<QString> names;

    /// The object's last value of that name; computed undefined if there is none.
    JsValue member(const QString &name) const;
};

/// The arguments of a call, in order.
struct JsArguments
{
    QList<JsValue> values;
    /// False if the text ended before the closing parenthesis.
    bool closed = false;
};

/// Reads the arguments of a call whose opening parenthesis is before `start`. Names are looked up among the
/// const, let and var of the text that have a literal for their value.
JsArguments readJsArguments(const QString &text, qsizetype start);
