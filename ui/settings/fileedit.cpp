// SPDX-License-Identifier: MIT
#include "ui/settings/fileedit.h"

#include "ui/kit/smallparts.h"
#include "ui/kit/theme.h"

#include <QBoxLayout>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QToolButton>

using namespace Qt::StringLiterals;

FileEdit::FileEdit(const QString &objectName, const QString &what, const QString &filter, QWidget *parent)
    : QWidget(parent)
    , m_what(what)
    , m_filter(filter)
    , m_edit(new QLineEdit(this))
{
    m_edit->setObjectName(objectName);
    m_edit->setPlaceholderText(tr("none"));
    m_edit->setClearButtonEnabled(true);
    setFocusProxy(m_edit);
    QToolButton *button = flatButton(objectName + u"Browse"_s, tr("Browse…"), what, this);
    connect(button, &QToolButton::clicked, this, &FileEdit::browse);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::Unit);
    layout->addWidget(m_edit, 1);
    layout->addWidget(button);
}

void FileEdit::browse()
{
    auto *dialog = new QFileDialog(window(), m_what, QFileInfo(m_edit->text()).path(), m_filter);
    dialog->setObjectName(m_edit->objectName() + u"Dialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, m_edit, &QLineEdit::setText);
    dialog->open();
}
