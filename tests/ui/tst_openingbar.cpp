// SPDX-License-Identifier: MIT
// What is shown while a session file is being opened, and how that ends.
#include "scancontrol.h"
#include "support/nothreads.h"
#include "support/testprogram.h"
#include "ui/kit/labels.h"
#include "ui/window/openingbar.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QSemaphore>
#include <QTest>
#include <QVBoxLayout>

#include <atomic>
#include <chrono>
#include <memory>
#include <thread>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// A field that has a use for Esc, or has none.
class Field : public QLineEdit
{
public:
    bool m_takesEsc = false;

protected:
    bool event(QEvent *event) override
    {
        if (m_takesEsc && event->type() == QEvent::ShortcutOverride)
            event->accept();
        return QLineEdit::event(event);
    }
};

class tst_OpeningBar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void showsWhatTakesLong();
    void doesNotShowWhatIsQuick();
    void endsByItsButton();
    void endsByEsc_data();
    void endsByEsc();
    void nextOneDoesNotWaitForACancelledOne();
    void oneAfterTheOther();
    void goesWhileReading();
    void withoutAThread();

private:
    /// Opens a file: what was answered is in m_answers.
    void open(const QString &fileName);
    QString text() const { return m_bar->findChild<ElidedLabel *>(u"openingText"_s)->text(); }

    std::unique_ptr<QWidget> m_window;
    OpeningBar *m_bar = nullptr;
    Field *m_first = nullptr;
    Field *m_field = nullptr;
    QStringList m_answers;
    /// Each name that begins with "slow" waits for one.
    QSemaphore m_disk;
    QSemaphore m_reading;
    std::atomic<const std::atomic<bool> *> m_flag = nullptr;
};

void tst_OpeningBar::init()
{
    m_answers.clear();
    m_window = std::make_unique<QWidget>();
    auto *layout = new QVBoxLayout(m_window.get());
    m_first = new Field;
    m_field = new Field;
    m_bar = new OpeningBar;
    for (QWidget *widget :
         {static_cast<QWidget *>(m_first), static_cast<QWidget *>(m_field), static_cast<QWidget *>(m_bar)})
        layout->addWidget(widget);
    m_bar->setPatience(0ms);
    m_bar->setReader([this](const QString &fileName, int, ScanControl *control) {
        m_flag = &control->cancelled;
        m_reading.release();
        if (fileName.startsWith(u"slow"_s))
            m_disk.acquire();
        return OpenedSession{nullptr, fileName + u" is no session."_s};
    });
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_field->setFocus();
}

void tst_OpeningBar::cleanup()
{
    m_disk.release(10);
    m_window.reset();
    m_disk.acquire(m_disk.available());
    m_reading.acquire(m_reading.available());
}

void tst_OpeningBar::open(const QString &fileName)
{
    m_bar->open(fileName, 0, [this](const OpenedSession &opened) {
        QVERIFY(!opened.record);
        m_answers.append(opened.problem);
    });
}

void tst_OpeningBar::showsWhatTakesLong()
{
    open(u"slow.sqlite"_s);
    QTRY_VERIFY(m_bar->isVisible());
    QVERIFY2(text().contains(u"slow.sqlite"_s), qPrintable(text()));
    QVERIFY(m_answers.isEmpty());
    m_disk.release();
    QTRY_COMPARE(m_answers, QStringList{u"slow.sqlite is no session."_s});
    QVERIFY(!m_bar->isVisible());
    QVERIFY(m_field->hasFocus());
}

void tst_OpeningBar::doesNotShowWhatIsQuick()
{
    m_bar->setPatience(1h);
    open(u"quick"_s);
    QTRY_COMPARE(m_answers.size(), 1);
    QVERIFY(!m_bar->isVisible());
    // Nor later.
    m_bar->setPatience(0ms);
    QCoreApplication::processEvents();
    QVERIFY(!m_bar->isVisible());
}

void tst_OpeningBar::endsByItsButton()
{
    open(u"slow"_s);
    QTRY_VERIFY(m_bar->isVisible());
    auto *cancel = m_bar->findChild<QPushButton *>(u"openingCancel"_s);
    cancel->setFocus();
    QVERIFY(cancel->hasFocus());
    QTest::keyClick(cancel, Qt::Key_Space);
    QCOMPARE(m_answers, QStringList{QString()});
    QVERIFY(!m_bar->isVisible());
    QVERIFY(m_field->hasFocus());
    // It has nothing more to say.
    m_disk.release();
    open(u"quick"_s);
    QTRY_COMPARE(m_answers.value(1), u"quick is no session."_s);
    QCOMPARE(m_answers.size(), 2);
}

void tst_OpeningBar::endsByEsc_data()
{
    QTest::addColumn<bool>("fieldTakesEsc");
    QTest::addColumn<bool>("ends");
    QTest::newRow("wherever the focus is") << false << true;
    QTest::newRow("but not past a field that takes it") << true << false;
}

void tst_OpeningBar::endsByEsc()
{
    QFETCH(const bool, fieldTakesEsc);
    QFETCH(const bool, ends);
    m_field->m_takesEsc = fieldTakesEsc;
    open(u"slow"_s);
    QTRY_VERIFY(m_bar->isVisible());
    QTest::keyClick(m_field, Qt::Key_Escape);
    QCOMPARE(m_bar->isVisible(), !ends);
    QCOMPARE(m_answers.size(), ends ? 1 : 0);
    QVERIFY(m_field->hasFocus());
}

void tst_OpeningBar::nextOneDoesNotWaitForACancelledOne()
{
    open(u"slow"_s);
    QVERIFY(m_reading.tryAcquire(1, 5000));
    const std::atomic<bool> *flag = m_flag;
    open(u"behind it"_s);
    m_bar->cancel();
    QVERIFY(*flag);
    QCOMPARE(m_answers, (QStringList{QString(), QString()}));
    open(u"next"_s);
    QVERIFY(m_reading.tryAcquire(1, 5000));
    QVERIFY(m_flag.load() != flag);
    QTRY_COMPARE(m_answers.value(2), u"next is no session."_s);
    // The disk has not answered yet, and whether that is still wanted can still be asked.
    QVERIFY(*flag);
    m_disk.release();
}

void tst_OpeningBar::oneAfterTheOther()
{
    open(u"slow 1"_s);
    open(u"2"_s);
    QVERIFY(m_reading.tryAcquire(1, 5000));
    QTRY_VERIFY(text().contains(u"slow 1"_s));
    // The second one has not begun.
    QCOMPARE(m_reading.available(), 0);
    m_disk.release();
    QTRY_COMPARE(m_answers.size(), 2);
    QCOMPARE(m_answers, (QStringList{u"slow 1 is no session."_s, u"2 is no session."_s}));
}

void tst_OpeningBar::goesWhileReading()
{
    m_bar->setReader([this](const QString &, int, ScanControl *control) {
        m_reading.release();
        while (!control->cancelled)
            std::this_thread::yield();
        return OpenedSession();
    });
    open(u"endless"_s);
    QVERIFY(m_reading.tryAcquire(1, 5000));
    m_window.reset();
    QVERIFY(m_answers.isEmpty());
}

void tst_OpeningBar::withoutAThread()
{
    const NoThreads noThreads;
    open(u"first"_s);
    open(u"second"_s);
    QCOMPARE(m_reading.available(), 2);
    QVERIFY(m_answers.isEmpty());
    QTRY_COMPARE(m_answers, (QStringList{u"first is no session."_s, u"second is no session."_s}));
    QVERIFY(!m_bar->isVisible());
    open(u"third"_s);
    m_bar->cancel();
    QCOMPARE(m_answers.value(2, u"none"_s), QString());
    open(u"fourth"_s);
    QTRY_COMPARE(m_answers.value(3), u"fourth is no session."_s);
}

SOCKETSCOPE_TEST(tst_OpeningBar, QApplication)
#include "tst_openingbar.moc"
