// SPDX-License-Identifier: MIT
#pragma once

#include "exchange/entryselection.h"
#include "worker.h"

#include <QDialog>
#include <QList>
#include <QString>
#include <QTimer>

#include <atomic>
#include <functional>

class QComboBox;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;
class Record;
class ToneLabel;
struct ExchangeFormat;
struct ExchangeResult;
struct ExportedText;

/// Some entries that can be exported. A plain value.
struct ExportChoice
{
    /// For people, in plain text.
    QString name;
    /// Called on a worker; `cancelled` outlives what it returns.
    std::function<EntrySelection(const std::atomic<bool> *cancelled)> selection;
};

/// Asks which entries of a session to export in which format, shows how that begins, and does it: the window
/// stays usable meanwhile. Closing it cancels what is under way, and nothing is left of it. Goes once it is
/// closed.
class ExportDialog : public QDialog
{
    Q_OBJECT

public:
    /// Of the first entries, so much is shown in the chosen format.
    static constexpr qsizetype PreviewBytes = 16 * 1024;

    /// `name` is what a file is called if nobody says otherwise, without a suffix. The record must outlive
    /// this.
    ExportDialog(const Record *record, const QString &name, QWidget *parent);
    ~ExportDialog() override;

    /// In place of those before; there is at least one.
    void setChoices(const QList<ExportChoice> &choices, qsizetype chosen);
    const ExchangeFormat &format() const;
    void setFormat(const ExchangeFormat &format);
    /// Exports to that file. Shows itself if that takes a moment, or fails.
    void exportTo(const QString &fileName);
    bool isExporting() const { return m_exporting.isRunning(); }

Q_SIGNALS:
    /// What came of it, as a sentence in plain text.
    void exported(const QString &sentence);

protected:
    void done(int result) override;

private:
    QWidget *buildQuestions();
    QWidget *buildButtons();
    const ExportChoice &choice() const;
    void askForFile();
    void preview();
    void showPreview(const ExportedText &shown);
    void showRunning(bool isRunning);
    void finish(const QString &fileName, const ExchangeResult &result);

    const Record *const m_record;
    const QString m_name;
    QList<ExportChoice> m_choices;
    QComboBox *m_format;
    QComboBox *m_entries;
    QPlainTextEdit *m_preview;
    ToneLabel *m_note;
    QProgressBar *m_progress;
    QPushButton *m_export;
    QPushButton *m_close;
    QTimer m_patience;
    QTimer m_sampling;
    Worker m_previewing;
    Worker m_exporting;
};
