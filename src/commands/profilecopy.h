// SPDX-License-Identifier: MIT
#pragma once

#include "profile/connectionprofile.h"

#include <QString>

enum class CopyFormat : quint8 {
    Wscat,
    Websocat,
    Curl,
    JavaScript, ///< For a browser.
    Python,     ///< With the websockets library, 15 or later.
};

enum class CopiedSecrets : quint8 {
    /// Passwords, tokens, passphrases, the values of cookies and of secret headers (isSecretHeader()),
    /// subprotocols that carry a token (secretSubprotocols()), and what displayUrl() hides become ***.
    /// Messages stay as they are.
    Masked,
    Included,
};

/// A command line for bash, or a piece of code, that connects as the profile does. What the format cannot say
/// is named in comments before it, unless it is about what happens after the handshake (retries, limits).
/// What it can say with secrets included, recognisePasted() understands; of Python, nothing.
QString profileAs(CopyFormat format, const ConnectionProfile &profile,
                  CopiedSecrets secrets = CopiedSecrets::Masked);
