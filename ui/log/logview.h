// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractItemView>
#include <QTimer>

class HitScrollBar;
class LogHeader;
class LogModel;
class QAbstractButton;

/// The live log. All rows have one height, so that geometry is arithmetic: its cost depends neither
/// on the number of rows nor on how many came since the last frame. The vertical scroll bar counts
/// rows.
///
/// Following: while it shows the tail it stays there. A person who scrolls up or picks an entry stops that;
/// then the entries in view keep their place, whatever comes at the end or goes at the front, and a
/// pill says how many are new. Scrolling to the end, the End key or the pill follow again.
class LogView : public QAbstractItemView
{
    Q_OBJECT

public:
    explicit LogView(QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override;
    LogModel *log() const;

    bool isFollowing() const { return m_following; }
    void setFollowing(bool following);
    /// Said in the empty part below the rows; plain text.
    void setHint(const QString &hint);
    /// The first row in view.
    int topRow() const;
    /// Makes it so, as far as there are rows; does not follow.
    void setTopRow(int row);
    LogHeader *header() const { return m_header; }
    /// Rows that are wholly visible.
    int visibleRows() const;
    /// As wide as what is in view of them; the message takes what is left.
    void fitColumns();
    /// The same for one of JSON values, within what is reasonable for those that come.
    void fitNewColumn(int column);

    QRect visualRect(const QModelIndex &index) const override;
    void scrollTo(const QModelIndex &index, ScrollHint hint = EnsureVisible) override;
    QModelIndex indexAt(const QPoint &point) const override;
    void reset() override;
    void doItemsLayout() override;
    void keyboardSearch(const QString &search) override;
    void selectAll() override;

Q_SIGNALS:
    void followingChanged(bool following);
    /// The entry under the cursor: a row, or -1.
    void currentRowChanged(int row);
    /// A person has scrolled, or picked an entry.
    void movedByHand();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void updateGeometries() override;
    void rowsInserted(const QModelIndex &parent, int start, int end) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

    int horizontalOffset() const override;
    int verticalOffset() const override;
    bool isIndexHidden(const QModelIndex &index) const override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    void setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags flags) override;
    QRegion visualRegionForSelection(const QItemSelection &selection) const override;
    int sizeHintForColumn(int column) const override;

private:
    void fitColumn(int column);
    int rowCount() const;
    int rowAt(int y) const;
    void updateRowHeight();
    void updateScrollBars();
    void userScrolled();
    void userPicked();
    void updatePill();
    void updateMarks();
    void scheduleMarks();
    void paintRow(QPainter *painter, int row, const QRect &area);
    QFont fontOf(int column) const;

    LogHeader *m_header;
    HitScrollBar *m_scrollBar;
    QAbstractButton *m_pill;
    QTimer m_marks;
    QString m_hint;
    int m_rowHeight = 20;
    int m_removing = 0;
    quint64 m_seen = 0;
    bool m_following = true;
    bool m_adjusting = false;
    bool m_inserting = false;
};
