// SPDX-License-Identifier: MIT
#pragma once

#include "profile/connectionprofile.h"
#include "record/keepinglimits.h"

#include <QByteArray>
#include <QFileSystemWatcher>
#include <QMap>
#include <QObject>
#include <QSettings>
#include <QStringList>

#include <optional>

/// What is remembered between runs: every key and every default in one place. Values are written at
/// once. Several programs may share them: what one forgets is not brought back by another, which adds to what
/// is there by then. Lives on the GUI thread.
///
/// URLs go through displayUrl() before they are kept, so that they hold no secrets. Filters are kept as they
/// were typed, whatever that is: clearRecentFilters() and removeNamedFilter() forget them.
class Settings : public QObject
{
    Q_OBJECT

public:
    static constexpr int HistoryLimit = 50;
    static constexpr int RecentLimit = 10;
    static constexpr int ColumnSetLimit = 100;
    static constexpr int RecentFilterLimit = 20;
    static constexpr qint64 DefaultSessionBudget = 2LL * 1024 * 1024 * 1024;

    /// The user's own store.
    explicit Settings(QObject *parent = nullptr);
    /// A store in an INI file, for tests.
    explicit Settings(const QString &file, QObject *parent = nullptr);

    /// Why not all that was kept could be read, as a sentence; empty if it could. What is not understood has
    /// been copied to another name, which the sentence tells, since it goes with the first value that is
    /// written.
    QString problem() const { return m_problem; }

    /// Takes in what another program has changed, of which the signals tell as far as it is shown. Is done by
    /// itself, soon after, and before anything is added to a list.
    void refresh();

    /// How to connect: any field of a profile but the URL, what belongs to one server, and secrets, which are
    /// not kept here.
    ConnectionProfile connectionDefaults() const;
    void setConnectionDefaults(const ConnectionProfile &profile);
    void restoreConnectionDefaults();
    /// In every connectionDefaults() of this object, whatever is kept.
    void useEngine(Engine engine) { m_engine = engine; }
    /// Fingerprints (SHA-256) of certificates that are trusted for a host and port whatever is wrong with
    /// them.
    QList<QByteArray> trustedCertificates(const QUrl &url) const;
    /// All of them, by TlsSettings::hostKey().
    QMap<QString, QList<QByteArray>> trustedCertificates() const;
    void setTrustedCertificates(const QUrl &url, const QList<QByteArray> &fingerprints);

    /// Most recent first, without duplicates.
    QStringList urlHistory() const;
    void addToUrlHistory(const QUrl &url);
    /// The same for a text that is safe to show: one with {{variables}}, say.
    void addToUrlHistory(const QString &shown);
    void clearUrlHistory();
    /// Forgets all that begin so.
    void removeFromUrlHistory(const QString &start);
    QString lastUrl() const;

    /// New sessions leave nothing on disk.
    bool privateSessions() const;
    void setPrivateSessions(bool on);
    /// What kept sessions may come to in bytes; the oldest go at start-up. 0 for no limit.
    qint64 sessionBudget() const;
    void setSessionBudget(qint64 bytes);
    /// Of each session.
    KeepingLimits keepingLimits() const;
    void setKeepingLimits(const KeepingLimits &limits);
    void restoreRecordingDefaults();
    /// Files that were opened or recorded to, most recent first.
    QStringList recentSessions() const;
    void addRecentSession(const QString &file);

    /// Most recent first, without duplicates.
    QStringList recentFilters() const;
    void addRecentFilter(const QString &text);
    void clearRecentFilters();
    /// Texts by their names.
    QMap<QString, QString> namedFilters() const;
    /// Replaces the one of this name, if any. An empty name is not kept.
    void setNamedFilter(const QString &name, const QString &text);
    void removeNamedFilter(const QString &name);
    /// A number as FilterMode's; 0 for what is none.
    int filterMode() const;
    void setFilterMode(int mode);

    /// Pings and pongs are rows of the log without being asked for.
    bool heartbeatsShown() const;
    void setHeartbeatsShown(bool shown);

    /// JSON paths that are columns of the log, by the URL, without secrets, that it is of; of the last
    /// ColumnSetLimit URLs.
    QStringList jsonColumns(const QString &url) const;
    void setJsonColumns(const QString &url, const QStringList &paths);

    QByteArray windowGeometry() const;
    void setWindowGeometry(const QByteArray &geometry);
    /// The state of a splitter, a header and the like, by its object name.
    QByteArray widgetState(const QString &objectName) const;
    void setWidgetState(const QString &objectName, const QByteArray &state);
    /// An index as Composer::format().
    int composerFormat() const;
    void setComposerFormat(int format);
    bool connectionPanelVisible() const;
    void setConnectionPanelVisible(bool visible);
    bool inspectorVisible() const;
    void setInspectorVisible(bool visible);

Q_SIGNALS:
    void connectionDefaultsChanged();
    void urlHistoryChanged();
    void recordingChanged();
    void heartbeatsShownChanged(bool shown);
    /// Recent or named ones.
    void filtersChanged();

private:
    class Change;

    void openStore();
    QString damage();
    void tell();
    void put(const QString &key, const QVariant &value);
    /// Without the engine that is used in place of the kept one.
    ConnectionProfile keptDefaults() const;
    std::optional<qint64> bytes(QLatin1StringView key) const;
    /// Of a list of texts: the most recent first, without duplicates, so many at most.
    void keepRecent(QLatin1StringView key, const QString &text, int limit);
    void keepNamedFilters(const QMap<QString, QString> &filters);

    QSettings m_store;
    QFileSystemWatcher m_watcher;
    QString m_problem;
    QStringList m_toldUrls;
    QStringList m_toldFilters;
    std::optional<Engine> m_engine;
};
