// SPDX-License-Identifier: MIT
#pragma once

#include "log/filter/filterscan.h"
#include "log/filter/matchindex.h"
#include "log/filtermode.h"
#include "log/headcache.h"
#include "log/heartbeatindex.h"
#include "log/hiddenrows.h"
#include "log/largerows.h"
#include "record/record.h"

#include <QAbstractTableModel>
#include <QElapsedTimer>
#include <QTimer>

#include <limits>

/// The entries of a session as rows: holds data only, the view decorates.
///
/// Row arithmetic: the rows reach from first(), which is 1 or behind what was cleared, to last(), which
/// trails the record's by a frame at most unless paused. Without a filter, or with one that highlights, they
/// are consecutive but for what is hidden: row = sequence - first() less the hidden ones between
/// (HiddenRows). With one that shows only what it finds, they are its matches, and a row is a match's place
/// among them; they grow at both ends while the older entries are being scanned, and last() is how far the
/// new ones have been.
///
/// Hidden are pings and pongs, unless they are shown or the filter names them, but for those that it finds
/// (see filterheartbeats.h). Where many have to be found first, in a file that was opened, last() is how far
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
        HitsRole,                    ///< QList<TextRange> within the message column
        IsHitRole,                   ///< bool: the filter finds it
    };

    /// The record must outlive the model.
    explicit LogModel(Record *record, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    quint64 first() const { return m_first; }
    quint64 last() const { return m_last; }
    /// Of what the rows reach to: "shown" in "received = stored = shown".
    quint64 shown() const { return m_shown; }
    /// The record has entries that can have no row.
    bool isFull() const { return m_isFull; }

    /// The row of an entry, -1 if it has none.
    int rowOf(quint64 sequence) const;
    quint64 sequenceAt(int row) const;
    /// The row of the first entry at `sequence` or behind it; rowCount() if there is none.
    int rowAtOrAfter(quint64 sequence) const;
    /// A ping or a pong that has no row, of those that the rows reach to.
    bool isHidden(quint64 sequence) const { return m_hidden.contains(sequence); }
    quint64 hiddenCount() const { return m_hidden.countIn(m_first, m_last); }
    bool showsHeartbeats() const { return m_heartbeatsShown; }
    /// Pings and pongs are rows like any others.
    void setHeartbeatsShown(bool shown);

    /// The whole entry; reading a large one takes its time.
    std::optional<Message> entry(int row) const;
    /// The payload's size in bytes.
    qint64 sizeAt(int row) const;
    const Record *record() const { return m_record; }

    bool isPaused() const { return m_paused; }
    /// Paused, no rows are added; the record goes on.
    void setPaused(bool paused);
    /// Removes all rows, those that are not shown yet included; the record keeps them.
    void clear();

    /// Filters anew; an empty query ends it.
    void setFilter(const FilterQuery &query, FilterMode mode);
    const FilterQuery &filter() const { return m_query; }
    FilterMode filterMode() const { return m_mode; }
    bool isFiltered() const { return m_scan != nullptr; }
    /// Rows are the matches of the filter.
    bool showsMatchesOnly() const { return m_scan && m_mode == FilterMode::ShowOnly; }
    /// What has been found so far, from first() to last() or, highlighting, a little short of it.
    const MatchIndex &matches() const { return m_matches; }
    /// Of the entries that were there when the filter was set: 0 to 1.
    double filterProgress() const { return m_scan ? m_scan->progress() : 1; }

    /// Values at these paths as columns behind ColumnCount.
    void setJsonColumns(const QList<JsonPath> &paths);
    const QList<JsonPath> &jsonColumns() const { return m_builder.columns(); }

    /// The type as shown and filtered by: "text", "binary" …
    static QString typeName(MessageType type);
    /// "received", "sent", "local".
    static QString directionName(Direction direction);
    /// "1,234 B", or where `wireBytes` are known (as in Message) "1,234 B, 310 B compressed (25 %)" or, if
    /// they are more, "40 B, 43 B on the wire".
    static QString sizeInWords(qint64 size, qint64 wireBytes);

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
    void grow();
    void hideNew();
    void showFound(const MatchIndex &found);
    void takeMatches();
    void insertMatches(const MatchIndex &found, bool inFront);
    void failFilter(const QString &sentence);
    void setBuilder(const RowBuilder &builder);
    void improve(const LogRow &row);
    const LogRow *rowOfEntry(quint64 sequence) const;
    QString display(const LogRow &row, int rowNumber, int column) const;
    QString sizeToolTip(quint64 sequence) const;
    QString delta(const LogRow &row, int rowNumber) const;

    Record *const m_record;
    mutable HeadCache m_cache;
    mutable LargeRows m_large;
    RowBuilder m_builder;
    FilterQuery m_query;
    FilterMode m_mode = FilterMode::ShowOnly;
    std::unique_ptr<FilterScan> m_scan;
    MatchIndex m_matches;
    HeartbeatIndex m_heartbeats;
    HiddenRows m_hidden;
    bool m_heartbeatsShown = false;
    /// They are not shown, and the filter does not name them.
    bool m_hidesHeartbeats = true;
    /// What the rows are to reach, and the scan has been asked to.
    RecordExtent m_target;
    QTimer m_frame;
    QElapsedTimer m_sinceRefresh;
    /// Least time between two refreshes.
    int m_frameMs = 0;
    quint64 m_first = 1;
    quint64 m_last = 0;
    quint64 m_shown = 0;
    quint32 m_generation = 0;
    bool m_paused = false;
    bool m_isFull = false;
};
