// SPDX-License-Identifier: MIT
#include "session/opening.h"

#include "profile/profilecheck.h"

Opening prepareOpening(ConnectionDraft draft, const HostTrust::Certificates &trusted)
{
    if (const QString question = draft.importQuestion(); !question.isEmpty())
        return {draft, {}, ImportedRisks{question}};
    draft.acceptImport();
    if (const auto foreign = draft.foreignCredentials())
        return {draft, {}, *foreign};
    const QString hint = draft.leaveElsewhere();
    draft.enterHere();
    if (const QStringList missing = Secrets::missing(draft.connection()); !missing.isEmpty())
        return {draft, hint, MissingSecrets{missing}};
    const ChosenEnvironment &environment = draft.environment();
    const Variables::Expansion expansion =
            Variables::expand(draft.connection(), environment.values, environment.secretNames);
    if (!expansion.missing.isEmpty())
        return {draft, hint, OpeningProblem{environment.missingSentence(expansion.missing), {}}};
    if (!expansion.problem.isEmpty())
        return {draft, hint, OpeningProblem{expansion.problem, {}}};
    ConnectionProfile profile = expansion.profile;
    if (const QList<ProfileProblem> problems = checkProfile(profile); !problems.isEmpty())
        return {draft, hint, OpeningProblem{problems.first().sentence, problems.first().field}};
    profile.tls.trustedFor = trusted;
    profile.tls.trusted += trusted.value(TlsSettings::hostKey(profile.url));
    return {draft, hint, profile};
}
