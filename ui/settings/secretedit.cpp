// SPDX-License-Identifier: MIT
#include "ui/settings/secretedit.h"

#include "ui/kit/smallparts.h"
#include "ui/kit/theme.h"

#include <QBoxLayout>
#include <QLineEdit>
#include <QToolButton>

using namespace Qt::StringLiterals;

SecretEdit::SecretEdit(const QString &objectName, QWidget *parent)
    : QWidget(parent)
    , m_edit(new QLineEdit(this))
{
    m_edit->setObjectName(objectName);
    m_edit->setEchoMode(QLineEdit::Password);
    m_edit->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText
                                | Qt::ImhNoAutoUppercase);
    setFocusProxy(m_edit);
    QToolButton *show = flatButton(objectName + u"Show"_s, tr("Show"), tr("Show what is typed"), this);
    show->setCheckable(true);
    connect(show, &QToolButton::toggled, m_edit,
            [this](bool on) { m_edit->setEchoMode(on ? QLineEdit::Normal : QLineEdit::Password); });
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::Unit);
    layout->addWidget(m_edit, 1);
    layout->addWidget(show);
}
