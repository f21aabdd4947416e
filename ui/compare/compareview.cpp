// SPDX-License-Identifier: MIT
#include "ui/compare/compareview.h"

#include "format/comparison.h"
#include "format/text/numbers.h"
#include "ui/compare/comparedelegate.h"
#include "ui/compare/comparemodel.h"
#include "ui/kit/elidedlabel.h"
#include "ui/kit/theme.h"
#include "worker.h"

#include <QBoxLayout>
#include <QEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QStackedLayout>
#include <QTableView>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

static QString nameOf(const Message &message)
{
    return message.sequence > 0 ? u'#' + formatCount(message.sequence) : CompareView::tr("draft");
}

static QString countOfLines(const LineDiff &diff)
{
    quint64 added = 0;
    quint64 removed = 0;
    for (const DiffLine &line : diff.lines) {
        added += line.kind == DiffLine::Kind::Added;
        removed += line.kind == DiffLine::Kind::Removed;
    }
    return CompareView::tr("lines: %1 removed, %2 added").arg(formatCount(removed), formatCount(added));
}

/// "3 differences".
static QString summary(const Comparison &comparison)
{
    if (comparison.isSame)
        return CompareView::tr("no difference");
    if (comparison.form != Comparison::Form::Json) {
        QString text = countOfLines(comparison.lines);
        if (comparison.isCut)
            text += CompareView::tr(" · the first %1 compared").arg(formatSize(Comparison::MaxDumpedBytes));
        return text;
    }
    const qsizetype count = comparison.json.differences.size();
    if (count == 0)
        return CompareView::tr("no difference in values");
    QString text = count == 1 ? CompareView::tr("1 difference")
                              : CompareView::tr("%1 differences").arg(formatCount(quint64(count)));
    if (comparison.json.more)
        text = CompareView::tr("more than %1").arg(text);
    if (comparison.json.orderDiffers)
        text += CompareView::tr(" · members in another order");
    return text;
}

/// Said where there are no rows; empty if there are.
static QString compareWords(const Comparison &comparison)
{
    if (comparison.isSame)
        return CompareView::tr("No difference: the two payloads are the same, byte for byte.");
    if (comparison.form == Comparison::Form::Json) {
        if (!comparison.json.differences.isEmpty())
            return {};
        return comparison.json.orderDiffers
                       ? CompareView::tr("No difference in values; members of objects come in another order.")
                       : CompareView::tr("No difference in values; they are written down in another way.");
    }
    const bool none = std::all_of(comparison.lines.lines.begin(), comparison.lines.lines.end(),
                                  [](const DiffLine &line) { return line.kind == DiffLine::Kind::Same; });
    return none ? CompareView::tr("No difference in the part that was compared.") : QString();
}

CompareView::CompareView(QWidget *parent)
    : QWidget(parent)
    , m_worker(new Worker(this))
    , m_model(new CompareModel(this))
    , m_title(new ElidedLabel(this))
    , m_close(new QToolButton(this))
    , m_line(new QFrame(this))
    , m_pages(new QStackedLayout)
    , m_table(createTable())
    , m_words(new QLabel(this))
{
    setObjectName(u"compareView"_s);
    setAccessibleName(tr("Difference of two messages"));
    m_line->setFrameShape(QFrame::HLine);
    m_line->setFrameShadow(QFrame::Plain);
    m_line->setFixedHeight(1);
    m_words->setObjectName(u"compareWords"_s);
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    m_words->setAlignment(Qt::AlignCenter);
    m_words->setMargin(2 * Theme::Unit);
    m_pages->addWidget(m_table);
    m_pages->addWidget(m_words);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(createTop());
    layout->addWidget(m_line);
    layout->addLayout(m_pages, 1);
    connect(m_close, &QToolButton::clicked, this, &CompareView::closed);
    applyPalette();
    clear();
}

QWidget *CompareView::createTop()
{
    m_title->setObjectName(u"compareTitle"_s);
    m_close->setObjectName(u"compareClose"_s);
    m_close->setText(u"✕"_s);
    m_close->setAutoRaise(true);
    m_close->setAccessibleName(tr("Close the comparison"));
    m_close->setToolTip(tr("Close the comparison (Esc)"));
    auto *top = new QWidget(this);
    auto *layout = new QHBoxLayout(top);
    layout->setContentsMargins(Theme::Unit, Theme::Unit / 2, Theme::Unit / 2, Theme::Unit / 2);
    layout->setSpacing(Theme::Unit);
    layout->addWidget(m_title, 1);
    layout->addWidget(m_close);
    return top;
}

QTableView *CompareView::createTable()
{
    auto *table = new QTableView(this);
    table->setObjectName(u"compareTable"_s);
    table->setAccessibleName(tr("Differences"));
    table->setModel(m_model);
    table->setItemDelegate(new CompareDelegate(table));
    table->setFrameShape(QFrame::NoFrame);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setTabKeyNavigation(false);
    table->setCornerButtonEnabled(false);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->setFont(Theme::monospace());
    table->verticalHeader()->hide();
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().height() + Theme::Unit / 2);
    table->horizontalHeader()->setFont(font());
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setMinimumSectionSize(2 * Theme::Unit);
    return table;
}

bool CompareView::isBusy() const
{
    return m_worker->isRunning();
}

void CompareView::clear()
{
    m_worker->cancel();
    m_model->setComparison({});
    m_title->setText({});
    m_words->setText({});
    m_pages->setCurrentWidget(m_words);
}

void CompareView::compare(const Message &left, const Message &right)
{
    clear();
    m_pair = nameOf(left) + u" ↔ "_s + nameOf(right);
    if (left.payload.size() + right.payload.size() <= AtOnceBytes) {
        present(std::make_shared<const Comparison>(compareMessages(left, right)));
        return;
    }
    m_title->setText(m_pair + tr(" · comparing…"));
    m_words->setText(tr("Comparing…"));
    m_worker->start([this, left, right](ScanControl &control) {
        const auto comparison = std::make_shared<const Comparison>(
                compareMessages(left, right, [&control] { return control.cancelled.load(); }));
        return [this, comparison] { present(comparison); };
    });
}

void CompareView::present(std::shared_ptr<const Comparison> comparison)
{
    m_title->setText(m_pair + u" · "_s + summary(*comparison));
    m_words->setText(compareWords(*comparison));
    const bool hasRows = m_words->text().isEmpty();
    m_model->setComparison(hasRows ? std::move(comparison) : nullptr);
    m_pages->setCurrentWidget(hasRows ? static_cast<QWidget *>(m_table) : m_words);
    if (hasRows)
        fitColumns();
    Q_EMIT compared();
}

void CompareView::fitColumns()
{
    QHeaderView *const header = m_table->horizontalHeader();
    header->setVisible(m_model->isByPath());
    header->setSectionResizeMode(CompareModel::SignColumn, QHeaderView::Fixed);
    header->resizeSection(CompareModel::SignColumn, 3 * Theme::Unit);
    if (!m_model->isByPath()) {
        header->setSectionResizeMode(CompareModel::PathColumn, QHeaderView::Stretch);
        return;
    }
    // As wide as the paths are, but the values have the most of the room.
    qsizetype longest = 8;
    for (int row = 0; row < std::min(m_model->rowCount(), 200); ++row) {
        const QModelIndex index = m_model->index(row, CompareModel::PathColumn);
        longest = std::max(longest, index.data().toString().size());
    }
    const int wanted = int(longest) * m_table->fontMetrics().horizontalAdvance(u'0') + 2 * Theme::Unit;
    header->setSectionResizeMode(CompareModel::PathColumn, QHeaderView::Interactive);
    header->resizeSection(CompareModel::PathColumn, std::min(wanted, width() * 2 / 5));
    header->setSectionResizeMode(CompareModel::LeftColumn, QHeaderView::Stretch);
    header->setSectionResizeMode(CompareModel::RightColumn, QHeaderView::Stretch);
}

bool CompareView::event(QEvent *event)
{
    // Esc belongs here while the focus is, whatever the window does with it otherwise.
    if (event->type() == QEvent::ShortcutOverride
        && static_cast<QKeyEvent *>(event)->matches(QKeySequence::Cancel)) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void CompareView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Cancel))
        Q_EMIT closed();
    else
        QWidget::keyPressEvent(event);
}

void CompareView::applyPalette()
{
    QPalette line;
    line.setColor(QPalette::WindowText, Theme::hairline(palette()));
    m_line->setPalette(line);
    QPalette words;
    words.setColor(QPalette::WindowText, Theme::mutedText(palette()));
    m_words->setPalette(words);
}

void CompareView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        applyPalette();
    QWidget::changeEvent(event);
}
