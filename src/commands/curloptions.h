// SPDX-License-Identifier: MIT
#pragma once

#include "commands/commandoptions.h"

namespace CurlOption {

/// What an option of curl means to a WebSocket.
enum Id : int {
    Ignored, ///< It is about output, or asks for what happens anyway.
    LeftOut, ///< It has no counterpart.
    Bearer,
    CaFile,
    Certificate,
    CertificateType,
    ConnectTimeout,
    Cookie,
    Header,
    IPv4,
    IPv6,
    Insecure,
    Key,
    Location,
    MaxTime,
    Method,
    Next,
    NoGlob,
    NoProxy,
    OtherAuthentication,
    Passphrase,
    Proxy,
    ProxyUser,
    Referer,
    Socks5,
    Tls1_0,
    Tls1_1,
    Tls1_2,
    Tls1_3,
    UnixSocket,
    Url,
    User,
    UserAgent,
};

/// All options of curl: without knowing which have a value, a command cannot be read.
std::span<const CommandOption> all();

} // namespace CurlOption
