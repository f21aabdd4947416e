// SPDX-License-Identifier: MIT
#include "log/logmodel.h"
#include "record/recorder.h"
#include "settings/settings.h"
#include "support/bounds.h"
#include "support/testprogram.h"
#include "ui/log/entryclipboard.h"
#include "ui/log/filterbar.h"
#include "ui/log/logfinder.h"
#include "ui/log/logview.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QGuiApplication>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_LogView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void followsTheTail();
    void scrollingUpStopsAndThePillCounts();
    void followsAgain_data();
    void followsAgain();
    void filtersGoOnFollowing();
    void placeIsKeptWhileRowsCome();
    void pickingAnEntryStops();
    void pickedEntryThatIsCleared();
    void onlyAPersonEndsFollowing();
    void keyboard();
    void mouseSelectsRows();
    void copies();
    void millionsOfRows();

private:
    void append(int count);
    int topRow() const { return m_view->verticalScrollBar()->value(); }
    quint64 topSequence() const { return m_model->rows().sequenceAt(topRow()); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Recorder> m_record;
    std::unique_ptr<LogModel> m_model;
    std::unique_ptr<LogView> m_view;
    quint64 m_appended = 0;
};

void tst_LogView::init()
{
    m_appended = 0;
    m_folder = std::make_unique<QTemporaryDir>();
    m_record = std::make_unique<Recorder>(RecordTarget{{}, m_folder->path(), false});
    m_model = std::make_unique<LogModel>(m_record.get());
    m_view = std::make_unique<LogView>();
    m_view->setModel(m_model.get());
    m_view->resize(800, 400);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
}

void tst_LogView::cleanup()
{
    m_view.reset();
    m_model.reset();
    m_record.reset();
}

void tst_LogView::append(int count)
{
    QList<Message> batch;
    for (int i = 0; i < count; ++i)
        batch.append({0, qint64(i), Direction::In, MessageType::Text, QByteArray::number(m_appended++)});
    m_record->append(batch);
    QTRY_COMPARE(m_model->rows().last(), m_appended);
}

void tst_LogView::followsTheTail()
{
    for (int i = 0; i < 5; ++i) {
        append(100);
        QCOMPARE(topRow(), m_view->verticalScrollBar()->maximum());
        QVERIFY(m_view->isFollowing());
    }
}

void tst_LogView::scrollingUpStopsAndThePillCounts()
{
    append(200);
    auto *pill = m_view->findChild<QAbstractButton *>(u"newMessagesPill"_s);
    QVERIFY(!pill->isVisible());
    QSignalSpy following(m_view.get(), &LogView::followingChanged);
    m_view->verticalScrollBar()->setValue(50);
    QVERIFY(!m_view->isFollowing());
    QCOMPARE(following.count(), 1);
    append(1);
    QTRY_VERIFY(pill->isVisible());
    QCOMPARE(pill->text(), u"1 new message ↓"_s);
    append(1234 - 1 - 200);
    QTRY_COMPARE(pill->text(), u"1,034 new messages ↓"_s);
}

void tst_LogView::followsAgain_data()
{
    QTest::addColumn<bool>("byPill");
    QTest::newRow("pill") << true;
    QTest::newRow("End key") << false;
}

void tst_LogView::followsAgain()
{
    QFETCH(const bool, byPill);
    append(200);
    m_view->verticalScrollBar()->setValue(50);
    QVERIFY(!m_view->isFollowing());
    append(5);
    auto *pill = m_view->findChild<QAbstractButton *>(u"newMessagesPill"_s);
    QTRY_VERIFY(pill->isVisible());
    if (byPill)
        QTest::mouseClick(pill, Qt::LeftButton);
    else
        QTest::keyClick(m_view.get(), Qt::Key_End);
    QVERIFY(m_view->isFollowing());
    QVERIFY(!pill->isVisible());
    QCOMPARE(topRow(), m_view->verticalScrollBar()->maximum());
    append(10);
    QCOMPARE(topRow(), m_view->verticalScrollBar()->maximum());
}

void tst_LogView::filtersGoOnFollowing()
{
    Settings settings(m_folder->filePath(u"settings.ini"_s));
    FilterBar bar(&settings);
    const LogFinder finder(m_model.get(), m_view.get(), &bar);
    const auto showsTheEnd = [this](quint64 last) {
        return m_view->isFollowing() && topRow() > 0 && topRow() == m_view->verticalScrollBar()->maximum()
               && m_model->rows().sequenceAt(m_model->rowCount() - 1) == last;
    };
    append(1000);
    QVERIFY(showsTheEnd(1000));
    bar.setMode(FilterMode::ShowOnly);
    bar.setText(u"/7$/"_s);
    QTRY_COMPARE(m_model->rowCount(), 100);
    QVERIFY(showsTheEnd(998)); // it says 997
    append(500);
    QTRY_COMPARE(m_model->rowCount(), 150);
    QVERIFY(showsTheEnd(1498));
    bar.setMode(FilterMode::Highlight);
    QVERIFY(showsTheEnd(1500));
    bar.setMode(FilterMode::ShowOnly);
    QVERIFY(showsTheEnd(1498));
    bar.setText({});
    QVERIFY(showsTheEnd(1500));
    append(100);
    QVERIFY(showsTheEnd(1600));
}

void tst_LogView::placeIsKeptWhileRowsCome()
{
    append(900);
    m_view->verticalScrollBar()->setValue(500);
    const quint64 sequence = topSequence();
    append(50);
    QCOMPARE(topSequence(), sequence);
    append(2000);
    QCOMPARE(topSequence(), sequence);
    QVERIFY(!m_view->isFollowing());
}

void tst_LogView::pickingAnEntryStops()
{
    append(100);
    QSignalSpy current(m_view.get(), &LogView::currentRowChanged);
    const int row = topRow() + 3;
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {},
                      m_view->visualRect(m_model->index(row, LogModel::MessageColumn)).center());
    QCOMPARE(current.count(), 1);
    QCOMPARE(current.first().first().toInt(), row);
    QVERIFY(!m_view->isFollowing());
    const int top = topRow();
    append(100);
    QCOMPARE(topRow(), top);
}

void tst_LogView::pickedEntryThatIsCleared()
{
    append(1000);
    m_view->setCurrentIndex(m_model->index(10, 0));
    QSignalSpy current(m_view.get(), &LogView::currentRowChanged);
    m_model->clear();
    append(100);
    QCOMPARE(m_model->rowCount(), 100);
    QVERIFY(!m_view->currentIndex().isValid());
    QVERIFY(m_view->selectionModel()->selection().isEmpty());
    for (const QList<QVariant> &change : std::as_const(current))
        QCOMPARE(change.first().toInt(), -1);
}

void tst_LogView::onlyAPersonEndsFollowing()
{
    append(300);
    const auto pick = [this](int row) {
        m_view->setCurrentIndex(m_model->index(row, LogModel::MessageColumn));
    };
    // The focus, a selection by program, more rows and another size are nobody's wish.
    m_view->clearFocus();
    m_view->setFocus(Qt::TabFocusReason);
    QVERIFY(!m_view->currentIndex().isValid());
    pick(10);
    append(10);
    m_view->resize(800, 300);
    QVERIFY(m_view->isFollowing());
    QTRY_COMPARE(topRow(), m_view->verticalScrollBar()->maximum());
    QTest::keyClick(m_view.get(), Qt::Key_Up);
    QVERIFY(!m_view->isFollowing());
    m_view->setFollowing(true);
    m_view->selectAll();
    QVERIFY(!m_view->isFollowing());
}

void tst_LogView::keyboard()
{
    append(300);
    QTest::keyClick(m_view.get(), Qt::Key_Home);
    QCOMPARE(m_view->currentIndex().row(), 0);
    QCOMPARE(topRow(), 0);
    QTest::keyClick(m_view.get(), Qt::Key_Down);
    QCOMPARE(m_view->currentIndex().row(), 1);
    QTest::keyClick(m_view.get(), Qt::Key_PageDown);
    QCOMPARE(m_view->currentIndex().row(), 1 + m_view->visibleRows());
    QTest::keyClick(m_view.get(), Qt::Key_PageUp);
    QCOMPARE(m_view->currentIndex().row(), 1);
    QTest::keyClick(m_view.get(), Qt::Key_Up);
    QTest::keyClick(m_view.get(), Qt::Key_Up);
    QCOMPARE(m_view->currentIndex().row(), 0);
    QTest::keyClick(m_view.get(), Qt::Key_End, Qt::ShiftModifier);
    QCOMPARE(m_view->selectionModel()->selectedRows().size(), 300);
}

void tst_LogView::mouseSelectsRows()
{
    append(100);
    m_view->verticalScrollBar()->setValue(0);
    const auto at = [this](int row) {
        return m_view->visualRect(m_model->index(row, LogModel::TypeColumn)).center();
    };
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, at(2));
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, Qt::ShiftModifier, at(5));
    QCOMPARE(m_view->selectionModel()->selectedRows().size(), 4);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, Qt::ControlModifier, at(8));
    QCOMPARE(m_view->selectionModel()->selectedRows().size(), 5);
}

void tst_LogView::copies()
{
    append(10);
    m_record->append({{0, 1, Direction::In, MessageType::Binary, QByteArray("\x01\xfe", 2)}});
    QTRY_COMPARE(m_model->rowCount(), 11);
    QVERIFY(copyEntries(*m_model, {}).isEmpty());
    QItemSelection selection(m_model->index(9, 0), m_model->index(10, 5));
    selection.append(QItemSelectionRange(m_model->index(3, 0), m_model->index(3, 5)));
    QVERIFY(!copyEntries(*m_model, selection).isEmpty());
    QCOMPARE(QGuiApplication::clipboard()->text(), u"3\n9\n01fe"_s);
}

void tst_LogView::millionsOfRows()
{
    constexpr int Half = SanitizedBuild ? 150'000 : 1'000'000;
    for (int rows = 0; rows < 2 * Half; rows += 50'000)
        append(50'000);
    QCOMPARE(m_model->rowCount(), 2 * Half);
    m_view->selectAll();
    m_view->setFollowing(false);
    m_view->scrollTo(m_model->index(Half, 0), QAbstractItemView::PositionAtTop);
    QCOMPARE(topRow(), Half);
    QVERIFY(!m_view->grab().isNull());
    append(10);
    QCOMPARE(topRow(), Half);
}

SOCKETSCOPE_TEST(tst_LogView, QApplication)
#include "tst_logview.moc"
