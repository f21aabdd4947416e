// SPDX-License-Identifier: MIT
#include "profile/jsonreader.h"
#include "saved/connectionsjson.h"
#include "saved/environmentsjson.h"
#include "saved/secrets.h"
#include "saved/variables.h"
#include "tests/fuzz/fuzzing.h"

static void checkSecrets(const SavedConnection &saved)
{
    SavedConnection copy = saved;
    const Secrets::Values values = Secrets::take(&copy);
    SavedConnection again = copy;
    mustHold(Secrets::take(&again).isEmpty(), "all secrets are taken at once");
    mustHold(again.profile == copy.profile && again.urlText == copy.urlText, "there is nothing more to hide");
    for (const QString &name : Secrets::missing(copy))
        mustHold(!Secrets::words(copy, name).isEmpty(), "what is missing has words");
    Secrets::putBack(&copy, values);
    mustHold(copy.profile == saved.profile, "what was taken is put back");
}

static void checkExpansion(const SavedConnection &saved)
{
    const Variables::Expansion expansion = Variables::expand(saved, {{QStringLiteral("a"), QString()}});
    mustHold(!expansion.missing.contains(QStringLiteral("a")), "what has a value is not missing");
    mustHold(expansion.missing.isEmpty() || expansion.profile.url.isEmpty(), "what is missing is not opened");
}

static void checkEnvironments(const QByteArray &input)
{
    const EnvironmentsJson::Document document = EnvironmentsJson::read(input);
    if (!document.failure.isEmpty()) {
        mustHold(document.environments.isEmpty(), "there is nothing of what is wrong");
        return;
    }
    const QByteArray written = EnvironmentsJson::write(document.environments, document.current);
    mustHold(EnvironmentsJson::read(written).failure.isEmpty(), "what was written can be read");
}

static void run(const uint8_t *data, size_t size)
{
    const QByteArray input = fuzzBytes(data, size);
    checkEnvironments(input);
    const ConnectionsJson::Document document = ConnectionsJson::read(input);
    if (!document.failure.isEmpty()) {
        mustHold(document.failure.endsWith(u'.') && document.entries.isEmpty(), "refused with a sentence");
        return;
    }
    mustHold(document.problems.size() <= JsonProblems::MaxSentences + 1, "complaints are bounded");
    mustHold(ConnectionsJson::repaired(document.entries) == document.entries, "the tree is whole");
    const ConnectionsJson::Document again = ConnectionsJson::read(ConnectionsJson::write(document.entries));
    mustHold(again.failure.isEmpty() && again.problems.isEmpty(), "what was written can be read");
    mustHold(again.entries == document.entries, "and is the same");
    for (const ConnectionEntry &entry : document.entries) {
        if (!entry.isConnection())
            continue;
        checkSecrets(entry.saved);
        checkExpansion(entry.saved);
    }
}

static const FuzzTarget target("fuzz_profilejson", run);
