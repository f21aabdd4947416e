// SPDX-License-Identifier: MIT
#include "ui/exchange/exportdialog.h"

#include "exchange/exchangeformat.h"
#include "exchange/exchangejob.h"
#include "format/text/numbers.h"
#include "record/record.h"
#include "ui/kit/labels.h"
#include "ui/kit/theme.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStringDecoder>
#include <QTextOption>
#include <QVBoxLayout>

#include <chrono>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// What takes less is not shown if it was not asked for here.
static constexpr auto Patience = 300ms;
static constexpr auto ProgressInterval = 100ms;

ExportDialog::ExportDialog(const Record *record, const QString &name, QWidget *parent)
    : QDialog(parent)
    , m_record(record)
    , m_name(name)
    , m_format(new QComboBox(this))
    , m_entries(new QComboBox(this))
    , m_preview(new QPlainTextEdit(this))
    , m_note(new ToneLabel(u"exportNote"_s, ToneLabel::Tone::Quiet, this))
    , m_progress(new QProgressBar(this))
{
    setObjectName(u"exportDialog"_s);
    setWindowTitle(tr("Export"));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(76 * Theme::Unit, 48 * Theme::Unit);

    m_preview->setObjectName(u"exportPreview"_s);
    m_preview->setAccessibleName(tr("How it begins"));
    m_preview->setReadOnly(true);
    m_preview->setTabChangesFocus(true);
    m_preview->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_preview->setFont(Theme::monospace());

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * Theme::Unit, 2 * Theme::Unit, 2 * Theme::Unit, 2 * Theme::Unit);
    layout->setSpacing(Theme::Unit);
    layout->addWidget(buildQuestions());
    layout->addWidget(m_preview, 1);
    layout->addWidget(m_note);
    layout->addWidget(buildButtons());

    m_patience.setSingleShot(true);
    m_patience.setInterval(Patience);
    connect(&m_patience, &QTimer::timeout, this, &QWidget::show);
    m_sampling.setInterval(ProgressInterval);
    connect(&m_sampling, &QTimer::timeout, this, [this] { m_progress->setValue(m_exporting.percent()); });
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportDialog::preview);
    connect(m_entries, &QComboBox::currentIndexChanged, this, &ExportDialog::preview);
    showRunning(false);
}

ExportDialog::~ExportDialog() = default;

QWidget *ExportDialog::buildQuestions()
{
    m_format->setObjectName(u"exportFormat"_s);
    m_entries->setObjectName(u"exportEntries"_s);
    const QList<const ExchangeFormat *> formats = writtenFormats();
    for (const ExchangeFormat *format : formats)
        m_format->addItem(QCoreApplication::translate("ExchangeFormat", format->name));
    auto *questions = new QWidget(this);
    auto *layout = new QFormLayout(questions);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::Unit);
    layout->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    layout->addRow(tr("&Entries"), m_entries);
    layout->addRow(tr("&Format"), m_format);
    // A filter may be long.
    m_entries->setMinimumContentsLength(20);
    m_entries->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    return questions;
}

QWidget *ExportDialog::buildButtons()
{
    auto *buttons = new QDialogButtonBox(this);
    m_export = buttons->addButton(tr("E&xport…"), QDialogButtonBox::AcceptRole);
    m_export->setObjectName(u"exportButton"_s);
    m_export->setDefault(true);
    m_close = buttons->addButton(QDialogButtonBox::Close);
    m_close->setObjectName(u"exportClose"_s);
    // The style's icons do not follow a dark palette.
    m_close->setIcon({});
    connect(buttons, &QDialogButtonBox::accepted, this, &ExportDialog::askForFile);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    m_progress->setObjectName(u"exportProgress"_s);
    m_progress->setAccessibleName(tr("Exported so far"));
    QSizePolicy policy = m_progress->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    m_progress->setSizePolicy(policy);
    auto *row = new QWidget(this);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2 * Theme::Unit);
    layout->addWidget(m_progress, 1);
    layout->addWidget(buttons);
    return row;
}

void ExportDialog::setChoices(const QList<ExportChoice> &choices, qsizetype chosen)
{
    m_choices = choices;
    const QSignalBlocker blocker(m_entries);
    m_entries->clear();
    for (const ExportChoice &each : choices)
        m_entries->addItem(each.name);
    m_entries->setCurrentIndex(int(chosen));
    preview();
}

const ExchangeFormat &ExportDialog::format() const
{
    return *writtenFormats().at(m_format->currentIndex());
}

void ExportDialog::setFormat(const ExchangeFormat &format)
{
    m_format->setCurrentIndex(int(writtenFormats().indexOf(&format)));
}

const ExportChoice &ExportDialog::choice() const
{
    return m_choices.at(m_entries->currentIndex());
}

// --- How it begins ----------------------------------------------------------------------------

void ExportDialog::preview()
{
    m_preview->clear();
    m_note->setSentence(tr("Looking for the first entries…"), ToneLabel::Tone::Quiet);
    // What is no text has entries all the same.
    const ExchangeFormat &shown = format().isText ? format() : MarkdownFormat;
    m_previewing.start([this, &shown, selection = choice().selection](ScanControl &control) {
        const ExportedText text =
                exportedText(*m_record, selection(&control.cancelled), shown, PreviewBytes, &control);
        return [this, text] { showPreview(text); };
    });
}

void ExportDialog::showPreview(const ExportedText &shown)
{
    // Of a letter that is cut, nothing is shown.
    QStringDecoder decoder(QStringDecoder::Utf8);
    m_preview->setPlainText(decoder(shown.text) + (shown.isCut ? u"…"_s : QString()));
    m_preview->moveCursor(QTextCursor::Start);
    if (!shown.problem.isEmpty())
        m_note->setSentence(shown.problem, ToneLabel::Tone::Problem);
    else if (!shown.isCut && shown.entries == 0)
        m_note->setSentence(tr("There is no such entry: the file will be empty."), ToneLabel::Tone::Quiet);
    else if (!format().isText)
        m_note->setSentence(tr("The file is not text: these are the entries that go into it."),
                            ToneLabel::Tone::Quiet);
    else
        m_note->setSentence({});
}

// --- Exporting --------------------------------------------------------------------------------

void ExportDialog::askForFile()
{
    auto *dialog = new QFileDialog(this, tr("Export"));
    dialog->setObjectName(u"exportFile"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(format().suffix);
    dialog->setNameFilters(
            {u"%1 (*.%2)"_s.arg(m_format->currentText(), format().suffix), tr("All files (*)")});
    dialog->setDirectory(QDir::home());
    dialog->selectFile(m_name + u'.' + format().suffix);
    connect(dialog, &QFileDialog::fileSelected, this, &ExportDialog::exportTo);
    dialog->open();
}

void ExportDialog::exportTo(const QString &fileName)
{
    m_previewing.cancel();
    showRunning(true);
    m_note->setSentence(tr("Exporting to %1 …").arg(QDir::toNativeSeparators(fileName)),
                        ToneLabel::Tone::Quiet);
    if (isHidden())
        m_patience.start();
    m_exporting.start(
            [this, fileName, &to = format(), selection = choice().selection](ScanControl &control) {
                const ExchangeResult result =
                        exportRecord(*m_record, selection(&control.cancelled), to, fileName, &control);
                return [this, fileName, result] { finish(fileName, result); };
            },
            WholeScan);
}

void ExportDialog::showRunning(bool isRunning)
{
    for (QWidget *question : {static_cast<QWidget *>(m_format), static_cast<QWidget *>(m_entries),
                              static_cast<QWidget *>(m_export)})
        question->setEnabled(!isRunning);
    m_progress->setValue(0);
    m_progress->setVisible(isRunning);
    m_close->setText(isRunning ? tr("Cancel") : tr("Close"));
    if (isRunning)
        m_sampling.start();
    else
        m_sampling.stop();
}

void ExportDialog::finish(const QString &fileName, const ExchangeResult &result)
{
    m_patience.stop();
    showRunning(false);
    if (!result.problem.isEmpty()) {
        m_note->setSentence(result.problem, ToneLabel::Tone::Problem);
        show();
        return;
    }
    const QString name = QDir::toNativeSeparators(fileName);
    const QString sentence = result.entries == 1
                                     ? tr("1 entry is in %1.").arg(name)
                                     : tr("%1 entries are in %2.").arg(formatCount(result.entries), name);
    const QString missing = result.missingSentence(m_record->keeping().fileName);
    Q_EMIT exported(missing.isEmpty() ? sentence : sentence + u' ' + missing);
    close();
}

void ExportDialog::done(int result)
{
    if (m_exporting.isRunning()) {
        m_exporting.cancel();
        Q_EMIT exported(tr("The export was cancelled."));
    }
    QDialog::done(result);
}
