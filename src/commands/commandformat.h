// SPDX-License-Identifier: MIT
#pragma once

#include "profile/connectionprofile.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

/// What a pasted command or snippet comes to.
struct PastedProfile
{
    /// "a curl command", "a wscat command", "a websocat command" or "JavaScript": it may be translated.
    QString kind;
    /// As far as it was understood; usable if there is no problem. It holds the secrets of the text.
    ConnectionProfile profile;
    /// A sentence that says why it cannot be used, and what to do; empty if it can. No secrets.
    QString problem;
    /// Sentences that say what was left out. No secrets.
    QStringList notes;
};

/// A command line for bash, or a piece of code, that says how to connect. Each is in a source of its own,
/// which defines NAMEFormat, and has a row among the formats below.
struct CommandFormat
{
    /// As a menu has it. To be translated in the context "CommandFormat".
    const char *label;
    /// The program that the command calls; null for code.
    const char *program;
    /// Makes a profile of the arguments of the command, those after the program's name; null for code.
    PastedProfile (*readArguments)(const QList<QByteArray> &arguments, const ConnectionProfile &defaults);
    /// Makes a profile of code; nothing if the text is none of this kind. Null if that is not understood.
    std::optional<PastedProfile> (*readCode)(const QString &text, const ConnectionProfile &defaults);
    /// Of a profile as it is to be shown: masked already if it has to be.
    QString (*copy)(const ConnectionProfile &profile);
};

/// All formats, in the order of the menu. JavaScript is for a browser; Python has the websockets library, 15
/// or later.
#define COMMAND_FORMATS(FORMAT) FORMAT(Wscat) FORMAT(Websocat) FORMAT(Curl) FORMAT(JavaScript) FORMAT(Python)

#define FORMAT(name) extern const CommandFormat name##Format;
COMMAND_FORMATS(FORMAT)
#undef FORMAT

#define FORMAT(name) name,
enum class CopyFormat : quint8 { COMMAND_FORMATS(FORMAT) };
#undef FORMAT
QList<CopyFormat> copyFormats();
const CommandFormat &commandFormat(CopyFormat format);

enum class CopiedSecrets : quint8 {
    /// Passwords, tokens, passphrases, the values of cookies and of secret headers (isMasked()),
    /// subprotocols that carry a token (secretSubprotocols()), and what displayUrl() hides become ***.
    /// Messages stay as they are.
    Masked,
    Included,
};

/// The text that connects as the profile does. What the format cannot say is named in comments before it,
/// unless it is about what happens after the handshake (retries, limits). What it can say with secrets
/// included, recognisePasted() understands; of Python, nothing.
QString profileAs(CopyFormat format, const ConnectionProfile &profile,
                  CopiedSecrets secrets = CopiedSecrets::Masked);

/// Reads a curl command as browsers write it ("Copy as cURL", for bash and for cmd), a wscat or a websocat
/// command, JavaScript with a new WebSocket(…) or a fetch(…), PowerShell, or the headers of a request; marks
/// that were made typographic are understood. What the text does not say stays as in `defaults`, which
/// must not have what belongs to another server (credentials, cookies, headers). Nothing if the text is none
/// of these: a URL, for one. Pure, except that ~/ becomes the home folder.
std::optional<PastedProfile> recognisePasted(const QString &text, const ConnectionProfile &defaults);

/// Whether the text begins as something that recognisePasted() reads, and may become that: a program's name
/// and a blank, or the first word of a line of code.
bool isCommandBegun(QStringView text);
