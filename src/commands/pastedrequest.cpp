// SPDX-License-Identifier: MIT
#include "commands/pastedrequest.h"

#include "commands/profilebuilder.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

struct PastedRequest
{
    Q_DECLARE_TR_FUNCTIONS(PastedRequest)
};

} // namespace

// --- PowerShell -------------------------------------------------------------------------------

// In "…", "" and `" are a quote and ` escapes what follows; in '…', '' is one. Possessive, as a long one
// would overflow the stack of the matcher.
static const QString QuotedText = uR"re("((?:[^"`]++|`.|"")*+)"|'((?:[^']++|'')*+)')re"_s;

// The string whose quotes a match of QuotedText has captured from `group` on.
static QString unescaped(const QRegularExpressionMatch &match, int group)
{
    if (match.capturedStart(group) < 0)
        return match.captured(group + 1).replace("''"_L1, "'"_L1);
    static const QRegularExpression escape(u"`(.)|\"\""_s, QRegularExpression::DotMatchesEverythingOption);
    const QString raw = match.captured(group);
    QString result;
    qsizetype done = 0;
    auto found = escape.globalMatch(raw);
    while (found.hasNext()) {
        const QRegularExpressionMatch one = found.next();
        result += QStringView(raw).mid(done, one.capturedStart() - done);
        result += one.capturedStart(1) < 0 ? u"\""_s : one.captured(1);
        done = one.capturedEnd();
    }
    result += QStringView(raw).mid(done);
    return result;
}

static void addPowerShellHeaders(ProfileBuilder &builder, const QString &text)
{
    static const QRegularExpression table(u"-Headers\\s+@\\{((?:[^}\"']++|"_s + QuotedText + u")*+)\\}"_s,
                                          QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression pair(u"(?:"_s + QuotedText + u"|([\\w-]+))\\s*=\\s*(?:"_s + QuotedText
                                         + u")"_s);
    auto found = pair.globalMatch(table.match(text).captured(1));
    while (found.hasNext()) {
        const QRegularExpressionMatch match = found.next();
        const QString name = match.capturedStart(3) < 0 ? unescaped(match, 1) : match.captured(3);
        builder.addHeader(name.toUtf8(), unescaped(match, 4).toUtf8());
    }
}

static void addPowerShellSession(ProfileBuilder &builder, const QString &text)
{
    static const QRegularExpression agent(u"\\.UserAgent\\s*=\\s*(?:"_s + QuotedText + u")"_s);
    if (const QRegularExpressionMatch match = agent.match(text); match.hasMatch())
        builder.addHeader("User-Agent", unescaped(match, 1).toUtf8());
    static const QRegularExpression cookie(u"Net\\.Cookie\\(\\s*(?:"_s + QuotedText + u")\\s*,\\s*(?:"_s
                                           + QuotedText + u")"_s);
    QByteArrayList cookies;
    auto found = cookie.globalMatch(text);
    while (found.hasNext()) {
        const QRegularExpressionMatch match = found.next();
        cookies.append(unescaped(match, 1).toUtf8() + '=' + unescaped(match, 3).toUtf8());
    }
    if (!cookies.isEmpty())
        builder.addCookies(cookies.join("; "));
}

std::optional<PastedProfile> readPowerShell(const QString &text, const ConnectionProfile &defaults)
{
    static const QRegularExpression call(u"\\bInvoke-(?:WebRequest|RestMethod)\\b"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    if (!call.match(text).hasMatch())
        return std::nullopt;
    ProfileBuilder builder(PastedRequest::tr("a PowerShell command"), defaults);
    static const QRegularExpression uri(u"-Uri\\s+(?:"_s + QuotedText + u"|([^\\s\"'$]\\S*))"_s,
                                        QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = uri.match(text);
    if (match.hasMatch())
        builder.setUrl((match.capturedStart(3) < 0 ? unescaped(match, 1) : match.captured(3)).toUtf8(),
                       "http");
    else
        builder.fail(
                PastedRequest::tr("The PowerShell command has no URL: write it behind -Uri, in quotes."));
    addPowerShellSession(builder, text);
    addPowerShellHeaders(builder, text);
    return builder.finish();
}

// --- Headers of a request ---------------------------------------------------------------------

static const QRegularExpression &requestLine()
{
    static const QRegularExpression line(u"^([A-Z]+) (\\S+)(?: HTTP/\\d(?:\\.\\d)?)?$"_s);
    return line;
}

static const QRegularExpression &headerLine()
{
    static const QRegularExpression line(u"^:?([A-Za-z][A-Za-z0-9-]*):(?!//)\\s*(.*)$"_s);
    return line;
}

std::optional<PastedProfile> readRequestHeaders(const QString &text, const ConnectionProfile &defaults)
{
    QString whole = text.trimmed();
    static const QRegularExpression joined(u"^[A-Z]+ \\S+ HTTP/\\d(?:\\.\\d)? [^\\n]*$"_s);
    if (joined.match(whole).hasMatch()) {
        // Line edits make blanks of line ends.
        static const QRegularExpression beforeName(u"\\s+(?=[A-Za-z][A-Za-z0-9-]*: )"_s);
        whole.replace(beforeName, u"\n"_s);
    }
    QStringList lines = whole.split(u'\n');
    for (QString &line : lines)
        line = line.trimmed();
    lines.removeAll(QString());
    if (lines.size() < 2)
        return std::nullopt;
    const QRegularExpressionMatch request = requestLine().match(lines.first());
    const auto isHeader = [](const QString &line) { return headerLine().match(line).hasMatch(); };
    static const QRegularExpression telling(u"^(?:Host|:authority|Upgrade|Sec-WebSocket-\\w+):"_s,
                                            QRegularExpression::CaseInsensitiveOption);
    const auto tells = [](const QString &line) { return telling.match(line).hasMatch(); };
    if (!std::all_of(lines.begin() + (request.hasMatch() ? 1 : 0), lines.end(), isHeader)
        || !std::any_of(lines.begin(), lines.end(), tells))
        return std::nullopt;

    ProfileBuilder builder(PastedRequest::tr("the headers of a request"), defaults);
    QString host;
    QString target = request.captured(2);
    bool isPlain = false;
    bool isEncrypted = false;
    for (const QString &line : std::as_const(lines)) {
        const QRegularExpressionMatch header = headerLine().match(line);
        const QString name = header.captured(1).toLower();
        const QString value = header.captured(2);
        // HTTP/2 has :authority and :path.
        if (name == "host"_L1 || name == "authority"_L1)
            host = value;
        else if (line.startsWith(":path:"_L1))
            target = value;
        else if (header.hasMatch() && !line.startsWith(u':'))
            builder.addHeader(header.captured(1).toUtf8(), value.toUtf8());
        if (name == "origin"_L1) {
            isPlain = value.startsWith("http:"_L1);
            isEncrypted = value.startsWith("https:"_L1);
        }
    }
    if (target.isEmpty())
        builder.fail(
                PastedRequest::tr("These are the headers of a request without its first line, which has the "
                                  "path: copy that, too, or enter the URL."));
    else if (host.isEmpty() && !target.contains("://"_L1))
        builder.fail(PastedRequest::tr("These are the headers of a request without a Host: enter the URL."));
    else if (target.contains("://"_L1))
        builder.setUrl(target.toUtf8(), "http");
    else if (isPlain || isEncrypted)
        builder.setUrl((host + target).toUtf8(), isPlain ? "ws" : "wss");
    else
        builder.setUrl(QByteArray(host.toUtf8() + target.toUtf8()), {});
    return builder.finish();
}
