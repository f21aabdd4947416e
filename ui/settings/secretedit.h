// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QLineEdit;

/// A line for a password or a token: dots, for as long as its button is not pressed in.
class SecretEdit : public QWidget
{
    Q_OBJECT

public:
    /// The button is "<objectName>Show".
    explicit SecretEdit(const QString &objectName, QWidget *parent = nullptr);

    QLineEdit *lineEdit() const { return m_edit; }

private:
    QLineEdit *m_edit;
};
