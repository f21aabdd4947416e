// SPDX-License-Identifier: MIT
#include "ui/settings/settingsrow.h"

#include "ui/kit/fields/fieldproblem.h"
#include "ui/kit/labels.h"
#include "ui/kit/theme.h"

#include <QAbstractButton>
#include <QBoxLayout>
#include <QLabel>

using namespace Qt::StringLiterals;

static QString spokenText(QString text)
{
    text.remove(u'&');
    return text.endsWith(u':') ? text.chopped(1) : text;
}

// The widget that has the focus for the field, and so is what a screen reader speaks of.
static QWidget *spokenOf(QWidget *field)
{
    return field->focusProxy() ? field->focusProxy() : field;
}

SettingsRow::SettingsRow(const QString &label, QWidget *field, const SettingsBinding &binding,
                         QWidget *parent)
    : QWidget(parent)
    , m_binding(binding)
    , m_field(field)
{
    const QString key = binding.field ? profileFieldKey(*binding.field) : field->objectName();
    if (!label.isEmpty()) {
        m_label = plainLabel(label, this);
        m_label->setBuddy(field);
    }
    m_field->setParent(this);
    m_problem = new FieldProblem(key + u".problem"_s, m_field, m_label);
    QWidget *named = spokenOf(field);
    // A label gives the focus only to a buddy that takes some, whatever its proxy does.
    const QWidget *focused = named;
    while (focused->focusProxy())
        focused = focused->focusProxy();
    if (focused != field)
        field->setFocusPolicy(focused->focusPolicy());
    if (named->accessibleName().isEmpty())
        named->setAccessibleName(title());
    m_hint = new ToneLabel(key + u".hint"_s, ToneLabel::Tone::Quiet, this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::Unit / 4);
    layout->addWidget(m_field);
    layout->addWidget(m_hint);
}

QString SettingsRow::title() const
{
    if (m_label)
        return spokenText(m_problem->labelText());
    const auto *button = qobject_cast<const QAbstractButton *>(m_field);
    return button ? spokenText(button->text()) : m_field->accessibleName();
}

int SettingsRow::labelWidth() const
{
    QFont bold = m_label->font();
    bold.setBold(true);
    return m_problem->labelWidth(bold);
}

void SettingsRow::showProblems(const QList<ProfileProblem> &all)
{
    QHash<int, QString> byRow;
    m_problems.clear();
    for (const ProfileProblem &problem : all) {
        if (problem.field != m_binding.field)
            continue;
        byRow.insert(problem.index, problem.sentence);
        m_problems.append(
                problem.index < 0
                        ? problem.sentence
                        : tr("Row %1: %2").arg(QString::number(problem.index + 1), problem.sentence));
    }
    if (m_binding.markProblems)
        m_binding.markProblems(byRow);
    refreshProblem();
}

void SettingsRow::setWarning(const QString &sentence)
{
    m_warning = sentence;
    refreshProblem();
}

void SettingsRow::refreshProblem()
{
    QStringList sentences = m_problems;
    sentences.append(m_warning);
    sentences.removeAll(QString());
    m_problem->setSentence(sentences.join(u'\n'), m_problems.isEmpty() && !m_warning.isEmpty()
                                                          ? ToneLabel::Tone::Warning
                                                          : ToneLabel::Tone::Problem);
}

void SettingsRow::refresh(const ConnectionProfile &draft, const ConnectionProfile &defaults)
{
    if (m_binding.field) {
        const char *hint = profileFieldTraits(*m_binding.field).qtHint;
        m_hint->setSentence(engineTraits(draft.engine).isQWebSocket ? profileFieldText(hint) : QString());
    }
    const bool differs = isChanged(draft, defaults);
    QWidget *marked = m_label ? static_cast<QWidget *>(m_label) : m_field;
    QFont font = marked->font();
    if (font.bold() == differs || (!m_label && !qobject_cast<QAbstractButton *>(m_field)))
        return;
    font.setBold(differs);
    marked->setFont(font);
}

bool SettingsRow::isChanged(const ConnectionProfile &draft, const ConnectionProfile &defaults) const
{
    return m_binding.field && profileFieldDiffers(*m_binding.field, draft, defaults);
}
