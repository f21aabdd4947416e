// SPDX-License-Identifier: MIT
#pragma once

#include <QCoreApplication>
#include <QTest>
#ifdef QT_WIDGETS_LIB
#include <QApplication>
#endif

// The tests of one folder are one program, because linking and reading headers take longer than the tests
// themselves. Each test is a QtTest class in a source of its own, which ends with SOCKETSCOPE_TEST. It runs
// in a process of its own:
//     test_format tst_numbers [QtTest's arguments]
namespace TestProgram {

using Main = int (*)(int argc, char **argv);

/// Makes a test known, before main(), by the name of its class in lower case, which is that of its source.
class Registration
{
public:
    Registration(const char *className, Main main);
};

/// Stands in for the application in tests that need no event loop.
struct NoApplication
{
    NoApplication(int &, char **) {}
};

/// Runs a test as QTEST_MAIN does, but for initMain(), which no test has.
template <typename Test, typename Application>
int run(int argc, char **argv)
{
    [[maybe_unused]] const Application application(argc, argv);
    QCoreApplication::setAttribute(Qt::AA_Use96Dpi);
    Test test;
    return QTest::qExec(&test, argc, argv);
}

} // namespace TestProgram

/// Application is QApplication, QCoreApplication or TestProgram::NoApplication.
#define SOCKETSCOPE_TEST(Test, Application) SOCKETSCOPE_TEST_MAIN(Test, (TestProgram::run<Test, Application>))

/// Is for a test that starts with a function of its own.
#define SOCKETSCOPE_TEST_MAIN(Test, function)                                                                \
    static const TestProgram::Registration registrationOf##Test(#Test, function);
