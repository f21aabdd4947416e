// SPDX-License-Identifier: MIT
#include "commands/pastedprofile.h"

#include "commands/commandreaders.h"
#include "commands/profilebuilder.h"
#include "commands/shellwords.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

// More than anybody copies; it keeps a mistaken paste from taking time.
static constexpr qsizetype MaxLength = 256 * 1024;

namespace {

enum class Program : quint8 { None, Curl, Wscat, Websocat };

struct Start
{
    Program program = Program::None;
    /// Where the command begins, with what stands before the program's name.
    qsizetype at = 0;
};

} // namespace

// Where a line calls one of the programs: after a prompt, assignments and the names of programs that start
// others.
static Program programOf(QStringView line, qsizetype *start)
{
    static const QString assignment = uR"(\w+=(?:\$'(?:[^'\\]|\\.)*+'|'[^']*+'|"[^"]*+"|\\.|[^\s'"\\])*+)"_s;
    static const QString starters = u"(?:%1|sudo|time|exec|env|command|npx|bunx|-y|--yes)"_s.arg(assignment);
    static const QString program =
            uR"("?(?!\S*://)(?:[^\s"'=?#]*[/\\])?(curl|wscat|websocat)(?:\.exe|\.cmd)?"?)"_s;
    static const QRegularExpression command(u"^\\s*(?:[$%#>]\\s+)?((?:"_s + starters + u"\\s+)*"_s + program
                                                    + u"(?:@\\S+)?\\s+\\S)"_s,
                                            QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = command.match(line.toString());
    if (!match.hasMatch())
        return Program::None;
    *start = match.capturedStart(1);
    const QString name = match.captured(2).toLower();
    return name == "curl"_L1 ? Program::Curl : name == "wscat"_L1 ? Program::Wscat : Program::Websocat;
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
        qsizetype start = 0;
        if (const Program program = programOf(line, &start); program != Program::None)
            return {program, lineStart + start};
        if (!trimmed.startsWith(u'#'))
            return {};
    }
    return {};
}

// The words after the program's name; what was assigned before it goes to `assignments`.
static QList<QByteArray> argumentsOf(const QList<QByteArray> &words, QList<QByteArray> *assignments)
{
    static const QRegularExpression name(u"(?:^|[/\\\\])(?:curl|wscat|websocat)(?:\\.exe|\\.cmd)?(?:@.*)?$"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    for (qsizetype i = 0; i < words.size(); ++i) {
        const QString word = QString::fromUtf8(words[i]);
        if (!word.contains(u'=') && name.match(word).hasMatch())
            return words.mid(i + 1);
        assignments->append(words[i]);
    }
    return {};
}

static PastedProfile readCommand(Program program, const QList<QByteArray> &words,
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
    switch (program) {
    case Program::Wscat:
        return readWscatCommand(arguments, start);
    case Program::Websocat:
        return readWebsocatCommand(arguments, start);
    default:
        return readCurlCommand(arguments, start);
    }
}

std::optional<PastedProfile> recognisePasted(const QString &text, const ConnectionProfile &defaults)
{
    if (text.size() > MaxLength)
        return std::nullopt;
    const Start start = findCommand(text);
    if (start.program == Program::None)
        return readJavaScript(text, defaults);
    const ShellWords words = splitCommand(text.mid(start.at));
    PastedProfile result = readCommand(start.program, words.words, defaults);
    if (!words.problem.isEmpty())
        result.problem = words.problem;
    if (!words.endedBy.isEmpty())
        result.notes.append(u"What follows “%1” was left out."_s.arg(words.endedBy));
    return result;
}
