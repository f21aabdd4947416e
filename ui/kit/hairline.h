// SPDX-License-Identifier: MIT
#pragma once

#include <QSplitter>

class QFrame;
class QWidget;

/// A line between what is above and below.
QFrame *hairline(QWidget *parent);

/// A splitter whose handle is a hairline, easy to grab all the same.
class HairlineSplitter : public QSplitter
{
    Q_OBJECT

public:
    explicit HairlineSplitter(Qt::Orientation orientation, QWidget *parent = nullptr);

protected:
    QSplitterHandle *createHandle() override;
};
