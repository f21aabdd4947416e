// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog>

/// What this program is, in which version, and on which Qt it runs. Not modal.
class AboutDialog : public QDialog
{
    Q_OBJECT

public:
    explicit AboutDialog(QWidget *parent = nullptr);
};
