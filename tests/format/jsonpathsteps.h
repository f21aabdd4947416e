// SPDX-License-Identifier: MIT
#pragma once

#include "format/json/jsonpath.h"

using Step = JsonPath::Step;

inline Step member(const QByteArray &name)
{
    return {name, false, 0, false};
}

inline Step element(quint64 index)
{
    return {{}, true, index, false};
}

inline Step fromBack(quint64 index)
{
    return {{}, true, index, true};
}
