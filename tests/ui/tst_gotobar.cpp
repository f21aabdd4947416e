// SPDX-License-Identifier: MIT
#include "support/testprogram.h"
#include "ui/kit/theme.h"
#include "ui/log/gotobar.h"

#include <QLabel>
#include <QLineEdit>
#include <QShortcut>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

class tst_GoToBar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void hiddenUntilOpened();
    void entersANumber();
    void entersATime();
    void saysWhatIsWrong();
    void typingTakesTheProblemBack();
    void theOwnersProblem();
    void opensWithTheLastTextSelected();
    void escapeCloses_data();
    void escapeCloses();
    void escapeIsNotTheWindows();
    void theButtonCloses();
    void fitsASmallWindow();
    void problemHasTheColourOfErrors();

private:
    std::unique_ptr<QWidget> m_window;
    GoToBar *m_bar = nullptr;
    QLineEdit *m_edit = nullptr;
    QLabel *m_problem = nullptr;
};

static constexpr qint64 Reference = (qint64(1'795'305'600) + 13 * 3600) * 1'000'000;

void tst_GoToBar::initTestCase()
{
    qputenv("TZ", "UTC");
    tzset();
}

void tst_GoToBar::init()
{
    m_window = std::make_unique<QWidget>();
    m_window->resize(800, 500);
    m_bar = new GoToBar(m_window.get());
    auto *layout = new QVBoxLayout(m_window.get());
    layout->setContentsMargins({});
    layout->addWidget(m_bar);
    layout->addWidget(new QLineEdit(m_window.get()));
    layout->addStretch(1);
    m_edit = m_bar->findChild<QLineEdit *>(u"goToEdit"_s);
    m_problem = m_bar->findChild<QLabel *>(u"goToProblem"_s);
    QVERIFY(m_edit && m_problem);
    m_bar->setReference(Reference);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void tst_GoToBar::cleanup()
{
    m_window.reset();
}

void tst_GoToBar::hiddenUntilOpened()
{
    QVERIFY(!m_bar->isVisible());
    m_bar->open();
    QVERIFY(m_bar->isVisible());
    QCOMPARE(QApplication::focusWidget(), m_edit);
    QCOMPARE(m_edit->accessibleName(), u"Go to an entry's number or a time"_s);
}

void tst_GoToBar::entersANumber()
{
    QSignalSpy entered(m_bar, &GoToBar::placeEntered);
    m_bar->open();
    QTest::keyClicks(m_edit, u"1,204,331"_s);
    QCOMPARE(entered.count(), 0);
    QTest::keyClick(m_edit, Qt::Key_Return);
    QCOMPARE(entered.count(), 1);
    LogPlace expected;
    expected.sequence = 1'204'331;
    QCOMPARE(entered[0][0].value<LogPlace>(), expected);
    QVERIFY(m_bar->isVisible());
    QTest::keyClick(m_edit, Qt::Key_Enter, Qt::KeypadModifier);
    QCOMPARE(entered.count(), 2);
}

void tst_GoToBar::entersATime()
{
    QSignalSpy entered(m_bar, &GoToBar::placeEntered);
    m_bar->open();
    QTest::keyClicks(m_edit, u"12:01"_s);
    QTest::keyClick(m_edit, Qt::Key_Return);
    QCOMPARE(entered.count(), 1);
    QCOMPARE(entered[0][0].value<LogPlace>().timeUs, Reference - 59 * 60'000'000LL);
    // The reference moves on with the log.
    m_bar->setReference(Reference + 1'000'000);
    m_bar->open();
    QTest::keyClicks(m_edit, u"-1s"_s);
    QTest::keyClick(m_edit, Qt::Key_Return);
    QCOMPARE(entered.count(), 2);
    QCOMPARE(entered[1][0].value<LogPlace>().timeUs, Reference);
}

void tst_GoToBar::saysWhatIsWrong()
{
    QSignalSpy entered(m_bar, &GoToBar::placeEntered);
    m_bar->open();
    QTest::keyClicks(m_edit, u"12:99"_s);
    QCOMPARE(m_problem->text(), QString());
    QTest::keyClick(m_edit, Qt::Key_Return);
    QVERIFY2(m_problem->text().contains(u"“12:99” is no time of day"_s), qPrintable(m_problem->text()));
    QVERIFY(m_problem->isVisible());
    QCOMPARE(m_edit->accessibleDescription(), m_problem->text());
    QCOMPARE(m_problem->textFormat(), Qt::PlainText);
    QCOMPARE(entered.count(), 0);
    QCOMPARE(QApplication::focusWidget(), m_edit);
}

void tst_GoToBar::typingTakesTheProblemBack()
{
    m_bar->open();
    QTest::keyClicks(m_edit, u"<b>x"_s);
    QTest::keyClick(m_edit, Qt::Key_Return);
    QVERIFY(m_problem->text().contains(u"<b>x"_s));
    QTest::keyClick(m_edit, Qt::Key_Backspace);
    QCOMPARE(m_problem->text(), QString());
    QCOMPARE(m_edit->accessibleDescription(), QString());
}

void tst_GoToBar::theOwnersProblem()
{
    m_bar->open();
    connect(m_bar, &GoToBar::placeEntered, m_bar, [this] { m_bar->setProblem(u"No such entry."_s); });
    QTest::keyClicks(m_edit, u"5"_s);
    QTest::keyClick(m_edit, Qt::Key_Return);
    QCOMPARE(m_problem->text(), u"No such entry."_s);
    m_bar->open();
    QCOMPARE(m_problem->text(), QString());
}

void tst_GoToBar::opensWithTheLastTextSelected()
{
    m_bar->open();
    QTest::keyClicks(m_edit, u"12"_s);
    m_bar->hide();
    m_bar->open();
    QCOMPARE(m_edit->selectedText(), u"12"_s);
    QTest::keyClicks(m_edit, u"3"_s);
    QCOMPARE(m_edit->text(), u"3"_s);
}

void tst_GoToBar::escapeCloses_data()
{
    QTest::addColumn<QString>("focus");
    QTest::newRow("field") << u"goToEdit"_s;
    QTest::newRow("button") << u"goToClose"_s;
}

void tst_GoToBar::escapeCloses()
{
    QFETCH(QString, focus);
    QSignalSpy closed(m_bar, &GoToBar::closed);
    m_bar->open();
    auto *widget = m_bar->findChild<QWidget *>(focus);
    widget->setFocus(Qt::TabFocusReason);
    QTest::keyClick(widget, Qt::Key_Escape);
    QCOMPARE(closed.count(), 1);
    QVERIFY(!m_bar->isVisible());
}

void tst_GoToBar::escapeIsNotTheWindows()
{
    QShortcut shortcut(QKeySequence(Qt::Key_Escape), m_window.get());
    QSignalSpy activated(&shortcut, &QShortcut::activated);
    QSignalSpy closed(m_bar, &GoToBar::closed);
    m_bar->open();
    QTest::keyClick(m_edit, Qt::Key_Escape);
    QCOMPARE(closed.count(), 1);
    QCOMPARE(activated.count(), 0);
    // It works where the row has no say.
    QTest::keyClick(m_window.get(), Qt::Key_Escape);
    QCOMPARE(activated.count(), 1);
}

void tst_GoToBar::theButtonCloses()
{
    QSignalSpy closed(m_bar, &GoToBar::closed);
    bool visibleThen = true;
    connect(m_bar, &GoToBar::closed, this, [&] { visibleThen = m_bar->isVisible(); });
    m_bar->open();
    auto *button = m_bar->findChild<QToolButton *>(u"goToClose"_s);
    QVERIFY(!button->accessibleName().isEmpty());
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(closed.count(), 1);
    QVERIFY(!visibleThen);
}

void tst_GoToBar::fitsASmallWindow()
{
    m_bar->open();
    QTest::keyClicks(m_edit, QString(60, u'W'));
    QTest::keyClick(m_edit, Qt::Key_Return);
    QVERIFY(!m_problem->text().isEmpty());
    // Not widened by what it says, and tall enough for all of it.
    QTRY_VERIFY(m_problem->height() >= m_problem->heightForWidth(m_problem->width()));
    QCOMPARE(m_window->width(), 800);
    QVERIFY(m_bar->minimumSizeHint().width() <= 500);
    QVERIFY(m_edit->geometry().right() < m_problem->geometry().left());
    QVERIFY2(m_bar->height() <= 3 * m_problem->fontMetrics().height() + 2 * Theme::Unit,
             qPrintable(QString::number(m_bar->height())));
}

void tst_GoToBar::problemHasTheColourOfErrors()
{
    m_bar->open();
    QCOMPARE(m_problem->palette().color(QPalette::WindowText), Theme::bad(m_bar->palette()));
    QPalette dark;
    dark.setColor(QPalette::Window, Qt::black);
    dark.setColor(QPalette::Base, Qt::black);
    dark.setColor(QPalette::WindowText, Qt::white);
    dark.setColor(QPalette::Text, Qt::white);
    const QColor before = m_problem->palette().color(QPalette::WindowText);
    m_window->setPalette(dark);
    QCOMPARE(m_problem->palette().color(QPalette::WindowText), Theme::bad(dark));
    QVERIFY(before != Theme::bad(dark));
}

SOCKETSCOPE_TEST(tst_GoToBar, QApplication)
#include "tst_gotobar.moc"
