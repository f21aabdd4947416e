// SPDX-License-Identifier: MIT
// What a tab shows where there is little room.
#include "connection/status.h"
#include "support/testprogram.h"
#include "ui/connect/secretbar.h"
#include "ui/kit/fields/lineeditlimit.h"
#include "ui/kit/labels.h"
#include "ui/kit/noticebar.h"
#include "ui/session/emptystate.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;

class tst_SmallPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void emptyStateCutsNothing_data();
    void emptyStateCutsNothing();
    void severalSecretsHaveTheWidth();
    void noticesOfAnyLength();
    void longTextsOfLabels_data();
    void longTextsOfLabels();
    void lineEditsAreLimited();
};

void tst_SmallPage::emptyStateCutsNothing_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<bool>("isWhole");
    QTest::newRow("large") << QSize(700, 400) << true;
    QTest::newRow("low") << QSize(400, 70) << false;
}

void tst_SmallPage::emptyStateCutsNothing()
{
    QFETCH(const QSize, size);
    QFETCH(const bool, isWhole);
    EmptyState state;
    state.resize(size);
    state.show();
    QVERIFY(QTest::qWaitForWindowExposed(&state));
    const auto labels = state.findChildren<QLabel *>();
    int shown = 0;
    for (const QLabel *label : labels) {
        if (label->isHidden())
            continue;
        ++shown;
        QTRY_VERIFY2(label->height() >= label->heightForWidth(label->width()), qPrintable(label->text()));
    }
    QCOMPARE(shown, isWhole ? 2 : 1);
    state.resize(700, 400);
    QTRY_VERIFY(std::none_of(labels.begin(), labels.end(), [](QLabel *label) { return label->isHidden(); }));
    // Connecting, it has no button, and so room for the sentence.
    state.resize(size);
    state.setState(Status::Connecting, u"example.org"_s, true);
    QVERIFY(state.findChild<QPushButton *>()->isHidden());
}

void tst_SmallPage::severalSecretsHaveTheWidth()
{
    SecretBar bar;
    bar.resize(500, 200);
    bar.ask({{u"a"_s, u"the password"_s}});
    QVERIFY(QTest::qWaitForWindowExposed(&bar));
    const auto *connect = bar.findChild<QPushButton *>(u"secretConnect"_s);
    const auto field = [&bar](const QString &name) {
        return bar.findChild<QLineEdit *>(u"secret:"_s + name);
    };
    const auto rightOf = [&bar](const QWidget *widget) {
        return widget->mapTo(&bar, QPoint(widget->width(), 0)).x();
    };
    QTRY_VERIFY(rightOf(field(u"a"_s)) <= connect->x());
    bar.ask({{u"b"_s, u"the proxy’s password of user “somebody”"_s}, {u"c"_s, u"the cookie “sid”"_s}});
    QTRY_VERIFY(field(u"c"_s) && rightOf(field(u"c"_s)) > connect->x());
    QVERIFY(connect->y() >= field(u"c"_s)->mapTo(&bar, QPoint(0, field(u"c"_s)->height())).y());
    bar.ask({{u"a"_s, u"the password"_s}});
    QTRY_VERIFY(rightOf(field(u"a"_s)) <= connect->x());
}

// A server's reason phrase may be as long as all of its headers.
void tst_SmallPage::noticesOfAnyLength()
{
    const QString text = u"499 ["_s + QString(100'000, u' ') + u"] to the handshake"_s;
    NoticeBar notice;
    notice.resize(600, 100);
    notice.showNotice(text, text, {});
    QVERIFY(QTest::qWaitForWindowExposed(&notice));
    notice.findChild<QPushButton *>(u"noticeDetails"_s)->click();
    QCOMPARE(notice.sentence(), wrappable(text));
    notice.showNotice(u"Short."_s, {}, {});
    QCOMPARE(notice.sentence(), u"Short."_s);
}

void tst_SmallPage::longTextsOfLabels_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shown");
    const QString whole(4096, u'x');
    const QString smile = u"\U0001F642"_s;
    QTest::newRow("empty") << QString() << QString();
    QTest::newRow("as much as fits") << whole << whole;
    QTest::newRow("one more") << whole + u'y' << whole + u"… (1 more characters)"_s;
    QTest::newRow("many more") << whole + QString(10'000, u'y') << whole + u"… (10,000 more characters)"_s;
    QTest::newRow("a pair at the edge")
            << whole.chopped(1) + smile << whole.chopped(1) + u"… (2 more characters)"_s;
    QTest::newRow("a pair before the edge")
            << whole.chopped(2) + smile + u'y' << whole.chopped(2) + smile + u"… (1 more characters)"_s;
    QTest::newRow("a place of another text")
            << whole.chopped(2) + u"%2yy"_s << whole.chopped(2) + u"%2… (2 more characters)"_s;
}

void tst_SmallPage::longTextsOfLabels()
{
    QFETCH(const QString, text);
    QFETCH(const QString, shown);
    QCOMPARE(wrappable(text), shown);
}

void tst_SmallPage::lineEditsAreLimited()
{
    limitLineEdits();
    QLineEdit edit;
    edit.show();
    QApplication::clipboard()->setText(QString(16 * 1024 * 1024, u'x'));
    edit.paste();
    QCOMPARE(edit.text(), QString(8 * 1024, u'x'));
    // Nothing is left out without a word.
    QVERIFY(edit.accessibleDescription().contains(u"8,192"_s));
    edit.setAccessibleDescription({});
    edit.setText(u"short"_s);
    edit.paste();
    edit.undo();
    QTest::keyClicks(&edit, u"er"_s);
    QCOMPARE(edit.text(), u"shorter"_s);
    // What comes from elsewhere is shown whole.
    const QString longer(50'000, u'y');
    setWholeText(&edit, longer);
    QCOMPARE(edit.text(), longer);
}

SOCKETSCOPE_TEST(tst_SmallPage, QApplication)
#include "tst_smallpage.moc"
