// SPDX-License-Identifier: MIT
// What a collection of another program may hold, read as each of them: the first byte picks the reader and
// the name of the file.
#include "saved/collections/collectionformat.h"
#include "saved/connectionsjson.h"
#include "saved/variables.h"
#include "tests/fuzz/fuzzing.h"

#include <QSet>

#include <iterator>

using namespace Qt::StringLiterals;

static constexpr const CollectionFormat *Readers[] = {&InsomniaCollection,       &YaakCollection,
                                                      &PostmanCollection,        &BrunoCollection,
                                                      &OpenCollectionCollection, &OwnCollection};
static constexpr QLatin1StringView Names[] = {"a.yaml"_L1, "b/a.bru"_L1, "b/a.request.yaml"_L1,
                                              "environments/a.environment.yml"_L1};

static void check(const Collection &collection)
{
    mustHold(collection.failure.isEmpty() || collection.entries.isEmpty(),
             "there is nothing of what is wrong");
    mustHold(collection.entries.size() <= ConnectionsJson::MaxConnections, "there are not too many");
    QSet<QString> known{QString()};
    for (const ConnectionEntry &entry : collection.entries) {
        mustHold(known.contains(entry.parent), "what it is in stands before it");
        mustHold(!known.contains(entry.saved.id), "each has an id of its own");
        known.insert(entry.saved.id);
    }
    for (const Environment &environment : collection.environments) {
        for (const Variable &variable : environment.variables)
            mustHold(Variables::isName(variable.name), "what is a variable has the name of one");
    }
    const QByteArray written = ConnectionsJson::write(collection.entries);
    mustHold(ConnectionsJson::read(written).entries.size() == collection.entries.size(),
             "what was read can be kept");
}

static void run(const uint8_t *data, size_t size)
{
    if (size == 0)
        return;
    const CollectionFormat *reader = Readers[data[0] % std::size(Readers)];
    const QLatin1StringView name = Names[(data[0] >> 4) % std::size(Names)];
    qsizetype room = 1024 * 1024;
    const CollectionFiles files{u"fuzz"_s, {collectionFile(name, fuzzBytes(data + 1, size - 1), &room)}, {}};
    check(reader->read(files));
    check(readCollection(files));
}

static const FuzzTarget target("fuzz_collections", run);
