// SPDX-License-Identifier: MIT
#pragma once

#include "log/entryconnections.h"
#include "log/filter/filterquery.h"
#include "log/headcache.h"
#include "log/heartbeatindex.h"
#include "log/largerows.h"
#include "log/rowmap.h"
#include "log/scan/filterscan.h"
#include "record/record.h"

#include <QAbstractTableModel>
#include <QElapsedTimer>
#include <QTimer>

#include <limits>

/// The entries of a session as rows: holds data only, the view decorates.
///
/// Which entries have rows, RowMap knows. They reach from the first one, which is 1 or behind what was
/// cleared, to the last one, which trails the record's by a frame at most unless paused. With a filter that
/// shows only what it finds, they grow at both ends while the older entries are being scanned.
///
/// Hidden are pings and pongs, unless they are shown or the filter names them, but for those that it finds
/// (see findsHeartbeats()). Where many have to be found first, in a file that was opened, last() is how far
/// that has come, and the rows grow until all is known.
///
/// Grows at most 60 times a second, and 25 times in a flood. Lives on the GUI thread.
class LogModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    /// The number of the last entry that can have a row: views count rows in an int. What comes behind it is
    /// in the record all the same.
    static constexpr quint64 LastEntry = std::numeric_limits<int>::max();

    /// See LogColumn.
    enum Column {
        TimeColumn,
        DeltaColumn,
        DirectionColumn,
        TypeColumn,
        SizeColumn,
        MessageColumn,
        ColumnCount ///< Behind it, the JSON columns.
    };
    enum Role {
        SequenceRole = Qt::UserRole, ///< quint64
        DirectionRole,               ///< int of Direction
        TypeRole,                    ///< int of MessageType
        PayloadSizeRole,             ///< qint64, in bytes
        HitsRole,                    ///< QList<TextRange> within the message column
        IsHitRole,                   ///< bool: the filter finds it
    };

    /// The record must outlive the model.
    explicit LogModel(Record *record, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    const RowMap &rows() const { return m_rows; }
    /// Of what the rows reach to: "shown" in "received = stored = shown".
    quint64 shown() const { return m_shown; }
    quint64 cleared() const { return m_cleared; } ///< Of these, by clear().
    bool isFull() const { return m_isFull; }      ///< The record has entries that can have no row.
    bool showsHeartbeats() const { return m_heartbeatsShown; }
    void setHeartbeatsShown(bool shown); ///< Pings and pongs, as rows like any others.

    /// The whole entry; reading a large one takes its time.
    std::optional<Message> entry(int row) const;
    const Record *record() const { return m_record; }
    /// Known as far as somebody has asked; where there are several URLs, the entries' tooltips tell theirs.
    EntryConnections *connections() { return &m_connections; }

    /// Since the row above, whatever is between the two; but since the entry before for the first one that
    /// was not cleared. Empty if there is none.
    QString delta(const LogRow &row) const;

    bool isPaused() const { return m_paused; }
    void setPaused(bool paused); ///< Then no rows are added; the record goes on.
    /// Removes all rows, those that are not shown yet included; the record keeps them.
    void clear();

    /// Filters anew; an empty query ends it.
    void setFilter(const FilterQuery &query, FilterMode mode);
    const FilterQuery &filter() const { return m_query; }
    bool isFiltered() const { return m_scan != nullptr; }
    /// Of the entries that were there when the filter was set: 0 to 1.
    double filterProgress() const { return m_scan ? m_scan->progress() : 1; }

    /// Values at these paths as columns behind ColumnCount.
    void setJsonColumns(const QList<JsonPath> &paths);
    const QList<JsonPath> &jsonColumns() const { return m_builder.columns(); }

Q_SIGNALS:
    /// After rows or counts changed.
    void refreshed();
    /// Around a reset that leaves the filter as it is: whoever knows a place in the log goes there again.
    void rowsAboutToChange();
    void rowsChanged();
    /// The filter took too long and was ended: all rows are back. Plain text.
    void filterFailed(const QString &sentence);

private:
    void scheduleRefresh();
    void refresh();
    RecordExtent reachable(RecordExtent extent);
    void startOver(const RecordExtent &extent);
    void startScan();
    void rearrange();
    void advance(const RecordExtent &extent);
    void reachTo(quint64 last);
    quint64 reach() const;
    void resetRows(const RowMap::Change &change);
    void takeMatches();
    void failFilter(const QString &sentence);
    void setBuilder(const RowBuilder &builder);
    void improve(const LogRow &row);
    const LogRow *rowOfEntry(quint64 sequence) const;
    QString urlOf(const LogRow &row) const;

    Record *const m_record;
    mutable HeadCache m_cache;
    mutable LargeRows m_large;
    RowBuilder m_builder;
    FilterQuery m_query;
    FilterMode m_mode = FilterMode::ShowOnly;
    std::unique_ptr<FilterScan> m_scan;
    HeartbeatIndex m_heartbeats;
    mutable EntryConnections m_connections;
    RowMap m_rows;
    bool m_heartbeatsShown = false;
    bool m_hidesHeartbeats = true; ///< They are not shown, and the filter does not name them.
    /// What the rows are to reach, and the scan has been asked to.
    RecordExtent m_target;
    QTimer m_frame;
    QElapsedTimer m_sinceRefresh;
    int m_frameMs = 0; ///< Least time between two refreshes.
    quint64 m_shown = 0;
    quint64 m_cleared = 0;
    quint32 m_generation = 0;
    bool m_paused = false;
    bool m_isFull = false;
};
