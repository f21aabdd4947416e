// SPDX-License-Identifier: MIT
#pragma once

#include "log/filter/filterquery.h"
#include "log/filter/filtertoggles.h"

#include <QList>
#include <QTimer>
#include <QWidget>

#include <optional>
#include <utility>

class FilterEdit;
class FilterMenu;
class QComboBox;
class QHBoxLayout;
class QLabel;
class QToolButton;
class Settings;
class ToneLabel;

/// The line that filters the log: the field, toggles that are terms in it, what becomes of the rest of the
/// log, from hit to hit, how many there are, and filters that are kept. Two rows where the window is narrow.
///
/// The text is the filter; the toggles show and change it. With wrong syntax the place is underlined, a
/// sentence below says why, and the last good filter stays.
class FilterBar : public QWidget
{
    Q_OBJECT

public:
    /// The settings outlive the bar.
    explicit FilterBar(Settings *settings, QWidget *parent = nullptr);

    QString text() const;
    /// Takes effect at once.
    void setText(const QString &text);
    /// The same, without its being kept among the recent filters by itself.
    void setTextInPassing(const QString &text);
    /// With the text selected.
    void focusField();
    /// The last good one.
    const FilterQuery &query() const { return m_query; }
    FilterMode mode() const { return m_mode; }
    /// For this bar alone; what the user chooses in it, later ones begin with.
    void setMode(FilterMode mode);
    /// What is typed is not kept among the recent filters.
    void setPrivate(bool isPrivate) { m_isPrivate = isPrivate; }

    /// JSON paths to offer, as JsonPath writes them.
    void setPaths(const QStringList &paths);
    /// How many entries match out of how many. `progress` is 0 to 1 while a scan runs, less than 0 if none
    /// does; `hidden` pings and pongs are not among the total. Shown while there is a filter.
    void setCounts(quint64 hits, quint64 total, double progress, quint64 hidden = 0);
    /// Why the scan for the present filter was given up; plain text, empty to take it back. There is no
    /// filter then, until another one is typed or Enter tries the same again.
    void setScanProblem(const QString &sentence);

    /// Why the text is no filter; below the field, unless another widget becomes its parent.
    QWidget *problemLine() const;

    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// A valid one, and another one than before: a moment after a keystroke, at once for all else.
    void queryChanged(const FilterQuery &query);
    void modeChanged(FilterMode mode);
    void nextRequested();
    void previousRequested();
    /// The focus should go to the log.
    void leaveRequested();
    /// The field has the focus, or a path is about to be typed: a call of setPaths() is welcome.
    void pathsWanted();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *buildControls();
    QToolButton *addButton(QHBoxLayout *layout, const QString &name, const QString &text,
                           const QString &title, const QString &toolTip);
    void addToggle(QHBoxLayout *layout, FilterToggle toggle, const QString &name, const QString &text,
                   const QString &toolTip);
    void buildMenu();
    void buildLayout();
    void connectField();
    void textChanged();
    void applyToggle(FilterToggle toggle, bool on);
    void showToggles();
    void colourToggles();
    void evaluate();
    void evaluateAndKeep();
    void keepRecent();
    void showCounts();
    void showProblem();
    void adaptToWidth();
    int widthOfOneRow() const;

    Settings *m_settings;
    FilterQuery m_query;
    // Was given up.
    std::optional<FilterQuery> m_stopped;
    FilterProblem m_problem;
    QString m_scanProblem;
    FilterMode m_mode;
    quint64 m_hits = 0;
    quint64 m_total = 0;
    quint64 m_hidden = 0;
    double m_progress = -1;
    bool m_hasCounts = false;
    bool m_isPrivate = false;
    QTimer m_debounce;
    QTimer m_settled;
    FilterEdit *m_edit;
    QList<std::pair<FilterToggle, QToolButton *>> m_toggles;
    QWidget *m_controls;
    QComboBox *m_modeBox;
    QToolButton *m_previous;
    QToolButton *m_next;
    QLabel *m_count;
    QToolButton *m_menuButton;
    FilterMenu *m_menu;
    ToneLabel *m_problemLine;
    QHBoxLayout *m_row;
    QHBoxLayout *m_secondRow;
};
