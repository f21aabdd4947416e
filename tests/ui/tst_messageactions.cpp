// SPDX-License-Identifier: MIT
#include "connectionfixture.h"
#include "support/testprogram.h"

#include "demo/demoserver.h"
#include "log/logmodel.h"
#include "saved/connectionstore.h"
#include "session/session.h"
#include "ui/compare/compareview.h"
#include "ui/composer/composer.h"
#include "ui/composer/messagechooser.h"
#include "ui/composer/repeatbar.h"
#include "ui/inspector/inspector.h"
#include "ui/kit/labels.h"
#include "ui/log/logview.h"
#include "ui/session/logpane.h"
#include "ui/session/messageactions.h"

#include <QDoubleSpinBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

#include <chrono>

using namespace Qt::StringLiterals;
using Command = MessageActions::Command;

/// What one does with messages of the log and with saved ones, in a tab that is connected to an echo.
class tst_MessageActions : public ConnectionFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void sendsAgain();
    void sendsSeveralInOrder();
    void secretsAreFilledInAgain();
    void unknownSecretsAreAskedFor();
    void edits();
    void saves();
    void compares();
    void saysWhatCannotBe();
    void sendsSavedOnes();
    void faultySavedOnesAreWritten();
    void chooses();
    void savesOverWhatWasChosen();
    void repeats();
    void repeatingEndsWithAFault();
    void heartbeat();

private:
    MessageActions *actions() const { return m_page->messages(); }
    QPlainTextEdit *composer() const { return find<QPlainTextEdit>(u"composerEdit"_s); }
    /// Of the messages among the entries.
    QList<int> rows() const;
    /// "out hello" and so on.
    QStringList messages() const;
    /// Sends it by the session itself, and waits for the echo.
    void exchange(const QString &text, const QString &recordedAs = {});
    void select(const QList<qsizetype> &messages);

    std::unique_ptr<DemoServer> m_server;
    std::unique_ptr<ConnectionStore> m_store;
};

void tst_MessageActions::init()
{
    ConnectionFixture::init();
    m_server = std::make_unique<DemoServer>();
    QVERIFY(m_server->listen(0));
    chooseEnvironment({{u"token"_s, u"hush"_s, true}, {u"name"_s, u"ann"_s, false}});
    m_store = std::make_unique<ConnectionStore>(m_folder->filePath(u"c.json"_s), m_secrets.get());
    actions()->setStore(m_store.get());
    enter(m_server->url(u"/echo"_s).toString());
    QTRY_COMPARE(status(), Status::Open);
}

void tst_MessageActions::cleanup()
{
    m_page.reset();
    m_store.reset();
    ConnectionFixture::cleanup();
    m_server.reset();
}

QList<int> tst_MessageActions::rows() const
{
    QList<int> found;
    const LogModel *log = m_page->session()->log();
    for (int row = 0; row < log->rowCount(); ++row) {
        if (log->entry(row)->direction != Direction::Local)
            found.append(row);
    }
    return found;
}

QStringList tst_MessageActions::messages() const
{
    QStringList all;
    const QList<int> found = rows();
    for (const int row : found) {
        const auto entry = m_page->session()->log()->entry(row);
        const QByteArray text = entry->type == MessageType::Binary ? entry->payload.toHex() : entry->payload;
        all.append((entry->direction == Direction::Out ? u"out "_s : u"in "_s) + QString::fromUtf8(text));
    }
    return all;
}

void tst_MessageActions::exchange(const QString &text, const QString &recordedAs)
{
    const qsizetype before = messages().size();
    m_page->session()->sendText(text, recordedAs);
    QTRY_COMPARE(messages().size(), before + 2);
}

void tst_MessageActions::select(const QList<qsizetype> &messages)
{
    QItemSelectionModel *selection = m_page->log()->view()->selectionModel();
    selection->clear();
    for (const qsizetype message : messages) {
        selection->setCurrentIndex(m_page->session()->log()->index(rows().at(message), 0),
                                   QItemSelectionModel::Select | QItemSelectionModel::Rows);
    }
}

void tst_MessageActions::sendsAgain()
{
    exchange(u"a {{name}}"_s);
    m_page->session()->sendBinary(QByteArray::fromHex("00ff"));
    QTRY_COMPARE(messages().size(), 4);
    // What was sent, as it was sent, and what came.
    select({0});
    actions()->run(Command::SendAgain);
    QTRY_COMPARE(messages().size(), 6);
    QCOMPARE(messages().at(4), messages().at(0));
    select({1});
    actions()->run(Command::SendAgain);
    QTRY_COMPARE(messages().size(), 8);
    QCOMPARE(messages().at(6), u"out a {{name}}"_s);
    select({2});
    actions()->run(Command::SendAgain);
    QTRY_COMPARE(messages().size(), 10);
    QCOMPARE(messages().at(8), u"out 00ff"_s);
    QCOMPARE(messages().at(9), u"in 00ff"_s);
}

void tst_MessageActions::sendsSeveralInOrder()
{
    for (const QString &text : {u"1"_s, u"2"_s, u"3"_s})
        exchange(text);
    const QSignalSpy said(actions(), &MessageActions::said);
    select({4, 0, 2});
    actions()->run(Command::SendAgain);
    QTRY_COMPARE(messages().size(), 12);
    QStringList sent = messages().mid(6).filter(u"out "_s);
    QCOMPARE(sent, (QStringList{u"out 1"_s, u"out 2"_s, u"out 3"_s}));
    QCOMPARE(said.constLast().at(0).toString(), u"Sent 3 messages again."_s);
}

void tst_MessageActions::secretsAreFilledInAgain()
{
    exchange(u"t=hush {{name}}"_s, u"t={{token}} {{name}}"_s);
    QCOMPARE(messages().at(0), u"out t={{token}} {{name}}"_s);
    QCOMPARE(messages().at(1), u"in t=hush {{name}}"_s);
    select({0});
    actions()->run(Command::SendAgain);
    QTRY_COMPARE(messages().size(), 4);
    QCOMPARE(messages().at(2), messages().at(0));
    QCOMPARE(messages().at(3), messages().at(1));
}

void tst_MessageActions::unknownSecretsAreAskedFor()
{
    exchange(u"t=hush"_s, u"t={{token}}"_s);
    m_environments->setCurrent({});
    select({0});
    actions()->run(Command::SendAgain);
    QTRY_COMPARE(composer()->toPlainText(), u"t={{token}}"_s);
    QCOMPARE(messages().size(), 2);
    QVERIFY(composer()->hasFocus());
    // All that are selected, or none.
    select({1, 0});
    actions()->run(Command::SendAgain);
    QSignalSpy saved(actions(), &MessageActions::saveRequested);
    select({0});
    actions()->run(Command::Save); // done in their order
    QTRY_COMPARE(saved.size(), 1);
    QCOMPARE(messages().size(), 2);
}

void tst_MessageActions::edits()
{
    exchange(u"{\"a\": \"{{name}}\"}"_s);
    select({0});
    actions()->run(Command::Edit);
    QTRY_COMPARE(composer()->toPlainText(), u"{\"a\": \"\\{{name}}\"}"_s);
    QCOMPARE(m_page->composer()->format(), int(MessageFormat::Json));
    QVERIFY(composer()->hasFocus());
    QTest::keyClick(composer(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(messages().size(), 4);
    QCOMPARE(messages().at(2), messages().at(0));
}

void tst_MessageActions::saves()
{
    exchange(u"hello"_s);
    QSignalSpy requested(actions(), &MessageActions::saveRequested);
    select({1});
    actions()->run(Command::Save);
    QTRY_COMPARE(requested.size(), 1);
    QCOMPARE(requested.takeFirst().at(0).value<WrittenMessage>(), (WrittenMessage{u"hello"_s}));
    actions()->saveWritten();
    QCOMPARE(requested.size(), 0);
    composer()->setPlainText(u"w {{name}}"_s);
    actions()->saveWritten();
    QCOMPARE(requested.takeFirst().at(0).value<WrittenMessage>(), (WrittenMessage{u"w {{name}}"_s}));
}

void tst_MessageActions::compares()
{
    exchange(u"{\"a\":1}"_s);
    select({0});
    const QSignalSpy said(actions(), &MessageActions::said);
    actions()->run(Command::Compare);
    QTRY_COMPARE(said.size(), 1);
    composer()->setPlainText(u"{\"a\":2}"_s);
    actions()->run(Command::Compare);
    const auto isShown = [this] {
        const auto *comparison = m_page->inspector()->findChild<CompareView *>();
        return comparison && comparison->isVisible();
    };
    QTRY_VERIFY(isShown());
}

void tst_MessageActions::saysWhatCannotBe()
{
    const QSignalSpy said(actions(), &MessageActions::said);
    const auto last = [&said] { return said.isEmpty() ? QString() : said.constLast().at(0).toString(); };
    actions()->run(Command::SendAgain);
    QCOMPARE(last(), u"Select a message in the log first."_s);
    QTRY_COMPARE(m_page->session()->log()->rowCount(), 1);
    m_page->log()->view()->setCurrentIndex(m_page->session()->log()->index(0, 0));
    actions()->run(Command::SendAgain);
    QTRY_COMPARE(last(), u"Only text and binary messages can be sent."_s);
    exchange(u"1"_s);
    select({0, 1});
    actions()->run(Command::Edit);
    QCOMPARE(last(), u"Several are selected: select the one that is meant."_s);
    m_page->session()->close();
    QTRY_COMPARE(status(), Status::Closed);
    select({0});
    actions()->run(Command::SendAgain);
    QTRY_COMPARE(last(), u"Not connected: connect before you send."_s);
    actions()->sendNumbered(0);
    QCOMPARE(last(), u"No saved message has these keys: 0 are offered here."_s);
}

void tst_MessageActions::sendsSavedOnes()
{
    m_store->addMessage({u"one {{name}}"_s}, u"One"_s, {});
    m_store->addMessage({u"00 01"_s, MessageFormat::Hex}, u"Two"_s, {});
    actions()->sendNumbered(0);
    QTRY_COMPARE(messages().size(), 2);
    QCOMPARE(messages().at(0), u"out one ann"_s);
    actions()->sendNumbered(1);
    QTRY_COMPARE(messages().size(), 4);
    QCOMPARE(messages().at(2), u"out 0001"_s);
    QCOMPARE(composer()->toPlainText(), QString());
}

void tst_MessageActions::faultySavedOnesAreWritten()
{
    for (const WrittenMessage &message :
         {WrittenMessage{u"{{unknown}}"_s}, WrittenMessage{u"{"_s, MessageFormat::Json},
          WrittenMessage{u"0"_s, MessageFormat::Hex}}) {
        actions()->sendSaved(m_store->addMessage(message, u"m"_s, {}));
        QCOMPARE(m_page->composer()->message(), message);
    }
    QCOMPARE(messages().size(), 0);
}

void tst_MessageActions::chooses()
{
    m_store->addMessage({u"first text"_s}, u"One"_s, {});
    m_store->addMessage({u"second text"_s}, u"Two"_s, {});
    QTest::mouseClick(find<QToolButton>(u"savedMessagesButton"_s), Qt::LeftButton);
    auto *chooser = m_page->findChild<MessageChooser *>();
    QTRY_VERIFY(chooser->isVisible());
    auto *search = chooser->findChild<QLineEdit *>();
    auto *list = chooser->findChild<QTreeWidget *>();
    QCOMPARE(list->topLevelItemCount(), 2);
    QCOMPARE(list->topLevelItem(1)->text(2), u"Ctrl+2"_s);
    QTest::keyClicks(search, u"SECOND"_s);
    QCOMPARE(list->topLevelItemCount(), 1);
    QTest::keyClick(search, Qt::Key_Return);
    QVERIFY(!chooser->isVisible());
    QCOMPARE(composer()->toPlainText(), u"second text"_s);

    actions()->choose();
    QTRY_VERIFY(chooser->isVisible());
    QCOMPARE(search->text(), QString());
    QTest::keyClick(search, Qt::Key_Down);
    QTest::keyClick(search, Qt::Key_Up);
    QTest::keyClick(search, Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(messages().size(), 2);
    QCOMPARE(messages().at(0), u"out first text"_s);

    actions()->choose();
    QTRY_VERIFY(chooser->isVisible());
    QTest::keyClick(search, Qt::Key_F8);
    QVERIFY(!chooser->isVisible());
    QCOMPARE(composer()->toPlainText(), u"first text"_s);
    QTRY_VERIFY(m_page->findChild<RepeatBar *>()->isVisible());
}

void tst_MessageActions::savesOverWhatWasChosen()
{
    const QString id = m_store->addMessage({u"saved"_s}, u"One"_s, {});
    QSignalSpy requested(actions(), &MessageActions::saveRequested);
    const auto over = [&] {
        actions()->saveWritten();
        return requested.takeLast().at(1).toString();
    };
    actions()->writeSaved(id);
    composer()->appendPlainText(u"more"_s);
    QCOMPARE(over(), id);
    // Something else was put there, or one that cannot be sent.
    actions()->write({u"other"_s});
    QCOMPARE(over(), QString());
    m_store->setMessage(id, {u"{{unknown}}"_s});
    actions()->sendSaved(id);
    QCOMPARE(over(), id);
    // What is typed after it was sent is another message.
    actions()->writeSaved(id);
    Q_EMIT m_page->composer()->sent({});
    QCOMPARE(over(), QString());
    actions()->writeSaved(id);
    Q_EMIT m_page->composer()->begunAnew();
    QCOMPARE(over(), QString());
    actions()->writeSaved(id);
    composer()->selectAll();
    QTest::keyClick(composer(), Qt::Key_Delete);
    QTest::keyClicks(composer(), u"another"_s);
    QCOMPARE(over(), QString());
}

void tst_MessageActions::repeats()
{
    composer()->setPlainText(u"every {{name}}"_s);
    actions()->askToRepeat();
    auto *bar = m_page->findChild<RepeatBar *>();
    QTRY_VERIFY(bar->isVisible());
    QVERIFY(!bar->findChild<QPushButton *>(u"repeatStop"_s)->isEnabled());
    auto *interval = bar->findChild<QDoubleSpinBox *>(u"repeatInterval"_s);
    QVERIFY(interval->hasFocus());
    interval->setValue(0.1);
    QTest::keyClick(interval, Qt::Key_Return);
    QVERIFY(!bar->isVisible());
    QTRY_VERIFY(messages().count(u"out every ann"_s) >= 3);
    QTRY_VERIFY(find<ElidedLabel>(u"statusDetail"_s)
                        ->text()
                        .startsWith(u"next in 1 s: “every {{name}}” every 100 ms"_s));
    actions()->askToRepeat();
    QTest::mouseClick(bar->findChild<QPushButton *>(u"repeatStop"_s), Qt::LeftButton);
    QCOMPARE(actions()->repeating(), QString());
    QTRY_VERIFY(!find<ElidedLabel>(u"statusDetail"_s)->text().contains(u"every"_s));
}

void tst_MessageActions::repeatingEndsWithAFault()
{
    composer()->setPlainText(u"{{name}}"_s);
    actions()->askToRepeat();
    auto *bar = m_page->findChild<RepeatBar *>();
    bar->findChild<QDoubleSpinBox *>(u"repeatInterval"_s)->setValue(0.1);
    QTest::mouseClick(bar->findChild<QPushButton *>(u"repeatStart"_s), Qt::LeftButton);
    QTRY_COMPARE(messages().value(0), u"out ann"_s);
    const QSignalSpy said(actions(), &MessageActions::said);
    composer()->setPlainText(u"a draft"_s);
    m_environments->setCurrent({});
    QTRY_COMPARE(actions()->repeating(), QString());
    QCOMPARE(said.constLast().at(0).toString(),
             u"It is not repeated any more. There is no value for {{name}}."_s);
    QCOMPARE(composer()->toPlainText(), u"a draft"_s);
}

void tst_MessageActions::heartbeat()
{
    using namespace std::chrono_literals;
    m_page->session()->close();
    QTRY_COMPARE(status(), Status::Closed);
    SavedConnection saved;
    saved.urlText = m_server->url(u"/echo"_s).toString();
    saved.profile.heartbeat = {u"alive {{token}} {{$counter}}"_s, 100ms};
    connection()->setConnection(saved);
    enter();
    // The record has the names of secrets.
    QTRY_VERIFY(messages().contains(u"out alive {{token}} 2"_s));
    QTRY_VERIFY(messages().contains(u"in alive hush 2"_s));
    QTRY_VERIFY(find<ElidedLabel>(u"statusDetail"_s)
                        ->text()
                        .startsWith(u"heartbeat in 1 s: “alive {{token}} "_s));
    // It is ended for this connection, and begins with the next one.
    actions()->askToRepeat();
    auto *bar = m_page->findChild<RepeatBar *>();
    QTest::mouseClick(bar->findChild<QPushButton *>(u"heartbeatEnd"_s), Qt::LeftButton);
    QVERIFY(!bar->isVisible());
    QCOMPARE(actions()->repeating(), QString());
    actions()->askToRepeat();
    QVERIFY(!bar->findChild<QPushButton *>(u"heartbeatEnd"_s)->isVisible());
    m_page->session()->close();
    QTRY_COMPARE(status(), Status::Closed);
    enter();
    QTRY_VERIFY(actions()->repeating().startsWith(u"heartbeat "_s));
    // The values of another environment are not for this server.
    QSignalSpy said(actions(), &MessageActions::said);
    chooseEnvironment({{u"token"_s, u"other"_s, true}});
    QTRY_VERIFY(said.size() > 0 && said.last().first().toString().contains(u"another environment"_s));
    QCOMPARE(actions()->repeating(), QString());
    QVERIFY(!messages().join(u' ').contains(u"other"_s));
}

SOCKETSCOPE_TEST(tst_MessageActions, QApplication)
#include "tst_messageactions.moc"
