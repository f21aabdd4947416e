// SPDX-License-Identifier: MIT
#pragma once

#include "format/binary/binaryform.h"

#include <QByteArray>

#include <functional>

/// What a binary payload is as JSON: of no form, and without JSON, if it is not recognised or has none.
struct PayloadJson
{
    BinaryForm form = BinaryForm::None;
    QByteArray json;
};

/// See recogniseBinary(), cborToJson() and messagePackToJson(). Linear in time; `cancelled` is asked now and
/// then, and there is no JSON when it says so. May be called from any thread.
PayloadJson binaryAsJson(
        const QByteArray &payload, const std::function<bool()> &cancelled = [] { return false; });
