// SPDX-License-Identifier: MIT
#include "support/testprogram.h"
#include "ui/settings/connectionsettingspage.h"

#include "ui/kit/labels.h"
#include "ui/kit/theme.h"
#include "ui/settings/settingsgroup.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRadioButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSet>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QWheelEvent>

#include <algorithm>

using namespace Qt::StringLiterals;

/// Whether everyone can see and reach what is there.
class tst_ConnectionSettingsLook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void fitsASmallWindow();
    void everyControlIsNamed();
    void mnemonicsAreUnique();
    void mnemonicsReachTheFields();
    void tabReachesEverything();
    void everythingIsPlain();
    void wheelScrollsThePage();
    void followsThePalette();
    void goesWhileACellIsEdited();
    void problemsMoveNothing_data();
    void problemsMoveNothing();
    void problemsHideNothingForGood();
    void tablesSayWhatIsWrong();

private:
    QList<QWidget *> controls() const;
    QMap<QString, QRect> places() const;
    QString movedSince(const QMap<QString, QRect> &before) const;

    std::unique_ptr<ConnectionSettingsPage> m_page;
};

// Everything is open and every row is there.
void tst_ConnectionSettingsLook::init()
{
    ConnectionProfile profile;
    profile.url = QUrl(u"wss://example.org/?a=1&b=2"_s);
    profile.headers = {{"A", "1"}, {"B", "2"}};
    profile.cookies = {{"a", "1"}};
    profile.subprotocols = {u"a"_s};
    profile.authentication.kind = Authentication::Kind::Basic;
    profile.tls.trusted = {QByteArray(32, 'x')};
    profile.tls.verify = false;
    profile.proxy = {ProxySettings::Kind::Http, u"proxy"_s, 1, {}, {}};
    profile.onOpen = {{false, "x"}};
    profile.engine = Engine::Qt;
    m_page = std::make_unique<ConnectionSettingsPage>();
    m_page->setProfile(profile, {});
    m_page->findChild<QCheckBox *>(u"showAllSettings"_s)->setChecked(true);
    m_page->setConnected(true);
    m_page->resize(800, 500);
    m_page->show();
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
}

void tst_ConnectionSettingsLook::cleanup()
{
    m_page.reset();
}

QList<QWidget *> tst_ConnectionSettingsLook::controls() const
{
    QList<QWidget *> found;
    const auto all = m_page->findChildren<QWidget *>();
    for (QWidget *widget : all) {
        const bool isControl = qobject_cast<QAbstractButton *>(widget) || qobject_cast<QLineEdit *>(widget)
                               || qobject_cast<QAbstractSpinBox *>(widget)
                               || qobject_cast<QComboBox *>(widget) || qobject_cast<QTableView *>(widget)
                               || qobject_cast<QPlainTextEdit *>(widget);
        // Those that Qt's own widgets are made of are not ours to name.
        if (isControl && widget->isVisible() && !widget->objectName().startsWith("qt_"_L1)
            && !qobject_cast<QAbstractSpinBox *>(widget->parentWidget())
            && !qobject_cast<QLineEdit *>(widget->parentWidget())
            && !qobject_cast<QTableView *>(widget->parentWidget()))
            found.append(widget);
    }
    return found;
}

static const QLabel *labelOf(const QWidget *field)
{
    const auto labels = field->window()->findChildren<QLabel *>();
    const auto found = std::find_if(labels.begin(), labels.end(), [field](const QLabel *label) {
        return label->buddy() && (label->buddy() == field || label->buddy()->isAncestorOf(field));
    });
    return found == labels.end() ? nullptr : *found;
}

// Of all controls, in the page.
QMap<QString, QRect> tst_ConnectionSettingsLook::places() const
{
    QMap<QString, QRect> places;
    const auto all = controls();
    for (const QWidget *widget : all)
        places.insert(widget->objectName(), QRect(widget->mapTo(m_page.get(), QPoint()), widget->size()));
    return places;
}

// Each that was there, with where it was and is.
QString tst_ConnectionSettingsLook::movedSince(const QMap<QString, QRect> &before) const
{
    QStringList moved;
    const auto now = places();
    for (auto it = before.begin(); it != before.end(); ++it) {
        if (const QRect is = now.value(it.key()); is != it.value())
            moved.append(u"%1: %2,%3 %4×%5 → %6,%7 %8×%9"_s.arg(it.key())
                                 .arg(it->x())
                                 .arg(it->y())
                                 .arg(it->width())
                                 .arg(it->height())
                                 .arg(is.x())
                                 .arg(is.y())
                                 .arg(is.width())
                                 .arg(is.height()));
    }
    return moved.join(u", "_s);
}

void tst_ConnectionSettingsLook::problemsMoveNothing_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<ProfileField>("field");
    QTest::addColumn<QString>("wrong");
    QTest::newRow("above all groups") << u"settingsUrl"_s << ProfileField::Url << u"not a "_s;
    QTest::newRow("beside its label") << u"originEdit"_s << ProfileField::Origin << u"https://a/"_s;
    QTest::newRow("a file") << u"caFile"_s << ProfileField::CaFile << u"/nowhere"_s;
    QTest::newRow("of those that belong together")
            << u"proxyHost"_s << ProfileField::ProxyHost << u"not a "_s;
}

void tst_ConnectionSettingsLook::problemsMoveNothing()
{
    QFETCH(const QString, name);
    QFETCH(const ProfileField, field);
    QFETCH(const QString, wrong);
    auto *edit = m_page->findChild<QLineEdit *>(name);
    QVERIFY(edit);
    if (field != ProfileField::Url)
        m_page->showField(field);
    edit->setFocus();
    QCoreApplication::processEvents();
    const auto before = places();
    edit->home(false);
    QTest::keyClicks(edit, wrong);
    QTest::qWait(0);
    QCOMPARE(movedSince(before), QString());

    const auto *line = m_page->findChild<ToneLabel *>(profileFieldKey(field) + u".problemLine"_s);
    QVERIFY(line && line->isVisible());
    QVERIFY(!line->sentence().isEmpty());
    QCOMPARE(edit->accessibleDescription(), line->sentence());
    const QLabel *label = labelOf(edit);
    QVERIFY2(label && label->text().endsWith(u'▲'), qPrintable(label->text()));
    QVERIFY(!label->toolTip().isEmpty());
    const QRect place(line->mapTo(m_page.get(), QPoint()), line->size());
    QVERIFY(!place.intersects(before[name]));
    QVERIFY(m_page->rect().contains(place));
    QVERIFY(line->height() >= line->heightForWidth(line->width()));

    // Elsewhere nothing is hidden by it, and a mark stays.
    m_page->findChild<QLineEdit *>(u"findSetting"_s)->setFocus();
    QVERIFY(!line->isVisible());
    QCOMPARE(movedSince(before), QString());
    QVERIFY(!m_page->findChild<ElidedLabel *>(u"settingsNote"_s)->text().isEmpty());
    edit->setFocus();
    QVERIFY(line->isVisible());
    QTest::keyClick(edit, Qt::Key_Home);
    for (const QChar character : wrong) {
        Q_UNUSED(character);
        QTest::keyClick(edit, Qt::Key_Delete);
    }
    QVERIFY(!line->isVisible());
    QVERIFY(!label->text().contains(u'▲'));
    QVERIFY(label->toolTip().isEmpty());
}

// What the sentence lies over can be clicked all the same.
void tst_ConnectionSettingsLook::problemsHideNothingForGood()
{
    auto *url = m_page->findChild<QLineEdit *>(u"settingsUrl"_s);
    url->setFocus();
    QTest::keyClick(url, Qt::Key_Home);
    QTest::keyClicks(url, u"not a "_s);
    const auto *line = m_page->findChild<ToneLabel *>(u"url.problemLine"_s);
    QVERIFY(line && line->isVisible());
    const auto *find = m_page->findChild<QLineEdit *>(u"findSetting"_s);
    const QPoint middle = line->mapTo(m_page.get(), line->rect().center());
    QVERIFY(QRect(find->mapTo(m_page.get(), QPoint()), find->size()).contains(middle));
    QTest::mouseClick(m_page->windowHandle(), Qt::LeftButton, {}, middle);
    QVERIFY(find->hasFocus());
    QVERIFY(!line->isVisible());
}

void tst_ConnectionSettingsLook::tablesSayWhatIsWrong()
{
    auto *table = m_page->findChild<QTableView *>(u"headersTable"_s);
    table->setFocus();
    const auto before = places();
    table->model()->setData(table->model()->index(0, 0), u"not good"_s);
    table->model()->setData(table->model()->index(1, 0), u"neither this"_s);
    QCoreApplication::processEvents();
    const auto *line = m_page->findChild<ToneLabel *>(u"headers.problemLine"_s);
    QVERIFY(line && line->isVisible());
    QCOMPARE(line->sentence().count(u'\n'), 1);
    QCOMPARE(movedSince(before), QString());
    const int widest = line->fontMetrics().size(0, line->text()).width();
    QVERIFY(line->width() >= widest && line->width() <= table->parentWidget()->width());
}

void tst_ConnectionSettingsLook::goesWhileACellIsEdited()
{
    auto *table = m_page->findChild<QTableView *>(u"headersTable"_s);
    const QModelIndex name = table->model()->index(0, 0);
    table->setCurrentIndex(name);
    table->edit(name);
    auto *editor = table->viewport()->findChild<QLineEdit *>();
    QVERIFY(editor);
    editor->setText(u"no name of a header"_s);
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    QSignalSpy edited(m_page.get(), &ConnectionSettingsPage::profileChanged);
    m_page.reset();
    QVERIFY(edited.isEmpty());
}

void tst_ConnectionSettingsLook::fitsASmallWindow()
{
    QCOMPARE(m_page->size(), QSize(800, 500));
    const auto *scroll = m_page->findChild<QScrollArea *>(u"settingsScroll"_s);
    QVERIFY(scroll->verticalScrollBar()->maximum() > 0);
    QVERIFY(scroll->widget()->width() <= scroll->viewport()->width());
    const auto all = controls();
    for (const QWidget *widget : all) {
        const int right = widget->mapTo(m_page.get(), QPoint(widget->width(), 0)).x();
        QVERIFY2(right <= m_page->width(), qPrintable(widget->objectName()));
    }
}

void tst_ConnectionSettingsLook::everyControlIsNamed()
{
    QSet<QString> names;
    const auto all = controls();
    QVERIFY(all.size() > 60);
    for (const QWidget *widget : all) {
        QVERIFY2(!widget->objectName().isEmpty(), widget->metaObject()->className());
        QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
        QVERIFY2(!names.contains(widget->objectName()), qPrintable(widget->objectName()));
        names.insert(widget->objectName());
    }
}

void tst_ConnectionSettingsLook::mnemonicsAreUnique()
{
    const auto groups = m_page->findChildren<SettingsGroup *>();
    // What is always in sight has letters that no group has.
    QSet<QChar> ofPage;
    for (const QAbstractButton *button : m_page->findChildren<QAbstractButton *>()) {
        const auto isIn = [button](const SettingsGroup *group) { return group->isAncestorOf(button); };
        const qsizetype at = button->text().indexOf(u'&');
        if (at >= 0 && std::none_of(groups.begin(), groups.end(), isIn))
            ofPage.insert(button->text()[at + 1].toLower());
    }
    QVERIFY(ofPage.size() >= 3);
    for (const SettingsGroup *group : groups) {
        QSet<QChar> seen = ofPage;
        const auto look = [&seen, group](const QString &text) {
            const qsizetype at = text.indexOf(u'&');
            if (at < 0)
                return;
            const QChar key = text[at + 1].toLower();
            QVERIFY2(!seen.contains(key), qPrintable(group->key() + u": "_s + text));
            seen.insert(key);
        };
        const auto labels = group->findChildren<QLabel *>();
        for (const QLabel *label : labels) {
            if (label->buddy())
                look(label->text());
        }
        const auto buttons = group->findChildren<QAbstractButton *>();
        for (const QAbstractButton *button : buttons)
            look(button->text());
        for (const SettingsRow *row : group->rows()) {
            // Engines have a letter each.
            const auto *button = qobject_cast<const QAbstractButton *>(row->field());
            const QString text = row->label() ? row->label()->text() : button ? button->text() : u"&"_s;
            QVERIFY2(text.contains(u'&'), qPrintable(text));
        }
    }
}

void tst_ConnectionSettingsLook::mnemonicsReachTheFields()
{
    const auto groups = m_page->findChildren<SettingsGroup *>();
    int reached = 0;
    for (const SettingsGroup *group : groups) {
        // Letters are unique within a group.
        for (SettingsGroup *other : groups)
            other->setVisible(other == group);
        for (const SettingsRow *row : group->rows()) {
            if (!row->label() || !row->label()->isVisible() || !row->field()->isEnabled())
                continue;
            const QKeySequence key = QKeySequence::mnemonic(row->label()->text());
            m_page->findChild<QLineEdit *>(u"settingsUrl"_s)->setFocus();
            QTest::keySequence(m_page.get(), key);
            const QWidget *focus = QApplication::focusWidget();
            QVERIFY2(focus && (focus == row->field() || row->field()->isAncestorOf(focus)),
                     qPrintable(row->label()->text()));
            ++reached;
        }
    }
    QVERIFY(reached > 15);
}

void tst_ConnectionSettingsLook::tabReachesEverything()
{
    QSet<QWidget *> reached;
    const auto *scroll = m_page->findChild<QScrollArea *>(u"settingsScroll"_s);
    m_page->findChild<QLineEdit *>(u"settingsUrl"_s)->setFocus();
    int last = -1;
    for (int i = 0; i < 200; ++i) {
        QWidget *now = QApplication::focusWidget();
        QVERIFY(now);
        if (reached.contains(now))
            break;
        reached.insert(now);
        if (scroll->widget()->isAncestorOf(now)) {
            // Downwards, and where one can see it.
            const int top = now->mapTo(scroll->widget(), QPoint()).y();
            QVERIFY2(top + now->height() + 2 * Theme::Unit > last, qPrintable(now->objectName()));
            last = top;
            const int inView = now->mapTo(scroll->viewport(), QPoint()).y();
            QVERIFY2(inView > -now->height() && inView < scroll->viewport()->height(),
                     qPrintable(now->objectName()));
        }
        QTest::keyClick(now, Qt::Key_Tab);
    }
    bool anEngine = false;
    const auto all = controls();
    for (QWidget *widget : all) {
        // Of the engines one, and arrows go to the other.
        if (qobject_cast<QRadioButton *>(widget))
            anEngine = anEngine || reached.contains(widget);
        else if (widget->isEnabled())
            QVERIFY2(reached.contains(widget), qPrintable(widget->objectName()));
    }
    QVERIFY(anEngine);
}

void tst_ConnectionSettingsLook::everythingIsPlain()
{
    const auto labels = m_page->findChildren<QLabel *>();
    for (const QLabel *label : labels)
        QVERIFY2(label->textFormat() == Qt::PlainText, qPrintable(label->text()));
}

void tst_ConnectionSettingsLook::wheelScrollsThePage()
{
    auto *box = m_page->findChild<QComboBox *>(u"proxyKind"_s);
    m_page->findChild<QLineEdit *>(u"settingsUrl"_s)->setFocus();
    const int before = box->currentIndex();
    const QPointF middle = QRectF(box->rect()).center();
    QWheelEvent event(middle, box->mapToGlobal(middle), {}, QPoint(0, -120), Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(box, &event);
    QCOMPARE(box->currentIndex(), before);
    // It is left to what is around it.
    QVERIFY(!event.isAccepted());
}

void tst_ConnectionSettingsLook::followsThePalette()
{
    QPalette dark(QColor(0x26, 0x27, 0x2b), QColor(0x1e, 0x1f, 0x22));
    dark.setColor(QPalette::Base, Qt::black);
    dark.setColor(QPalette::Text, Qt::white);
    dark.setColor(QPalette::WindowText, Qt::white);
    m_page->setPalette(dark);
    const auto *warning = m_page->findChild<ToneLabel *>(u"doNotVerifyWarning"_s);
    QCOMPARE(warning->palette().color(QPalette::WindowText), Theme::bad(dark));
    const auto *hint = m_page->findChild<ToneLabel *>(u"answerPings.hint"_s);
    QCOMPARE(hint->palette().color(QPalette::WindowText), Theme::mutedText(dark));
    QVERIFY(!m_page->grab().isNull());
}

SOCKETSCOPE_TEST(tst_ConnectionSettingsLook, QApplication)
#include "tst_connectionsettingslook.moc"
