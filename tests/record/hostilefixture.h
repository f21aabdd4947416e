// SPDX-License-Identifier: MIT
#pragma once

#include "recorderfixture.h"

#include "log/filter/filterquery.h"
#include "log/logmodel.h"
#include "record/filerecord.h"
#include "record/recorder.h"
#include "support/bounds.h"
#include "support/sessionfiles.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QTest>

/// Sessions that somebody has tampered with.
class HostileFixture : public RecorderFixture
{
protected:
    struct Contents
    {
        QStringList names;
        QList<QByteArray> files;

        bool operator==(const Contents &) const = default;
    };

    /// What each session has of messages unless a test says otherwise.
    static constexpr int Entries = 10;

    void record(int entries) const;
    /// Of the whole folder.
    Contents contents() const;
    /// Why nothing can be appended to the session.
    QString appendProblem(bool isShared = false) const;
    /// Reads in all ways there are; the log filters, too, and finds nothing that is not there.
    static void readAll(FileRecord *record);
    static bool write(const QString &fileName, const QByteArray &contents);
};

inline bool HostileFixture::write(const QString &fileName, const QByteArray &contents)
{
    QFile file(fileName);
    return file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
           && file.write(contents) == contents.size();
}

inline void HostileFixture::record(int entries) const
{
    Recorder recorder(exactly());
    recorder.setOrigin(u"wss://example.org/feed"_s, {});
    recorder.append(numberedEntries(entries));
    QVERIFY(recorder.finish());
}

inline HostileFixture::Contents HostileFixture::contents() const
{
    Contents contents{namesIn(m_folder->path()), {}};
    for (const QString &name : std::as_const(contents.names))
        contents.files.append(contentsOf(path(name)));
    return contents;
}

inline QString HostileFixture::appendProblem(bool isShared) const
{
    RecordTarget target = exactly();
    target.isShared = isShared;
    Recorder recorder(target);
    return recorder.start();
}

inline void HostileFixture::readAll(FileRecord *record)
{
    const quint64 last = record->extent().last;
    const QList<EntryHead> heads = record->heads(1, int(last) + 5);
    QCOMPARE(quint64(heads.size()), last);
    const QList<Message> entries = record->entries(1, int(last) + 5, NoLimit);
    QCOMPARE(quint64(entries.size()), last);
    for (qsizetype i = 0; i < entries.size(); ++i) {
        QCOMPARE(heads.at(i).sequence, quint64(i + 1));
        QCOMPARE(entries.at(i).sequence, quint64(i + 1));
        QCOMPARE(heads.at(i).size, entries.at(i).payload.size());
        QVERIFY(heads.at(i).timeUs >= 0);
    }
    const std::atomic<bool> never = false;
    EntryBlock block;
    record->readBlock(0, 1, int(last), {}, &block, never);
    QVERIFY(block.rows().size() <= last);
    std::vector<quint64> heartbeats;
    record->heartbeats(0, 1, last, 1000, &heartbeats, never);
    QVERIFY(sequenceAt(*record, 0) <= last + 1);
    record->origin();

    LogModel log(record);
    const QAbstractItemModelTester tester(&log, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(log.rowCount(), int(last));
    log.setFilter(FilterQuery::parse(u"never-there"_s), FilterMode::ShowOnly);
    QTRY_COMPARE(log.filterProgress(), 1.0);
    QCOMPARE(log.rowCount(), 0);
}
