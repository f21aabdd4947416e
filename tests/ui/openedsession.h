// SPDX-License-Identifier: MIT
#pragma once

#include "settings.h"
#include "ui/mainwindow.h"

#include <QTest>

#include <memory>

/// A window that is active and shows a session file; null, and the test has failed, if it cannot.
inline std::unique_ptr<MainWindow> openedSession(Settings *settings, const QString &file)
{
    auto window = std::make_unique<MainWindow>(settings);
    window->resize(1200, 800);
    window->show();
    if (!QTest::qWaitForWindowActive(window.get()) || !window->openSession(file)) {
        QTest::qFail("The session could not be shown.", __FILE__, __LINE__);
        return nullptr;
    }
    return window;
}
