// SPDX-License-Identifier: MIT
#include "support/testprogram.h"
#include "ui/compare/compareview.h"
#include "ui/inspector/inspector.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QTest>

using namespace Qt::StringLiterals;

static Message numbered(quint64 sequence, const QByteArray &payload)
{
    return {sequence, 1795348862134567, Direction::In, MessageType::Text, payload};
}

class tst_InspectorCompare : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comparesWithTheMarked();
    void givesWayToFinding();
    void refusesWhatIsTooLarge();
};

void tst_InspectorCompare::comparesWithTheMarked()
{
    Inspector inspector;
    inspector.show();
    auto *offer = inspector.findChild<QAbstractButton *>(u"inspectorCompare"_s);
    auto *view = inspector.findChild<CompareView *>();
    auto *text = inspector.findChild<QWidget *>(u"inspectorText"_s);
    inspector.showMessage(numbered(12, "{\"a\":1}"));
    QVERIFY(!offer->isVisible());
    inspector.findChild<QAction *>(u"inspectorMark"_s)->trigger();
    QVERIFY2(!offer->isVisible(), "it is compared with others, not with itself");
    QVERIFY(inspector.findChild<QLabel *>(u"inspectorNote"_s)->text().startsWith(u"Marked"_s));

    inspector.showMessage(numbered(13, "{\"a\":2}"));
    QVERIFY(offer->isVisible());
    QVERIFY(offer->text().endsWith(u"Compare with #12"_s));
    offer->click();
    QVERIFY(view->isVisible());
    QVERIFY(!text->isVisible());

    // It goes on with the next one, and is over when it is closed.
    inspector.showMessage(numbered(14, "{\"a\":3}"));
    QVERIFY(view->isVisible());
    inspector.findChild<QAbstractButton *>(u"compareClose"_s)->click();
    QVERIFY(!view->isVisible());
    QVERIFY(text->isVisible());
    inspector.showMessage(numbered(15, "{\"a\":3}"));
    QVERIFY(text->isVisible());
    inspector.findChild<QAbstractButton *>(u"inspectorUnmark"_s)->click();
    QVERIFY(!offer->isVisible());
    inspector.compareWithMarked();
    QVERIFY(text->isVisible());
}

void tst_InspectorCompare::givesWayToFinding()
{
    Inspector inspector;
    inspector.show();
    QApplication::setActiveWindow(&inspector);
    QVERIFY(QTest::qWaitForWindowActive(&inspector));
    inspector.showMessage(numbered(12, "{\"a\":1}"));
    inspector.markToCompare();
    inspector.showMessage(numbered(13, "{\"a\":2}"));
    inspector.compareWithMarked();
    auto *view = inspector.findChild<CompareView *>();
    QVERIFY(view->isVisible());
    QTest::keyClick(inspector.focusWidget(), Qt::Key_F, Qt::ControlModifier);
    QVERIFY(!view->isVisible());
    auto *edit = inspector.findChild<QLineEdit *>(u"findEdit"_s);
    QVERIFY(edit->isVisible());
    QTRY_VERIFY(edit->hasFocus());
}

void tst_InspectorCompare::refusesWhatIsTooLarge()
{
    Inspector inspector;
    inspector.show();
    auto *offer = inspector.findChild<QAbstractButton *>(u"inspectorCompare"_s);
    const QByteArray large(17 * 1024 * 1024, 'x');
    inspector.showMessage(numbered(1, large));
    inspector.markToCompare();
    QVERIFY(inspector.findChild<QLabel *>(u"inspectorNote"_s)
                    ->text()
                    .contains(u"too large to be compared"_s));
    inspector.showMessage(numbered(2, "small"));
    QVERIFY(!offer->isVisible());
    inspector.markToCompare();
    inspector.showMessage(numbered(1, large));
    QVERIFY(!offer->isVisible());
}

SOCKETSCOPE_TEST(tst_InspectorCompare, QApplication)
#include "tst_inspectorcompare.moc"
