// SPDX-License-Identifier: MIT
#include "support/bounds.h"
#include "support/testprogram.h"
#include "ui/settings/preferencespage.h"

#include "settings/settings.h"
#include "ui/window/aboutdialog.h"
#include "ui/window/applicationicon.h"
#include "ui/window/shortcutspage.h"
#include "version.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QImage>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class tst_Preferences : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsWhatIsKept();
    void appliesAtOnce();
    void restoresDefaults();
    void followsOthers();
    void limitsOfSessions();
    void everyFieldHasANameAndALabel();
    void fitsOnTheScreen_data();
    void fitsOnTheScreen();
    void shortcutRows();
    void shortcutsPage();
    void about();
    void icon_data();
    void icon();

private:
    QString newFile() { return m_folder.filePath(u"settings%1.ini"_s.arg(++m_files)); }

    QTemporaryDir m_folder;
    int m_files = 0;
};

void tst_Preferences::showsWhatIsKept()
{
    Settings settings(newFile());
    ConnectionProfile profile;
    profile.retry = {7, 3s, 1.5, 0.4, 12s};
    profile.retryAfterDrop = false;
    profile.handshakeTimeout = 2500ms;
    profile.keepAliveInterval = 0ms;
    settings.setConnectionDefaults(profile);
    const PreferencesPage page(&settings);
    QCOMPARE(page.findChild<QSpinBox *>(u"retryAttempts"_s)->value(), 7);
    QCOMPARE(page.findChild<QDoubleSpinBox *>(u"retryFirst"_s)->value(), 4.5);
    QCOMPARE(page.findChild<QDoubleSpinBox *>(u"retryFactor"_s)->value(), 1.5);
    QCOMPARE(page.findChild<QSpinBox *>(u"retryRandomness"_s)->value(), 40);
    QCOMPARE(page.findChild<QDoubleSpinBox *>(u"retryCap"_s)->value(), 12.0);
    QVERIFY(!page.findChild<QCheckBox *>(u"retryAfterDrop"_s)->isChecked());
    QCOMPARE(page.findChild<QDoubleSpinBox *>(u"handshakeTimeout"_s)->value(), 2.5);
    QCOMPARE(page.findChild<QDoubleSpinBox *>(u"keepAliveInterval"_s)->text(), u"off"_s);
    // Looking is not changing.
    QCOMPARE(settings.connectionDefaults(), profile);
}

void tst_Preferences::appliesAtOnce()
{
    Settings settings(newFile());
    PreferencesPage page(&settings);
    QSignalSpy changed(&settings, &Settings::connectionDefaultsChanged);
    page.findChild<QSpinBox *>(u"retryAttempts"_s)->setValue(5);
    QCOMPARE(changed.size(), 1);
    page.findChild<QDoubleSpinBox *>(u"retryFirst"_s)->setValue(3);
    page.findChild<QDoubleSpinBox *>(u"retryFactor"_s)->setValue(3);
    page.findChild<QSpinBox *>(u"retryRandomness"_s)->setValue(0);
    page.findChild<QDoubleSpinBox *>(u"retryCap"_s)->setValue(20);
    page.findChild<QCheckBox *>(u"retryAfterDrop"_s)->click();
    page.findChild<QDoubleSpinBox *>(u"handshakeTimeout"_s)->setValue(4);
    page.findChild<QDoubleSpinBox *>(u"keepAliveInterval"_s)->setValue(0);
    QCOMPARE(page.findChild<QLabel *>(u"retryWaits"_s)->text(), u"Waits: 3, 9, 20, 20 s"_s);

    ConnectionProfile expected;
    expected.retry = {5, 1s, 3.0, 0.0, 20s};
    expected.retryAfterDrop = false;
    expected.handshakeTimeout = 4s;
    expected.keepAliveInterval = 0s;
    QCOMPARE(settings.connectionDefaults(), expected);
}

void tst_Preferences::restoresDefaults()
{
    Settings settings(newFile());
    PreferencesPage page(&settings);
    page.findChild<QSpinBox *>(u"retryAttempts"_s)->setValue(5);
    page.findChild<QDoubleSpinBox *>(u"keepAliveInterval"_s)->setValue(60);
    page.findChild<QPushButton *>(u"restoreDefaultsButton"_s)->click();
    QCOMPARE(settings.connectionDefaults(), ConnectionProfile());
    QCOMPARE(page.findChild<QSpinBox *>(u"retryAttempts"_s)->value(), 20);
    QCOMPARE(page.findChild<QDoubleSpinBox *>(u"keepAliveInterval"_s)->value(), 5.0);
    QCOMPARE(page.findChild<QLabel *>(u"retryWaits"_s)->text(), u"Waits: 2, 4, 8, 16, 30, 30 … s, ±25 %"_s);
}

void tst_Preferences::followsOthers()
{
    Settings settings(newFile());
    const PreferencesPage page(&settings);
    ConnectionProfile profile;
    profile.retry.maxAttempts = 3;
    profile.keepAliveInterval = 7s;
    QSignalSpy changed(&settings, &Settings::connectionDefaultsChanged);
    settings.setConnectionDefaults(profile);
    // The page does not answer with changes of its own.
    QCOMPARE(changed.size(), 1);
    QCOMPARE(page.findChild<QSpinBox *>(u"retryAttempts"_s)->value(), 3);
    QCOMPARE(page.findChild<QLabel *>(u"retryWaits"_s)->text(), u"Waits: 2, 4 s, ±25 %"_s);
}

void tst_Preferences::limitsOfSessions()
{
    Settings settings(newFile());
    // Smaller than any that can be chosen here.
    settings.setKeepingLimits({{}, 1000});
    const PreferencesPage page(&settings);
    auto *budget = page.findChild<QDoubleSpinBox *>(u"sessionBudget"_s);
    auto *bound = page.findChild<QDoubleSpinBox *>(u"sessionBound"_s);
    auto *reserve = page.findChild<QDoubleSpinBox *>(u"diskReserve"_s);
    QCOMPARE(budget->value(), 2.0);
    // Not as none at all.
    QCOMPARE(bound->value(), 0.01);
    QCOMPARE(reserve->text(), u"5 %, at most 1 GiB"_s);
    reserve->setValue(4);
    QCOMPARE(settings.keepingLimits(), (KeepingLimits{4 * GiB, 1000}));
    reserve->setValue(0);
    QCOMPARE(settings.keepingLimits(), (KeepingLimits{0, 1000}));
    reserve->stepDown();
    QCOMPARE(settings.keepingLimits(), (KeepingLimits{{}, 1000}));
    bound->setValue(1.5);
    QCOMPARE(settings.keepingLimits(), (KeepingLimits{{}, GiB + GiB / 2}));
    bound->setValue(0);
    QCOMPARE(bound->text(), u"any size"_s);
    QCOMPARE(settings.keepingLimits(), KeepingLimits());
    budget->setValue(0);
    QCOMPARE(budget->text(), u"any number"_s);
    QCOMPARE(settings.sessionBudget(), 0);
    settings.setKeepingLimits({3 * GiB, 2 * GiB});
    QCOMPARE(reserve->value(), 3.0);
    QCOMPARE(bound->value(), 2.0);
    page.findChild<QPushButton *>(u"restoreDefaultsButton"_s)->click();
    QCOMPARE(settings.keepingLimits(), KeepingLimits());
    QCOMPARE(reserve->text(), u"5 %, at most 1 GiB"_s);
    QCOMPARE(settings.sessionBudget(), Settings::DefaultSessionBudget);
}

void tst_Preferences::everyFieldHasANameAndALabel()
{
    Settings settings(newFile());
    const PreferencesPage page(&settings);
    QVERIFY(!page.isModal());
    const auto fields = page.findChildren<QAbstractSpinBox *>();
    QCOMPARE(fields.size(), 10);
    const auto labels = page.findChildren<QLabel *>();
    for (const QAbstractSpinBox *field : fields) {
        QVERIFY(!field->accessibleName().isEmpty());
        const bool labelled = std::any_of(labels.begin(), labels.end(), [field](const QLabel *label) {
            return label->buddy() == field && label->text().contains(u'&');
        });
        QVERIFY2(labelled, qPrintable(field->objectName()));
    }
}

void tst_Preferences::fitsOnTheScreen_data()
{
    QTest::addColumn<double>("scale");
    QTest::addColumn<bool>("fitsInWidth");
    QTest::newRow("as usual") << 1.0 << true;
    QTest::newRow("larger") << 1.4 << true;
    QTest::newRow("twice as large") << 2.0 << false;
}

// However large the font is: what does not fit is scrolled to.
void tst_Preferences::fitsOnTheScreen()
{
    QFETCH(const double, scale);
    QFETCH(const bool, fitsInWidth);
    const QFont usual = QApplication::font();
    const auto restore = qScopeGuard([&usual] { QApplication::setFont(usual); });
    QFont large = usual;
    large.setPointSizeF(usual.pointSizeF() * scale);
    QApplication::setFont(large);
    Settings settings(newFile());
    PreferencesPage page(&settings);
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    const QSize room = page.screen()->availableSize();
    QVERIFY2(page.width() <= room.width() && page.height() <= room.height(),
             qPrintable(u"%1 x %2"_s.arg(page.width()).arg(page.height())));
    const auto *scroll = page.findChild<QScrollArea *>();
    const QSize hidden = scroll->widget()->size() - scroll->viewport()->size();
    QVERIFY(hidden.width() <= 0 || !fitsInWidth);
    QCOMPARE(scroll->horizontalScrollBar()->isVisible(), hidden.width() > 0);
    QCOMPARE(scroll->verticalScrollBar()->isVisible(), hidden.height() > 0);
    QVERIFY(page.rect().contains(page.findChild<QPushButton *>(u"restoreDefaultsButton"_s)->geometry()));
}

void tst_Preferences::shortcutRows()
{
    QMenu file(u"&File"_s);
    QAction *open = file.addAction(u"&Open Salt && Pepper…"_s);
    open->setShortcuts({QKeySequence(u"Ctrl+O"_s), QKeySequence(u"F3"_s)});
    file.addSeparator();
    file.addAction(u"No shortcut"_s);
    QMenu *more = file.addMenu(u"More"_s);
    QAction alone(u"Alone"_s);
    alone.setShortcut(QKeySequence(u"Ctrl+Shift+X"_s));

    const QList<ShortcutRow> rows = ShortcutsPage::rowsOf(file.actions() + QList{&alone, more->menuAction()});
    QCOMPARE(rows.size(), 2);
    QCOMPARE(rows[0], (ShortcutRow{u"File"_s, u"Open Salt & Pepper"_s, u"Ctrl+O or F3"_s}));
    QCOMPARE(rows[1], (ShortcutRow{u"General"_s, u"Alone"_s, u"Ctrl+Shift+X"_s}));
}

void tst_Preferences::shortcutsPage()
{
    QMenu menu(u"&View"_s);
    menu.addAction(u"&Pause"_s)->setShortcut(QKeySequence(u"Ctrl+P"_s));
    const ShortcutsPage page(menu.actions(), nullptr, {{u"Log"_s, u"Newest entry"_s, u"End"_s}});
    QVERIFY(!page.isModal());
    QStringList texts;
    const auto labels = page.findChildren<QLabel *>();
    for (const QLabel *label : labels)
        texts.append(label->text());
    for (const QString &text : {u"View"_s, u"Pause"_s, u"Ctrl+P"_s, u"Log"_s, u"Newest entry"_s, u"End"_s,
                                u"Send"_s, u"Ctrl+Return"_s})
        QVERIFY2(texts.contains(text), qPrintable(text));
}

void tst_Preferences::about()
{
    const AboutDialog dialog;
    QVERIFY(!dialog.isModal());
    const QString versions = dialog.findChild<QLabel *>(u"aboutVersions"_s)->text();
    QVERIFY(versions.contains(programVersion()));
    QVERIFY(versions.contains(QString::fromLatin1(qVersion())));
    QVERIFY(versions.contains(u"MIT"_s));
}

void tst_Preferences::icon_data()
{
    QTest::addColumn<int>("side");
    for (const int side : {16, 22, 24, 32, 48, 64, 128, 256})
        QTest::addRow("%d", side) << side;
}

void tst_Preferences::icon()
{
    QFETCH(const int, side);
    const QIcon icon = applicationIcon();
    QVERIFY(icon.availableSizes().contains(QSize(side, side)));
    const QImage image = icon.pixmap(side, side).toImage();
    QCOMPARE(image.size(), QSize(side, side));
    QVERIFY(qAlpha(image.pixel(0, 0)) < 100);
    // The trace crosses the middle row at the left, above a dark ground.
    QVERIFY(qGreen(image.pixel(side / 4, side / 2)) > 150);
    QVERIFY(qGreen(image.pixel(side / 4, side - side / 4)) < 100);
    QVERIFY(applicationIcon().pixmap(QSize(side, side), 2.0).size() == QSize(side, side) * 2);
}

SOCKETSCOPE_TEST(tst_Preferences, QApplication)
#include "tst_preferences.moc"
