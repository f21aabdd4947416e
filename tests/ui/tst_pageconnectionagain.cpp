// SPDX-License-Identifier: MIT
// Another try: a paste that is undone, credentials that were wrong, a server that has moved.
#include "pageconnectionfixture.h"
#include "support/scriptedserver.h"
#include "support/testprogram.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QCompleter>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

class tst_PageConnectionAgain : public PageConnectionFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { PageConnectionFixture::init(); }
    void cleanup() { PageConnectionFixture::cleanup(); }
    void pasteIsUndoneAndRedone();
    void pasteEndsCompletion();
    void typingAfterAPasteIsUndoneFirst();
    void brokenCommandIsUndone();
    void readingSaysAllThatIsOutOfSight();
    void wrongSecretIsAskedForAgain();
    void credentialsThatWereNeverAskedForAreSetUp();
    void secretsCanBeDeclined();
    void redirectIsFollowedOnRequest();

private:
    QPushButton *noticeButton(const QString &text) const;
};

QPushButton *tst_PageConnectionAgain::noticeButton(const QString &text) const
{
    const auto buttons = m_page->findChild<NoticeBar *>()->findChildren<QPushButton *>();
    for (QPushButton *button : buttons) {
        if (button->isVisible() && button->text() == text)
            return button;
    }
    return nullptr;
}

void tst_PageConnectionAgain::pasteIsUndoneAndRedone()
{
    SavedConnection saved;
    saved.id = u"one"_s;
    saved.name = u"One"_s;
    saved.urlText = u"wss://one.example/"_s;
    saved.profile.headers = {{"X-One", "1"}};
    connection()->setConnection(saved);
    const SavedConnection before = connection()->connection();
    paste(u"curl 'wss://two.example/' -H 'X-Two: 2'"_s);
    QCOMPARE(url()->text(), u"wss://two.example/"_s);
    QVERIFY2(below().contains("Ctrl+Z"_L1), qPrintable(below()));
    const SavedConnection after = connection()->connection();

    QTest::keySequence(url(), QKeySequence::Undo);
    QCOMPARE(connection()->connection(), before);
    QVERIFY2(below().isEmpty(), qPrintable(below()));
    QTest::keySequence(url(), QKeySequence::Undo);
    QCOMPARE(connection()->connection(), before);
    QTest::keySequence(url(), QKeySequence::Redo);
    QCOMPARE(connection()->connection(), after);
    QVERIFY(below().startsWith("Read from a curl command"_L1));
    QTest::keySequence(url(), QKeySequence::Redo);
    QCOMPARE(connection()->connection(), after);

    // Another connection is no part of that.
    connection()->setConnection(saved);
    QTest::keySequence(url(), QKeySequence::Redo);
    QTest::keySequence(url(), QKeySequence::Undo);
    QCOMPARE(connection()->connection(), before);
}

void tst_PageConnectionAgain::pasteEndsCompletion()
{
    m_settings->addToUrlHistory(u"wss://one.example/"_s);
    url()->setFocus();
    QTest::keyClicks(url(), u"wss://o"_s);
    const QWidget *popup = url()->completer()->popup();
    QTRY_VERIFY(popup->isVisible());
    paste(u"wscat -c wss://two.example/"_s);
    QVERIFY(!popup->isVisible());
}

void tst_PageConnectionAgain::typingAfterAPasteIsUndoneFirst()
{
    paste(u"wscat -c wss://two.example/"_s);
    QVERIFY2(!below().contains("Ctrl+Z"_L1), qPrintable(below()));
    QTest::keyClick(url(), Qt::Key_End);
    QTest::keyClicks(url(), u"x"_s);
    QTest::keySequence(url(), QKeySequence::Undo);
    QCOMPARE(url()->text(), u"wss://two.example/"_s);
    QTest::keySequence(url(), QKeySequence::Undo);
    QCOMPARE(url()->text(), QString());
}

void tst_PageConnectionAgain::brokenCommandIsUndone()
{
    url()->setText(u"wss://one.example/"_s);
    paste(u"curl 'wss://two.example/"_s);
    QVERIFY(!below().isEmpty());
    QTest::keySequence(url(), QKeySequence::Undo);
    QCOMPARE(url()->text(), u"wss://one.example/"_s);
    QVERIFY2(below().isEmpty(), qPrintable(below()));
}

void tst_PageConnectionAgain::readingSaysAllThatIsOutOfSight()
{
    paste(u"wscat -c wss://two.example/ -o https://app.example -x hello --ca /tmp/ca.pem"_s);
    QVERIFY2(below().startsWith("Read from a wscat command: the Origin, an authority, 1 message to send."_L1),
             qPrintable(below()));
    paste(u"const ws = new WebSocket('wss://two.example/', ['a', 'b']);"_s);
    QVERIFY2(below().startsWith("Read from JavaScript: 2 subprotocols."_L1), qPrintable(below()));
}

static void wantAnnsPassword(ScriptedPeer &peer)
{
    if (peer.header("Authorization") == "Basic " + "ann:right"_ba.toBase64()) {
        peer.accept();
        return;
    }
    peer.write("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
}

void tst_PageConnectionAgain::wrongSecretIsAskedForAgain()
{
    ScriptedServer server;
    server.onRequest(wantAnnsPassword);
    SavedConnection saved;
    saved.urlText = server.url().toString();
    saved.profile.authentication = {Authentication::Kind::Basic, u"ann"_s, {}, {}};
    saved.secrets = QStringList{u"authentication.password"_s};
    connection()->setConnection(saved);
    QTest::keyClick(url(), Qt::Key_Return);
    const auto enter = [this](const QString &secret) {
        auto *edit = find<QLineEdit>(u"secret:authentication.password"_s);
        QVERIFY(edit && edit->isVisible());
        QTest::keyClicks(edit, secret);
        QTest::keyClick(edit, Qt::Key_Return);
    };
    enter(u"wrong"_s);
    QTRY_VERIFY(noticeButton(u"Credentials…"_s));
    QVERIFY2(m_page->findChild<NoticeBar *>()->sentence().endsWith("It did not accept the credentials."_L1),
             qPrintable(m_page->findChild<NoticeBar *>()->sentence()));
    noticeButton(u"Credentials…"_s)->click();
    QTRY_VERIFY(find<QLineEdit>(u"secret:authentication.password"_s));
    enter(u"right"_s);
    QTRY_COMPARE(status(), Status::Open);
}

void tst_PageConnectionAgain::credentialsThatWereNeverAskedForAreSetUp()
{
    ScriptedServer server;
    server.onRequest(wantAnnsPassword);
    url()->setText(server.url().toString());
    QTest::keyClick(url(), Qt::Key_Return);
    QTRY_VERIFY(noticeButton(u"Credentials…"_s));
    QVERIFY(m_page->findChild<NoticeBar *>()->sentence().endsWith("It wants credentials."_L1));
    noticeButton(u"Credentials…"_s)->click();
    auto *page = find<ConnectionSettingsPage>(u"connectionSettingsPage"_s);
    QTRY_VERIFY(page && page->isVisible());
    QTRY_VERIFY(qobject_cast<QComboBox *>(page->focusWidget()));
}

void tst_PageConnectionAgain::secretsCanBeDeclined()
{
    SavedConnection saved;
    saved.urlText = u"ws://127.0.0.1:1/?token=***"_s;
    saved.secrets = QStringList{u"url/query/token/0"_s};
    connection()->setConnection(saved);
    QTest::keyClick(url(), Qt::Key_Return);
    QVERIFY(find<QLineEdit>(u"secret:url/query/token/0"_s)->isVisible());
    find<QToolButton>(u"secretCancel"_s)->click();
    QVERIFY(!find<QWidget>(u"secretBar"_s)->isVisible());
    QCOMPARE(status(), Status::Closed);
}

void tst_PageConnectionAgain::redirectIsFollowedOnRequest()
{
    const ScriptedServer target;
    ScriptedServer server;
    server.onRequest([&](ScriptedPeer &peer) {
        peer.write("HTTP/1.1 307 Temporary Redirect\r\nContent-Length: 0\r\nLocation: "
                   + target.url(u"/moved"_s).toEncoded() + "\r\n\r\n");
    });
    url()->setText(server.url().toString());
    QTest::keyClick(url(), Qt::Key_Return);
    QTRY_VERIFY(noticeButton(u"Follow redirects"_s));
    QVERIFY(noticeButton(u"Connect again"_s));
    noticeButton(u"Follow redirects"_s)->click();
    QTRY_COMPARE(status(), Status::Open);
    QVERIFY(connection()->connection().profile.followRedirects);
}

SOCKETSCOPE_TEST(tst_PageConnectionAgain, QApplication)
#include "tst_pageconnectionagain.moc"
