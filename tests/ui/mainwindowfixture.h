// SPDX-License-Identifier: MIT
#pragma once

#include "log/logmodel.h"
#include "session/livesession.h"
#include "settings/settings.h"
#include "ui/kit/noticebar.h"
#include "ui/log/logview.h"
#include "ui/saved/connectiontree.h"
#include "ui/session/sessionpage.h"
#include "ui/window/mainwindow.h"

#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;

/// The window with settings of its own.
class MainWindowFixture : public QObject
{
protected:
    void init();
    void cleanup();
    template <typename T>
    T *find(const QString &name) const
    {
        return m_window->currentPage()->findChild<T *>(name);
    }
    Session *session() const { return m_window->currentPage()->session(); }
    QLineEdit *url() const { return find<QLineEdit>(u"urlEdit"_s); }
    QPushButton *button() const { return find<QPushButton>(u"connectButton"_s); }
    QString status() const { return find<QLabel>(u"statusTitle"_s)->text(); }
    QString notice() const
    {
        auto *bar = find<NoticeBar>(u"noticeBar"_s);
        return bar->isVisible() ? bar->sentence() : QString();
    }
    void enter(const QString &text);
    /// The action of the window that has this key; null for none.
    QAction *actionWith(const QString &key) const;
    void save();
    QStringList savedNames() const;
    void openWindow();
    QString logText() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<MainWindow> m_window;
};

inline void MainWindowFixture::openWindow()
{
    m_settings = std::make_unique<Settings>(m_folder->filePath(u"settings.ini"_s));
    m_window = std::make_unique<MainWindow>(m_settings.get());
    m_window->resize(1200, 800);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

inline void MainWindowFixture::enter(const QString &text)
{
    url()->selectAll();
    QTest::keyClicks(url(), text);
    QTest::keyClick(url(), Qt::Key_Return);
}

inline QString MainWindowFixture::logText() const
{
    const LogModel *log = session()->log();
    QStringList lines;
    for (int row = 0; row < log->rowCount(); ++row) {
        lines << log->index(row, LogModel::DirectionColumn).data().toString() + u' '
                         + log->index(row, LogModel::TypeColumn).data().toString() + u' '
                         + log->index(row, LogModel::MessageColumn).data().toString();
    }
    return lines.join(u'\n');
}

inline QAction *MainWindowFixture::actionWith(const QString &key) const
{
    const QList<QAction *> actions = m_window->findChildren<QAction *>();
    const auto has = [&key](const QAction *action) { return action->shortcut() == QKeySequence(key); };
    const auto found = std::find_if(actions.begin(), actions.end(), has);
    return found == actions.end() ? nullptr : *found;
}

inline void MainWindowFixture::save()
{
    actionWith(u"Ctrl+S"_s)->trigger();
    // The name can be changed at once; it need not be.
    if (QWidget *editor = QApplication::focusWidget(); qobject_cast<QLineEdit *>(editor))
        QTest::keyClick(editor, Qt::Key_Return);
}

inline QStringList MainWindowFixture::savedNames() const
{
    QStringList names;
    const QAbstractItemModel *model = m_window->findChild<ConnectionTree *>()->model();
    for (int row = 0; row < model->rowCount(); ++row)
        names.append(model->index(row, 0).data().toString());
    return names;
}

inline void MainWindowFixture::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    openWindow();
}

inline void MainWindowFixture::cleanup()
{
    m_window.reset();
    m_settings.reset();
}
