// SPDX-License-Identifier: MIT
#pragma once

#include "ui/kit/inlinebar.h"

#include <QList>
#include <QMap>
#include <QPair>
#include <QString>

class QGridLayout;
class QLineEdit;
class QPushButton;
class QToolButton;

/// Rows that ask for the secrets of a connection that are kept nowhere, below the URL that needs them. What
/// is typed leaves it by the signal alone, and is forgotten then.
class SecretBar : public InlineBar
{
    Q_OBJECT

public:
    explicit SecretBar(QWidget *parent = nullptr);

    /// Names as the answer has them, each with words such as "the password of user “ann”". Plain text.
    void ask(const QList<QPair<QString, QString>> &secrets);
    /// Asks no more; what was typed is forgotten.
    void dismiss() override;

Q_SIGNALS:
    /// All of them, by their names, none of them empty; the rows are hidden already.
    void entered(const QMap<QString, QString> &values);

private:
    void enter();
    void removeRows();

    QGridLayout *m_layout;
    QPushButton *m_connect;
    QToolButton *m_cancel;
    QWidget *m_rows = nullptr;
    QList<QPair<QString, QLineEdit *>> m_edits;
};
