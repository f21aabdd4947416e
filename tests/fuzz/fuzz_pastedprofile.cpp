// SPDX-License-Identifier: MIT
#include "commands/commandformat.h"
#include "commands/shellwords.h"
#include "tests/fuzz/fuzzing.h"

#include <QString>

static void checkSentence(const QString &sentence)
{
    mustHold(sentence.endsWith(u'.') && !sentence.contains(u'\n'), "what is said is a sentence");
}

// What a format can say, it says the same way again.
static void checkStable(CopyFormat format, const ConnectionProfile &profile)
{
    const QString text = profileAs(format, profile, CopiedSecrets::Included);
    const std::optional<PastedProfile> again = recognisePasted(text, {});
    mustHold(again && again->problem.isEmpty(), "what was copied can be pasted");
    mustHold(again->profile.url == profile.url, "the URL survives");
    mustHold(again->profile.subprotocols == profile.subprotocols, "subprotocols survive");
    const std::optional<PastedProfile> third =
            recognisePasted(profileAs(format, again->profile, CopiedSecrets::Included), {});
    mustHold(third && third->profile == again->profile, "what the format can say does not change any more");
    if (format == CopyFormat::JavaScript)
        return;
    mustHold(again->profile.headers == profile.headers, "headers survive");
    mustHold(again->profile.cookies == profile.cookies, "cookies survive");
    mustHold(again->profile.origin == profile.origin, "the origin survives");
    // A mask may stand for user and password.
    if (profile.authentication.password != QLatin1String("***"))
        mustHold(again->profile.authentication == profile.authentication, "credentials survive");
}

static void checkWords(const QByteArray &bytes)
{
    QByteArray word = bytes;
    word.replace('\0', "");
    const ShellWords words = splitCommand(QString::fromUtf8("x " + bashQuoted(bytes)));
    mustHold(words.problem.isEmpty() && words.words == QList<QByteArray>({"x", word}),
             "a quoted word is one word");
}

static void run(const uint8_t *data, size_t size)
{
    const QByteArray bytes = fuzzBytes(data, size);
    checkWords(bytes);
    const std::optional<PastedProfile> pasted = recognisePasted(QString::fromUtf8(bytes), {});
    if (!pasted)
        return;
    mustHold(!pasted->kind.isEmpty(), "it is something");
    for (const QString &note : pasted->notes)
        checkSentence(note);
    profileAs(CopyFormat::Python, pasted->profile);
    profileAs(CopyFormat::Curl, pasted->profile);
    if (!pasted->problem.isEmpty()) {
        checkSentence(pasted->problem);
        return;
    }
    for (const CopyFormat format :
         {CopyFormat::Curl, CopyFormat::Wscat, CopyFormat::Websocat, CopyFormat::JavaScript})
        checkStable(format, pasted->profile);
}

static const FuzzTarget target("fuzz_pastedprofile", run);
