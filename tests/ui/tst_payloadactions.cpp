// SPDX-License-Identifier: MIT
#include "inspectormessage.h"
#include "support/testprogram.h"
#include "ui/inspector/hex/hexview.h"
#include "ui/inspector/inspectorbar.h"
#include "ui/inspector/messagepane.h"
#include "ui/inspector/payload/payloadactions.h"
#include "ui/inspector/payload/payloadview.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QMenu>
#include <QRegularExpression>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_PayloadActions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void offersWhatApplies_data();
    void offersWhatApplies();
    void copies();
    void fileNames_data();
    void fileNames();
    void saves();
    void savesWhateverElseIsAskedFor();
    void binaryForms_data();
    void binaryForms();
    void tabsFit();
};

static QMenu *copyMenu(const MessagePane &inspector)
{
    auto *menu = inspector.findChild<QMenu *>(u"inspectorCopyAs"_s);
    Q_EMIT menu->aboutToShow();
    return menu;
}

static QStringList titles(const QMenu *menu)
{
    QStringList texts;
    for (const QAction *action : menu->actions())
        texts.append(action->text().remove(u'&'));
    return texts;
}

void tst_PayloadActions::offersWhatApplies_data()
{
    QTest::addColumn<Message>("entry");
    QTest::addColumn<QStringList>("offered");
    const QStringList always{u"Base64"_s, u"Hex"_s, u"C String"_s, u"JavaScript"_s, u"Python"_s};
    const QStringList json{u"JSON, Laid Out"_s, u"JSON in One Line"_s};
    QTest::newRow("json") << message("[1]") << QStringList{u"Text"_s} + json + always;
    QTest::newRow("text") << message("hello") << QStringList{u"Text"_s} + always;
    QTest::newRow("binary") << message("\xff\xfe\x01", MessageType::Binary) << always;
    QTest::newRow("cbor") << message("\xa1\x61\x61\x01", MessageType::Binary) << json + always;
    QTest::newRow("close") << message("{\"code\":1000}", MessageType::Close, Direction::Local)
                           << QStringList{u"Text"_s} + json + always;
}

void tst_PayloadActions::offersWhatApplies()
{
    QFETCH(const Message, entry);
    MessagePane inspector;
    inspector.showMessage(entry);
    QTEST(titles(copyMenu(inspector)), "offered");
}

void tst_PayloadActions::copies()
{
    MessagePane inspector;
    const auto copied = [&inspector](const QString &title) {
        QMenu *menu = copyMenu(inspector);
        menu->actions().at(titles(menu).indexOf(title))->trigger();
        return QApplication::clipboard()->text();
    };
    inspector.showMessage(message("{ \"a\": 1 }"));
    QCOMPARE(copied(u"JSON in One Line"_s), u"{\"a\":1}"_s);
    QCOMPARE(copied(u"JSON, Laid Out"_s), u"{\n  \"a\": 1\n}"_s);
    QCOMPARE(copied(u"Base64"_s), u"eyAiYSI6IDEgfQ=="_s);
    QCOMPARE(copied(u"C String"_s), u"\"{ \\\"a\\\": 1 }\""_s);

    // A large one is written out while others are looked at.
    const QByteArray large(300'000, 'x');
    inspector.showMessage(message(large));
    copied(u"Base64"_s);
    inspector.showMessage(message("small"));
    QTRY_VERIFY(!inspector.isWorking());
    QCOMPARE(QApplication::clipboard()->text(), QString::fromLatin1(large.toBase64()));
}

void tst_PayloadActions::fileNames_data()
{
    QTest::addColumn<Message>("entry");
    QTest::addColumn<QString>("name");
    QTest::newRow("json") << message("[1]") << u"message-1204331.json"_s;
    QTest::newRow("text") << message("hello") << u"message-1204331.txt"_s;
    QTest::newRow("binary") << message("\xff\xfe", MessageType::Binary) << u"message-1204331.bin"_s;
    QTest::newRow("cbor") << message("\xa1\x61\x61\x01", MessageType::Binary) << u"message-1204331.bin"_s;
}

void tst_PayloadActions::fileNames()
{
    QFETCH(const Message, entry);
    QWidget window;
    PayloadActions actions(&window);
    actions.setPayload(PayloadText(entry));
    QTEST(actions.suggestedFileName(), "name");
}

void tst_PayloadActions::saves()
{
    QTemporaryDir folder;
    MessagePane inspector;
    auto *note = inspector.findChild<QLabel *>(u"inspectorNote"_s);
    const QByteArray payload("\x00\xff binary", 9);
    inspector.showMessage(message(payload, MessageType::Binary));
    const QString name = folder.filePath(u"payload.bin"_s);
    inspector.savePayload(name);
    QTRY_VERIFY(note->text().startsWith(u"Saved 9 B to "_s));
    QVERIFY(note->text().contains(u"payload.bin"_s));
    QVERIFY(!note->isHidden());
    QFile file(name);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), payload);

    inspector.savePayload(folder.filePath(u"missing/payload.bin"_s));
    QTRY_VERIFY2(note->text().startsWith(u"Could not save to "_s), qPrintable(note->text()));
    inspector.showMessage(message("next"));
    QVERIFY(note->isHidden());
}

void tst_PayloadActions::savesWhateverElseIsAskedFor()
{
    QTemporaryDir folder;
    const QByteArray large(20'000'000, 'x');
    QWidget window;
    auto actions = std::make_unique<PayloadActions>(&window);
    QStringList said;
    connect(actions.get(), &PayloadActions::said, this,
            [&said](const QString &sentence) { said.append(sentence); });
    actions->setPayload(PayloadText(message(large)));
    actions->copyAs(CopyForm::CString);
    actions->save(folder.filePath(u"a.txt"_s));
    actions->save(folder.filePath(u"b.txt"_s));
    actions->copyAs(CopyForm::Base64);
    QTRY_VERIFY_WITH_TIMEOUT(!actions->isWorking(), 30'000);
    QCOMPARE(said.filter(QRegularExpression(u"^Saved "_s)).size(), 2);
    QCOMPARE(QApplication::clipboard()->text().size(), (large.size() + 2) / 3 * 4);

    // Nor does a tab that is closed take back what was asked for.
    actions->save(folder.filePath(u"c.txt"_s));
    actions.reset();
    for (const QString &name : {u"a.txt"_s, u"b.txt"_s, u"c.txt"_s})
        QCOMPARE(QFileInfo(folder.filePath(name)).size(), large.size());
}

void tst_PayloadActions::binaryForms_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QString>("remark");
    QTest::newRow("cbor") << QByteArray("\xbf\x61\x61\x01\xff") << u"CBOR, shown as JSON."_s;
    QTest::newRow("msgpack") << QByteArray("\x81\xa1\x61\x01") << u"MessagePack, shown as JSON."_s;
}

void tst_PayloadActions::binaryForms()
{
    QFETCH(const QByteArray, payload);
    QFETCH(const QString, remark);
    MessagePane inspector;
    auto *tabs = inspector.findChild<QTabBar *>(u"inspectorForm"_s);
    auto *note = inspector.findChild<QLabel *>(u"inspectorNote"_s);
    inspector.showMessage(message(payload, MessageType::Binary));
    QCOMPARE(inspector.findChild<PayloadView *>(u"inspectorText"_s)->toPlainText(), u"{\n  \"a\": 1\n}"_s);
    QCOMPARE(note->text(), remark);
    QVERIFY(!tabs->isTabVisible(int(PayloadForm::Text)));
    tabs->setCurrentIndex(int(PayloadForm::Tree));
    QCOMPARE(note->text(), remark);
    tabs->setCurrentIndex(int(PayloadForm::Hex));
    QCOMPARE(inspector.findChild<HexView *>()->data(), payload);
    QVERIFY(note->isHidden());
}

// No word of a tab is cut, whatever has to go into the menu for it.
void tst_PayloadActions::tabsFit()
{
    MessagePane inspector;
    inspector.show();
    inspector.showMessage(message("[1]"));
    auto *tabs = inspector.findChild<QTabBar *>(u"inspectorForm"_s);
    for (int width = 240; width <= 700; width += 20) {
        inspector.resize(width, 400);
        QApplication::processEvents();
        const QRect last = tabs->tabRect(int(PayloadForm::Hex));
        QVERIFY2(last.right() < tabs->width(), qPrintable(QString::number(width)));
    }
    QVERIFY(inspector.findChild<QWidget *>(u"inspectorWrap"_s)->isVisible());
    QVERIFY(inspector.findChild<QWidget *>(u"inspectorCopy"_s)->isVisible());
}

SOCKETSCOPE_TEST(tst_PayloadActions, QApplication)
#include "tst_payloadactions.moc"
