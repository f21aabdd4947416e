// SPDX-License-Identifier: MIT
#pragma once

#include "record/keepinglimits.h"
#include "saved/savedconnection.h"

#include <QMainWindow>
#include <QTimer>

#include <memory>

class ConnectionPanel;
class ConnectionStore;
class CountersBar;
class DemoHost;
class Environments;
class FileRecord;
class HairlineSplitter;
class KeptSessions;
class LiveSession;
class MainMenu;
class OpeningBar;
class QToolButton;
class SecretStore;
class SentMessages;
class SessionPage;
class SessionTabs;
class Settings;
class WindowNotice;

/// The window: connections in tabs, saved ones beside them, counters below.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    /// The settings must outlive the window.
    explicit MainWindow(Settings *settings, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Never null.
    SessionPage *currentPage() const;
    /// A tab for a new session, kept as the settings say; or exactly so.
    SessionPage *addPage();
    SessionPage *addPage(const RecordTarget &target);
    /// In place of the first tab, which must be fresh. A sentence says why it cannot be.
    QString recordTo(const RecordTarget &target);
    /// Shows a session file in a tab of its own, once it has been read, or says why not; also of any other
    /// format that is read. The tab takes the place of a fresh one and comes to the front, unless the user
    /// has gone on to something else. Of several connections it asks for one, or takes the one of that
    /// number.
    void openSession(const QString &fileName, int connection = 0);
    /// Says something in passing.
    void say(const QString &sentence);
    KeptSessions *keptSessions() const { return m_kept; }
    /// Opens a URL in the current tab if nothing was opened there yet, else in a new one. Null if there is no
    /// room for that, which is said.
    SessionPage *openUrl(const QString &text);
    /// The same for a connection with all its settings.
    SessionPage *openConnection(const SavedConnection &connection, bool newTab = false);
    /// Starts the built-in server if need be and opens one of its paths, such as "/ticker?rate=100".
    /// Null also if the server cannot start; a notice says why.
    SessionPage *openDemo(const QString &pathAndQuery);

    /// With the cursor in its URL.
    void newTab(bool isPrivate);
    void closeTab(SessionPage *page);
    /// The one that was closed last, as it was set up, or its file; private ones do not come back.
    void reopenTab();
    bool canReopenTab() const { return !m_closed.isEmpty(); }
    /// To the tab that is so many further to the right, round and round.
    void stepTab(int step);
    /// The current one, as far as there are others on that side.
    void moveTab(int step);
    /// Asks for a file, and shows it.
    void chooseSession();
    /// Over the saved one that was opened from there, or as a new one.
    void saveConnection();
    void setPanelVisible(bool visible);

Q_SIGNALS:
    /// What comes of openSession(): this, or the other one, whose `problem` is empty if that was cancelled.
    void sessionOpened(SessionPage *page);
    void sessionNotOpened(const QString &problem);
    /// The window has been closed and all connections have ended, in order or by their time-out.
    void finished();

protected:
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void buildTabs();
    QToolButton *makeCloseButton(SessionPage *page);
    void buildPanel();

    SessionPage *pageAt(int index) const;
    SessionPage *addPage(std::unique_ptr<LiveSession> session);
    /// Behind the others, and the current one stays.
    void insertPage(SessionPage *page);
    void removePage(SessionPage *page);
    void rememberClosed(const SessionPage *page);
    /// The current one if nothing was opened in it, else a new one; null if there is no room for that.
    SessionPage *pageFor(bool newTab);
    /// Says it, if not.
    bool hasRoomForTab();
    void showSession(std::unique_ptr<FileRecord> record, SessionPage *untouched);
    void handleCurrentChanged();
    void updateTab(SessionPage *page);
    void updateTabs();
    void takeName(const QString &id);
    void endSessions();

    struct ClosedTab
    {
        SavedConnection connection;
        /// Of a session that was opened; empty if it was none.
        QString file;
    };

    Settings *const m_settings;
    std::unique_ptr<DemoHost> m_demo;
    std::unique_ptr<SecretStore> m_secrets;
    std::unique_ptr<ConnectionStore> m_connections;
    std::unique_ptr<Environments> m_environments;
    std::unique_ptr<SentMessages> m_sent;
    SessionTabs *m_tabs;
    HairlineSplitter *m_splitter;
    ConnectionPanel *m_panel;
    WindowNotice *m_notice;
    KeptSessions *m_kept;
    int m_panelWidth = 0; ///< When it was last shown; 0 before.
    OpeningBar *m_opening;
    CountersBar *m_counters;
    MainMenu *m_menu = nullptr;
    QTimer m_tabTimer;
    QList<ClosedTab> m_closed;
    int m_ending = 0;
    bool m_closing = false;
};
