// SPDX-License-Identifier: MIT
#pragma once

#include "record/keepinglimits.h"
#include "support/bounds.h"

#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;

/// A folder of its own for each test.
class RecorderFixture : public QObject
{
protected:
    void init();
    QString path(const QString &name = u"session.sqlite"_s) const { return m_folder->filePath(name); }
    RecordTarget exactly(const QString &name = u"session.sqlite"_s) const
    {
        return {path(name), m_folder->path(), false};
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

inline void RecorderFixture::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}
