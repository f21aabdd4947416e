// SPDX-License-Identifier: MIT
// What the window's command line does with a session file, which is opened in the background.
#include "app/windowrun.h"
#include "exchange/anysession.h"
#include "support/bounds.h"
#include "support/testprogram.h"

#include "record/kept/sessionfolder.h"
#include "record/recordfile.h"
#include "session/session.h"
#include "settings/settings.h"
#include "support/sessionfiles.h"
#include "ui/session/sessionpage.h"
#include "ui/window/keptsessions.h"
#include "ui/window/mainwindow.h"
#include "ui/window/openingbar.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;

class tst_WindowRun : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void trimsOnceTheSessionIsThere_data();
    void trimsOnceTheSessionIsThere();
    void trimsAtOnceWithoutASession();
    void leavesWithTheAnswer_data();
    void leavesWithTheAnswer();
    void recordsIntoWhatOthersReadIfAsked_data();
    void recordsIntoWhatOthersReadIfAsked();
    void quitsOnceClosedForGood();

private:
    QString path(const QString &name) const { return SessionFolder::standard() + u'/' + name; }
    bool makeSession(const QString &name, int minutes) const;
    int trims() const { return int(m_trimmed->size()); }

    std::unique_ptr<QTemporaryDir> m_data;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<QSignalSpy> m_trimmed;
    int m_opened = 0;
    QSemaphore m_disk;
};

void tst_WindowRun::init()
{
    m_data = std::make_unique<QTemporaryDir>();
    qputenv("HOME", QFile::encodeName(m_data->path()));
    qputenv("XDG_DATA_HOME", QFile::encodeName(m_data->path()));
    QVERIFY(QDir().mkpath(SessionFolder::standard()));
    QVERIFY(makeSession(u"old.sqlite"_s, 60));
    QVERIFY(makeSession(u"older.sqlite"_s, 90));
    QVERIFY(makeSession(u"new.sqlite"_s, 0));
    QFile letter(path(u"letter.sqlite"_s));
    QVERIFY(letter.open(QIODevice::WriteOnly) && letter.write("Dear Anna,") > 0);
    m_settings = std::make_unique<Settings>(m_data->filePath(u"settings.ini"_s));
    m_window = std::make_unique<MainWindow>(m_settings.get());
    m_window->show();
    m_opened = 0;
    connect(m_window.get(), &MainWindow::sessionOpened, this, [this] { ++m_opened; });
    m_trimmed = std::make_unique<QSignalSpy>(m_window->keptSessions(), &KeptSessions::trimmed);
}

void tst_WindowRun::cleanup()
{
    m_trimmed.reset();
    // The window waits for what is being read, also if a test has failed.
    m_disk.release(10);
    m_window.reset();
    m_disk.acquire(m_disk.available());
    m_settings.reset();
}

bool tst_WindowRun::makeSession(const QString &name, int minutes) const
{
    {
        const RecordFile::Opened opened = RecordFile::open(path(name));
        const MessageBatch batch{textEntry(1, QByteArray(2 * MiB, 'x'))};
        if (opened.error || opened.file->write({&batch}))
            return false;
    }
    QFile file(path(name));
    return file.open(QIODevice::ReadWrite)
           && file.setFileTime(QDateTime::currentDateTime().addSecs(-60 * minutes),
                               QFileDevice::FileModificationTime);
}

void tst_WindowRun::trimsOnceTheSessionIsThere_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("isCancelled");
    QTest::addColumn<QStringList>("left");
    const QStringList withoutOlder{u"letter.sqlite"_s, u"new.sqlite"_s, u"old.sqlite"_s};
    QTest::newRow("opened") << u"older.sqlite"_s << false
                            << QStringList{u"letter.sqlite"_s, u"new.sqlite"_s, u"older.sqlite"_s};
    QTest::newRow("not a session") << u"letter.sqlite"_s << false << withoutOlder;
    QTest::newRow("cancelled") << u"older.sqlite"_s << true << withoutOlder;
}

void tst_WindowRun::trimsOnceTheSessionIsThere()
{
    QFETCH(const QString, name);
    QFETCH(const bool, isCancelled);
    QFETCH(const QStringList, left);
    auto *bar = m_window->findChild<OpeningBar *>();
    bar->setReader([this](const QString &file, int connection, ScanControl *control) {
        m_disk.acquire();
        return openAnySession(file, connection, control);
    });
    Options options;
    options.sessionFile = path(name);
    // All may stay as yet.
    m_settings->setSessionBudget(0);
    WindowRun run(m_window.get(), options);
    QVERIFY2(run.start(), qPrintable(run.errorString()));
    // One that the run had begun would be told before this one.
    m_window->keptSessions()->trim();
    QVERIFY(m_trimmed->wait(10000));
    QCoreApplication::processEvents();
    QCOMPARE(trims(), 1);

    m_settings->setSessionBudget(4 * MiB + MiB / 2);
    if (isCancelled)
        bar->cancel();
    else
        m_disk.release();
    QTRY_COMPARE(trims(), 2);
    QCOMPARE(namesIn(SessionFolder::standard()), left);
    QCOMPARE(run.errorString(), QString());

    // What is opened by hand has nothing to do with it.
    const int before = m_opened;
    m_disk.release(2);
    m_window->openSession(path(u"new.sqlite"_s));
    QTRY_COMPARE(m_opened, before + 1);
    m_window->keptSessions()->trim();
    QTRY_COMPARE(trims(), 3);
    QCoreApplication::processEvents();
    QCOMPARE(trims(), 3);
}

void tst_WindowRun::trimsAtOnceWithoutASession()
{
    m_settings->setSessionBudget(3 * MiB);
    WindowRun run(m_window.get(), Options());
    QVERIFY(run.start());
    QTRY_COMPARE(trims(), 1);
    QCOMPARE(namesIn(SessionFolder::standard()), (QStringList{u"letter.sqlite"_s, u"new.sqlite"_s}));
}

void tst_WindowRun::leavesWithTheAnswer_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("opened");
    QTest::addColumn<QString>("problem");
    QTest::newRow("shown") << u"old.sqlite"_s << 1 << QString();
    QTest::newRow("cannot be shown") << u"letter.sqlite"_s << 0 << u"not a Socketscope session"_s;
}

void tst_WindowRun::leavesWithTheAnswer()
{
    QFETCH(const QString, file);
    QFETCH(const int, opened);
    QFETCH(const QString, problem);
    Options options;
    options.sessionFile = path(file);
    options.quitAfterClose = true;
    QSignalSpy finished(m_window.get(), &MainWindow::finished);
    WindowRun run(m_window.get(), options);
    QVERIFY(run.start());
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(m_opened, opened);
    const QString said = run.errorString();
    QVERIFY2(said.contains(problem) && said.isEmpty() == problem.isEmpty(), qPrintable(said));
}

void tst_WindowRun::recordsIntoWhatOthersReadIfAsked_data()
{
    QTest::addColumn<bool>("isShared");
    QTest::addColumn<QString>("problem");
    QTest::newRow("not asked") << false << u"Others may read"_s;
    QTest::newRow("--shared") << true << QString();
}

void tst_WindowRun::recordsIntoWhatOthersReadIfAsked()
{
    QFETCH(const bool, isShared);
    QFETCH(const QString, problem);
    Options options;
    options.recordFile = path(u"old.sqlite"_s);
    options.isShared = isShared;
    QVERIFY(QFile::setPermissions(options.recordFile,
                                  QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
    WindowRun run(m_window.get(), options);
    QCOMPARE(run.start(), problem.isEmpty());
    QVERIFY2(run.errorString().contains(problem) && run.errorString().isEmpty() == problem.isEmpty(),
             qPrintable(run.errorString()));
}

void tst_WindowRun::quitsOnceClosedForGood()
{
    Options options;
    options.url = u"ws://127.0.0.1:1/"_s;
    options.quitAfterClose = true;
    QSignalSpy finished(m_window.get(), &MainWindow::finished);
    WindowRun run(m_window.get(), options);
    QVERIFY(run.start());
    Session *session = m_window->currentPage()->session();
    QTRY_COMPARE(session->status(), Status::WaitingToRetry);
    QVERIFY(!finished.wait(300));
    session->close();
    QTRY_COMPARE(finished.size(), 1);
}

SOCKETSCOPE_TEST(tst_WindowRun, QApplication)
#include "tst_windowrun.moc"
