// SPDX-License-Identifier: MIT
#include "commands/commandformat.h"

#include "commands/pastedrequest.h"
#include "commands/shellwords.h"
#include "format/text/typography.h"
#include "profile/profilefield.h"
#include "profile/redactor.h"
#include "profile/websocketurl.h"
#include "websocket/secretpatterns.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

// More than anybody copies; it keeps a mistaken paste from taking time.
static constexpr qsizetype MaxLength = 256 * 1024;

#define FORMAT(name) &name##Format,
static constexpr std::array Formats{COMMAND_FORMATS(FORMAT)};
#undef FORMAT

QList<CopyFormat> copyFormats()
{
    QList<CopyFormat> formats;
    for (size_t i = 0; i < Formats.size(); ++i)
        formats.append(CopyFormat(i));
    return formats;
}

const CommandFormat &commandFormat(CopyFormat format)
{
    return *Formats[size_t(format)];
}

bool isCommandBegun(QStringView text)
{
    const auto starts = [text](QLatin1StringView word) {
        return text.startsWith(word, Qt::CaseInsensitive) && text.mid(word.size()).startsWith(u' ');
    };
    const auto isProgram = [&](const CommandFormat *format) {
        return format->program && starts(QLatin1StringView(format->program));
    };
    static constexpr std::array code{"new"_L1,   "const"_L1, "let"_L1,      "var"_L1,
                                     "await"_L1, "get"_L1,   "$session"_L1, "invoke-webrequest"_L1};
    return std::any_of(Formats.begin(), Formats.end(), isProgram)
           || std::any_of(code.begin(), code.end(), starts);
}

// "(curl|wscat|websocat)(?:\\.exe|\\.cmd)?".
static const QString &anyProgram()
{
    static const QString expression = [] {
        QStringList names;
        for (const CommandFormat *format : Formats) {
            if (format->program)
                names.append(QLatin1String(format->program));
        }
        return u"(%1)(?:\\.exe|\\.cmd)?"_s.arg(names.join(u'|'));
    }();
    return expression;
}

static const CommandFormat *formatOf(const QString &program)
{
    for (const CommandFormat *format : Formats) {
        if (format->program && program.compare(QLatin1String(format->program), Qt::CaseInsensitive) == 0)
            return format;
    }
    return nullptr;
}

namespace {
struct Start
{
    /// Null if no command was found.
    const CommandFormat *format = nullptr;
    /// Where the command begins, with what stands before the program's name.
    qsizetype at = 0;
};
} // namespace

// Where a line calls one of the programs: after a prompt, assignments and the names of programs that start
// others.
static Start startIn(const QString &line)
{
    static const QString assignment = uR"(\w+=(?:\$'(?:[^'\\]|\\.)*+'|'[^']*+'|"[^"]*+"|\\.|[^\s'"\\])*+)"_s;
    static const QString starters = u"(?:%1|sudo|time|exec|env|command|npx|bunx|-y|--yes)"_s.arg(assignment);
    static const QString program = uR"("?(?!\S*://)(?:[^\s"'=?#]*[/\\])?%1"?)"_s.arg(anyProgram());
    static const QRegularExpression command(u"^\\s*(?:[$%#>]\\s+)?((?:"_s + starters + u"\\s+)*"_s + program
                                                    + u"(?:@\\S+)?\\s+\\S)"_s,
                                            QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = command.match(line);
    return match.hasMatch() ? Start{formatOf(match.captured(2)), match.capturedStart(1)} : Start();
}

// The first line that is neither empty nor a comment decides.
static Start findCommand(const QString &text)
{
    qsizetype at = 0;
    while (at < text.size()) {
        const qsizetype lineStart = at;
        qsizetype end = text.indexOf(u'\n', at);
        if (end < 0)
            end = text.size();
        const QStringView line = QStringView(text).mid(at, qMin<qsizetype>(end - at, 65536));
        const QStringView trimmed = line.trimmed();
        at = end + 1;
        if (trimmed.isEmpty())
            continue;
        if (const Start start = startIn(line.toString()); start.format)
            return {start.format, lineStart + start.at};
        if (!trimmed.startsWith(u'#'))
            return {};
    }
    return {};
}

// The words after the program's name; what was assigned before it goes to `assignments`.
static QList<QByteArray> argumentsOf(const QList<QByteArray> &words, QList<QByteArray> *assignments)
{
    static const QRegularExpression name(u"(?:^|[/\\\\])"_s + anyProgram() + u"(?:@.*)?$"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    for (qsizetype i = 0; i < words.size(); ++i) {
        const QString word = QString::fromUtf8(words[i]);
        if (!word.contains(u'=') && name.match(word).hasMatch())
            return words.mid(i + 1);
        assignments->append(words[i]);
    }
    return {};
}

static PastedProfile readCommand(const CommandFormat &format, const QList<QByteArray> &words,
                                 const ConnectionProfile &defaults)
{
    QList<QByteArray> assignments;
    const QList<QByteArray> arguments = argumentsOf(words, &assignments);
    ConnectionProfile start = defaults;
    // OpenSSL reads it.
    static const QByteArray caFile = "SSL_CERT_FILE=";
    for (const QByteArray &assignment : assignments) {
        if (assignment.startsWith(caFile))
            start.tls.caFile = QString::fromUtf8(assignment.mid(caFile.size()));
    }
    return format.readArguments(arguments, start);
}

static std::optional<PastedProfile> readCode(const QString &text, const ConnectionProfile &defaults)
{
    for (const CommandFormat *format : Formats) {
        if (!format->readCode)
            continue;
        if (std::optional<PastedProfile> pasted = format->readCode(text, defaults))
            return pasted;
    }
    for (const auto read : {readPowerShell, readRequestHeaders}) {
        if (std::optional<PastedProfile> pasted = read(text, defaults))
            return pasted;
    }
    return std::nullopt;
}

std::optional<PastedProfile> recognisePasted(const QString &given, const ConnectionProfile &defaults)
{
    if (given.size() > MaxLength)
        return std::nullopt;
    const QString text = withPlainMarks(given, QuotedBy::Shell);
    const Start start = findCommand(text);
    if (!start.format)
        return readCode(withPlainMarks(given, QuotedBy::Code), defaults);
    const ShellWords words = splitCommand(text.mid(start.at));
    PastedProfile result = readCommand(*start.format, words.words, defaults);
    if (!words.problem.isEmpty())
        result.problem = words.problem;
    if (!words.endedBy.isEmpty())
        result.notes.append(ShellWords::tr("What follows “%1” was left out.").arg(words.endedBy));
    return result;
}

static void mask(QString *secret)
{
    if (!secret->isEmpty())
        *secret = SecretMask;
}

static ConnectionProfile masked(const ConnectionProfile &given)
{
    ConnectionProfile profile = given;
    if (!profile.url.password().isEmpty() && profile.authentication.kind == Authentication::Kind::None) {
        profile.authentication = {Authentication::Kind::Basic, profile.url.userName(QUrl::FullyDecoded),
                                  profile.url.password(QUrl::FullyDecoded), QString()};
        profile.url = profile.url.adjusted(QUrl::RemoveUserInfo);
    }
    profile.url = QUrl(displayUrl(profile.url), QUrl::StrictMode);
    profile.headers = maskedHeaders(profile.headers);
    for (HttpHeader &cookie : profile.cookies)
        cookie.value = SecretMask.data();
    const QStringList secrets = secretSubprotocols(profile.subprotocols);
    for (QString &subprotocol : profile.subprotocols) {
        if (secrets.contains(subprotocol))
            mask(&subprotocol);
    }
    for (QString *user : {&profile.authentication.user, &profile.proxy.user})
        *user = withoutTokens(*user);
    const QList<ProfileField> fields = secretTextFields();
    for (const ProfileField field : fields) {
        QString text = profileFieldValue(field, profile).toString();
        mask(&text);
        setProfileFieldValue(field, text, profile);
    }
    return profile;
}

QString profileAs(CopyFormat format, const ConnectionProfile &given, CopiedSecrets secrets)
{
    return commandFormat(format).copy(secrets == CopiedSecrets::Included ? given : masked(given));
}
