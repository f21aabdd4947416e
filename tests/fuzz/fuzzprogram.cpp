// SPDX-License-Identifier: MIT
#include "tests/fuzz/fuzzing.h"

#include <QMap>

#include <cstring>

static QMap<QByteArray, FuzzTarget::Run> &targets()
{
    static QMap<QByteArray, FuzzTarget::Run> all;
    return all;
}

static FuzzTarget::Run chosen = nullptr;

FuzzTarget::FuzzTarget(const char *name, Run run)
{
    targets().insert(name, run);
}

// libFuzzer calls this before it reads the arguments. Every target is this one program by a name of its own.
extern "C" int LLVMFuzzerInitialize(int *, char ***argv)
{
    const char *path = **argv;
    const char *slash = std::strrchr(path, '/');
    chosen = targets().value(slash ? slash + 1 : path);
    if (!chosen) {
        std::fprintf(stderr, "Call it by the name of a target:\n");
        for (const QByteArray &name : targets().keys())
            std::fprintf(stderr, "  %s\n", name.constData());
        std::exit(2);
    }
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    chosen(data, size);
    return 0;
}
