// SPDX-License-Identifier: MIT
#pragma once

#include "ui/exchange/exportdialog.h"

#include <QObject>
#include <QPointer>

#include <functional>

class LogPane;
class QMenu;
class Session;
struct ExchangeFormat;

/// Hands on the entries of a tab: into a file, or to the clipboard, in any of the formats that are written.
class EntryExport : public QObject
{
    Q_OBJECT

public:
    /// More is not put on the clipboard.
    static constexpr qsizetype MaxClipboardBytes = 64 * 1024 * 1024;

    /// They must outlive it. The dialogs belong to `window`.
    EntryExport(Session *session, LogPane *log, QWidget *window);
    /// Cancels what is under way.
    ~EntryExport() override;

    /// Asks which entries, in which format, and for a file. `name` is offered, without a suffix.
    void ask(const QString &name);
    /// Asks for a file and copies the whole session there.
    void saveSession(const QString &name);
    /// What is selected in the log, for a format that is text.
    void copyAs(const ExchangeFormat &format);
    void cancel();

    /// A menu of the formats that copyAs() takes.
    static QMenu *copyMenu(QWidget *parent, const std::function<void(const ExchangeFormat &)> &copy);

Q_SIGNALS:
    /// What came of it, in passing.
    void said(const QString &sentence);

private:
    QList<EntryRange> selectedRanges() const;
    quint64 selectedCount() const;
    ExportChoice all() const;
    ExportChoice rows(const QString &name, const QList<EntryRange> &ranges, bool areFiltered) const;
    bool isEmpty();
    bool isExporting() const;
    ExportDialog *makeDialog(const QString &name);

    Session *const m_session;
    LogPane *const m_log;
    QWidget *const m_window;
    QPointer<ExportDialog> m_dialog;
    Worker m_copying;
};
