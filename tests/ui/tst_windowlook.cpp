// SPDX-License-Identifier: MIT
// That what is opened and said has the room that it needs.
#include "session/session.h"
#include "settings/settings.h"
#include "support/testprogram.h"
#include "ui/chart/rateline.h"
#include "ui/connect/connectionbar.h"
#include "ui/connect/statusline.h"
#include "ui/kit/elidedlabel.h"
#include "ui/saved/connectionpanel.h"
#include "ui/saved/connectiontree.h"
#include "ui/saved/environmenteditor.h"
#include "ui/session/sessionpage.h"
#include "ui/window/countersbar.h"
#include "ui/window/mainwindow.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QSplitter>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_WindowLook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void panelOpensAsWideAsItWants();
    void renamingCoversTheRow();
    void environmentsHaveAKey();
    void sentenceComesBeforeThePicture();
    void warningIsShortenedNotCut();

private:
    ConnectionPanel *panel() const { return m_window->findChild<ConnectionPanel *>(); }
    QAction *actionWith(const QString &key) const
    {
        const auto actions = m_window->findChildren<QAction *>();
        for (QAction *action : actions) {
            if (action->shortcut() == QKeySequence(key))
                return action;
        }
        return nullptr;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<MainWindow> m_window;
};

void tst_WindowLook::init()
{
    QStandardPaths::setTestModeEnabled(true);
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<Settings>(m_folder->filePath(u"settings.ini"_s));
    m_window = std::make_unique<MainWindow>(m_settings.get());
    m_window->resize(1200, 800);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void tst_WindowLook::cleanup()
{
    m_window.reset();
    m_settings.reset();
}

void tst_WindowLook::panelOpensAsWideAsItWants()
{
    // A run before in which the panel was never shown: what was kept then gives it no width.
    m_window->close();
    m_window = std::make_unique<MainWindow>(m_settings.get());
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_window->openDemo(u"/ticker"_s);
    QTRY_COMPARE(m_window->currentPage()->session()->status(), Status::Open);
    QTRY_VERIFY(m_window->currentPage()->session()->counters().shown > 0);
    actionWith(u"Ctrl+S"_s)->trigger();
    QTRY_VERIFY2(panel()->width() >= 240, qPrintable(QString::number(panel()->width())));
    // As wide as it was left.
    auto *splitter = m_window->findChild<QSplitter *>(u"windowSplitter"_s);
    splitter->setSizes({320, 870});
    QTRY_COMPARE(panel()->width(), splitter->sizes().first());
    const int width = panel()->width();
    actionWith(u"Ctrl+B"_s)->trigger();
    actionWith(u"Ctrl+B"_s)->trigger();
    QTRY_COMPARE(panel()->width(), width);
}

void tst_WindowLook::renamingCoversTheRow()
{
    m_window->currentPage()->bar()->setText(u"wss://one.example/feed"_s);
    actionWith(u"Ctrl+S"_s)->trigger();
    auto *tree = m_window->findChild<ConnectionTree *>();
    auto *editor = tree->viewport()->findChild<QLineEdit *>();
    QVERIFY(editor);
    QCOMPARE(editor->geometry(), tree->visualRect(tree->currentIndex()));
}

void tst_WindowLook::environmentsHaveAKey()
{
    QAction *action = actionWith(u"Ctrl+Shift+E"_s);
    QVERIFY(action);
    action->trigger();
    auto *editor = m_window->findChild<EnvironmentEditor *>();
    QVERIFY(editor && editor->isVisible());
    editor->close();
}

void tst_WindowLook::sentenceComesBeforeThePicture()
{
    m_window->resize(800, 500);
    auto *bar = m_window->findChild<CountersBar *>();
    auto *line = bar->findChild<RateLine *>();
    bar->say(u"Copied."_s);
    QVERIFY(!line->isHidden());
    bar->say(u"This certificate is trusted for localhost from now on: the settings list it."_s);
    QVERIFY(line->isHidden());
}

void tst_WindowLook::warningIsShortenedNotCut()
{
    StatusLine line;
    line.setUnverified(true);
    line.resize(600, 24);
    line.show();
    QVERIFY(QTest::qWaitForWindowExposed(&line));
    auto *warning = line.findChild<QLabel *>(u"unverifiedWarning"_s);
    QCOMPARE(warning->text(), u"⚠ Certificates are not verified"_s);
    line.resize(260, 24);
    QTRY_COMPARE(warning->text(), u"⚠ Not verified"_s);
    QTRY_VERIFY(warning->width() >= warning->fontMetrics().horizontalAdvance(warning->text()));
    QCOMPARE(warning->accessibleName(), u"⚠ Certificates are not verified"_s);
}

SOCKETSCOPE_TEST(tst_WindowLook, QApplication)
#include "tst_windowlook.moc"
