// SPDX-License-Identifier: MIT
#include "support/testprogram.h"
#include "ui/kit/rowstable.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;

class tst_RowsTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void isAButtonWithoutRows();
    void addsAndTypes();
    void newRowsAreNobodysWish();
    void removes();
    void moves_data();
    void moves();
    void looksAreNoEdits();
    void marksProblems();
    void fixedRowsCanOnlyGo();
    void tabLeavesTheTable();

private:
    QToolButton *button(const char *name) const
    {
        return m_table->findChild<QToolButton *>(u"t"_s + QString::fromUtf8(name));
    }
    QString firsts() const
    {
        QString text;
        for (const EditedRow &row : m_table->model()->rows())
            text += row.cells[0];
        return text;
    }
    void fill(const QString &letters)
    {
        QList<EditedRow> rows;
        for (const QChar letter : letters)
            rows.append({{letter, QString()}, QVariant(true)});
        m_table->setRows(rows);
    }

    std::unique_ptr<QWidget> m_window;
    RowsTable *m_table = nullptr;
    QLineEdit *m_after = nullptr;
};

void tst_RowsTable::init()
{
    m_window = std::make_unique<QWidget>();
    m_table = new RowsTable(u"t"_s, u"Things"_s, u"thing"_s, {u"Name"_s, u"Value"_s}, RowsTable::Kind::Edited,
                            m_window.get());
    new QAbstractItemModelTester(m_table->model(), QAbstractItemModelTester::FailureReportingMode::QtTest,
                                 m_table);
    m_after = new QLineEdit(m_window.get());
    m_table->setGeometry(0, 0, 400, 300);
    m_after->setGeometry(0, 310, 400, 30);
    m_window->resize(400, 350);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void tst_RowsTable::cleanup()
{
    m_window.reset();
}

void tst_RowsTable::isAButtonWithoutRows()
{
    QVERIFY(!m_table->view()->isVisible());
    QVERIFY(button("Add")->isVisible());
    QVERIFY(!button("Remove")->isVisible());
    m_table->setFocus();
    QVERIFY(button("Add")->hasFocus());
    fill(u"a"_s);
    QVERIFY(m_table->view()->isVisible());
    QVERIFY(button("Remove")->isVisible());
    QVERIFY(!button("Up")->isVisible());
    const int oneRow = m_table->view()->height();
    fill(u"abc"_s);
    QVERIFY(button("Up")->isVisible());
    QVERIFY(m_table->view()->height() > oneRow);
    fill(u"abcdef"_s);
    const int sixRows = m_table->view()->height();
    fill(u"abcdefghijkl"_s);
    QCOMPARE(m_table->view()->height(), sixRows);
}

void tst_RowsTable::addsAndTypes()
{
    QSignalSpy edited(m_table, &RowsTable::edited);
    button("Add")->click();
    QCOMPARE(m_table->currentRow(), 0);
    auto *editor = m_table->view()->findChild<QLineEdit *>();
    QVERIFY(editor);
    // The keys of the table are not for who writes in it.
    QTest::keyClick(editor, Qt::Key_Insert);
    QTest::keyClicks(editor, u"X-A"_s);
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(m_table->model()->rows()[0].cells, (QStringList{u"X-A"_s, QString()}));
    QCOMPARE(edited.size(), 2);
    QTest::keyClick(m_table->view(), Qt::Key_Insert);
    QCOMPARE(m_table->model()->rowCount(), 2);
}

void tst_RowsTable::newRowsAreNobodysWish()
{
    fill(u"a"_s);
    m_table->model()->append({{QString(), QString()}, {}});
    m_table->model()->append({{u"b"_s, QString()}, {}});
    m_table->model()->append({{QString(), QString()}, QVariant(true)});
    const auto meant = m_table->model()->meantRows();
    QCOMPARE(meant.size(), 3);
    QCOMPARE(meant[1].cells[0], u"b"_s);
    QVERIFY(meant[2].isBlank());
}

void tst_RowsTable::removes()
{
    fill(u"abc"_s);
    m_table->setCurrentRow(1);
    QTest::keyClick(m_table->view(), Qt::Key_Delete);
    QCOMPARE(firsts(), u"ac"_s);
    QCOMPARE(m_table->currentRow(), 1);
    button("Remove")->click();
    QCOMPARE(firsts(), u"a"_s);
    QCOMPARE(m_table->currentRow(), 0);
    button("Remove")->click();
    QVERIFY(firsts().isEmpty());
    // Whoever has no mouse goes on from here.
    QVERIFY(button("Add")->hasFocus());
}

void tst_RowsTable::moves_data()
{
    QTest::addColumn<int>("row");
    QTest::addColumn<int>("by");
    QTest::addColumn<QString>("result");
    QTest::addColumn<int>("current");
    QTest::newRow("down") << 0 << 1 << u"bacd"_s << 1;
    QTest::newRow("up") << 2 << -1 << u"acbd"_s << 1;
    QTest::newRow("over the end") << 3 << 1 << u"abcd"_s << 3;
    QTest::newRow("over the start") << 0 << -1 << u"abcd"_s << 0;
}

void tst_RowsTable::moves()
{
    QFETCH(const int, row);
    QFETCH(const int, by);
    fill(u"abcd"_s);
    m_table->setCurrentRow(row);
    QTest::keyClick(m_table->view(), by > 0 ? Qt::Key_Down : Qt::Key_Up, Qt::ControlModifier);
    QTEST(firsts(), "result");
    QTEST(m_table->currentRow(), "current");
    QCOMPARE(button("Up")->isEnabled(), m_table->currentRow() > 0);
    QCOMPARE(button("Down")->isEnabled(), m_table->currentRow() < 3);
}

void tst_RowsTable::looksAreNoEdits()
{
    QSignalSpy edited(m_table, &RowsTable::edited);
    fill(u"abc"_s);
    RowsModel *model = m_table->model();
    QVERIFY(model->setData(model->index(0, 0), u"a"_s, Qt::EditRole));
    model->setProblems({{0, u"no"_s}});
    m_table->setCurrentRow(2);
    QCOMPARE(edited.size(), 0);
    QVERIFY(model->setData(model->index(0, 0), u"z"_s, Qt::EditRole));
    QCOMPARE(edited.size(), 1);
}

void tst_RowsTable::marksProblems()
{
    fill(u"abc"_s);
    RowsModel *model = m_table->model();
    model->append({{QString(), QString()}, {}});
    model->append({{u"d"_s, QString()}, {}});
    // Of the rows that are meant, the fourth; there is a blank one before it.
    model->setProblems({{3, u"<b>bad</b>"_s}});
    QVERIFY(model->index(3, 0).data(RowsModel::ProblemRole).toString().isEmpty());
    const QModelIndex bad = model->index(4, 1);
    QCOMPARE(bad.data(RowsModel::ProblemRole).toString(), u"<b>bad</b>"_s);
    QCOMPARE(bad.data(Qt::AccessibleDescriptionRole).toString(), u"<b>bad</b>"_s);
    QVERIFY(bad.data(Qt::ToolTipRole).toString().contains("&lt;b&gt;"_L1));
    model->setProblems({});
    QVERIFY(bad.data(RowsModel::ProblemRole).toString().isEmpty());
}

void tst_RowsTable::fixedRowsCanOnlyGo()
{
    RowsTable fixed(u"f"_s, u"Things"_s, u"thing"_s, {u"Name"_s}, RowsTable::Kind::Fixed);
    fixed.setRows({{{u"a"_s}, QVariant(1)}, {{u"b"_s}, QVariant(2)}});
    fixed.show();
    QVERIFY(!fixed.findChild<QToolButton *>(u"fAdd"_s)->isVisible());
    QVERIFY(!fixed.findChild<QToolButton *>(u"fUp"_s)->isVisible());
    QVERIFY(!(fixed.model()->flags(fixed.model()->index(0, 0)) & Qt::ItemIsEditable));
    fixed.setCurrentRow(0);
    QTest::keyClick(fixed.view(), Qt::Key_Insert);
    QCOMPARE(fixed.model()->rowCount(), 2);
    QTest::keyClick(fixed.view(), Qt::Key_Delete);
    QCOMPARE(fixed.model()->rows().first().cells, QStringList{u"b"_s});
}

void tst_RowsTable::tabLeavesTheTable()
{
    fill(u"ab"_s);
    m_table->setFocus();
    QVERIFY(m_table->view()->hasFocus());
    QCOMPARE(m_table->currentRow(), 0);
    for (int i = 0; i < 6 && !m_after->hasFocus(); ++i)
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QVERIFY(m_after->hasFocus());
}

SOCKETSCOPE_TEST(tst_RowsTable, QApplication)
#include "tst_rowstable.moc"
