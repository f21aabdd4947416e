// SPDX-License-Identifier: MIT
#pragma once

#include "format/json/jsonoutline.h"

#include <QTreeView>

#include <memory>

class JsonTreeModel;

/// A JSON text to fold and unfold. Keys are those of every tree: + and - unfold and fold, * unfolds all below
/// as far as that stays quick. Takes time in proportion to what is seen, not to the text.
class JsonTreeView : public QTreeView
{
    Q_OBJECT

public:
    explicit JsonTreeView(QWidget *parent = nullptr);

    /// Unfolds the first two levels, if they are not too long; null shows nothing.
    void setOutline(const std::shared_ptr<const JsonOutline> &outline);
    const std::shared_ptr<const JsonOutline> &outline() const;

    /// JsonOutline::None if there is none.
    JsonOutline::Index currentValue() const;
    /// Unfolds the way to it, selects and shows it; false if it is too far down in a container.
    bool showValue(JsonOutline::Index value);

Q_SIGNALS:
    void currentValueChanged();

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void fitNames();
    void expandBelow(const QModelIndex &from, int levels, int maxRows);

    JsonTreeModel *m_model;
};
