// SPDX-License-Identifier: MIT
#pragma once

#include <QMenuBar>
#include <QPointer>

#include <functional>

class ConnectionPanel;
class MainWindow;
class SessionPage;
class SentMessages;
class Settings;
enum class CopyFormat : quint8;

/// The menus of the main window: what there is to do, and with which keys.
class MainMenu : public QMenuBar
{
    Q_OBJECT

public:
    /// What it is given outlives it. What is chosen is done with the window's current tab.
    MainMenu(MainWindow *window, Settings *settings, SentMessages *sent, ConnectionPanel *panel);

    /// What can be done, and what is on: as the current tab has it.
    void refresh();
    /// All that it has opened.
    void closeWindows();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    using Act = std::function<void(SessionPage *)>;
    using Switch = std::function<void(bool)>;

    void buildFileMenu();
    void buildEditMenu();
    void buildConnectionMenu();
    void buildMessageMenu();
    void buildViewMenu();
    void buildDemoMenu();
    void buildHelpMenu();
    QMenu *createRecentSessions(QMenu *parent);
    QMenu *createCopyAs(QMenu *parent);
    QMenu *createNumberedMessages(QMenu *parent);
    QList<QAction *> entries() const;
    QAction *add(QMenu *menu, const QString &text, const QString &shortcut, const std::function<void()> &act);
    QAction *addForPage(QMenu *menu, const QString &text, const QString &shortcut, const Act &act);
    QAction *addSwitch(QMenu *menu, const QString &text, const QString &shortcut, const Switch &turn);

    void fillRecentSessions(QMenu *menu);
    void copyAs(CopyFormat format);
    void keepSession(bool keep);
    void showPreferences();
    void showShortcuts();
    void showAbout();

    MainWindow *const m_window;
    Settings *const m_settings;
    SentMessages *const m_sent;
    ConnectionPanel *const m_panel;
    QAction *m_reopen;
    QAction *m_keep;
    QAction *m_toggle;
    QAction *m_tryNow;
    QAction *m_disconnectWith;
    QAction *m_drop;
    QAction *m_ping;
    QAction *m_pingWith;
    QAction *m_certificate;
    QAction *m_copySecrets;
    QAction *m_panelShown;
    QAction *m_pause;
    QAction *m_follow;
    QAction *m_inspector;
    QPointer<QWidget> m_preferences;
    QPointer<QWidget> m_shortcuts;
    QPointer<QWidget> m_about;
};
