// SPDX-License-Identifier: MIT
#include "log/filter/filterquery.h"
#include "tests/fuzz/fuzzing.h"

static void checkTerms(const FilterQuery &query, qsizetype size)
{
    qsizetype end = 0;
    for (const FilterGroup &group : query.groups()) {
        mustHold(!group.isEmpty(), "groups have terms");
        for (const FilterTerm &term : group) {
            mustHold(term.start >= end && term.length > 0, "terms are in order and not empty");
            mustHold(!term.alternatives.isEmpty(), "terms have alternatives");
            end = term.start + term.length;
        }
    }
    mustHold(end <= size, "terms are within the text");
}

static void run(const uint8_t *data, size_t size)
{
    const QString text = QString::fromUtf8(fuzzBytes(data, size));
    const FilterQuery query = FilterQuery::parse(text);
    if (!query.isValid()) {
        const FilterProblem &problem = query.problem();
        mustHold(problem.start >= 0 && problem.length > 0 && problem.start + problem.length <= text.size(),
                 "problems are within the text");
        mustHold(query.isEmpty(), "what is wrong has no groups");
        return;
    }
    checkTerms(query, text.size());
    const QString printed = query.toString();
    const FilterQuery again = FilterQuery::parse(printed);
    mustHold(again == query, "what was printed is the same query");
    mustHold(again.toString() == printed, "there is one spelling");
}

static const FuzzTarget target("fuzz_filterquery", run);
