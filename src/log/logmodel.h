// SPDX-License-Identifier: MIT
#pragma once

#include "log/headcache.h"
#include "record/record.h"

#include <QAbstractTableModel>
#include <QElapsedTimer>
#include <QTimer>

/// The entries of a session as rows: holds data only, the view decorates.
///
/// Row arithmetic: row 0 is the sequence number first(), rows are consecutive, so that
/// row = sequence - first(). The rows end at last(), which trails the record's by a frame at most
/// unless paused, and begin at 1 or behind what was cleared.
///
/// Grows at most 60 times a second, and 25 times in a flood. Lives on the GUI thread.
class LogModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        TimeColumn,
        DeltaColumn,
        DirectionColumn,
        TypeColumn,
        SizeColumn,
        MessageColumn,
        ColumnCount
    };
    enum Role {
        SequenceRole = Qt::UserRole, ///< quint64
        DirectionRole,               ///< int of Direction
        TypeRole,                    ///< int of MessageType
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

    /// The row of an entry, -1 if it has none.
    int rowOf(quint64 sequence) const;
    quint64 sequenceAt(int row) const { return m_first + quint64(row); }
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

    /// The type as shown and filtered by: "text", "binary" …
    static QString typeName(MessageType type);
    /// "received", "sent", "local".
    static QString directionName(Direction direction);

Q_SIGNALS:
    /// After rows or counts changed.
    void refreshed();

private:
    void scheduleRefresh();
    void refresh();
    QString display(const LogRow &row, int column) const;

    Record *const m_record;
    mutable HeadCache m_cache;
    QTimer m_frame;
    QElapsedTimer m_sinceRefresh;
    /// Least time between two refreshes.
    int m_frameMs = 0;
    quint64 m_first = 1;
    quint64 m_last = 0;
    quint64 m_shown = 0;
    quint32 m_generation = 0;
    bool m_paused = false;
};
