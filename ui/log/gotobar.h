// SPDX-License-Identifier: MIT
#pragma once

#include "log/filter/logplace.h"
#include "ui/kit/inlinebar.h"

class QLabel;
class QLineEdit;

/// One row that asks where in the log to go, and says beside the field what it does not understand. It stays
/// open when a place was entered, so that the owner can say that there is none such.
class GoToBar : public InlineBar
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

private:
    void enter();

    qint64 m_referenceUs = 0;
    QLineEdit *m_edit;
    QLabel *m_problem;
};
