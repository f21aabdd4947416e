// SPDX-License-Identifier: MIT
#pragma once

#include "ui/kit/inlinebar.h"

class QLabel;
class QLineEdit;

/// One row that asks what to find, and says beside the field what was found.
class FindBar : public InlineBar
{
    Q_OBJECT

public:
    explicit FindBar(QWidget *parent = nullptr);

    /// Shows the row with the text of the last time selected.
    void open();
    QString text() const;
    void setStatus(const QString &status, bool isProblem);

Q_SIGNALS:
    void textChanged(const QString &text);
    void nextRequested();
    void previousRequested();

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QLineEdit *m_edit;
    QLabel *m_status;
};
