// SPDX-License-Identifier: MIT
#include "ui/kit/rowstable.h"

#include "ui/kit/flatcontrols.h"
#include "ui/kit/theme.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

// More rows than these scroll.
static constexpr int MostShown = 6;

namespace {

/// Rows with a problem have a sign and a colour.
class ProblemDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        if (index.data(RowsModel::ProblemRole).toString().isEmpty())
            return;
        option->palette.setColor(QPalette::Text, Theme::bad(option->palette));
        if (index.column() == 0)
            option->text.prepend(u"▲ "_s);
    }
};

class Table : public QTableView
{
public:
    using QTableView::QTableView;

    bool isEditing() const { return state() == EditingState; }
};

} // namespace

RowsTable::RowsTable(const QString &objectName, const QString &title, const QString &what,
                     const QStringList &columns, Kind kind, QWidget *parent)
    : QWidget(parent)
    , m_kind(kind)
    , m_template{QStringList(columns.size(), QString()), {}}
    , m_model(new RowsModel(columns, kind == Kind::Edited, this))
    , m_view(new Table(this))
{
    setUpView(objectName);
    m_view->setAccessibleName(title);
    setUpButtons(objectName, what);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(Theme::Unit / 2);
    for (QToolButton *button : {m_add, m_remove, m_up, m_down})
        buttons->addWidget(button);
    buttons->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::Unit / 2);
    layout->addWidget(m_view);
    layout->addLayout(buttons);

    connect(m_model, &RowsModel::edited, this, [this] {
        fit();
        Q_EMIT edited();
    });
    fit();
}

void RowsTable::setUpView(const QString &objectName)
{
    m_view->setObjectName(objectName);
    m_view->setModel(m_model);
    m_view->setItemDelegate(new ProblemDelegate(m_view));
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setTabKeyNavigation(false);
    m_view->setWordWrap(false);
    m_view->setTextElideMode(Qt::ElideMiddle);
    m_view->setShowGrid(false);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setMinimumSectionSize(1);
    m_view->horizontalHeader()->setHighlightSections(false);
    m_view->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_view->horizontalHeader()->setStretchLastSection(true);
    m_view->horizontalHeader()->setVisible(m_model->columnCount() > 1);
    m_view->setColumnWidth(0, 20 * Theme::Unit);
    m_view->installEventFilter(this);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        refreshButtons();
        Q_EMIT currentRowChanged();
    });
}

void RowsTable::setUpButtons(const QString &objectName, const QString &what)
{
    m_add = flatButton(objectName + u"Add"_s, tr("Add %1").arg(what), tr("Add %1 (Insert)").arg(what), this);
    m_remove = flatButton(objectName + u"Remove"_s, tr("Remove"), tr("Remove %1 (Delete)").arg(what), this);
    m_up = flatButton(objectName + u"Up"_s, u"↑"_s, tr("Move %1 up (Ctrl+Up)").arg(what), this);
    m_down = flatButton(objectName + u"Down"_s, u"↓"_s, tr("Move %1 down (Ctrl+Down)").arg(what), this);
    connect(m_add, &QToolButton::clicked, this, &RowsTable::add);
    connect(m_remove, &QToolButton::clicked, this, &RowsTable::removeCurrent);
    connect(m_up, &QToolButton::clicked, this, [this] { moveCurrent(-1); });
    connect(m_down, &QToolButton::clicked, this, [this] { moveCurrent(1); });
}

void RowsTable::setRows(const QList<EditedRow> &rows)
{
    const int row = currentRow();
    m_model->setRows(rows);
    const bool needsOne = m_kind == Kind::Chosen && !rows.isEmpty();
    setCurrentRow(std::min(needsOne ? std::max(row, 0) : row, m_model->rowCount() - 1));
    fit();
}

int RowsTable::currentRow() const
{
    return m_view->currentIndex().row();
}

void RowsTable::setCurrentRow(int row)
{
    m_view->setCurrentIndex(m_model->index(row, 0));
}

void RowsTable::add()
{
    m_model->append(m_template);
    setCurrentRow(m_model->rowCount() - 1);
    if (m_kind == Kind::Edited) {
        m_view->setFocus();
        m_view->edit(m_view->currentIndex());
    }
    Q_EMIT added();
}

void RowsTable::removeCurrent()
{
    const int row = currentRow();
    if (row < 0)
        return;
    m_model->remove(row);
    setCurrentRow(std::min(row, m_model->rowCount() - 1));
    // The button that was pressed may be gone with the last row.
    if (m_model->rowCount() == 0 && m_kind != Kind::Fixed)
        m_add->setFocus();
}

void RowsTable::moveCurrent(int by)
{
    if (m_model->move(currentRow(), by)) {
        refreshButtons();
        Q_EMIT currentRowChanged();
    }
}

void RowsTable::fit()
{
    const int rows = m_model->rowCount();
    const bool any = rows > 0;
    m_view->setVisible(any);
    setFocusProxy(any || m_kind == Kind::Fixed ? static_cast<QWidget *>(m_view) : m_add);
    const int header =
            m_view->horizontalHeader()->isHidden() ? 0 : m_view->horizontalHeader()->sizeHint().height();
    const int row = fontMetrics().height() + Theme::Unit;
    m_view->verticalHeader()->setDefaultSectionSize(row);
    m_view->setFixedHeight(header + std::clamp(rows, 1, MostShown) * row + 2 * m_view->frameWidth());
    refreshButtons();
}

void RowsTable::refreshButtons()
{
    const int rows = m_model->rowCount();
    const int row = currentRow();
    m_add->setVisible(m_kind != Kind::Fixed);
    m_remove->setVisible(rows > 0);
    m_remove->setEnabled(row >= 0);
    for (QToolButton *button : {m_up, m_down})
        button->setVisible(rows > 1 && m_kind != Kind::Fixed);
    m_up->setEnabled(row > 0);
    m_down->setEnabled(row >= 0 && row + 1 < rows);
}

bool RowsTable::eventFilter(QObject *watched, QEvent *event)
{
    // So that the keys have something to work on.
    if (watched == m_view && event->type() == QEvent::FocusIn && currentRow() < 0)
        setCurrentRow(0);
    // What an editor in the table has no use for comes here, too.
    if (watched != m_view || event->type() != QEvent::KeyPress || static_cast<Table *>(m_view)->isEditing())
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    const bool alone = key->modifiers() == Qt::NoModifier || key->modifiers() == Qt::KeypadModifier;
    const bool control = key->modifiers() == Qt::ControlModifier;
    if (alone && key->key() == Qt::Key_Delete)
        removeCurrent();
    else if (alone && key->key() == Qt::Key_Insert && m_kind != Kind::Fixed)
        add();
    else if (control && key->key() == Qt::Key_Up && m_kind != Kind::Fixed)
        moveCurrent(-1);
    else if (control && key->key() == Qt::Key_Down && m_kind != Kind::Fixed)
        moveCurrent(1);
    else if (alone && (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) && m_kind == Kind::Edited)
        m_view->edit(m_view->currentIndex());
    else
        return false;
    return true;
}

void RowsTable::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fit();
}
