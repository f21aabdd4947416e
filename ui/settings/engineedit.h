// SPDX-License-Identifier: MIT
#pragma once

#include "profile/connectionprofile.h"

#include <QWidget>

class QRadioButton;

/// The engines, one below the other, each with what it tells.
class EngineEdit : public QWidget
{
    Q_OBJECT

public:
    explicit EngineEdit(QWidget *parent = nullptr);

    Engine engine() const;
    void setEngine(Engine engine);

Q_SIGNALS:
    void edited();

private:
    QRadioButton *m_native;
    QRadioButton *m_qt;
};
