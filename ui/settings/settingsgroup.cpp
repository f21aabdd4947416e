// SPDX-License-Identifier: MIT
#include "ui/settings/settingsgroup.h"

#include "ui/kit/flatcontrols.h"
#include "ui/kit/labels.h"
#include "ui/kit/theme.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QBoxLayout>
#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QPainter>
#include <QScopedValueRollback>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

SettingsGroup::SettingsGroup(const QString &key, const QString &title, const Summary &summary,
                             QWidget *parent)
    : QWidget(parent)
    , m_key(key)
    , m_summary(summary)
{
    setObjectName(key + u"Group"_s);
    setAccessibleName(title);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, Theme::Unit / 2, 0, Theme::Unit / 2);
    layout->setSpacing(Theme::Unit / 2);
    layout->addWidget(createHeader(title));

    m_content = new QWidget(this);
    m_form = new QFormLayout(m_content);
    m_form->setContentsMargins(3 * Theme::Unit, Theme::Unit / 2, Theme::Unit, Theme::Unit);
    m_form->setHorizontalSpacing(2 * Theme::Unit);
    m_form->setVerticalSpacing(Theme::Unit);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    layout->addWidget(m_content);
    applyPalette();
    setOpen(false);
}

QWidget *SettingsGroup::createHeader(const QString &title)
{
    auto *header = new QWidget(this);
    m_toggle = new QToolButton(header);
    m_toggle->setObjectName(m_key + u"Toggle"_s);
    m_toggle->setText(title);
    m_toggle->setAutoRaise(true);
    m_toggle->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_toggle->setFocusPolicy(Qt::StrongFocus);
    m_summaryLabel = new ElidedLabel(header);
    m_summaryLabel->setObjectName(m_key + u"Summary"_s);
    m_mark = plainLabel(tr("● changed"), header);
    m_mark->setObjectName(m_key + u"Mark"_s);
    m_mark->setAccessibleName(tr("%1 is not as by default").arg(title));
    m_reset = flatButton(m_key + u"Reset"_s, tr("Reset"), tr("Reset “%1” to the default").arg(title), header);
    // While they are not shown, the line is as high as with them.
    for (QWidget *sometimes : {static_cast<QWidget *>(m_mark), static_cast<QWidget *>(m_reset)}) {
        QSizePolicy policy = sometimes->sizePolicy();
        policy.setRetainSizeWhenHidden(true);
        sometimes->setSizePolicy(policy);
        sometimes->setVisible(false);
    }
    auto *layout = new QHBoxLayout(header);
    layout->setContentsMargins(0, 0, Theme::Unit, 0);
    layout->setSpacing(Theme::Unit);
    layout->addWidget(m_toggle);
    layout->addWidget(m_summaryLabel, 1);
    layout->addWidget(m_mark);
    layout->addWidget(m_reset);
    connect(m_toggle, &QToolButton::clicked, this, [this] { setOpen(!m_open); });
    connect(m_reset, &QToolButton::clicked, this, &SettingsGroup::resetRequested);
    return header;
}

SettingsRow *SettingsGroup::addField(ProfileField field)
{
    return addField(FieldEditor::of(field));
}

SettingsRow *SettingsGroup::addField(const FieldEditor &editor)
{
    const bool saysItself = qobject_cast<QAbstractButton *>(editor.widget);
    const QString label =
            saysItself ? QString() : profileFieldText(profileFieldTraits(*editor.binding.field).label);
    SettingsRow *row = nullptr;
    if (saysItself || editor.isWide) {
        row = addWideRow(label, editor.widget, editor.binding);
    } else {
        row = new SettingsRow(label, editor.widget, editor.binding, m_content);
        m_form->addRow(row->label(), row);
        adopt(row);
    }
    editor.whenEdited(this, [this, row] { touch(row); });
    return row;
}

SettingsRow *SettingsGroup::addWideRow(const QString &label, QWidget *field, const SettingsBinding &binding)
{
    auto *row = new SettingsRow(label, field, binding, m_content);
    if (row->label())
        static_cast<QBoxLayout *>(row->layout())->insertWidget(0, row->label());
    m_form->addRow(row);
    adopt(row);
    return row;
}

void SettingsGroup::addWide(QWidget *widget)
{
    m_form->addRow(widget);
}

void SettingsGroup::adopt(SettingsRow *row)
{
    m_rows.append(row);
    QWidget *field = row->field();
    // Turning the wheel is for scrolling the page until one is in the field.
    if (qobject_cast<QAbstractSpinBox *>(field) || qobject_cast<QComboBox *>(field)) {
        field->setFocusPolicy(Qt::StrongFocus);
        field->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        field->installEventFilter(this);
    }
}

void SettingsGroup::setRowShown(SettingsRow *row, bool shown)
{
    m_form->setRowVisible(row, shown);
}

void SettingsGroup::setChangedBy(const std::function<bool(const ConnectionProfile &)> &isChanged)
{
    m_changedBy = isChanged;
}

// Not while it is being loaded.
void SettingsGroup::touch(SettingsRow *row)
{
    if (m_loading)
        return;
    row->setTouched(true);
    Q_EMIT edited();
}

QString SettingsGroup::title() const
{
    return m_toggle->text();
}

void SettingsGroup::load(const ConnectionProfile &draft)
{
    const QScopedValueRollback loading(m_loading, true);
    for (SettingsRow *row : std::as_const(m_rows)) {
        row->binding().load(draft);
        row->setTouched(false);
    }
}

void SettingsGroup::store(ConnectionProfile &draft) const
{
    for (const SettingsRow *row : m_rows) {
        if (row->isTouched())
            row->binding().store(draft);
    }
}

QList<ProfileProblem> SettingsGroup::typingProblems() const
{
    QList<ProfileProblem> problems;
    for (const SettingsRow *row : m_rows) {
        if (row->binding().typingProblems)
            problems += row->binding().typingProblems();
    }
    return problems;
}

void SettingsGroup::showProblems(const QList<ProfileProblem> &problems)
{
    for (SettingsRow *row : std::as_const(m_rows))
        row->showProblems(problems);
}

void SettingsGroup::refresh(const ConnectionProfile &draft, const ConnectionProfile &defaults)
{
    m_changed = m_changedBy && m_changedBy(draft);
    for (SettingsRow *row : std::as_const(m_rows)) {
        row->refresh(draft, defaults);
        m_changed = m_changed || row->isChanged(draft, defaults);
    }
    for (const Refresh &refresh : std::as_const(m_refreshes))
        refresh(draft);
    m_mark->setVisible(m_changed);
    m_reset->setVisible(m_changed);
    m_summaryLabel->setText(m_summary(draft));
    m_summaryLabel->setAccessibleName(m_summaryLabel->text());
    m_toggle->setAccessibleName(m_changed ? tr("%1, changed: %2").arg(title(), m_summaryLabel->text())
                                          : tr("%1: %2").arg(title(), m_summaryLabel->text()));
}

void SettingsGroup::setOpen(bool open)
{
    m_open = open;
    m_toggle->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
    m_toggle->setAccessibleDescription(open ? tr("Open; fold it") : tr("Folded; open it"));
    m_content->setVisible(open);
}

void SettingsGroup::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(0, height() - 1, width(), 1, Theme::hairline(palette()));
}

void SettingsGroup::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyPalette();
}

void SettingsGroup::applyPalette()
{
    QPalette own = m_mark->palette();
    own.setColor(QPalette::WindowText, Theme::accent(palette()));
    m_mark->setPalette(own);
}

bool SettingsGroup::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Wheel && !static_cast<QWidget *>(watched)->hasFocus()) {
        event->ignore();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}
