// SPDX-License-Identifier: MIT
#pragma once

#include "session/session.h"
#include "settings/settings.h"
#include "ui/connect/pageconnection.h"
#include "ui/session/sessionpage.h"

#include <QLabel>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

/// A tab in a window of its own, with settings that nobody else has.
struct PageRig
{
    explicit PageRig(bool isPrivate = false)
        : settings(folder.filePath(QStringLiteral("settings.ini")))
        , page(&settings, std::make_unique<Session>(RecordTarget{{}, folder.path(), isPrivate}))
    {
        page.resize(1000, 700);
        page.show();
        if (!QTest::qWaitForWindowActive(&page))
            qFatal("The window is not active.");
    }

    template <typename T>
    T *find(const QString &name) const
    {
        return page.findChild<T *>(name);
    }
    QLineEdit *url() const { return find<QLineEdit>(QStringLiteral("urlEdit")); }
    /// What is said below the URL.
    QString below() const
    {
        const auto *label = find<QLabel>(QStringLiteral("urlProblem"));
        return label->isVisible() ? label->text() : QString();
    }
    Status status() const { return page.session()->status(); }
    PageConnection *connection() const { return page.connection(); }
    /// As typed, and Enter.
    void enter(const QString &text)
    {
        url()->setFocus();
        url()->selectAll();
        QTest::keyClicks(url(), text);
        QTest::keyClick(url(), Qt::Key_Return);
    }

    QTemporaryDir folder;
    Settings settings;
    SessionPage page;
};
