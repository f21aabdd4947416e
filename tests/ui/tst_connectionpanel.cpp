// SPDX-License-Identifier: MIT
#include "connectionpanelfixture.h"
#include "support/testprogram.h"

#include "ui/kit/fields/verbatimedit.h"
#include "ui/saved/connectionexchange.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QToolButton>
#include <QUrl>

class tst_ConnectionPanel : public ConnectionPanelFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { ConnectionPanelFixture::init(); }
    void cleanup() { ConnectionPanelFixture::cleanup(); }
    void emptyState();
    void opens();
    void edits();
    void messages();
    void savesMessages();
    void savesOverMessages();
    void renames();
    void duplicates();
    void removesAndUndoes();
    void newFolder();
    void search();
    void searchKeys();
    void notes();
    void saves();
    void saysWhereSecretsAre();
    void surviveReset();
    void importsAndExports();
    void importsWhatIsDropped();
    void exportAsksForSecrets();
    void everyControlHasAName();
    void isNarrow();
    void currentStaysInSight();
    void longWordsBreak();
    void emptyFolderIsToldFromAConnection();
};

void tst_ConnectionPanel::emptyState()
{
    auto *empty = m_panel->findChild<QLabel *>(u"connectionEmpty"_s);
    QVERIFY(empty->isVisible() && !tree()->isVisible());
    QCOMPARE(empty->text(), ConnectionPanel::emptyText());
    const QString a = add(u"A"_s);
    QTRY_VERIFY(tree()->isVisible() && !empty->isVisible());
    m_store->remove(a);
    QTRY_VERIFY(empty->isVisible());
}

void tst_ConnectionPanel::messages()
{
    const QString a = add(u"A"_s);
    const QString m = m_store->addMessage({u"hello\nthere"_s}, u"M"_s, a);
    QSignalSpy requested(m_panel.get(), &ConnectionPanel::messageRequested);
    QTRY_VERIFY(tree()->isVisible());
    // Closed until it is opened, or something in it is looked for.
    QTRY_COMPARE(shown(), QStringList(u"A"_s));
    searchField()->setText(u"lo th"_s);
    QTRY_COMPARE(shown(), (QStringList{u"A"_s, u"M"_s}));
    QTest::keyClick(searchField(), Qt::Key_Return);
    QCOMPARE(requested.takeFirst(), (QVariantList{m, false}));
    searchField()->clear();
    QTRY_COMPARE(tree()->currentId(), m);
    QTest::keyClick(tree(), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(requested.takeFirst(), (QVariantList{m, true}));
    const auto isOffered = [this](const QString &name) {
        return m_panel->findChild<QAction *>(name)->isVisible();
    };
    QVERIFY(isOffered(u"sendMessage"_s) && isOffered(u"writeMessage"_s) && !isOffered(u"openConnection"_s));
    const QSignalSpy repeated(m_panel.get(), &ConnectionPanel::repeatRequested);
    QVERIFY(isOffered(u"repeatMessage"_s));
    m_panel->findChild<QAction *>(u"repeatMessage"_s)->trigger();
    QCOMPARE(repeated.value(0), QVariantList{m});
    tree()->setCurrentId(a);
    QVERIFY(!isOffered(u"sendMessage"_s) && !isOffered(u"writeMessage"_s) && isOffered(u"openConnection"_s));
    tree()->setFocus();
    QTest::keyClick(tree(), Qt::Key_Delete);
    QCOMPARE(said(), u"“A” and all that was in it was removed."_s);
    QTest::keyClick(tree(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(m_store->messagesFor(a), QStringList(m));
}

void tst_ConnectionPanel::savesMessages()
{
    const QString f = m_store->addFolder(u"F"_s);
    const QString a = add(u"A"_s, f);
    const QString m = m_panel->saveMessage({u" {\"hello\": 1}"_s, MessageFormat::Json}, a);
    QCOMPARE(m_store->parentOf(m), a);
    QCOMPARE(m_store->connection(m).name, u"{\"hello\": 1}"_s);
    // It is in sight, and can be named at once.
    QTRY_VERIFY(tree()->findChild<QLineEdit *>());
    QTest::keyClicks(tree()->findChild<QLineEdit *>(), u"Greeting"_s);
    QTest::keyClick(tree()->findChild<QLineEdit *>(), Qt::Key_Return);
    QTRY_COMPARE(m_store->connection(m).name, u"Greeting"_s);
    QCOMPARE(shown(), (QStringList{u"F"_s, u"A"_s, u"Greeting"_s}));
    // What is new goes to the folder that is nearest.
    const QString b = m_panel->saveCurrent({}, u"ws://b/"_s, u"B"_s);
    QCOMPARE(m_store->parentOf(b), f);
}

void tst_ConnectionPanel::savesOverMessages()
{
    const QString a = add(u"A"_s);
    const QString m = m_store->addMessage({u"one"_s}, u"M"_s, a);
    m_store->setNotes(m, u"as the manual says"_s);
    const WrittenMessage two{u"{\"two\": 2}"_s, MessageFormat::Json};
    QCOMPARE(m_panel->saveMessage(two, {}, m), m);
    QCOMPARE(m_store->message(m), two);
    QCOMPARE(m_store->connection(m).name, u"M"_s);
    QCOMPARE(m_store->connection(m).notes, u"as the manual says"_s);
    QCOMPARE(m_store->messagesFor(a), QStringList(m));
    QCOMPARE(tree()->currentId(), m);
    QCOMPARE(said(), u"“M” is what is written now."_s);
    // Nothing is lost: it was meant to be a new one.
    m_panel->findChild<QToolButton *>(u"panelNoticeAction"_s)->click();
    QCOMPARE(m_store->message(m).text, u"one"_s);
    QCOMPARE(m_store->messagesFor(a).size(), 2);
    QCOMPARE(m_store->message(m_store->messagesFor(a).at(1)), two);
    // One that has gone meanwhile is saved anew.
    m_store->remove(m);
    QVERIFY(m_panel->saveMessage(two, a, m) != m);
}

void tst_ConnectionPanel::opens()
{
    const QString f = m_store->addFolder(u"F"_s);
    const QString a = add(u"A"_s);
    QSignalSpy opened(m_panel.get(), &ConnectionPanel::openRequested);
    tree()->setCurrentId(a);
    QTest::keyClick(tree(), Qt::Key_Return);
    QTRY_COMPARE(opened.size(), 1);
    // With its secrets.
    const auto saved = opened.constFirst().at(0).value<SavedConnection>();
    QCOMPARE(saved.id, a);
    QCOMPARE(saved.urlText, u"wss://a.example.com/?token=hush"_s);
    QCOMPARE(saved.profile.url.query(), u"token=hush"_s);
    QCOMPARE(opened.constFirst().at(1).toBool(), false);
    QTest::keyClick(tree(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(opened.size(), 2);
    QCOMPARE(opened.constLast().at(1).toBool(), true);

    const QPoint place = tree()->visualRect(tree()->currentIndex()).center();
    QTest::mouseClick(tree()->viewport(), Qt::LeftButton, {}, place);
    QTest::mouseDClick(tree()->viewport(), Qt::LeftButton, {}, place);
    QTRY_COMPARE(opened.size(), 3);
    // A folder closes and opens.
    tree()->setCurrentId(f);
    QVERIFY(tree()->isExpanded(tree()->currentIndex()));
    QTest::keyClick(tree(), Qt::Key_Return);
    QVERIFY(!tree()->isExpanded(tree()->currentIndex()));
    QCOMPARE(opened.size(), 3);
}

void tst_ConnectionPanel::edits()
{
    const QString a = add(u"A"_s);
    QSignalSpy edited(m_panel.get(), &ConnectionPanel::editRequested);
    tree()->setCurrentId(a);
    m_panel->findChild<QAction *>(u"editConnection"_s)->trigger();
    QTRY_COMPARE(edited.size(), 1);
    QCOMPARE(edited.constFirst().at(0).value<SavedConnection>().id, a);
    tree()->setCurrentId(m_store->addFolder(u"F"_s));
    QVERIFY(!m_panel->findChild<QAction *>(u"editConnection"_s)->isEnabled());
    QVERIFY(m_panel->findChild<QAction *>(u"renameConnection"_s)->isEnabled());
}

void tst_ConnectionPanel::renames()
{
    const QString a = add(u"A"_s);
    QTRY_VERIFY(tree()->isVisible());
    tree()->setCurrentId(a);
    tree()->setFocus();
    QTest::keyClick(tree(), Qt::Key_F2);
    auto *editor = tree()->viewport()->findChild<QLineEdit *>();
    QVERIFY(editor);
    QTest::keyClicks(editor, u"Renamed"_s);
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(m_store->connection(a).name, u"Renamed"_s);
    QCOMPARE(tree()->currentId(), a);
}

void tst_ConnectionPanel::duplicates()
{
    const QString a = add(u"A"_s);
    add(u"Z"_s);
    QTRY_VERIFY(tree()->isVisible());
    tree()->setCurrentId(a);
    tree()->setFocus();
    QTest::keyClick(tree(), Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(shown(), (QStringList{u"A"_s, u"A (copy)"_s, u"Z"_s}));
    QCOMPARE(m_store->connection(tree()->currentId()).name, u"A (copy)"_s);
}

void tst_ConnectionPanel::removesAndUndoes()
{
    const QString f = m_store->addFolder(u"F"_s);
    const QString a = add(u"A"_s, f);
    QTRY_VERIFY(tree()->isVisible());
    tree()->setCurrentId(f);
    tree()->setFocus();
    QTest::keyClick(tree(), Qt::Key_Delete);
    QVERIFY(m_store->isEmpty());
    QCOMPARE(said(), u"“F” and all that was in it was removed."_s);
    auto *undo = m_panel->findChild<QToolButton *>(u"panelNoticeAction"_s);
    QVERIFY(undo->isVisible());
    QTest::mouseClick(undo, Qt::LeftButton);
    QVERIFY(m_store->contains(a));
    QCOMPARE(tree()->currentId(), f);
    QCOMPARE(said(), QString());
    QTRY_VERIFY(tree()->isVisible());
    tree()->setCurrentId(a);
    QTest::keyClick(tree(), Qt::Key_Delete);
    QVERIFY(!m_store->contains(a));
    QTest::keyClick(tree(), Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(m_store->contains(a));
}

void tst_ConnectionPanel::newFolder()
{
    const QString f = m_store->addFolder(u"F"_s);
    const QString a = add(u"A"_s, f);
    QTRY_VERIFY(tree()->isVisible());
    tree()->setCurrentId(a);
    m_panel->findChild<QAction *>(u"newFolder"_s)->trigger();
    // Beside what is chosen, and named at once.
    QCOMPARE(m_store->childrenOf(f).size(), 2);
    auto *editor = tree()->viewport()->findChild<QLineEdit *>();
    QVERIFY(editor);
    QTest::keyClicks(editor, u"G"_s);
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(shown(), (QStringList{u"F"_s, u"A"_s, u"G"_s}));
}

void tst_ConnectionPanel::search()
{
    const QString f = m_store->addFolder(u"Fruit"_s);
    const QString apple = add(u"Apple"_s, f);
    const QString pear = add(u"Pear"_s, f);
    const QString empty = m_store->addFolder(u"Empty"_s);
    add(u"Zebra"_s);
    m_store->setNotes(pear, u"sweet & GREEN"_s);
    QTRY_COMPARE(shown().size(), 5);
    tree()->collapse(tree()->model()->index(0, 0));
    searchField()->setText(u"apple.EXAMPLE"_s); // the URL
    QCOMPARE(shown(), (QStringList{u"Fruit"_s, u"Apple"_s}));
    searchField()->setText(u"green"_s); // the notes
    QCOMPARE(shown(), (QStringList{u"Fruit"_s, u"Pear"_s}));
    searchField()->setText(u"fruit"_s); // a folder: all of it
    QCOMPARE(shown(), (QStringList{u"Fruit"_s, u"Apple"_s, u"Pear"_s}));
    searchField()->setText(u"hush"_s); // no secret is found
    QVERIFY(!tree()->isVisible());
    QCOMPARE(m_panel->findChild<QLabel *>(u"connectionEmpty"_s)->text(), u"Nothing matches “hush”."_s);
    // What is new and matches is there at once.
    searchField()->setText(u"plum"_s);
    add(u"Plum"_s, empty);
    QTRY_COMPARE(shown(), (QStringList{u"Empty"_s, u"Plum"_s}));
    searchField()->clear();
    // The folder that was closed is closed again.
    QCOMPARE(shown(), (QStringList{u"Fruit"_s, u"Empty"_s, u"Plum"_s, u"Zebra"_s}));
    QVERIFY(m_store->contains(apple));
}

void tst_ConnectionPanel::searchKeys()
{
    add(u"Apple"_s);
    const QString pear = add(u"Pear"_s);
    QTRY_VERIFY(tree()->isVisible());
    QSignalSpy opened(m_panel.get(), &ConnectionPanel::openRequested);
    m_panel->focusSearch();
    QTest::keyClicks(searchField(), u"pear"_s);
    QTest::keyClick(searchField(), Qt::Key_Return);
    QTRY_COMPARE(opened.size(), 1);
    QCOMPARE(opened.constFirst().at(0).value<SavedConnection>().id, pear);
    QTest::keyClick(searchField(), Qt::Key_Escape);
    QCOMPARE(searchField()->text(), QString());
    QTest::keyClick(searchField(), Qt::Key_Down);
    QVERIFY(tree()->hasFocus());
    // In the field, Delete is the field's.
    m_panel->focusSearch();
    QTest::keyClick(searchField(), Qt::Key_Delete);
    QVERIFY(m_store->contains(pear));
}

void tst_ConnectionPanel::notes()
{
    const QString a = add(u"A"_s);
    const QString b = add(u"B"_s);
    m_store->setNotes(b, u"<b>plain</b>"_s);
    auto *field = m_panel->findChild<QPlainTextEdit *>(u"connectionNotes"_s);
    QVERIFY(!field->isVisible());
    QTRY_VERIFY(tree()->isVisible());
    tree()->setCurrentId(a);
    QVERIFY(field->isVisible());
    QTest::keyClicks(field, u"needs VPN"_s);
    tree()->setCurrentId(b);
    QCOMPARE(m_store->connection(a).notes, u"needs VPN"_s);
    QCOMPARE(field->toPlainText(), u"<b>plain</b>"_s);
    tree()->setCurrentId(a);
    QTest::keyClicks(field, u"!"_s);
    QTRY_VERIFY(m_store->connection(a).notes.contains(u'!')); // by itself, after a moment
    QCOMPARE(m_store->connection(b).notes, u"<b>plain</b>"_s);
    // A large text in its place is kept, and so is what it is undone to.
    const QString before = m_store->connection(a).notes;
    const QString large = u"x\n"_s.repeated(VerbatimEdit::MaxLines + 1);
    for (const auto &[key, after] : {std::pair(QKeySequence::Undo, before), {QKeySequence::Delete, {}}}) {
        QApplication::clipboard()->setText(large);
        field->selectAll();
        field->paste();
        QTRY_COMPARE(m_store->connection(a).notes, large);
        QVERIFY(field->isReadOnly());
        QTest::keySequence(field, QKeySequence(key));
        QTRY_COMPARE(m_store->connection(a).notes, after);
    }
}

void tst_ConnectionPanel::saves()
{
    const QString f = m_store->addFolder(u"F"_s);
    QTRY_VERIFY(tree()->isVisible());
    tree()->setCurrentId(f);
    searchField()->setText(u"F"_s);
    ConnectionProfile profile;
    profile.origin = u"https://example.com"_s;
    const QString id = m_panel->saveCurrent(profile, u"wss://{{host}}/"_s, u"Suggested"_s);
    QCOMPARE(m_store->parentOf(id), f);
    QCOMPARE(m_store->connection(id).urlText, u"wss://{{host}}/"_s);
    QCOMPARE(m_store->connection(id).profile.origin, profile.origin);
    auto *editor = tree()->viewport()->findChild<QLineEdit *>();
    QVERIFY(editor);
    QCOMPARE(editor->text(), u"Suggested"_s);
    QTest::keyClicks(editor, u"Mine"_s);
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(m_store->connection(id).name, u"Mine"_s);
}

void tst_ConnectionPanel::saysWhereSecretsAre()
{
    ConnectionProfile profile;
    m_panel->saveCurrent(profile, u"ws://localhost/"_s, u"plain"_s);
    QCOMPARE(said(), QString());
    profile.authentication = {Authentication::Kind::Bearer, {}, {}, u"hush"_s};
    m_panel->saveCurrent(profile, u"ws://localhost/"_s, u"secret"_s);
    QVERIFY(said().contains(u"memory for this run only"_s));
}

void tst_ConnectionPanel::surviveReset()
{
    const QString f = m_store->addFolder(u"F"_s);
    const QString a = add(u"A"_s, f);
    const QString g = m_store->addFolder(u"G"_s);
    add(u"B"_s, g);
    QTRY_VERIFY(tree()->isVisible());
    tree()->setCurrentId(a);
    tree()->collapse(tree()->model()->index(1, 0));
    QVERIFY(m_store->flush());
    ConnectionStore other(m_folder->filePath(u"c.json"_s), m_secrets.get());
    other.addFolder(u"H"_s);
    QVERIFY(other.flush());
    m_store->refresh();
    QTRY_COMPARE(shown(), (QStringList{u"F"_s, u"A"_s, u"G"_s, u"H"_s}));
    QCOMPARE(tree()->currentId(), a);
}

void tst_ConnectionPanel::importsAndExports()
{
    const QString a = add(u"A"_s);
    const auto bytesOf = [](const QString &name) {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    const QString without = m_folder->filePath(u"without.json"_s);
    const QString with = m_folder->filePath(u"with.json"_s);
    auto *exchange = m_panel->findChild<ConnectionExchange *>();
    exchange->exportFile(without, {}, false);
    QTRY_VERIFY(!bytesOf(without).isEmpty());
    QVERIFY(!bytesOf(without).contains("hush"));
    QCOMPARE(said(), u"Exported to “without.json”, without passwords and tokens."_s);
    exchange->exportFile(with, a, true);
    QTRY_VERIFY(bytesOf(with).contains("hush"));
    const QString yaml = m_folder->filePath(u"all.yaml"_s);
    exchange->exportFile(yaml, {}, false);
    QTRY_VERIFY(bytesOf(yaml).startsWith("opencollection: "));
    QVERIFY(!bytesOf(yaml).contains("hush"));
    QVERIFY2(said().startsWith(u"Exported to “all.yaml”, without passwords and tokens."_s),
             qPrintable(said()));
    exchange->importFiles({without}, {});
    QTRY_VERIFY2(said().contains(u"imported"_s), qPrintable(said()));
    QCOMPARE(m_store->childrenOf({}).size(), 2);
    exchange->importFiles({m_folder->filePath(u"nothing.json"_s)}, {});
    QTRY_VERIFY(said().contains(u"not there"_s));
    QFile file(without);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{}") == 2);
    file.close();
    exchange->importFiles({without}, {});
    QTRY_VERIFY(said().startsWith(u"“without.json” was not imported. "_s));
    exchange->exportFile(m_folder->filePath(u"without.json/x.json"_s), {}, false);
    QTRY_VERIFY(said().contains(u"cannot be written"_s));
}

void tst_ConnectionPanel::importsWhatIsDropped()
{
    const QString name = m_folder->filePath(u"market.yaml"_s);
    QFile file(name);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("type: collection.insomnia.rest/5.0\nname: Market\ncollection:\n"
               "- {name: Prices, url: wss://example.org, meta: {id: ws-req_1}, afterwards: 1,\n"
               "   authentication: {type: bearer, token: hush}}\n"
               "environments: {name: Base, data: {token: hush}}\n");
    file.close();
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(name)});
    QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_panel.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_panel.get(), &drop);
    QTRY_COMPARE(said(), u"1 connection and 1 environment were imported.\n"
                         "“afterwards” of “Prices” has no place here and was left out."_s);
    QCOMPARE(shown(), (QStringList{u"Market"_s, u"Prices"_s}));
    const SavedConnection saved =
            m_store->connection(m_store->childrenOf(m_store->childrenOf({}).value(0)).value(0));
    QVERIFY(saved.isImported);
    QCOMPARE(saved.secrets, QStringList{u"authentication.token"_s});
    QCOMPARE(saved.profile.authentication.token, QString());
    const Environment environment = m_environments->all().constLast();
    QCOMPARE(environment.name, u"Market"_s);
    QCOMPARE(environment.variables, (QList<Variable>{{u"token"_s, u"hush"_s, true}}));
    QVERIFY(m_environments->flush() && m_store->flush());
    for (const char *each : {"c.json", "e.json"}) {
        QFile kept(m_folder->filePath(QString::fromLatin1(each)));
        QVERIFY2(kept.open(QIODevice::ReadOnly), each);
        QVERIFY(!kept.readAll().contains("hush"));
    }
    // With the one there is, they would be more than can be kept.
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("type: collection.insomnia.rest/5.0\nname: Market\ncollection: [{name: A, url: "
               "wss://a.example}]\n"
               "environments: {name: Base, subEnvironments: ["
               + QByteArray("{name: E},").repeated(1000) + "]}\n");
    file.close();
    QDragEnterEvent again(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_panel.get(), &again);
    QDropEvent many(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_panel.get(), &many);
    QTRY_COMPARE(said(), u"“market.yaml” was not imported. There would be more than 1000 environments."_s);
    QCOMPARE(shown(), (QStringList{u"Market"_s, u"Prices"_s}));
    data.setUrls({QUrl(u"https://example.org/a.json"_s)});
    QDragEnterEvent other(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    other.ignore();
    QCoreApplication::sendEvent(m_panel.get(), &other);
    QVERIFY(!other.isAccepted());
}

void tst_ConnectionPanel::exportAsksForSecrets()
{
    add(u"A"_s);
    m_panel->findChild<QAction *>(u"exportConnections"_s)->trigger();
    auto *dialog = m_panel->findChild<QFileDialog *>(u"exportDialog"_s);
    QVERIFY(dialog);
    auto *secrets = dialog->findChild<QCheckBox *>(u"exportSecrets"_s);
    QVERIFY(secrets && secrets->isVisible() && !secrets->isChecked());
    dialog->reject();
}

void tst_ConnectionPanel::everyControlHasAName()
{
    EnvironmentEditor editor(m_environments.get());
    for (const QWidget *window : {static_cast<QWidget *>(m_panel.get()), static_cast<QWidget *>(&editor)}) {
        const auto controls = window->findChildren<QWidget *>();
        for (const QWidget *control : controls) {
            // The parts that Qt's own widgets are made of are named by those.
            bool isPart = control->objectName().startsWith(u"qt_"_s) || control->isHidden();
            for (const QWidget *above = control->parentWidget(); above; above = above->parentWidget())
                isPart = isPart || qobject_cast<const QComboBox *>(above)
                         || qobject_cast<const QAbstractItemView *>(above);
            if (isPart)
                continue;
            if (qobject_cast<const QLineEdit *>(control) || qobject_cast<const QComboBox *>(control)
                || qobject_cast<const QAbstractItemView *>(control)
                || qobject_cast<const QToolButton *>(control)
                || qobject_cast<const QPlainTextEdit *>(control)) {
                QVERIFY2(!control->objectName().isEmpty(), control->metaObject()->className());
                QVERIFY2(!control->accessibleName().isEmpty(), qPrintable(control->objectName()));
            }
        }
    }
}

void tst_ConnectionPanel::isNarrow()
{
    add(u"A name that is much longer than a panel of two hundred pixels is wide"_s);
    m_store->remove(add(u"Gone"_s));
    QTRY_VERIFY(tree()->isVisible());
    QVERIFY2(m_panel->minimumSizeHint().width() <= 200,
             qPrintable(QString::number(m_panel->minimumSizeHint().width())));
    m_panel->resize(200, 400);
    QCOMPARE(m_panel->width(), 200);
}

void tst_ConnectionPanel::currentStaysInSight()
{
    m_panel->resize(240, 400);
    QString last;
    for (int i = 0; i < 9; ++i)
        last = add(QString::number(i));
    QTRY_VERIFY(tree()->isVisible() && tree()->model()->rowCount() == 9);
    tree()->setCurrentId(last);
    QTRY_VERIFY(m_panel->findChild<QPlainTextEdit *>(u"connectionNotes"_s)->isVisible());
    m_panel->findChild<PanelNotice *>()->say(u"Something that takes a line or two of the panel below."_s);
    const auto isSeen = [this] {
        return tree()->viewport()->rect().contains(tree()->visualRect(tree()->currentIndex()));
    };
    QTRY_VERIFY(m_panel->findChild<PanelNotice *>()->isVisible());
    QTRY_VERIFY(isSeen());
}

void tst_ConnectionPanel::longWordsBreak()
{
    auto *notice = m_panel->findChild<PanelNotice *>();
    const QString sentence = u"connections[0].profile.tls.minimumVersion: “1.1” is none of 1.0, 1.2, 1.3."_s;
    notice->say(sentence);
    QCOMPARE(notice->sentence(), sentence);
    QVERIFY2(m_panel->minimumSizeHint().width() <= 200,
             qPrintable(QString::number(m_panel->minimumSizeHint().width())));
}

void tst_ConnectionPanel::emptyFolderIsToldFromAConnection()
{
    const QString folder = m_store->addFolder(u"F"_s);
    QTRY_VERIFY(tree()->isVisible());
    const auto right = [this] {
        const QRect row = tree()->visualRect(tree()->model()->index(0, 0));
        const QImage image = tree()->viewport()->grab(row.adjusted(row.width() / 2, 0, 0, 0)).toImage();
        QSet<QRgb> colours;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                colours.insert(image.pixel(x, y));
        }
        return colours.size();
    };
    QVERIFY(right() > 1);
    SavedConnection saved;
    saved.name = u"C"_s;
    m_store->addConnection(saved, folder);
    QTRY_COMPARE(right(), 1);
}

SOCKETSCOPE_TEST(tst_ConnectionPanel, QApplication)
#include "tst_connectionpanel.moc"
