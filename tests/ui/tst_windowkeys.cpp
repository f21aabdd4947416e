// SPDX-License-Identifier: MIT
// What each key does, wherever the focus is.
#include "mainwindowfixture.h"
#include "record/record.h"
#include "support/testprogram.h"

#include "ui/composer/composer.h"
#include "ui/session/logpane.h"
#include "ui/window/shortcutspage.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTreeView>
#include <QWindow>

class tst_WindowKeys : public MainWindowFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { MainWindowFixture::init(); }
    void cleanup() { MainWindowFixture::cleanup(); }
    void tabReachesEverything_data();
    void tabReachesEverything();
    void everyKeyFromEveryFocus_data();
    void everyKeyFromEveryFocus();
    void layOutIsTheComposersAlone();
    void mnemonicsAreUnique();
    void shortcutsPageHasThem_data();
    void shortcutsPageHasThem();
    void closedTabsComeBack();
    void tabsMove();
    void disconnectAndSettings();
    void endsAndPings();

private:
    void press(const QKeySequence &keys)
    {
        QTest::keyClick(m_window->windowHandle(), keys[0].key(), keys[0].keyboardModifiers());
    }
    QList<QAction *> entries() const;
    void showMessages();
};

// With the inspector filled.
void tst_WindowKeys::showMessages()
{
    m_window->openDemo(u"/echo"_s);
    QTRY_COMPARE(session()->status(), Status::Open);
    session()->sendText(u"{\"a\":1}"_s, {});
    QTRY_VERIFY(session()->log()->rowCount() >= 3);
    auto *view = find<LogView>(u"logView"_s);
    view->setCurrentIndex(session()->log()->index(2, LogModel::MessageColumn));
}

QList<QAction *> tst_WindowKeys::entries() const
{
    QList<QAction *> all;
    for (const QAction *top : m_window->menuBar()->actions())
        all += top->menu()->actions();
    return all;
}

void tst_WindowKeys::tabReachesEverything_data()
{
    QTest::addColumn<bool>("withPanel");
    QTest::addColumn<bool>("backwards");
    QTest::newRow("forwards") << false << false;
    QTest::newRow("backwards") << false << true;
    QTest::newRow("forwards with the panel") << true << false;
    QTest::newRow("backwards with the panel") << true << true;
}

void tst_WindowKeys::tabReachesEverything()
{
    QFETCH(const bool, withPanel);
    QFETCH(const bool, backwards);
    showMessages();
    if (withPanel)
        actionWith(u"Ctrl+B"_s)->trigger();
    url()->setFocus();
    QStringList order;
    for (int i = 0; i < 80; ++i) {
        QTest::keyClick(m_window->windowHandle(), Qt::Key_Tab,
                        backwards ? Qt::ShiftModifier : Qt::NoModifier);
        const QString name = QApplication::focusWidget()->objectName();
        if (name == "urlEdit"_L1)
            break;
        order.append(name);
    }
    if (backwards)
        std::reverse(order.begin(), order.end());
    QStringList wanted{u"connectButton"_s, u"connectionSettingsButton"_s,
                       u"followButton"_s,  u"pauseButton"_s,
                       u"clearButton"_s,   u"filterEdit"_s,
                       u"filterIn"_s,      u"filterMode"_s,
                       u"filterMenu"_s,    u"logView"_s,
                       u"inspectorForm"_s, u"inspectorText"_s,
                       u"composerEdit"_s,  u"composerFormat"_s,
                       u"sendButton"_s};
    if (withPanel)
        wanted.append(u"connectionSearch"_s);
    QStringList seen = order;
    seen.removeIf([&](const QString &name) { return !wanted.contains(name); });
    QCOMPARE(seen, wanted);
}

void tst_WindowKeys::everyKeyFromEveryFocus_data()
{
    QTest::addColumn<QString>("focus");
    // What a key means there instead.
    QTest::addColumn<QStringList>("own");
    QTest::newRow("URL") << u"urlEdit"_s << QStringList{};
    QTest::newRow("button") << u"connectButton"_s << QStringList{};
    QTest::newRow("filter") << u"filterEdit"_s << QStringList{};
    QTest::newRow("log") << u"logView"_s << QStringList{};
    QTest::newRow("inspector") << u"inspectorText"_s << QStringList{u"Ctrl+F"_s};
    QTest::newRow("composer") << u"composerEdit"_s << QStringList{};
    QTest::newRow("format") << u"composerFormat"_s << QStringList{};
    QTest::newRow("search of the panel") << u"connectionSearch"_s << QStringList{};
    QTest::newRow("saved connections") << u"connectionTree"_s << QStringList{};
    QTest::newRow("notes") << u"connectionNotes"_s << QStringList{};
}

void tst_WindowKeys::everyKeyFromEveryFocus()
{
    QFETCH(const QString, focus);
    QFETCH(const QStringList, own);
    url()->setText(u"wss://saved.example/"_s);
    save();
    showMessages();
    find<QComboBox>(u"composerFormat"_s)->setCurrentText(u"JSON"_s);
    int keys = 0;
    for (QAction *action : entries()) {
        if (action->shortcut().isEmpty() || own.contains(action->shortcut().toString()))
            continue;
        // Only whether it is triggered.
        action->disconnect();
        action->setEnabled(true);
        QSignalSpy triggered(action, &QAction::triggered);
        auto *widget = m_window->findChild<QWidget *>(focus);
        if (focus != "connectionSearch"_L1 && focus != "connectionTree"_L1 && focus != "connectionNotes"_L1)
            widget = find<QWidget>(focus);
        QVERIFY2(widget && widget->isVisible(), qPrintable(focus));
        widget->setFocus();
        QVERIFY(widget->hasFocus());
        press(action->shortcut());
        QVERIFY2(triggered.count() == 1, qPrintable(action->text() + u' ' + action->shortcut().toString()));
        ++keys;
    }
    QVERIFY(keys > 25);
}

void tst_WindowKeys::layOutIsTheComposersAlone()
{
    showMessages();
    auto *filter = find<QLineEdit>(u"filterEdit"_s);
    auto *composer = find<QPlainTextEdit>(u"composerEdit"_s);
    auto *format = find<QComboBox>(u"composerFormat"_s);
    filter->setText(u"xyz"_s);
    composer->setPlainText(u"{\"a\":[1,2]}"_s);
    composer->setFocus();
    for (const auto &name : {u"Text"_s, u"Binary (hex)"_s}) {
        format->setCurrentText(name);
        press(QKeySequence(u"Ctrl+Shift+F"_s));
        QCOMPARE(composer->toPlainText(), u"{\"a\":[1,2]}"_s);
        QCOMPARE(filter->text(), u"xyz"_s);
    }
    format->setCurrentText(u"JSON"_s);
    press(QKeySequence(u"Ctrl+Shift+F"_s));
    QVERIFY2(composer->toPlainText().contains(u'\n'), qPrintable(composer->toPlainText()));
    press(QKeySequence(u"Ctrl+Shift+K"_s));
    QCOMPARE(filter->text(), QString());
    QVERIFY(!composer->toPlainText().isEmpty());
}

static QChar mnemonicOf(const QString &text)
{
    const QKeySequence keys = QKeySequence::mnemonic(text);
    return keys.isEmpty() ? QChar() : QChar(char16_t(keys[0].key()));
}

// Of each menu, and of all that is in sight at once.
void tst_WindowKeys::mnemonicsAreUnique()
{
    showMessages();
    m_window->openDemo(u"/refuse?status=503"_s);
    QTRY_VERIFY(!notice().isEmpty());
    actionWith(u"Ctrl+B"_s)->trigger();
    const auto check = [](const QStringList &texts) {
        QHash<QChar, QString> seen;
        QStringList twice;
        for (const QString &text : texts) {
            const QChar key = mnemonicOf(text);
            if (key.isNull())
                continue;
            if (seen.contains(key))
                twice.append(text + u" / "_s + seen.value(key));
            seen.insert(key, text);
        }
        QVERIFY2(twice.isEmpty(), qPrintable(twice.join(u'\n')));
    };
    QStringList inSight;
    for (const QAction *top : m_window->menuBar()->actions()) {
        inSight.append(top->text());
        QStringList texts;
        for (const QAction *action : top->menu()->actions())
            texts.append(action->text());
        check(texts);
    }
    for (const QAbstractButton *button : m_window->findChildren<QAbstractButton *>()) {
        if (button->isVisible())
            inSight.append(button->text());
    }
    check(inSight);
}

void tst_WindowKeys::shortcutsPageHasThem_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("keys");
    QTest::newRow("compare") << u"Mark to Compare"_s << u"Ctrl+Shift+M"_s;
    QTest::newRow("compare with") << u"Compare with the Marked"_s << u"Ctrl+Shift+X"_s;
    QTest::newRow("disconnect") << u"Disconnect with"_s << u"Ctrl+Shift+W"_s;
    QTest::newRow("ping") << u"Ping with a Payload"_s << u"Ctrl+Shift+G"_s;
    QTest::newRow("columns") << u"Columns"_s << u"Ctrl+Shift+L"_s;
    QTest::newRow("move a tab") << u"Move Tab Left"_s << u"Ctrl+Shift+PgUp"_s;
    QTest::newRow("follow") << u"Follow the Newest Entry"_s << u"Alt+End or Ctrl+End"_s;
    QTest::newRow("reopen") << u"Reopen Closed Tab"_s << u"Ctrl+Shift+T"_s;
    QTest::newRow("value") << u"Filter by a value, make it a column, or plot it"_s << u"Menu or Shift+F10"_s;
    QTest::newRow("entry") << u"What can be done with an entry"_s << u"Menu or Shift+F10"_s;
    QTest::newRow("tree") << u"Open, or in a new tab"_s << u"Return or Ctrl+Return"_s;
}

void tst_WindowKeys::shortcutsPageHasThem()
{
    QFETCH(const QString, text);
    QFETCH(const QString, keys);
    const ShortcutsPage page(entries());
    QStringList names;
    for (const QLabel *label : page.findChildren<QLabel *>())
        names.append(label->accessibleName());
    QVERIFY2(names.contains(u"%1: %2"_s.arg(text, keys)), qPrintable(names.join(u'\n')));
}

void tst_WindowKeys::closedTabsComeBack()
{
    auto *tabs = m_window->findChild<QTabWidget *>(u"tabs"_s);
    url()->setText(u"wss://one.example/"_s);
    m_window->newTab(false);
    url()->setText(u"wss://two.example/"_s);
    m_window->newTab(true);
    url()->setText(u"wss://private.example/"_s);
    for (int i = 0; i < 2; ++i)
        press(QKeySequence(u"Ctrl+W"_s));
    QCOMPARE(tabs->count(), 1);
    press(QKeySequence(u"Ctrl+Shift+T"_s));
    QCOMPARE(tabs->count(), 2);
    QCOMPARE(url()->text(), u"wss://two.example/"_s);
    QVERIFY(url()->hasFocus());
    QCOMPARE(session()->status(), Status::Closed);
    // Nothing is left of what was private.
    press(QKeySequence(u"Ctrl+Shift+T"_s));
    QCOMPARE(tabs->count(), 2);
    press(QKeySequence(u"Ctrl+Shift+N"_s));
    QVERIFY(session()->keeping().isPrivate);
}

void tst_WindowKeys::tabsMove()
{
    auto *tabs = m_window->findChild<QTabWidget *>(u"tabs"_s);
    m_window->newTab(false);
    QWidget *page = m_window->currentPage();
    press(QKeySequence(u"Ctrl+Shift+PgUp"_s));
    QCOMPARE(tabs->indexOf(page), 0);
    press(QKeySequence(u"Ctrl+Shift+PgUp"_s));
    QCOMPARE(tabs->indexOf(page), 0);
    press(QKeySequence(u"Ctrl+Shift+PgDown"_s));
    QCOMPARE(tabs->indexOf(page), 1);
}

void tst_WindowKeys::disconnectAndSettings()
{
    showMessages();
    press(QKeySequence(u"Ctrl+D"_s));
    QTRY_COMPARE(session()->status(), Status::Closed);
    press(QKeySequence(u"Ctrl+Shift+I"_s));
    auto *page = m_window->findChild<QWidget *>(u"connectionSettingsPage"_s);
    QVERIFY(page && page->isVisible());
    page->hide();
    find<QPushButton>(u"connectionSettingsButton"_s)->click();
    QVERIFY(page->isVisible());
}

// What is asked about an open connection, and only then.
void tst_WindowKeys::endsAndPings()
{
    auto *drop = m_window->findChild<QAction *>(u"dropConnection"_s);
    QVERIFY(!drop->isEnabled());
    QVERIFY(!actionWith(u"Ctrl+Shift+W"_s)->isEnabled());
    QVERIFY(!actionWith(u"Ctrl+Shift+G"_s)->isEnabled());
    showMessages();
    press(QKeySequence(u"Ctrl+Shift+G"_s));
    auto *payload = find<QLineEdit>(u"pingPayload"_s);
    QVERIFY(payload->hasFocus());
    QTest::keyClicks(payload, u"abc"_s);
    QTest::keyClick(payload, Qt::Key_Return);
    QTRY_VERIFY(session()->record()->extent().last >= 5);
    press(QKeySequence(u"Ctrl+Shift+W"_s));
    auto *code = find<QLineEdit>(u"closeCodeEdit"_s);
    QVERIFY(code->hasFocus());
    QTest::keyClicks(code, u"4001"_s);
    QTest::keyClick(code, Qt::Key_Return);
    QTRY_COMPARE(session()->status(), Status::Closed);
    QCOMPARE(status(), u"Closed 4001 application code"_s);
    m_window->openDemo(u"/echo"_s);
    QTRY_COMPARE(session()->status(), Status::Open);
    drop->trigger();
    QTRY_COMPARE(session()->status(), Status::Closed);
    QCOMPARE(status(), u"Closed 1006 abnormal closure"_s);
    QVERIFY(!drop->isEnabled());
}

SOCKETSCOPE_TEST(tst_WindowKeys, QApplication)
#include "tst_windowkeys.moc"
