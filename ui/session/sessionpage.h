// SPDX-License-Identifier: MIT
#pragma once

#include "ui/chart/ratehistory.h"
#include "ui/connect/notice.h"
#include "ui/kit/statusshape.h"

#include <QTimer>
#include <QWidget>

#include <memory>

class Composer;
class ConnectionBar;
class ConnectionController;
class CredentialBar;
class EmptyState;
class EntryLoader;
class FilterBar;
class GoToBar;
class HairlineSplitter;
class Inspector;
class LogColumns;
class LogFinder;
class LogView;
class NoticeBar;
class QPushButton;
class SecretBar;
class QStackedLayout;
class Session;
class Settings;
class StatusLine;
class ValueChart;
struct LogPlace;
struct SavedConnection;

/// One tab: a session and all that shows it. Binds signals and calls; what it connects to is its
/// ConnectionController's.
class SessionPage : public QWidget
{
    Q_OBJECT

public:
    /// Owns the session.
    SessionPage(Settings *settings, std::unique_ptr<Session> session, QWidget *parent = nullptr);
    ~SessionPage() override;

    Session *session() const { return m_session; }
    ConnectionController *connection() const { return m_connection; }

    /// As if it had been typed and Enter pressed.
    void openTyped(const QString &text);
    /// Puts the text into the field, no more.
    void setUrlText(const QString &text);
    QString urlText() const;
    /// Says it in the notice bar.
    void showProblem(const QString &sentence);
    QString toggleText() const;
    void focusUrl();
    void focusLog();
    void focusComposer();

    /// Host, port and path, or "New connection". Plain text.
    QString title() const;
    /// Host, port and path of a URL.
    static QString shortName(const QUrl &url);
    StatusShape shape() const;
    /// The URL without secrets. Plain text.
    QString shownUrl() const;
    /// Messages received since the page was last in view, as told by markSeen().
    quint64 unread() const;
    void markSeen();
    /// Nothing was ever opened or set up here.
    bool isFresh() const;

    LogView *logView() const { return m_log; }
    bool isPaused() const;
    void setPaused(bool paused);
    void setFollowing(bool following);
    void clearLog();
    /// Puts the payloads of the selected entries on the clipboard.
    void copySelection();
    void ping();
    void selectAll();
    /// Asks for a file name, then copies the session there.
    void saveAs();
    /// Asks for an entry's number or a time, in a row above the log.
    void askForPlace();
    /// Goes to the line that filters the log; within the inspector, to what finds there.
    void find();
    void nextHit();
    void previousHit();
    void clearFilter();
    /// The entry under the cursor among all others.
    void showInWholeLog();
    const RateHistory *rates() const { return &m_rates; }
    bool isInspectorShown() const;
    void setInspectorWanted(bool wanted);
    void saveState();

Q_SIGNALS:
    /// Title, shape, or what the actions may do.
    void changed();
    void demoRequested();
    void saveRequested();
    /// A page that shows a file cannot open a connection itself.
    void connectionRequested(const SavedConnection &connection);
    void pausedChanged(bool paused);
    void followingChanged(bool following);
    /// Something to say in passing.
    void said(const QString &sentence);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void buildLayout();
    QWidget *buildTop();
    void bind();
    void bindFinding();
    void restoreState();
    void bindConnection();
    void handleOpening(const QString &shown);
    void sendText(const QString &text);
    void handleStatus(Status status, const StatusReport &report);
    void handleError(const ConnectionError &error);
    void showNotice(const Notice &notice);
    void applyRemedy(Remedy remedy);
    void showEntry(int row);
    void handleKeeping();
    void showRecorded();
    void goTo(const LogPlace &place);
    void sampleRate();
    void refreshLog();
    void adaptToSize();

    Settings *const m_settings;
    Session *m_session;
    ConnectionBar *m_bar;
    CredentialBar *m_credentials;
    SecretBar *m_secrets;
    StatusLine *m_status;
    ConnectionController *m_connection;
    NoticeBar *m_notice;
    GoToBar *m_goTo;
    FilterBar *m_filter;
    QPushButton *m_follow;
    QPushButton *m_pause;
    QPushButton *m_clear;
    QStackedLayout *m_stack;
    EmptyState *m_empty;
    LogView *m_log;
    ValueChart *m_chart;
    LogFinder *m_finder;
    LogColumns *m_columns;
    Inspector *m_inspector;
    EntryLoader *m_loader;
    Composer *m_composer;
    HairlineSplitter *m_sideSplitter;
    HairlineSplitter *m_mainSplitter;

    Notice m_shownNotice;
    QString m_dismissed;
    /// The notice is about the record, not the connection.
    bool m_keepingNotice = false;
    QTimer m_adapt;
    QTimer m_rateTimer;
    RateHistory m_rates;
    quint64 m_seen = 0;
    /// The entry in the inspector; 0 for none.
    quint64 m_inspected = 0;
    bool m_inspectorWanted = true;
    bool m_inspectorForced = false;
    bool m_inspectorShown = true;
    /// That the log can have no more rows.
    bool m_fullSaid = false;
};
