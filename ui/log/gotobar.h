// SPDX-License-Identifier: MIT
#pragma once

#include "log/filter/logplace.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

/// One row that asks where in the log to go, and says beside the field what it does not understand. It stays
/// open when a place was entered, so that the owner can say that there is none such; hidden at first.
class GoToBar : public QWidget
{
    Q_OBJECT

public:
    explicit GoToBar(QWidget *parent = nullptr);

    /// Shows the row with the text of the last time selected.
    void open();
    /// What times of day and "-5m" refer to: UTC microseconds since the Unix epoch, the newest entry's.
    void setReference(qint64 us) { m_referenceUs = us; }
    /// Says what is wrong until something else is typed; an empty text takes it back.
    void setProblem(const QString &problem);

Q_SIGNALS:
    /// A valid one.
    void placeEntered(const LogPlace &place);
    /// By the user; the row is hidden already.
    void closed();

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void enter();
    void dismiss();
    void applyColours();

    qint64 m_referenceUs = 0;
    QLineEdit *m_edit;
    QLabel *m_problem;
    QToolButton *m_close;
};
