// SPDX-License-Identifier: MIT
#pragma once

#include "exchange/exchangeformat.h"
#include "exchange/exchangejob.h"
#include "record/filerecord.h"

#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

/// A folder of its own for each test, sessions in it, and what is made of them.
class ExchangeFixture : public QObject
{
protected:
    void init();
    QString path(const QString &name) const { return m_folder->filePath(name); }
    QStringList names() const;

    /// A session of these entries, opened. Null fails the test.
    std::unique_ptr<FileRecord> session(const QList<Message> &entries,
                                        const QString &name = QStringLiteral("session.sqlite")) const;
    std::unique_ptr<FileRecord> open(const QString &name) const;
    bool write(const QString &name, const QByteArray &contents) const;

    /// What a session is in a format; fails the test if that cannot be.
    QByteArray exported(const QList<Message> &entries, const ExchangeFormat &format) const;
    /// The entries of a file in any format, as a session made of it has them.
    QList<Message> imported(const QByteArray &contents, const QString &name) const;
    /// Why it cannot be imported; nothing may be left.
    QString problemOf(const QByteArray &contents, const QString &name) const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

/// A moment of 2023, in UTC microseconds.
inline constexpr qint64 SomeTime = 1'700'000'000'000'001;

/// The first entry, then.
Message textEntry(const QByteArray &payload, Direction direction = Direction::In);

/// All of a record; numbers that fit stay, or all are 0.
QList<Message> allOf(const Record &record);
/// The same entries, numbered from 1 on.
QList<Message> numbered(QList<Message> entries);
/// Entries of all kinds and sizes with payloads of any bytes.
QList<Message> anyEntries(QRandomGenerator &random, int count);
