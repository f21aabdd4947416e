// SPDX-License-Identifier: MIT
#pragma once

#include "saved/environmentsjson.h"

#include <QAbstractTableModel>

/// The variables of one environment, to be edited. Values of secrets are dots until they are edited.
class VariableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { NameColumn, ValueColumn, SecretColumn, ColumnCount };

    explicit VariableModel(QObject *parent = nullptr);

    void setEnvironment(const Environment &environment);
    const Environment &environment() const { return m_environment; }

    /// With a name that is still free. Returns its row.
    int addVariable();
    void removeVariable(int row);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

Q_SIGNALS:
    /// By the user: environment() is another one.
    void edited();
    /// Why a name was not taken, as a sentence; empty once one was.
    void problem(const QString &sentence);

private:
    bool setName(Variable *variable, const QString &name);

    Environment m_environment;
};
