// SPDX-License-Identifier: MIT
// Pings and pongs in the window: hidden, said to be hidden, shown when asked for; and what a compressed
// message took on the wire.
#include "log/logmodel.h"
#include "openedsession.h"
#include "record/recorder.h"
#include "session/session.h"
#include "settings/settings.h"
#include "support/testprogram.h"
#include "ui/kit/labels.h"
#include "ui/log/filterbar.h"
#include "ui/log/logfinder.h"
#include "ui/log/logview.h"
#include "ui/session/logpane.h"
#include "ui/session/sessionpage.h"
#include "ui/window/mainwindow.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;

static constexpr int SessionEntries = 900;

class tst_Heartbeats : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void hiddenIsSaid();
    void shownForAllTabsAndKept();
    void thePlaceIsKept();
    void theControlToggleShowsThem();
    void goingToAHiddenOne();
    void hitsStayWithinTheRows();
    void sizesOnTheWire();

private:
    template <typename T>
    T *find(const QString &name) const
    {
        return m_window->currentPage()->findChild<T *>(name);
    }
    LogModel *log() const { return m_window->currentPage()->session()->log(); }
    LogView *view() const { return m_window->currentPage()->log()->view(); }
    QAction *action() const { return m_window->findChild<QAction *>(u"showHeartbeats"_s); }
    QString hiddenText() const
    {
        const auto *label = m_window->findChild<QLabel *>(u"hiddenLabel"_s);
        return label->isVisible() ? label->text() : QString();
    }
    void pick(int row) { view()->setCurrentIndex(log()->index(row, LogModel::MessageColumn)); }
    quint64 picked() const { return log()->rows().sequenceAt(view()->currentIndex().row()); }
    void goTo(const QString &place);

    QString m_file;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<MainWindow> m_window;
};

// Two texts and a ping or a pong, and so on. The fifth was compressed.
static QList<Message> entries()
{
    QList<Message> batch;
    for (int n = 1; n <= SessionEntries; ++n) {
        const auto type = n % 3 != 0 ? MessageType::Text : n % 2 == 0 ? MessageType::Ping : MessageType::Pong;
        batch.append({0, 1'790'000'000'000'000 + n * 1000, Direction::In, type, "n" + QByteArray::number(n)});
    }
    batch[4].payload = QByteArray(1234, 'x');
    batch[4].wireBytes = 310;
    return batch;
}

void tst_Heartbeats::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_file = m_folder->filePath(u"session.sqlite"_s);
    {
        Recorder recorder({m_file, {}, false});
        recorder.append(entries());
        QVERIFY(recorder.finish());
    }
    m_settings = std::make_unique<Settings>(m_folder->filePath(u"settings.ini"_s));
    m_window = openedSession(m_settings.get(), m_file);
    QVERIFY(m_window);
    QCOMPARE(log()->rowCount(), SessionEntries * 2 / 3);
}

void tst_Heartbeats::cleanup()
{
    m_window.reset();
    m_settings.reset();
}

void tst_Heartbeats::goTo(const QString &place)
{
    m_window->currentPage()->log()->askForPlace();
    auto *edit = find<QLineEdit>(u"goToEdit"_s);
    QVERIFY(edit);
    edit->setText(place);
    QTest::keyClick(edit, Qt::Key_Return);
}

void tst_Heartbeats::hiddenIsSaid()
{
    QTRY_COMPARE(hiddenText(), u"300 pings and pongs hidden"_s);
    auto *edit = find<QLineEdit>(u"filterEdit"_s);
    edit->setText(u"dir:in"_s);
    QTest::keyClick(edit, Qt::Key_Return);
    const auto *count = find<QLabel>(u"filterCount"_s);
    QTRY_COMPARE(count->text(), u"600 of 600"_s);
    QVERIFY2(count->toolTip().contains(u"300 pings and pongs"_s), qPrintable(count->toolTip()));
    edit->setText(u"type:ping"_s);
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_COMPARE(count->text(), u"150 of 900"_s);
    QTRY_VERIFY(count->toolTip().isEmpty());
    QTRY_COMPARE(hiddenText(), QString());
}

void tst_Heartbeats::shownForAllTabsAndKept()
{
    LogModel *first = log();
    QTest::keyClick(m_window.get(), Qt::Key_T, Qt::ControlModifier);
    LogModel *second = log();
    QVERIFY(!action()->isChecked());
    action()->trigger();
    QCOMPARE(first->rowCount(), SessionEntries);
    QVERIFY(first->showsHeartbeats() && second->showsHeartbeats());
    QTRY_COMPARE(hiddenText(), QString());
    // A tab that is opened later, and the next run.
    QTest::keyClick(m_window.get(), Qt::Key_T, Qt::ControlModifier);
    QVERIFY(log()->showsHeartbeats());
    const Settings next(m_folder->filePath(u"settings.ini"_s));
    QVERIFY(next.heartbeatsShown());
    action()->trigger();
    QCOMPARE(first->rowCount(), SessionEntries * 2 / 3);
    QVERIFY(!m_settings->heartbeatsShown());
}

void tst_Heartbeats::thePlaceIsKept()
{
    pick(200);
    const quint64 sequence = picked();
    view()->setTopRow(190);
    const quint64 top = log()->rows().sequenceAt(view()->topRow());
    action()->trigger();
    QCOMPARE(picked(), sequence);
    QCOMPARE(log()->rows().sequenceAt(view()->topRow()), top);
    QCOMPARE(view()->selectionModel()->selectedRows().size(), 1);
    // From a hidden one to another: what is shown between them stays selected.
    view()->selectionModel()->select({log()->index(299, 0), log()->index(305, log()->columnCount() - 1)},
                                     QItemSelectionModel::ClearAndSelect);
    QCOMPARE(log()->rows().sequenceAt(299), 300u);
    action()->trigger();
    QCOMPARE(picked(), sequence);
    QCOMPARE(view()->selectionModel()->selectedRows().size(), 4);
    QCOMPARE(log()->rows().sequenceAt(view()->topRow()), top);
}

void tst_Heartbeats::theControlToggleShowsThem()
{
    auto *control = find<QToolButton>(u"filterControl"_s);
    control->click();
    QTRY_COMPARE(log()->rowCount(), SessionEntries / 3);
    control->click();
    QTRY_COMPARE(log()->rowCount(), SessionEntries * 2 / 3);
}

void tst_Heartbeats::goingToAHiddenOne()
{
    QSignalSpy said(m_window->currentPage(), &SessionPage::said);
    goTo(u"7"_s);
    QCOMPARE(picked(), 7u);
    QCOMPARE(said.size(), 0);
    goTo(u"12"_s);
    QCOMPARE(picked(), 13u);
    QCOMPARE(said.size(), 1);
    QVERIFY(said.first().first().toString().contains(u"12"_s));
    // There is none behind it.
    goTo(u"900"_s);
    QCOMPARE(picked(), 899u);
    action()->trigger();
    goTo(u"12"_s);
    QCOMPARE(picked(), 12u);
}

// Paused while a filter's scan was under way, and then all shown: matches may be behind the last row.
void tst_Heartbeats::hitsStayWithinTheRows()
{
    Recorder record({m_folder->filePath(u"live.sqlite"_s), {}, false});
    record.append(entries().first(10));
    QTRY_COMPARE(record.extent().last, 10u);
    LogModel log(&record);
    LogView view;
    view.setModel(&log);
    FilterBar bar(m_settings.get());
    LogFinder finder(&log, &view, &bar);
    bar.setText(u"n"_s);
    QTRY_VERIFY(log.rows().matches().count() > 0);
    record.append(entries().mid(10, 40));
    QTRY_COMPARE(record.extent().last, 50u);
    QTRY_VERIFY(log.rows().last() > 10 || log.rows().matches().count() > 10);
    log.setPaused(true);
    record.append(entries().mid(50, 40));
    QTRY_COMPARE(record.extent().last, 90u);
    bar.setMode(FilterMode::Highlight);
    QTRY_COMPARE(log.filterProgress(), 1.0);
    QSignalSpy said(&finder, &LogFinder::said);
    for (int i = 0; i < 100 && said.isEmpty(); ++i) {
        finder.nextHit();
        QVERIFY(log.index(view.currentIndex().row(), 0).data(LogModel::IsHitRole).toBool());
        QVERIFY(log.rows().sequenceAt(view.currentIndex().row()) <= log.rows().last());
    }
    QCOMPARE(said.size(), 1);
    QCOMPARE(view.currentIndex().row(), log.rowCount() - 1);
}

void tst_Heartbeats::sizesOnTheWire()
{
    const QModelIndex compressed = log()->index(log()->rows().rowOf(5), LogModel::SizeColumn);
    QCOMPARE(compressed.data(Qt::ToolTipRole).toString(), u"1,234 B, 310 B compressed (25 %)"_s);
    QCOMPARE(log()->index(0, LogModel::SizeColumn).data(Qt::ToolTipRole).toString(), u"2 B"_s);
    QVERIFY(log()->index(0, LogModel::TypeColumn).data(Qt::ToolTipRole).toString().isEmpty());
    pick(compressed.row());
    const auto *info = find<ElidedLabel>(u"inspectorInfo"_s);
    QTRY_VERIFY2(info->text().contains(u"1,234 B, 310 B compressed (25 %)"_s), qPrintable(info->text()));
    pick(0);
    QTRY_VERIFY2(info->text().contains(u"· 2 B ·"_s), qPrintable(info->text()));
}

SOCKETSCOPE_TEST(tst_Heartbeats, QApplication)
#include "tst_heartbeats.moc"
