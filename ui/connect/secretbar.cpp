// SPDX-License-Identifier: MIT
#include "ui/connect/secretbar.h"

#include "ui/kit/fields/fieldproblem.h"
#include "ui/kit/flatcontrols.h"
#include "ui/kit/theme.h"

#include <QFormLayout>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

#include <utility>

using namespace Qt::StringLiterals;

SecretBar::SecretBar(QWidget *parent)
    : InlineBar(u"secretBar"_s, parent)
    , m_layout(new QGridLayout(this))
    , m_connect(new QPushButton(tr("Connect &with these"), this))
    , m_cancel(flatButton(u"secretCancel"_s, u"✕"_s, tr("Do not connect (Esc)"), this))
{
    setAccessibleName(tr("Secrets that are missing"));
    m_connect->setObjectName(u"secretConnect"_s);
    m_layout->setContentsMargins(0, Theme::Unit, 0, Theme::Unit);
    m_layout->setSpacing(Theme::Unit);
    connect(m_cancel, &QToolButton::clicked, this, &SecretBar::dismiss);
    m_layout->setColumnStretch(0, 1);
    connect(m_connect, &QPushButton::clicked, this, &SecretBar::enter);
}

void SecretBar::ask(const QList<QPair<QString, QString>> &secrets)
{
    removeRows();
    m_rows = new QWidget(this);
    auto *form = new QFormLayout(m_rows);
    form->setContentsMargins(0, 0, 0, 0);
    form->setSpacing(Theme::Unit);
    for (const auto &[name, words] : secrets) {
        auto *edit = new QLineEdit(m_rows);
        edit->setMinimumWidth(16 * Theme::Unit);
        edit->setObjectName(u"secret:"_s + name);
        edit->setEchoMode(QLineEdit::Password);
        edit->setAccessibleName(words);
        edit->setPlaceholderText(tr("kept in memory only, until the tab is closed"));
        QString title = words;
        title[0] = title[0].toUpper();
        auto *label = new QLabel(title, m_rows);
        label->setTextFormat(Qt::PlainText);
        label->setBuddy(edit);
        form->addRow(label, edit);
        m_edits.append({name, edit});
        auto *problem = new FieldProblem(u"secretProblem:"_s + name, edit, label);
        connect(edit, &QLineEdit::textEdited, problem, [problem] { problem->setSentence({}); });
        connect(edit, &QLineEdit::returnPressed, this, [this, at = m_edits.size()] {
            if (at < m_edits.size())
                m_edits[at].second->setFocus();
            else
                enter();
        });
    }
    // Beside one field, or below several: they need the width.
    const bool several = secrets.size() > 1;
    m_layout->addWidget(m_rows, 0, 0, 1, several ? 3 : 1);
    m_layout->addWidget(m_connect, several ? 1 : 0, 1, Qt::AlignBottom);
    m_layout->addWidget(m_cancel, several ? 1 : 0, 2, Qt::AlignBottom);
    setTabOrder(m_rows, m_connect);
    setTabOrder(m_connect, m_cancel);
    show();
    if (!m_edits.isEmpty())
        m_edits.first().second->setFocus();
}

void SecretBar::enter()
{
    QMap<QString, QString> values;
    for (const auto &[name, edit] : std::as_const(m_edits)) {
        if (edit->text().isEmpty()) {
            edit->findChild<FieldProblem *>()->setSentence(tr("Enter %1.").arg(edit->accessibleName()));
            edit->setFocus();
            return;
        }
        values.insert(name, edit->text());
    }
    dismiss();
    Q_EMIT entered(values);
}

void SecretBar::dismiss()
{
    InlineBar::dismiss();
    removeRows();
}

// Later: a field may be the sender.
void SecretBar::removeRows()
{
    m_edits.clear();
    if (QWidget *rows = std::exchange(m_rows, nullptr)) {
        m_layout->removeWidget(rows);
        rows->hide();
        rows->deleteLater();
    }
}
