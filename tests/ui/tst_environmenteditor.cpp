// SPDX-License-Identifier: MIT
// Environments by keys alone, as the other tables of the program have them.
#include "saved/environments.h"
#include "secrets/secretstore.h"
#include "support/testprogram.h"
#include "ui/saved/environmenteditor.h"

#include <QApplication>
#include <QLineEdit>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;

class tst_EnvironmentEditor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void insertAndDelete();
    void keysInAnEditorAreItsOwn();
    void rowsAreAsHighAsElsewhere();

private:
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

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<SecretStore> m_secrets;
    std::unique_ptr<Environments> m_environments;
    std::unique_ptr<EnvironmentEditor> m_editor;
};

void tst_EnvironmentEditor::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_secrets = std::make_unique<SecretStore>(nullptr);
    m_environments =
            std::make_unique<Environments>(m_folder->filePath(u"environments.json"_s), m_secrets.get());
    m_environments->setCurrent(m_environments->add(u"Here"_s));
    m_editor = std::make_unique<EnvironmentEditor>(m_environments.get());
    m_editor->show();
    QVERIFY(QTest::qWaitForWindowActive(m_editor.get()));
}

void tst_EnvironmentEditor::cleanup()
{
    m_editor.reset();
    m_environments.reset();
    m_secrets.reset();
}

void tst_EnvironmentEditor::insertAndDelete()
{
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

void tst_EnvironmentEditor::keysInAnEditorAreItsOwn()
{
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

void tst_EnvironmentEditor::rowsAreAsHighAsElsewhere()
{
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_Insert);
    QCOMPARE(table()->rowHeight(0), table()->fontMetrics().height() + 8);
}

SOCKETSCOPE_TEST(tst_EnvironmentEditor, QApplication)
#include "tst_environmenteditor.moc"
