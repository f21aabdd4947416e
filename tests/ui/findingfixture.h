// SPDX-License-Identifier: MIT
#pragma once

#include "log/logmodel.h"
#include "openedsession.h"
#include "record/recorder.h"
#include "session/session.h"
#include "settings/settings.h"
#include "ui/log/logfinder.h"
#include "ui/log/logview.h"
#include "ui/session/logpane.h"
#include "ui/session/sessionpage.h"
#include "ui/window/mainwindow.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;

inline constexpr int Entries = 3000;

// The n-th is {"n":n,"side":"buy" or "sell"}; every 10th is a sale.
inline QByteArray payload(int n)
{
    return "{\"n\":" + QByteArray::number(n) + ",\"side\":\"" + (n % 10 == 0 ? "sell" : "buy") + "\"}";
}

/// A window with a session file of known messages.
class FindingFixture : public QObject
{
protected:
    void init();
    void cleanup();
    template <typename T>
    T *find(const QString &name) const
    {
        return m_window->currentPage()->findChild<T *>(name);
    }
    LogModel *log() const { return m_window->currentPage()->session()->log(); }
    LogView *view() const { return m_window->currentPage()->log()->view(); }
    QString count() const { return find<QLabel>(u"filterCount"_s)->text(); }
    quint64 currentSequence() const
    {
        return view()->currentIndex().isValid() ? log()->rows().sequenceAt(view()->currentIndex().row()) : 0;
    }
    void filter(const QString &text);
    void choose(FilterMode mode)
    {
        QTest::keyClick(find<QComboBox>(u"filterMode"_s),
                        mode == FilterMode::Highlight ? Qt::Key_Down : Qt::Key_Up);
    }
    void trigger(const QString &action);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<MainWindow> m_window;
};

inline void FindingFixture::filter(const QString &text)
{
    QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
    auto *edit = find<QLineEdit>(u"filterEdit"_s);
    QTRY_VERIFY(edit->hasFocus());
    edit->selectAll();
    QTest::keyClick(edit, Qt::Key_Delete);
    QTest::keyClicks(edit, text);
    // Nothing is chosen of what is offered.
    QTest::keyClick(edit, Qt::Key_Return);
}

inline void FindingFixture::trigger(const QString &action)
{
    for (const QAction *top : m_window->menuBar()->actions()) {
        for (QAction *entry : top->menu()->actions()) {
            if (QString(entry->text()).remove(u'&') == action) {
                entry->trigger();
                return;
            }
        }
    }
    QFAIL(qPrintable(u"There is no action "_s + action));
}

inline void FindingFixture::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    const QString file = m_folder->filePath(u"session.sqlite"_s);
    {
        Recorder recorder({file, {}, false});
        recorder.setOrigin(u"wss://feed.example/trades"_s, u"feed"_s);
        MessageBatch batch;
        for (int n = 1; n <= Entries; ++n)
            batch.append({0, 1'790'000'000'000'000 + n * 1000, Direction::In, MessageType::Text, payload(n)});
        recorder.append(batch);
        QVERIFY(recorder.finish());
    }
    m_settings = std::make_unique<Settings>(m_folder->filePath(u"settings.ini"_s));
    m_window = openedSession(m_settings.get(), file);
    QVERIFY(m_window);
    QCOMPARE(log()->rowCount(), Entries);
}

inline void FindingFixture::cleanup()
{
    m_window.reset();
    m_settings.reset();
}
