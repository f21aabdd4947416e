// SPDX-License-Identifier: MIT
#pragma once

#include "saved/variables.h"

/// Which server the text of a URL leads to, with or without its variables filled in. Pure functions.
namespace ServerOrigin {

/// Scheme, host and port (RFC 6454 section 4), such as "wss://example.org:443", or the path of a Unix-domain
/// socket. Of a text that has variables there, as they are written.
QString of(const QString &urlText);

/// The same with values filled in; empty if one is missing.
QString filled(const QString &urlText, const Variables::Values &values);

/// The same for people: without the port that goes without saying.
QString shown(const QString &urlText, const Variables::Values &values);

/// Whether two texts lead to different servers, with the values of now. A variable without a value is the
/// same in both.
bool differs(const QString &urlText, const QString &other, const Variables::Values &values);

} // namespace ServerOrigin
