// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QWidget>

class EmptyState;
class FilterBar;
class FilterQuery;
class GoToBar;
class LogColumns;
class LogFinder;
class LogView;
class QPushButton;
class QStackedLayout;
class Session;
class Settings;
class ValueChart;
struct LogPlace;

/// The log of a tab: its entries, or what stands in their place, and the chart below; whether it follows the
/// newest, is held still or cleared; and how one gets to an entry.
class LogPane : public QWidget
{
    Q_OBJECT

public:
    /// All of them outlive it. The bars are shown elsewhere.
    LogPane(Settings *settings, Session *session, FilterBar *filter, GoToBar *goTo,
            QWidget *parent = nullptr);
    ~LogPane() override;

    LogView *view() const { return m_view; }
    LogFinder *finder() const { return m_finder; }
    LogColumns *columns() const { return m_columns; }
    /// To follow, pause and clear it, to be shown elsewhere.
    QList<QPushButton *> buttons() const { return {m_follow, m_pause, m_clear}; }
    /// Below the header.
    QRect rowsArea() const;

    bool isPaused() const;
    void setPaused(bool paused);
    void setFollowing(bool following);
    void clear();
    void clearFilter();
    /// Puts the payloads of the selected entries on the clipboard.
    void copySelection();
    /// Asks for an entry's number or a time.
    void askForPlace();
    void focusView();
    /// Of a connection, whose host is named while it is connecting: the status has changed.
    void setConnection(const QString &host);
    /// Of a session from a file that was recorded from this URL: shown from its beginning, and nothing comes.
    void setRecorded(const QString &url);

Q_SIGNALS:
    void pausedChanged(bool paused);
    void followingChanged(bool following);
    void cleared();
    /// What is marked in the log is another.
    void filterChanged(const FilterQuery &query);
    void demoRequested();
    /// That it can show no more, for one.
    void problem(const QString &sentence);
    /// Something to say in passing.
    void said(const QString &sentence);

private:
    void buildButtons();
    void buildActions();
    void bindFinding(const Settings *settings);
    void refresh();
    void goTo(const LogPlace &place);

    Session *const m_session;
    FilterBar *const m_filter;
    GoToBar *const m_goTo;
    QPushButton *m_follow;
    QPushButton *m_pause;
    QPushButton *m_clear;
    QStackedLayout *m_stack;
    EmptyState *m_empty;
    LogView *m_view;
    ValueChart *m_chart;
    LogFinder *m_finder;
    LogColumns *m_columns;
    QString m_host;
    /// It was said that the log can have no more rows.
    bool m_isFullSaid = false;
};
