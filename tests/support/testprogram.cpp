// SPDX-License-Identifier: MIT
#include "testprogram.h"

#include <QByteArray>
#include <QMap>

#include <cstdio>

namespace {

QMap<QByteArray, TestProgram::Main> &tests()
{
    static QMap<QByteArray, TestProgram::Main> all;
    return all;
}

} // namespace

TestProgram::Registration::Registration(const char *className, Main main)
{
    const QByteArray name = QByteArray(className).toLower();
    if (tests().contains(name))
        qFatal("Two tests are called %s.", name.constData());
    tests().insert(name, main);
}

int main(int argc, char **argv)
{
    const TestProgram::Main chosen = argc > 1 ? tests().value(argv[1]) : nullptr;
    if (!chosen) {
        std::fprintf(stderr, "Usage: %s TEST [arguments of QtTest]\nTests:\n", argv[0]);
        for (const QByteArray &name : tests().keys())
            std::fprintf(stderr, "  %s\n", name.constData());
        return 2;
    }
    // QCoreApplication::applicationName() is then the name of the test.
    return chosen(argc - 1, argv + 1);
}
