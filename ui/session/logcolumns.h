// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QStringList>

#include <memory>

class LogModel;
class LogView;
class Settings;
class ValueChart;
class ValueScan;

/// JSON values of the log as columns, remembered for each URL, and one of them as a chart. Offers both in the
/// header's menu.
class LogColumns : public QObject
{
    Q_OBJECT

public:
    /// All of them outlive this.
    LogColumns(Settings *settings, LogModel *log, LogView *view, ValueChart *chart,
               QObject *parent = nullptr);
    ~LogColumns() override;

    /// The columns of that URL, without secrets, come back. If it has none, those stay that were added while
    /// there was no URL yet.
    void setUrl(const QString &url);
    /// Nothing is remembered.
    void setPrivate(bool isPrivate) { m_isPrivate = isPrivate; }
    /// Paths as JsonPath::toString() has them.
    QStringList paths() const;
    void add(const QString &path);
    void remove(const QString &path);
    /// Over time, in the chart, which is shown.
    void plot(const QString &path);
    void closePlot();
    /// All that can be done with the columns, of none in particular.
    void showMenu();

Q_SIGNALS:
    /// Something to say in passing.
    void said(const QString &sentence);

private:
    void setPaths(const QStringList &paths);
    void remember(const QStringList &paths);
    void showMenuAt(const QPoint &position);

    Settings *const m_settings;
    LogModel *const m_log;
    LogView *const m_view;
    ValueChart *const m_chart;
    std::unique_ptr<ValueScan> m_scan;
    QString m_url;
    bool m_isPrivate = false;
};
