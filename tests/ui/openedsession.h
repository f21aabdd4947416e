// SPDX-License-Identifier: MIT
#pragma once

#include "settings/settings.h"
#include "ui/window/mainwindow.h"

#include <QTest>

#include <memory>

/// Shows a session file in a window: its tab; null if it cannot be shown.
inline SessionPage *openSession(MainWindow *window, const QString &file)
{
    SessionPage *page = nullptr;
    const auto connection = QObject::connect(window, &MainWindow::sessionOpened, window,
                                             [&page](SessionPage *opened) { page = opened; });
    window->openSession(file);
    [[maybe_unused]] const bool isOpened = QTest::qWaitFor([&page] { return page != nullptr; });
    QObject::disconnect(connection);
    return page;
}

/// A window that is active and shows a session file; null, and the test has failed, if it cannot.
inline std::unique_ptr<MainWindow> openedSession(Settings *settings, const QString &file)
{
    auto window = std::make_unique<MainWindow>(settings);
    window->resize(1200, 800);
    window->show();
    if (!QTest::qWaitForWindowActive(window.get()) || !openSession(window.get(), file)) {
        QTest::qFail("The session could not be shown.", __FILE__, __LINE__);
        return nullptr;
    }
    return window;
}
