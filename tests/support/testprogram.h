// SPDX-License-Identifier: MIT
#pragma once

#include <QCoreApplication>
#include <QTest>
#ifdef QT_WIDGETS_LIB
#include <QApplication>
#endif

// The tests of one folder are one program, because linking and reading headers take longer than the tests
// themselves. Each is a QtTest class in a source of its own, which ends with SOCKETSCOPE_TEST, and runs in a
// process of its own:
//     test_format tst_numbers [QtTest's arguments]
namespace TestProgram {

using Main = int (*)(int argc, char **argv);

// Makes a test known by the name of its class, before main().
class Registration
{
public:
    Registration(const char *className, Main main);
};

// For tests of what needs no event loop.
struct NoApplication
{
    NoApplication(int &, char **) {}
};

template <typename Test, typename Application>
int run(int argc, char **argv)
{
    [[maybe_unused]] const Application application(argc, argv);
    Test test;
    return QTest::qExec(&test, argc, argv);
}

} // namespace TestProgram

// Application: QApplication, QCoreApplication or TestProgram::NoApplication.
#define SOCKETSCOPE_TEST(Test, Application) SOCKETSCOPE_TEST_MAIN(Test, (TestProgram::run<Test, Application>))

// For a test with a main function of its own.
#define SOCKETSCOPE_TEST_MAIN(Test, main)                                                                    \
    static const TestProgram::Registration registrationOf##Test(#Test, main);
