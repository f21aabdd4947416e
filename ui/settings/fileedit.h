// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QLineEdit;

/// A line for the path of a file that is there, and a button to look for it.
class FileEdit : public QWidget
{
    Q_OBJECT

public:
    /// The button is "<objectName>Browse"; `what` is the title of what it opens. `filter` is QFileDialog's.
    FileEdit(const QString &objectName, const QString &what, const QString &filter,
             QWidget *parent = nullptr);

    QLineEdit *lineEdit() const { return m_edit; }

private:
    void browse();

    const QString m_what;
    const QString m_filter;
    QLineEdit *m_edit;
};
