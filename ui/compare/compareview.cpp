// SPDX-License-Identifier: MIT
#include "ui/compare/compareview.h"

#include "format/binary/compressedpayload.h"
#include "format/comparison.h"
#include "format/text/numbers.h"
#include "ui/compare/comparemodel.h"
#include "ui/kit/flatcontrols.h"
#include "ui/kit/hairline.h"
#include "ui/kit/labels.h"
#include "ui/kit/theme.h"
#include "worker.h"

#include <QBoxLayout>
#include <QEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QStackedLayout>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

static QString nameOf(const Message &message)
{
    return message.sequence > 0 ? u'#' + formatCount(message.sequence) : CompareView::tr("draft");
}

static QString countOfLines(const LineDiff &diff, bool isCut)
{
    quint64 added = 0;
    quint64 removed = 0;
    for (const DiffLine &line : diff.lines) {
        added += line.kind == DiffLine::Kind::Added;
        removed += line.kind == DiffLine::Kind::Removed;
    }
    return isCut ? CompareView::tr("lines: %1 removed, %2 added · the first %3 compared")
                           .arg(formatCount(removed), formatCount(added),
                                formatSize(Comparison::MaxDumpedBytes))
                 : CompareView::tr("lines: %1 removed, %2 added")
                           .arg(formatCount(removed), formatCount(added));
}

/// "3 differences".
static QString summary(const Comparison &comparison)
{
    if (comparison.isSame)
        return CompareView::tr("no difference");
    if (comparison.form != Comparison::Form::Json)
        return countOfLines(comparison.lines, comparison.isCut);
    const qsizetype count = comparison.json.differences.size();
    if (count == 0)
        return CompareView::tr("no difference in values");
    QString text = CompareView::tr("1 difference");
    if (comparison.json.more)
        text = CompareView::tr("more than %1 differences").arg(formatCount(quint64(count)));
    else if (count > 1)
        text = CompareView::tr("%1 differences").arg(formatCount(quint64(count)));
    return comparison.json.orderDiffers ? CompareView::tr("%1 · members in another order").arg(text) : text;
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

static QColor inkOf(CompareModel::Kind kind, const QPalette &palette)
{
    switch (kind) {
    case CompareModel::Kind::Added:
        return Theme::good(palette);
    case CompareModel::Kind::Removed:
        return Theme::bad(palette);
    case CompareModel::Kind::Changed:
        return Theme::busy(palette);
    case CompareModel::Kind::Gap:
    case CompareModel::Kind::Same:
        break;
    }
    return Theme::mutedText(palette);
}

namespace {

/// Lines are coloured whole; of paths the sign alone, values stay easy to read.
class CompareDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const auto kind = index.data(CompareModel::KindRole).value<CompareModel::Kind>();
        const bool byPath = index.model()->columnCount() > CompareModel::LeftColumn;
        if (index.column() == CompareModel::SignColumn || (!byPath && kind != CompareModel::Kind::Same))
            option->palette.setColor(QPalette::Text, inkOf(kind, option->palette));
    }
};

} // namespace

CompareView::CompareView(QWidget *parent)
    : QWidget(parent)
    , m_worker(new Worker(this))
    , m_model(new CompareModel(this))
    , m_title(new ElidedLabel(this))
    , m_pages(new QStackedLayout)
    , m_table(createTable())
    , m_words(new PaneLabel(u"compareWords"_s, this))
{
    setObjectName(u"compareView"_s);
    setAccessibleName(tr("Difference of two messages"));
    m_pages->addWidget(m_table);
    m_pages->addWidget(m_words);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(createTop());
    layout->addWidget(hairline(this));
    layout->addLayout(m_pages, 1);
    clear();
}

QWidget *CompareView::createTop()
{
    m_title->setObjectName(u"compareTitle"_s);
    auto *top = new QWidget(this);
    QToolButton *close = flatButton(u"compareClose"_s, u"✕"_s, tr("Close the comparison (Esc)"), top);
    close->setAccessibleName(tr("Close the comparison"));
    connect(close, &QToolButton::clicked, this, &CompareView::closed);
    auto *layout = new QHBoxLayout(top);
    layout->setContentsMargins(Theme::Unit, Theme::Unit / 2, Theme::Unit / 2, Theme::Unit / 2);
    layout->setSpacing(Theme::Unit);
    layout->addWidget(m_title, 1);
    layout->addWidget(close);
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

// What is binary may be compressed, and hold much more.
static bool isComparedAtOnce(const Message &left, const Message &right)
{
    const auto isSmall = [](const Message &message) {
        return message.type != MessageType::Binary
               || inflatePayload(message.payload, CompareView::AtOnceBytes).isWhole;
    };
    return left.payload.size() + right.payload.size() <= CompareView::AtOnceBytes && isSmall(left)
           && isSmall(right);
}

void CompareView::compare(const Message &left, const Message &right)
{
    clear();
    m_pair = tr("%1 ↔ %2").arg(nameOf(left), nameOf(right));
    if (isComparedAtOnce(left, right)) {
        present(std::make_shared<const Comparison>(compareMessages(left, right)));
        return;
    }
    m_title->setText(tr("%1 · comparing…").arg(m_pair));
    m_words->setText(tr("Comparing…"));
    m_worker->start([this, left, right](ScanControl &control) {
        const auto comparison = std::make_shared<const Comparison>(
                compareMessages(left, right, [&control] { return control.cancelled.load(); }));
        return [this, comparison] { present(comparison); };
    });
}

void CompareView::present(std::shared_ptr<const Comparison> comparison)
{
    m_title->setText(tr("%1 · %2").arg(m_pair, summary(*comparison)));
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
