// SPDX-License-Identifier: MIT
#pragma once

#include "ui/chart/ratehistory.h"
#include "ui/kit/statusshape.h"

#include <QTimer>
#include <QWidget>

#include <memory>

class Composer;
class ConnectionBar;
class ConnectionController;
class CredentialBar;
class DisconnectBar;
class EntryExport;
class EntryLoader;
class FilterBar;
class GoToBar;
class HairlineSplitter;
class Inspector;
class LogPane;
class MessageActions;
class NoticeBar;
class PingBar;
class RepeatBar;
class SecretBar;
class Session;
class SessionNotices;
class SentMessages;
class Settings;
class SideSplitter;
class StatusLine;
struct SavedConnection;

/// One tab: a session and all that shows it. Lays out the views and binds them; what can be done is done with
/// these. FilePage is the one for a session from a file.
class SessionPage : public QWidget
{
    Q_OBJECT

public:
    /// Owns the session.
    SessionPage(Settings *settings, std::unique_ptr<Session> session, QWidget *parent = nullptr);
    ~SessionPage() override;

    Session *session() const { return m_session; }
    /// What it connects to.
    ConnectionController *connection() const { return m_connection; }
    ConnectionBar *bar() const { return m_bar; }
    SessionNotices *notices() const { return m_notices; }
    LogPane *log() const { return m_log; }
    Inspector *inspector() const { return m_inspector; }
    SideSplitter *side() const { return m_side; }
    Composer *composer() const { return m_composer; }
    MessageActions *messages() const { return m_messages; }
    EntryExport *exporting() const { return m_export; }
    const RateHistory *rates() const { return &m_rates; }

    /// The name of the saved connection, or host, port and path, or "New connection". Plain text.
    virtual QString title() const;
    /// Host, port and path of a URL, as it was typed (`target` is the profile's).
    static QString shortName(const QUrl &url, const QString &target);
    StatusShape shape() const;
    /// The URL without secrets. Plain text.
    virtual QString shownUrl() const;
    /// Messages received since the page was last in view, as told by markSeen().
    quint64 unread() const;
    void markSeen();
    /// Nothing was ever opened or set up here.
    virtual bool isFresh() const;

    /// Where what is written and sent is kept, unless the tab is private. Must outlive it.
    void setSentMessages(SentMessages *messages);

    /// Goes to the line that filters the log; within the inspector, to what finds there.
    void find();
    /// Asks in which format, or copies the session as it is.
    void exportEntries();
    void saveAs();
    void saveState();

Q_SIGNALS:
    /// Title, shape, or what the actions may do.
    void changed();
    void demoRequested();
    void saveRequested();
    /// This page cannot open it itself.
    void connectionRequested(const SavedConnection &connection);
    /// Something to say in passing.
    void said(const QString &sentence);

protected:
    StatusLine *statusLine() const { return m_status; }
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QString fileName() const;
    void keepSent(const QString &shownUrl);
    QWidget *buildTop();
    void buildLayout();
    void layOver();
    void restoreState();
    void bindSession();
    void bindConnection();
    void bindEntries();
    void handleStatus();
    void handleOpening(const QString &shown);
    void showEntry(int row);
    void showConnection();
    void sampleRate();

    Settings *const m_settings;
    Session *m_session;
    ConnectionBar *m_bar;
    CredentialBar *m_credentials;
    SecretBar *m_secrets;
    DisconnectBar *m_disconnecting;
    PingBar *m_pinging;
    StatusLine *m_status;
    ConnectionController *m_connection;
    NoticeBar *m_notice;
    SessionNotices *m_notices;
    GoToBar *m_goTo;
    FilterBar *m_filter;
    LogPane *m_log;
    Inspector *m_inspector;
    EntryLoader *m_loader;
    EntryExport *m_export;
    Composer *m_composer;
    RepeatBar *m_repeat;
    MessageActions *m_messages;
    SentMessages *m_sent = nullptr;
    /// What is sent is kept under that.
    QString m_sentKey;
    SideSplitter *m_side;
    HairlineSplitter *m_main;

    QTimer m_rateTimer;
    RateHistory m_rates;
    quint64 m_seen = 0;
    /// The entry in the inspector; 0 for none.
    quint64 m_inspected = 0;
};
