// SPDX-License-Identifier: MIT
// What comes up below the saved connections hides none of them and moves nothing aside.
#include "saved/connectionstore.h"
#include "saved/environments.h"
#include "secrets/secretstore.h"
#include "support/testprogram.h"
#include "ui/kit/panelnotice.h"
#include "ui/saved/connectionpanel.h"
#include "ui/saved/connectiontree.h"

#include <QPlainTextEdit>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_ConnectionPanelLook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void currentStaysInSight();
    void longWordsBreak();
    void emptyFolderIsToldFromAConnection();

private:
    QString add(const QString &name)
    {
        SavedConnection saved;
        saved.name = name;
        saved.urlText = u"wss://example.com/"_s;
        return m_store->addConnection(saved, {});
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<SecretStore> m_secrets;
    std::unique_ptr<ConnectionStore> m_store;
    std::unique_ptr<Environments> m_environments;
    std::unique_ptr<ConnectionPanel> m_panel;
};

void tst_ConnectionPanelLook::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_secrets = std::make_unique<SecretStore>(nullptr);
    m_store = std::make_unique<ConnectionStore>(m_folder->filePath(u"c.json"_s), m_secrets.get());
    m_environments = std::make_unique<Environments>(m_folder->filePath(u"e.json"_s), m_secrets.get());
    m_panel = std::make_unique<ConnectionPanel>(m_store.get(), m_environments.get(), m_secrets.get());
    m_panel->resize(240, 400);
    m_panel->show();
    QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
}

void tst_ConnectionPanelLook::cleanup()
{
    m_panel.reset();
    m_environments.reset();
    m_store.reset();
    m_secrets.reset();
}

void tst_ConnectionPanelLook::currentStaysInSight()
{
    QString last;
    for (int i = 0; i < 9; ++i)
        last = add(QString::number(i));
    auto *tree = m_panel->findChild<ConnectionTree *>();
    QTRY_VERIFY(tree->isVisible() && tree->model()->rowCount() == 9);
    tree->setCurrentId(last);
    QTRY_VERIFY(m_panel->findChild<QPlainTextEdit *>(u"connectionNotes"_s)->isVisible());
    m_panel->findChild<PanelNotice *>()->say(u"Something that takes a line or two of the panel below."_s);
    const auto isSeen = [tree] {
        return tree->viewport()->rect().contains(tree->visualRect(tree->currentIndex()));
    };
    QTRY_VERIFY(m_panel->findChild<PanelNotice *>()->isVisible());
    QTRY_VERIFY(isSeen());
}

void tst_ConnectionPanelLook::longWordsBreak()
{
    auto *notice = m_panel->findChild<PanelNotice *>();
    const QString sentence = u"connections[0].profile.tls.minimumVersion: “1.1” is none of 1.0, 1.2, 1.3."_s;
    notice->say(sentence);
    QCOMPARE(notice->sentence(), sentence);
    QVERIFY2(m_panel->minimumSizeHint().width() <= 200,
             qPrintable(QString::number(m_panel->minimumSizeHint().width())));
}

void tst_ConnectionPanelLook::emptyFolderIsToldFromAConnection()
{
    const QString folder = m_store->addFolder(u"F"_s);
    auto *tree = m_panel->findChild<ConnectionTree *>();
    QTRY_VERIFY(tree->isVisible());
    const auto right = [tree] {
        const QRect row = tree->visualRect(tree->model()->index(0, 0));
        const QImage image = tree->viewport()->grab(row.adjusted(row.width() / 2, 0, 0, 0)).toImage();
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

SOCKETSCOPE_TEST(tst_ConnectionPanelLook, QApplication)
#include "tst_connectionpanellook.moc"
