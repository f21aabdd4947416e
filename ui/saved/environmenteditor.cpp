// SPDX-License-Identifier: MIT
#include "ui/saved/environmenteditor.h"

#include "saved/environments.h"
#include "ui/kit/flatcontrols.h"
#include "ui/kit/labels.h"
#include "ui/kit/panelnotice.h"
#include "ui/kit/theme.h"
#include "ui/saved/variablemodel.h"

#include <QApplication>
#include <QBoxLayout>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace {

/// Edits the cells of a VariableModel: a secret value without showing it.
class VariableDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const override
    {
        QWidget *editor = QStyledItemDelegate::createEditor(parent, option, index);
        const QModelIndex secret = index.siblingAtColumn(VariableModel::SecretColumn);
        auto *line = qobject_cast<QLineEdit *>(editor);
        if (line && index.column() == VariableModel::ValueColumn
            && secret.data(Qt::CheckStateRole).toInt() == Qt::Checked)
            line->setEchoMode(QLineEdit::Password);
        return editor;
    }
};

} // namespace

EnvironmentEditor::EnvironmentEditor(Environments *environments, QWidget *parent)
    : QDialog(parent)
    , m_environments(environments)
    , m_model(new VariableModel(this))
    , m_hint(new ElidedLabel(this))
    , m_notice(new PanelNotice(this))
{
    setObjectName(u"environmentEditor"_s);
    setWindowTitle(tr("Environments"));
    setModal(false);
    resize(70 * Theme::Unit, 50 * Theme::Unit);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * Theme::Unit, 2 * Theme::Unit, 2 * Theme::Unit, 2 * Theme::Unit);
    layout->setSpacing(Theme::Unit);
    layout->addWidget(buildTop());
    layout->addWidget(buildTable(), 1);
    m_hint->setObjectName(u"environmentHint"_s);
    layout->addWidget(m_hint);
    layout->addWidget(m_notice);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    // The style's icons do not follow a dark palette.
    buttons->button(QDialogButtonBox::Close)->setIcon({});
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    layout->addWidget(buttons);

    connectParts();
    fillList();
    showEnvironment(environments->currentId());
}

EnvironmentEditor::~EnvironmentEditor()
{
    // What is being edited in a cell is taken over while all that it needs is there.
    hide();
}

QWidget *EnvironmentEditor::buildTop()
{
    auto *top = new QWidget(this);
    m_list = new QComboBox(top);
    m_list->setObjectName(u"environmentList"_s);
    m_list->setAccessibleName(tr("Environment"));
    m_list->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    QToolButton *addButton = flatButton(u"addEnvironment"_s, tr("New"), tr("New environment"), top);
    m_remove = flatButton(u"removeEnvironment"_s, tr("Remove"), tr("Remove this environment"), top);
    m_name = new QLineEdit(top);
    m_name->setObjectName(u"environmentName"_s);
    m_name->setAccessibleName(tr("Name of the environment"));
    m_name->setMaxLength(int(EnvironmentsJson::MaxName));
    connect(addButton, &QToolButton::clicked, this, &EnvironmentEditor::add);

    auto *row = new QHBoxLayout;
    row->setSpacing(Theme::Unit / 2);
    row->addWidget(m_list, 1);
    row->addWidget(addButton);
    row->addWidget(m_remove);
    auto *form = new QFormLayout(top);
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(Theme::Unit);
    auto *label = plainLabel(tr("&Environment:"), top);
    label->setBuddy(m_list);
    form->addRow(label, row);
    form->addRow(tr("Na&me:"), m_name);
    return top;
}

QWidget *EnvironmentEditor::buildTable()
{
    auto *part = new QWidget(this);
    m_table = new QTableView(part);
    m_table->setObjectName(u"variableTable"_s);
    m_table->setAccessibleName(tr("Variables"));
    m_table->setModel(m_model);
    m_table->setItemDelegate(new VariableDelegate(m_table));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::SelectedClicked
                             | QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed);
    m_table->setTabKeyNavigation(true);
    m_table->setShowGrid(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setMinimumSectionSize(1);
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + Theme::Unit);
    m_table->installEventFilter(this);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setSectionResizeMode(VariableModel::ValueColumn, QHeaderView::Stretch);
    m_table->setColumnWidth(VariableModel::NameColumn, 18 * Theme::Unit);
    m_table->horizontalHeader()->setSectionResizeMode(VariableModel::SecretColumn,
                                                      QHeaderView::ResizeToContents);
    m_addVariable = flatButton(u"addVariable"_s, tr("Add variable"), tr("Add a variable (Insert)"), part);
    m_removeVariable = flatButton(u"removeVariable"_s, tr("Remove variable"),
                                  tr("Remove the variable chosen (Delete)"), part);

    auto *row = new QHBoxLayout;
    row->setSpacing(Theme::Unit / 2);
    row->addWidget(m_addVariable);
    row->addWidget(m_removeVariable);
    row->addStretch();
    auto *layout = new QVBoxLayout(part);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::Unit / 2);
    layout->addWidget(m_table, 1);
    layout->addLayout(row);
    return part;
}

void EnvironmentEditor::connectParts()
{
    connect(m_list, &QComboBox::currentIndexChanged, this, [this] {
        if (!m_loading)
            load();
    });
    connect(m_remove, &QToolButton::clicked, this, &EnvironmentEditor::removeShown);
    connect(m_name, &QLineEdit::textEdited, this, &EnvironmentEditor::rename);
    connect(m_addVariable, &QToolButton::clicked, this, &EnvironmentEditor::addVariable);
    connect(m_removeVariable, &QToolButton::clicked, this, &EnvironmentEditor::removeVariable);
    connect(m_model, &VariableModel::edited, this,
            [this] { m_environments->update(m_model->environment()); });
    connect(m_model, &VariableModel::problem, this, [this](const QString &sentence) {
        if (sentence.isEmpty())
            m_hint->setText(tr("Write {{name}} where a value is to be put in."), ElidedLabel::Tone::Quiet);
        else
            m_hint->setText(sentence, ElidedLabel::Tone::Problem);
    });
    connect(m_environments, &Environments::changed, this, &EnvironmentEditor::fillList);
    const auto refresh = [this] { m_removeVariable->setEnabled(m_table->currentIndex().isValid()); };
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, refresh);
    connect(m_model, &QAbstractItemModel::modelReset, this, refresh);
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, refresh);
}

bool EnvironmentEditor::eventFilter(QObject *watched, QEvent *event)
{
    // Keys that an editor in the table has no use for come here, too.
    if (watched != m_table || event->type() != QEvent::KeyPress || QApplication::focusWidget() != m_table)
        return QDialog::eventFilter(watched, event);
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Insert:
        addVariable();
        return true;
    case Qt::Key_Delete:
        removeVariable();
        return true;
    default:
        return false;
    }
}

QString EnvironmentEditor::shownId() const
{
    return m_list->currentData().toString();
}

void EnvironmentEditor::showEnvironment(const QString &id)
{
    const int index = m_list->findData(id);
    if (index >= 0)
        m_list->setCurrentIndex(index);
    load();
}

void EnvironmentEditor::fillList()
{
    const QScopedValueRollback loading(m_loading, true);
    const QString shown = shownId();
    const int shownIndex = m_list->currentIndex();
    m_list->clear();
    for (const Environment &environment : m_environments->all())
        m_list->addItem(environment.name, environment.id);
    const int index = m_list->findData(shown);
    m_list->setCurrentIndex(index >= 0 ? index : std::min(shownIndex, m_list->count() - 1));
    if (m_list->currentIndex() < 0 && m_list->count() > 0)
        m_list->setCurrentIndex(0);
    load();
}

void EnvironmentEditor::load()
{
    const QString id = shownId();
    const Environment environment = m_environments->environment(id);
    m_model->setEnvironment(environment);
    // Writing a field back while it is typed in would move its cursor.
    if (m_name->text() != environment.name)
        m_name->setText(environment.name);
    for (QWidget *part :
         {static_cast<QWidget *>(m_list), static_cast<QWidget *>(m_name), static_cast<QWidget *>(m_table),
          static_cast<QWidget *>(m_remove), static_cast<QWidget *>(m_addVariable)})
        part->setEnabled(!id.isEmpty());
    m_removeVariable->setEnabled(m_table->currentIndex().isValid());
    if (id.isEmpty())
        m_hint->setText(tr("An environment is a named set of variables: “Production”, say."),
                        ElidedLabel::Tone::Quiet);
    else
        Q_EMIT m_model->problem({});
}

void EnvironmentEditor::add()
{
    const QString id = m_environments->add(tr("New environment"));
    showEnvironment(id);
    // The first one is meant to be used.
    if (m_environments->all().size() == 1)
        m_environments->setCurrent(id);
    m_name->setFocus();
    m_name->selectAll();
}

void EnvironmentEditor::removeShown()
{
    const Environment removed = m_environments->environment(shownId());
    const bool wasCurrent = m_environments->currentId() == removed.id;
    m_environments->remove(removed.id);
    m_notice->say(tr("“%1” was removed.").arg(removed.name), tr("Undo"), [this, removed, wasCurrent] {
        m_environments->restore(removed);
        if (wasCurrent)
            m_environments->setCurrent(removed.id);
        showEnvironment(removed.id);
    });
}

void EnvironmentEditor::addVariable()
{
    const int row = m_model->addVariable();
    const QModelIndex name = m_model->index(row, VariableModel::NameColumn);
    m_table->setFocus();
    m_table->setCurrentIndex(name);
    m_table->edit(name);
}

void EnvironmentEditor::removeVariable()
{
    m_model->removeVariable(m_table->currentIndex().row());
}

void EnvironmentEditor::rename(const QString &name)
{
    Environment environment = m_model->environment();
    if (name.trimmed().isEmpty()) {
        m_hint->setText(tr("An environment needs a name."), ElidedLabel::Tone::Problem);
        return;
    }
    environment.name = name;
    m_model->setEnvironment(environment);
    m_environments->update(environment);
}
