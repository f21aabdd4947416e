// SPDX-License-Identifier: MIT
#pragma once

#include "settings/settings.h"
#include "ui/kit/fields/completionpopup.h"
#include "ui/log/filterbar.h"

#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

#include <memory>

using namespace Qt::StringLiterals;

/// A filter bar above something that can have the focus instead.
class FilterBarFixture : public QObject
{
protected:
    void init();
    void cleanup();
    template <typename T>
    T *find(const char *name) const
    {
        return m_window->findChild<T *>(QString::fromLatin1(name));
    }
    QPoint middleOf(const char *name) const { return find<QWidget>(name)->rect().center(); }
    void click(const char *name)
    {
        QTest::mouseClick(find<QWidget>(name), Qt::LeftButton, {}, middleOf(name));
    }
    void type(const QString &text) { QTest::keyClicks(m_edit, text); }
    bool isOffering() const { return popup() && popup()->isVisible(); }
    CompletionPopup *popup() const { return find<CompletionPopup>("filterCompletions"); }
    QStringList offered() const;
    QAction *menuAction(const QString &text) const;

    QTemporaryDir m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<QWidget> m_window;
    FilterBar *m_bar = nullptr;
    QLineEdit *m_edit = nullptr;
    QLabel *m_problem = nullptr;
};

inline QStringList FilterBarFixture::offered() const
{
    QStringList texts;
    if (!isOffering())
        return texts;
    for (int row = 0; row < popup()->model()->rowCount(); ++row)
        texts.append(popup()->model()->index(row, 0).data().toString());
    return texts;
}

inline QAction *FilterBarFixture::menuAction(const QString &text) const
{
    QMenu *menu = find<QToolButton>("filterMenu")->menu();
    Q_EMIT menu->aboutToShow();
    for (QAction *action : menu->actions()) {
        if (action->text() == text)
            return action;
    }
    return nullptr;
}

inline void FilterBarFixture::init()
{
    m_settings = std::make_unique<Settings>(
            m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction()) + u".ini"_s));
    m_window = std::make_unique<QWidget>();
    m_window->resize(1200, 500);
    m_bar = new FilterBar(m_settings.get(), m_window.get());
    auto *layout = new QVBoxLayout(m_window.get());
    layout->setContentsMargins({});
    layout->addWidget(m_bar);
    auto *log = new QWidget(m_window.get());
    log->setObjectName(u"log"_s);
    log->setFocusPolicy(Qt::StrongFocus);
    layout->addWidget(log, 1);
    m_edit = find<QLineEdit>("filterEdit");
    m_problem = find<QLabel>("filterProblem");
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_edit->setFocus();
}

inline void FilterBarFixture::cleanup()
{
    m_window.reset();
    m_settings.reset();
}
