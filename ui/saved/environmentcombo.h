// SPDX-License-Identifier: MIT
#pragma once

#include <QComboBox>

class Environments;

/// Chooses the current environment, or none; its last entry asks for the editor.
class EnvironmentCombo : public QComboBox
{
    Q_OBJECT

public:
    /// `environments` must outlive it.
    explicit EnvironmentCombo(Environments *environments, QWidget *parent = nullptr);

Q_SIGNALS:
    void editRequested();

private:
    void fill();
    void choose(int index);

    Environments *const m_environments;
};
