// SPDX-License-Identifier: MIT
#include "ui/saved/environmentcombo.h"

#include "saved/environments.h"
#include "ui/kit/theme.h"

#include <QSignalBlocker>
#include <QTextDocument>

using namespace Qt::StringLiterals;

// What an entry's data is when it is no environment's id.
static constexpr auto EditEntry = "edit/"_L1;

EnvironmentCombo::EnvironmentCombo(Environments *environments, QWidget *parent)
    : QComboBox(parent)
    , m_environments(environments)
{
    setObjectName(u"environmentCombo"_s);
    setAccessibleName(tr("Environment"));
    setToolTip(Qt::convertFromPlainText(tr("The environment that {{variables}} get their values from")));
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(8);
    connect(this, &QComboBox::activated, this, &EnvironmentCombo::choose);
    connect(environments, &Environments::changed, this, &EnvironmentCombo::fill);
    connect(environments, &Environments::currentChanged, this, &EnvironmentCombo::fill);
    fill();
}

void EnvironmentCombo::fill()
{
    const QSignalBlocker quiet(this);
    clear();
    addItem(tr("No environment"), QString());
    for (const Environment &environment : m_environments->all())
        addItem(environment.name, environment.id);
    insertSeparator(count());
    addItem(tr("Edit environments…"), QString(EditEntry));
    setCurrentIndex(std::max(0, findData(m_environments->currentId())));
}

void EnvironmentCombo::choose(int index)
{
    const QString id = itemData(index).toString();
    if (id == EditEntry) {
        fill();
        Q_EMIT editRequested();
    } else {
        m_environments->setCurrent(id);
    }
}
