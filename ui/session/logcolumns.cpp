// SPDX-License-Identifier: MIT
#include "ui/session/logcolumns.h"

#include "log/logmodel.h"
#include "log/seenpaths.h"
#include "log/valuescan.h"
#include "settings/settings.h"
#include "ui/chart/valuechart.h"
#include "ui/log/logheader.h"
#include "ui/log/logview.h"

#include <QMenu>

using namespace Qt::StringLiterals;

// More leave no room for the message.
static constexpr qsizetype MostColumns = 8;
static constexpr qsizetype MostOffered = 30;

LogColumns::LogColumns(Settings *settings, LogModel *log, LogView *view, ValueChart *chart, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
    , m_log(log)
    , m_view(view)
    , m_chart(chart)
{
    m_chart->hide();
    m_view->header()->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_view->header(), &QWidget::customContextMenuRequested, this, &LogColumns::showMenuAt);
    connect(m_chart, &ValueChart::closed, this, &LogColumns::closePlot);
}

LogColumns::~LogColumns() = default;

QStringList LogColumns::paths() const
{
    QStringList paths;
    for (const JsonPath &path : m_log->jsonColumns())
        paths.append(path.toString());
    return paths;
}

void LogColumns::setPaths(const QStringList &paths)
{
    QList<JsonPath> columns;
    for (const QString &text : paths.mid(0, MostColumns)) {
        if (const auto path = JsonPath::parse(text))
            columns.append(*path);
    }
    m_log->setJsonColumns(columns);
    LogHeader *header = m_view->header();
    for (int column = LogModel::ColumnCount; column < m_log->columnCount(); ++column) {
        // The message takes what is left, at the end.
        const int message = header->visualIndex(LogModel::MessageColumn);
        if (header->visualIndex(column) > message) {
            header->moveSection(header->visualIndex(column), message);
            m_view->fitNewColumn(column);
        }
    }
    m_view->viewport()->update();
}

void LogColumns::setUrl(const QString &url)
{
    if (url == m_url)
        return;
    const bool isFirst = m_url.isEmpty();
    m_url = url;
    const QStringList stored = m_settings->jsonColumns(url);
    if (isFirst && stored.isEmpty())
        remember(paths());
    else
        setPaths(stored);
}

void LogColumns::remember(const QStringList &paths)
{
    if (!m_isPrivate && !m_url.isEmpty())
        m_settings->setJsonColumns(m_url, paths);
}

void LogColumns::add(const QString &path)
{
    QStringList all = paths();
    if (all.contains(path)) {
        Q_EMIT said(tr("%1 is a column already.").arg(path));
        return;
    }
    if (all.size() >= MostColumns) {
        Q_EMIT said(
                tr("There are %1 columns already: remove one in the header's menu first.").arg(MostColumns));
        return;
    }
    all.append(path);
    setPaths(all);
    remember(all);
}

void LogColumns::remove(const QString &path)
{
    QStringList all = paths();
    all.removeAll(path);
    setPaths(all);
    remember(all);
}

void LogColumns::plot(const QString &path)
{
    const auto parsed = JsonPath::parse(path);
    if (!parsed)
        return;
    m_chart->clear();
    m_chart->setTitle(path);
    m_scan = std::make_unique<ValueScan>(m_log, *parsed);
    connect(m_scan.get(), &ValueScan::pointsChanged, m_chart,
            [this] { m_chart->setPoints(m_scan->points()); });
    m_chart->show();
}

void LogColumns::closePlot()
{
    m_scan.reset();
    m_chart->clear();
    m_chart->hide();
}

static QString menuText(const QString &path)
{
    return QString(path).replace(u'&', u"&&"_s);
}

void LogColumns::showMenu()
{
    const LogHeader *header = m_view->header();
    showMenuAt({header->sectionViewportPosition(LogModel::MessageColumn) - 1, header->height()});
}

void LogColumns::showMenuAt(const QPoint &position)
{
    QMenu menu(m_view->header());
    menu.setObjectName(u"columnMenu"_s);
    const QStringList shown = paths();
    const int column = m_view->header()->logicalIndexAt(position) - LogModel::ColumnCount;
    if (column >= 0 && column < shown.size()) {
        const QString &path = shown.at(column);
        connect(menu.addAction(tr("Plot %1 Over Time").arg(menuText(path))), &QAction::triggered, this,
                [this, path] { plot(path); });
        connect(menu.addAction(tr("Remove the Column %1").arg(menuText(path))), &QAction::triggered, this,
                [this, path] { remove(path); });
        menu.addSeparator();
    }
    QStringList offered = seenPaths(*m_log->record(), m_log->rows().last()).mid(0, MostOffered);
    for (const QString &path : shown) {
        if (!offered.contains(path))
            offered.append(path);
    }
    menu.addSection(tr("JSON values as columns"));
    for (const QString &path : std::as_const(offered)) {
        QAction *action = menu.addAction(menuText(path));
        action->setCheckable(true);
        action->setChecked(shown.contains(path));
        connect(action, &QAction::triggered, this, [this, path](bool on) { on ? add(path) : remove(path); });
    }
    if (offered.isEmpty())
        menu.addAction(tr("No JSON message was seen yet"))->setEnabled(false);
    menu.addSeparator();
    connect(menu.addAction(tr("&Fit All Columns to What They Show")), &QAction::triggered, m_view,
            &LogView::fitColumns);
    menu.exec(m_view->header()->mapToGlobal(position));
}
