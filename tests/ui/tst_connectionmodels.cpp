// SPDX-License-Identifier: MIT
// The models of the panel of saved connections, and its environments.
#include "connectionpanelfixture.h"
#include "support/testprogram.h"

#include "ui/kit/labels.h"
#include "ui/saved/variablemodel.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QComboBox>
#include <QMimeData>
#include <QSignalSpy>
#include <QTableView>
#include <QToolButton>

class tst_ConnectionModels : public ConnectionPanelFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { ConnectionPanelFixture::init(); }
    void cleanup()
    {
        m_editor.reset();
        ConnectionPanelFixture::cleanup();
    }
    void modelFollowsTheStore();
    void modelDrops();
    void modelIsPlainText();
    void variableModel();
    void environmentCombo();
    void environmentEditor();
    void editorByKeys();
    void keysInAnEditorAreItsOwn();
    void rowsAreAsHighAsElsewhere();

private:
    void openEditor()
    {
        m_environments->setCurrent(m_environments->add(u"Here"_s));
        m_editor = std::make_unique<EnvironmentEditor>(m_environments.get());
        m_editor->show();
        QVERIFY(QTest::qWaitForWindowActive(m_editor.get()));
    }
    QTableView *table() const { return m_editor->findChild<QTableView *>(u"variableTable"_s); }
    QToolButton *remove() const { return m_editor->findChild<QToolButton *>(u"removeVariable"_s); }
    QLineEdit *cell() const { return qobject_cast<QLineEdit *>(QApplication::focusWidget()); }
    QStringList names() const
    {
        QStringList names;
        for (const Variable &variable : m_environments->environment(m_editor->shownId()).variables)
            names.append(variable.name);
        return names;
    }

    std::unique_ptr<EnvironmentEditor> m_editor;
};

void tst_ConnectionModels::modelFollowsTheStore()
{
    ConnectionTreeModel model(m_store.get());
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const QString f = m_store->addFolder(u"F"_s);
    const QString a = add(u"A"_s);
    const QString b = add(u"B"_s, f);
    const QPersistentModelIndex indexOfB(model.indexOf(b));
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(0, 0, model.indexOf(f)).data().toString(), u"B"_s);
    QVERIFY(m_store->move(b, {}, 0));
    QCOMPARE(indexOfB.row(), 0);
    QVERIFY(m_store->move(b, {}, 2));
    QCOMPARE(indexOfB.row(), 1);
    QVERIFY(m_store->move(a, f, -1));
    QVERIFY(model.setData(model.indexOf(a), u"  New \n name "_s, Qt::EditRole));
    QCOMPARE(m_store->connection(a).name, u"New name"_s);
    QVERIFY(!model.setData(model.indexOf(a), u" "_s, Qt::EditRole));
    m_store->duplicate(f);
    m_store->remove(f);
    m_store->undoRemove();
    QCOMPARE(model.rowCount(model.indexOf(f)), 1);
    ConnectionStore other(m_folder->filePath(u"c.json"_s), m_secrets.get());
    QVERIFY(m_store->flush());
    other.refresh();
    other.rename(a, u"changed"_s);
    QVERIFY(other.flush());
    m_store->refresh();
    QCOMPARE(model.indexOf(a).data().toString(), u"changed"_s);
}

void tst_ConnectionModels::modelDrops()
{
    ConnectionTreeModel model(m_store.get());
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const QString f = m_store->addFolder(u"F"_s);
    const QString g = m_store->addFolder(u"G"_s, f);
    const QString a = add(u"A"_s);
    const QString b = add(u"B"_s);
    const auto drop = [&](const QStringList &ids, int row, const QString &folder) {
        QModelIndexList indexes;
        for (const QString &id : ids)
            indexes.append(model.indexOf(id));
        const std::unique_ptr<QMimeData> data(model.mimeData(indexes));
        return model.dropMimeData(data.get(), Qt::MoveAction, row, 0, model.indexOf(folder));
    };
    QVERIFY(drop({a, b}, -1, f));
    QCOMPARE(m_store->childrenOf(f), (QStringList{g, a, b}));
    QVERIFY(drop({a, b}, 0, f));
    QCOMPARE(m_store->childrenOf(f), (QStringList{a, b, g}));
    QVERIFY(drop({b}, 0, {}));
    QCOMPARE(m_store->childrenOf({}), (QStringList{b, f}));
    QVERIFY(!drop({f}, 0, g));
    QVERIFY(!drop({f}, 0, b));
    const QString m = m_store->addMessage({u"hi"_s}, u"M"_s, {});
    QVERIFY(drop({m}, -1, b));
    QCOMPARE(m_store->messagesFor(b), QStringList(m));
    QVERIFY(!drop({a}, -1, b));
    QVERIFY(!model.flags(model.indexOf(m)).testFlag(Qt::ItemIsDropEnabled));
    // Behind the folder, wherever it is dropped.
    QVERIFY(drop({m}, 0, {}));
    QCOMPARE(m_store->childrenOf({}), (QStringList{b, f, m}));
    QMimeData foreign;
    foreign.setText(u"x"_s);
    QVERIFY(!model.canDropMimeData(&foreign, Qt::MoveAction, 0, 0, {}));
}

void tst_ConnectionModels::modelIsPlainText()
{
    ConnectionTreeModel model(m_store.get());
    const QString a = add(u"<b>A</b>"_s);
    const QModelIndex index = model.indexOf(a);
    const QString toolTip = index.data(Qt::ToolTipRole).toString();
    QVERIFY(toolTip.contains(u"&lt;b&gt;"_s));
    QVERIFY(!toolTip.contains(u"hush"_s));
    QVERIFY(index.data(ConnectionTreeModel::DetailRole).toString().contains(u"token=***"_s));
}

void tst_ConnectionModels::variableModel()
{
    VariableModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy problem(&model, &VariableModel::problem);
    QSignalSpy edited(&model, &VariableModel::edited);
    model.setEnvironment({u"e"_s, u"E"_s, {{u"a"_s, u"1"_s, false}, {u"b"_s, u"hush"_s, true}}});
    QCOMPARE(edited.size(), 0);
    const auto at = [&](int row, int column) { return model.index(row, column); };
    QCOMPARE(at(1, VariableModel::ValueColumn).data().toString(), QString(8, u'•'));
    QVERIFY(model.setData(at(0, VariableModel::SecretColumn), Qt::Checked, Qt::CheckStateRole));
    QVERIFY(model.environment().variables.at(0).secret);
    QVERIFY(!model.setData(at(0, VariableModel::NameColumn), u"b"_s, Qt::EditRole));
    QVERIFY(problem.constLast().constFirst().toString().contains(u"already"_s));
    QVERIFY(!model.setData(at(0, VariableModel::NameColumn), u"a b"_s, Qt::EditRole));
    QVERIFY(model.setData(at(0, VariableModel::NameColumn), u" c "_s, Qt::EditRole));
    QCOMPARE(problem.constLast().constFirst().toString(), QString());
    QCOMPARE(model.environment().variables.at(0).name, u"c"_s);
    model.addVariable();
    model.addVariable();
    QCOMPARE(model.environment().variables.at(3).name, u"variable2"_s);
    model.removeVariable(0);
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(edited.size(), 5);
    // A secret that is not known stays one: an empty value would take its place.
    model.setEnvironment({u"e"_s, u"E"_s, {{u"a"_s, {}, true}}});
    QVERIFY(!model.setData(at(0, VariableModel::SecretColumn), Qt::Unchecked, Qt::CheckStateRole));
    QVERIFY(problem.constLast().constFirst().toString().contains(u"“a”"_s));
    QVERIFY(model.environment().variables.at(0).secret);
    QCOMPARE(edited.size(), 5);
}

void tst_ConnectionModels::environmentCombo()
{
    auto *combo = m_panel->findChild<QComboBox *>(u"environmentCombo"_s);
    QCOMPARE(combo->currentText(), u"No environment"_s);
    const QString a = m_environments->add(u"Production"_s);
    QCOMPARE(combo->count(), 4); // with the line
    QSignalSpy changed(m_environments.get(), &Environments::currentChanged);
    combo->setFocus();
    QTest::keyClick(combo, Qt::Key_Down);
    QCOMPARE(m_environments->currentId(), a);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(combo->currentText(), u"Production"_s);
    QTest::keyClick(combo, Qt::Key_Down);
    auto *editor = m_panel->findChild<EnvironmentEditor *>();
    QVERIFY(editor && editor->isVisible() && !editor->isModal());
    QCOMPARE(editor->shownId(), a);
    QCOMPARE(combo->currentText(), u"Production"_s);
    m_environments->remove(a);
    QCOMPARE(combo->currentText(), u"No environment"_s);
}

void tst_ConnectionModels::environmentEditor()
{
    EnvironmentEditor editor(m_environments.get());
    editor.show();
    QVERIFY(QTest::qWaitForWindowActive(&editor));
    auto *table = editor.findChild<QTableView *>(u"variableTable"_s);
    QVERIFY(!table->isEnabled());
    QTest::mouseClick(editor.findChild<QToolButton *>(u"addEnvironment"_s), Qt::LeftButton);
    const QString id = editor.shownId();
    QCOMPARE(m_environments->currentId(), id); // the first one is meant to be used
    auto *name = editor.findChild<QLineEdit *>(u"environmentName"_s);
    QTest::keyClicks(name, u"Prod"_s);
    QCOMPARE(m_environments->environment(id).name, u"Prod"_s);
    QCOMPARE(editor.findChild<QComboBox *>(u"environmentList"_s)->currentText(), u"Prod"_s);

    QTest::mouseClick(editor.findChild<QToolButton *>(u"addVariable"_s), Qt::LeftButton);
    auto *cell = table->viewport()->findChild<QLineEdit *>();
    QVERIFY(cell);
    QTest::keyClicks(cell, u"host"_s);
    QTest::keyClick(cell, Qt::Key_Return);
    QTRY_COMPARE(m_environments->environment(id).variables.value(0).name, u"host"_s);
    QVERIFY(table->model()->setData(table->model()->index(0, VariableModel::ValueColumn), u"example.com"_s,
                                    Qt::EditRole));
    QCOMPARE(m_environments->chosen().values.value(u"host"_s), u"example.com"_s);
    QVERIFY(!table->model()->setData(table->model()->index(0, VariableModel::NameColumn), u"a b"_s,
                                     Qt::EditRole));
    QCOMPARE(editor.findChild<ElidedLabel *>(u"environmentHint"_s)->tone(), ElidedLabel::Tone::Problem);

    QTest::mouseClick(editor.findChild<QToolButton *>(u"removeEnvironment"_s), Qt::LeftButton);
    QVERIFY(m_environments->all().isEmpty());
    QVERIFY(!table->isEnabled());
    QTest::mouseClick(editor.findChild<QToolButton *>(u"panelNoticeAction"_s), Qt::LeftButton);
    QCOMPARE(m_environments->environment(id).variables.value(0).value, u"example.com"_s);
    QCOMPARE(m_environments->currentId(), id);
    QCOMPARE(editor.shownId(), id);
}

void tst_ConnectionModels::editorByKeys()
{
    openEditor();
    QVERIFY(!remove()->isEnabled());
    table()->setFocus();
    for (const QString &name : {u"host"_s, u"port"_s}) {
        QTest::keyClick(table(), Qt::Key_Insert);
        QVERIFY(cell());
        QTest::keyClicks(cell(), name);
        QTest::keyClick(cell(), Qt::Key_Return);
        QTRY_COMPARE(QApplication::focusWidget(), static_cast<QWidget *>(table()));
    }
    QCOMPARE(names(), (QStringList{u"host"_s, u"port"_s}));
    QVERIFY(remove()->isEnabled());
    QTest::keyClick(table(), Qt::Key_Delete);
    QCOMPARE(names(), QStringList{u"host"_s});
    QTest::keyClick(table(), Qt::Key_Delete);
    QVERIFY(names().isEmpty());
    QVERIFY(!remove()->isEnabled());
    QTest::keyClick(table(), Qt::Key_Delete);
}

void tst_ConnectionModels::keysInAnEditorAreItsOwn()
{
    openEditor();
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_Insert);
    QVERIFY(cell());
    QTest::keyClicks(cell(), u"ab"_s);
    QTest::keyClick(cell(), Qt::Key_Home);
    QTest::keyClick(cell(), Qt::Key_Delete);
    QTest::keyClick(cell(), Qt::Key_Insert);
    QVERIFY(cell());
    QTest::keyClick(cell(), Qt::Key_Return);
    QTRY_COMPARE(names(), QStringList{u"b"_s});
}

void tst_ConnectionModels::rowsAreAsHighAsElsewhere()
{
    openEditor();
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_Insert);
    QCOMPARE(table()->rowHeight(0), table()->fontMetrics().height() + 8);
}

SOCKETSCOPE_TEST(tst_ConnectionModels, QApplication)
#include "tst_connectionmodels.moc"
