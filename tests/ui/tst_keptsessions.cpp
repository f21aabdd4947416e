// SPDX-License-Identifier: MIT
// What the window does so that nothing of the user's is thrown away: kept sessions within their budget, with
// a way back; sessions that leave room on the disk; files that cannot be read.
#include "mainwindowfixture.h"
#include "openedsession.h"
#include "support/bounds.h"
#include "support/testprogram.h"

#include "demo/demohost.h"
#include "record/kept/sessionfolder.h"
#include "record/recordfile.h"
#include "saved/connectionstore.h"
#include "saved/environments.h"
#include "secrets/secretstore.h"
#include "support/sessionfiles.h"
#include "ui/window/keptsessions.h"

#include <QDateTime>
#include <QDir>
#include <QElapsedTimer>
#include <QMenu>
#include <QSignalSpy>
#include <QToolButton>

#include <thread>

class tst_KeptSessions : public MainWindowFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { MainWindowFixture::cleanup(); }
    void sentences();
    void oldestGoAndComeBack();
    void whatDoesNotComeBackIsSaid();
    void nothingGoesUnsaid_data();
    void nothingGoesUnsaid();
    void whatCannotGoIsSaid();
    void viewedInATabStays();
    void keepsASession();
    void damagedSettingsAreKeptAndSaid();
    void damagedConnectionsAreKeptAndSaid();
    void oneThingAfterTheOther();
    void sessionThatGetsTooLarge();
    void diskThatGetsTooFull();
    void variablesAreOfTheChosenEnvironment();

private:
    QString path(const QString &name) const { return SessionFolder::standard() + u'/' + name; }
    QString makeSession(const QString &name, int size, int minutes);
    /// Those in the folder of kept sessions.
    QStringList names() const { return namesIn(SessionFolder::standard()); }
    int trim();
    NoticeBar *windowNotice() const { return m_window->findChild<NoticeBar *>(u"windowNotice"_s); }
    QString said() const { return windowNotice()->isVisible() ? windowNotice()->sentence() : QString(); }

    DemoHost m_demo;
};

void tst_KeptSessions::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    qputenv("HOME", QFile::encodeName(m_folder->path()));
    qputenv("XDG_DATA_HOME", QFile::encodeName(m_folder->path()));
    QVERIFY(QDir().mkpath(SessionFolder::standard()));
    QVERIFY(!m_demo.start().isEmpty());
}

QString tst_KeptSessions::makeSession(const QString &name, int size, int minutes)
{
    {
        const RecordFile::Opened opened = RecordFile::open(path(name));
        const MessageBatch batch{textEntry(1, QByteArray(size * MiB, 'x'))};
        if (opened.error || opened.file->write({&batch}))
            return {};
    }
    QFile file(path(name));
    const QDateTime written = QDateTime::currentDateTime().addSecs(-60 * minutes);
    if (!file.open(QIODevice::ReadWrite) || !file.setFileTime(written, QFileDevice::FileModificationTime))
        return {};
    return path(name);
}

// How many went.
int tst_KeptSessions::trim()
{
    QSignalSpy trimmed(m_window->keptSessions(), &KeptSessions::trimmed);
    m_window->keptSessions()->trim();
    // Nothing of it happens on the window's thread.
    if (!trimmed.isEmpty() || !trimmed.wait(10000))
        return -1;
    return int(trimmed.first().first().value<SessionFolder::Trimmed>().gone.size());
}

void tst_KeptSessions::sentences()
{
    const TrashedSession one{u"/data/2026-01-02_host.sqlite"_s, 40 * MiB, {}};
    const KeptSession stuck{u"/data/a.sqlite"_s, 40 * MiB, 1, false, false};
    QCOMPARE(KeptSessions::sentence({}, u"/data"_s, 2048 * MiB), QString());
    QCOMPARE(
            KeptSessions::sentence({{one}, {}}, u"/data"_s, 2048 * MiB),
            u"The session 2026-01-02_host.sqlite (40 MiB) went to the trash: kept sessions took up more than 2 GiB."_s);
    QCOMPARE(
            KeptSessions::sentence({{one, one, one}, {}}, u"/data"_s, 512 * MiB),
            u"3 of the oldest sessions (120 MiB) went to the trash: kept sessions took up more than 512 MiB."_s);
    QCOMPARE(KeptSessions::sentence({{}, {stuck, stuck}}, u"/data"_s, 512 * MiB),
             u"Kept sessions take up more than 512 MiB, but there is no trash that the oldest (80 MiB) could "
             u"go to: all of them stay. They are in /data."_s);
}

void tst_KeptSessions::oldestGoAndComeBack()
{
    makeSession(u"a.sqlite"_s, 2, 60);
    makeSession(u"b.sqlite"_s, 2, 50);
    makeSession(u"c.sqlite"_s, 2, 0);
    const QStringList all = names();
    openWindow();
    QCOMPARE(trim(), 0);
    QCOMPARE(said(), QString());
    m_settings->setSessionBudget(3 * MiB);
    QCOMPARE(trim(), 2);
    QCOMPARE(names(), QStringList{u"c.sqlite"_s});
    QTRY_VERIFY2(said().startsWith(u"2 of the oldest sessions"_s), qPrintable(said()));
    auto *undo = windowNotice()->findChild<QPushButton *>(u"noticeAction"_s);
    QCOMPARE(undo->text().remove(u'&'), u"Undo"_s);
    QSignalSpy back(m_window->keptSessions(), &KeptSessions::said);
    undo->click();
    QCOMPARE(said(), QString());
    QTRY_COMPARE(names(), all);
    QTRY_COMPARE(back.size(), 1);
    QCOMPARE(back.first().first().toString(), u"2 sessions are back, until the next start."_s);
    QCOMPARE(namesIn(m_folder->filePath(u"Trash/files"_s)), QStringList());
}

void tst_KeptSessions::whatDoesNotComeBackIsSaid()
{
    makeSession(u"a.sqlite"_s, 2, 60);
    makeSession(u"b.sqlite"_s, 2, 50);
    makeSession(u"c.sqlite"_s, 2, 0);
    openWindow();
    m_settings->setSessionBudget(3 * MiB);
    QCOMPARE(trim(), 2);
    QVERIFY(QFile::remove(m_folder->filePath(u"Trash/files/a.sqlite"_s)));
    QTRY_VERIFY(!said().isEmpty());
    windowNotice()->findChild<QPushButton *>(u"noticeAction"_s)->click();
    QTRY_COMPARE(said(), u"Not all came back from the trash, where they may not be any more: a.sqlite."_s);
    QCOMPARE(names(), (QStringList{u"b.sqlite"_s, u"c.sqlite"_s}));
}

void tst_KeptSessions::nothingGoesUnsaid_data()
{
    QTest::addColumn<bool>("isClosed");
    QTest::newRow("closed") << true;
    QTest::newRow("gone") << false;
}

void tst_KeptSessions::nothingGoesUnsaid()
{
    QFETCH(const bool, isClosed);
    makeSession(u"a.sqlite"_s, 2, 60);
    makeSession(u"b.sqlite"_s, 2, 0);
    const QStringList all = names();
    openWindow();
    m_settings->setSessionBudget(3 * MiB);
    m_window->keptSessions()->trim();
    // It happens, and nobody is there to read it.
    QElapsedTimer timer;
    for (timer.start(); QFile::exists(path(u"a.sqlite"_s)) && !timer.hasExpired(10000);)
        std::this_thread::yield();
    QVERIFY(!QFile::exists(path(u"a.sqlite"_s)));
    if (isClosed) {
        m_window->close();
        QTRY_COMPARE(names(), all);
    }
    m_window.reset();
    QCOMPARE(names(), all);
    QCOMPARE(namesIn(m_folder->filePath(u"Trash/files"_s)), QStringList());
}

void tst_KeptSessions::whatCannotGoIsSaid()
{
    makeSession(u"a.sqlite"_s, 2, 60);
    makeSession(u"b.sqlite"_s, 2, 0);
    QFile inTheWay(m_folder->filePath(u"Trash"_s));
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    openWindow();
    m_settings->setSessionBudget(3 * MiB);
    QCOMPARE(trim(), 0);
    QVERIFY2(said().contains(u"there is no trash"_s), qPrintable(said()));
    QVERIFY(!windowNotice()->findChild<QPushButton *>(u"noticeAction"_s)->isVisible());
    QCOMPARE(names(), (QStringList{u"a.sqlite"_s, u"b.sqlite"_s}));
}

void tst_KeptSessions::viewedInATabStays()
{
    const QString old = makeSession(u"old.sqlite"_s, 2, 60);
    makeSession(u"new.sqlite"_s, 2, 0);
    openWindow();
    QVERIFY(openSession(m_window.get(), old));
    m_settings->setSessionBudget(3 * MiB);
    QCOMPARE(trim(), 0);
    QVERIFY(QFile::exists(old));
}

void tst_KeptSessions::keepsASession()
{
    openWindow();
    auto *keep = m_window->findChild<QAction *>(u"keepSession"_s);
    QVERIFY(!keep->isEnabled());
    m_window->openUrl(m_demo.url(u"/flood?n=10"_s).toString());
    QTRY_COMPARE(session()->counters().stored, 10u);
    QTRY_VERIFY(keep->isEnabled());
    QVERIFY(!keep->isChecked());
    const QString file = session()->keeping().fileName;
    keep->trigger();
    QVERIFY(SessionFolder::isPinned(file));
    QVERIFY(keep->isChecked());

    // Each tab shows its own; what is elsewhere does not go in any case.
    const QString elsewhere = m_folder->filePath(u"elsewhere.sqlite"_s);
    QVERIFY(QFile::copy(makeSession(u"other.sqlite"_s, 0, 5), elsewhere));
    QVERIFY(openSession(m_window.get(), elsewhere));
    QVERIFY(!keep->isEnabled() && !keep->isChecked());
    QVERIFY(openSession(m_window.get(), path(u"other.sqlite"_s)));
    QVERIFY(keep->isEnabled() && !keep->isChecked());
    QVERIFY(openSession(m_window.get(), file));
    QVERIFY(keep->isEnabled() && keep->isChecked());
    QStringList recent;
    auto *menu = m_window->findChild<QMenu *>(u"recentSessions"_s);
    Q_EMIT menu->aboutToShow();
    const QList<QAction *> actions = menu->actions();
    for (const QAction *action : actions)
        recent.append(action->text());
    QVERIFY2(recent.contains(QFileInfo(file).fileName() + u" (kept)"_s), qPrintable(recent.join(u'\n')));
    keep->trigger();
    QVERIFY(!SessionFolder::isPinned(file));
    QVERIFY(!keep->isChecked());
}

void tst_KeptSessions::damagedSettingsAreKeptAndSaid()
{
    makeSession(u"a.sqlite"_s, 2, 60);
    makeSession(u"b.sqlite"_s, 2, 0);
    const QByteArray damaged = "[recording]\nbudgetBytes=3000000\n<<<<<<< HEAD\nprivate=true\n";
    QFile file(m_folder->filePath(u"settings.ini"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(damaged) > 0);
    file.close();
    openWindow();
    QVERIFY2(said().contains(u"is kept as “settings.kept-1.ini”"_s), qPrintable(said()));
    QVERIFY(contentsOf(m_folder->filePath(u"settings.kept-1.ini"_s)) == damaged);
    // The budget may be another one: nothing goes, whatever it is now.
    m_settings->setSessionBudget(3 * MiB);
    QSignalSpy trimmed(m_window->keptSessions(), &KeptSessions::trimmed);
    m_window->keptSessions()->trim();
    m_settings->setHeartbeatsShown(true);
    QVERIFY(!trimmed.wait(500));
    m_window.reset();
    QCOMPARE(names(), (QStringList{u"a.sqlite"_s, u"b.sqlite"_s}));
    m_settings.reset();
    QVERIFY(!contentsOf(file.fileName()).contains("HEAD"));
    openWindow();
    QCOMPARE(said(), QString());
    QVERIFY(m_settings->heartbeatsShown());
}

void tst_KeptSessions::damagedConnectionsAreKeptAndSaid()
{
    const QByteArray damaged = "{\"version\": 1, \"connections\": [{\"name\": \"Ticker\"";
    QFile file(ConnectionStore::standardFile());
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(damaged) > 0);
    file.close();
    openWindow();
    QTRY_VERIFY2(said().contains(u"kept as “connections.kept-1.json”"_s), qPrintable(said()));
    QVERIFY(contentsOf(QFileInfo(file).path() + u"/connections.kept-1.json"_s) == damaged);
}

void tst_KeptSessions::oneThingAfterTheOther()
{
    for (const QString &name : {m_folder->filePath(u"settings.ini"_s), ConnectionStore::standardFile()}) {
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("nonsense") > 0);
    }
    openWindow();
    QVERIFY2(said().contains(u"settings.ini"_s), qPrintable(said()));
    QCoreApplication::processEvents();
    auto *dismiss = windowNotice()->findChild<QToolButton *>(u"noticeDismiss"_s);
    dismiss->setFocus();
    QTest::mouseClick(dismiss, Qt::LeftButton);
    QVERIFY2(said().contains(u"connections.json"_s), qPrintable(said()));
    // It has not been hidden in between.
    QVERIFY(dismiss->hasFocus());
    QTest::mouseClick(dismiss, Qt::LeftButton);
    QCOMPARE(said(), QString());
}

void tst_KeptSessions::sessionThatGetsTooLarge()
{
    openWindow();
    m_settings->setKeepingLimits({0, MiB});
    m_window->openUrl(m_demo.url(u"/flood?n=3000&size=1000"_s).toString());
    QTRY_COMPARE(session()->counters().received, 3000u);
    QTRY_VERIFY2(notice().contains(u"larger than 1 MiB"_s), qPrintable(notice()));
    QVERIFY(session()->counters().stored < 3000);
    m_settings->setKeepingLimits({0, 100 * MiB});
    QTRY_COMPARE(session()->counters().stored, 3000u);
    QTRY_COMPARE(session()->counters().shown, 3000u);
    QCOMPARE(session()->counters().lost, 0u);
    QTRY_COMPARE(notice(), QString());
}

void tst_KeptSessions::diskThatGetsTooFull()
{
    openWindow();
    // More than any disk has.
    m_settings->setKeepingLimits({qint64(1) << 60, 0});
    m_window->openUrl(m_demo.url(u"/flood?n=100"_s).toString());
    QTRY_COMPARE(session()->counters().received, 100u);
    QTRY_VERIFY2(notice().contains(u"Less than 1 EiB would stay free"_s), qPrintable(notice()));
    // What was put away stays away while nothing changes.
    QTest::mouseClick(find<QToolButton>(u"noticeDismiss"_s), Qt::LeftButton);
    QCOMPARE(session()->counters().stored, 0u);
    QCOMPARE(notice(), QString());
    m_settings->setKeepingLimits({0, 0});
    QTRY_COMPARE(session()->counters().stored, 100u);
}

void tst_KeptSessions::variablesAreOfTheChosenEnvironment()
{
    SecretStore secrets(nullptr);
    Environments here(Environments::standardFile(), &secrets);
    const QString id = here.add(u"Here"_s);
    here.update({id, u"Here"_s, {{u"port"_s, u"1"_s, false}}});
    here.setCurrent(id);
    QVERIFY(here.flush());
    openWindow();
    enter(u"ws://127.0.0.1:{{port}}/"_s);
    QCOMPARE(session()->profile().url, QUrl(u"ws://127.0.0.1:1/"_s));
}

SOCKETSCOPE_TEST(tst_KeptSessions, QApplication)
#include "tst_keptsessions.moc"
