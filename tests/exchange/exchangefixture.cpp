// SPDX-License-Identifier: MIT
#include "exchangefixture.h"

#include "record/recorder.h"
#include "support/sessionfiles.h"

#include <QFile>

#include <limits>

using namespace Qt::StringLiterals;

void ExchangeFixture::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

QStringList ExchangeFixture::names() const
{
    return namesIn(m_folder->path());
}

std::unique_ptr<FileRecord> ExchangeFixture::session(const QList<Message> &entries, const QString &name) const
{
    {
        Recorder recorder({path(name), m_folder->path(), false});
        recorder.setOrigin(u"wss://host/feed"_s, u"host"_s);
        recorder.start();
        recorder.append(entries);
    }
    return open(name);
}

std::unique_ptr<FileRecord> ExchangeFixture::open(const QString &name) const
{
    QString problem;
    auto record = FileRecord::open(path(name), &problem);
    if (!record)
        QTest::qFail(qPrintable(problem), __FILE__, __LINE__);
    return record;
}

bool ExchangeFixture::write(const QString &name, const QByteArray &contents) const
{
    QFile file(path(name));
    return file.open(QIODevice::WriteOnly) && file.write(contents) == contents.size();
}

QByteArray ExchangeFixture::exported(const QList<Message> &entries, const ExchangeFormat &format) const
{
    const auto record = session(entries);
    const QString file = path(u"exported."_s + format.suffix);
    const ExchangeResult result = exportRecord(*record, {}, format, file, nullptr);
    if (!result.problem.isEmpty() || result.entries != quint64(entries.size()))
        QTest::qFail(qPrintable(u"%1 entries. %2"_s.arg(result.entries).arg(result.problem)), __FILE__,
                     __LINE__);
    const QByteArray contents = contentsOf(file);
    QFile::remove(file);
    QFile::remove(path(u"session.sqlite"_s));
    return contents;
}

QList<Message> ExchangeFixture::imported(const QByteArray &contents, const QString &name) const
{
    const QString made = u"imported.sqlite"_s;
    write(name, contents);
    const ExchangeResult result = importFile(path(name), path(made), nullptr);
    if (!result.problem.isEmpty()) {
        QTest::qFail(qPrintable(result.problem), __FILE__, __LINE__);
        return {};
    }
    if (const QString fault = faultOf(path(made)); !fault.isEmpty())
        QTest::qFail(qPrintable(fault), __FILE__, __LINE__);
    const auto record = open(made);
    const QList<Message> entries = record ? allOf(*record) : QList<Message>();
    if (entries.size() != qsizetype(result.entries))
        QTest::qFail("the result counts others", __FILE__, __LINE__);
    QFile::remove(path(made));
    QFile::remove(path(name));
    return entries;
}

QString ExchangeFixture::problemOf(const QByteArray &contents, const QString &name) const
{
    write(name, contents);
    const QString problem = importFile(path(name), path(u"imported.sqlite"_s), nullptr).problem;
    if (names() != QStringList{name})
        QTest::qFail(qPrintable(u"left behind: "_s + names().join(u' ')), __FILE__, __LINE__);
    QFile::remove(path(name));
    return problem;
}

Message textEntry(const QByteArray &payload, Direction direction)
{
    return {1, SomeTime, direction, MessageType::Text, payload};
}

QList<Message> allOf(const Record &record)
{
    return record.entries(1, int(record.extent().last), std::numeric_limits<qint64>::max());
}

QList<Message> numbered(QList<Message> entries)
{
    for (qsizetype i = 0; i < entries.size(); ++i)
        entries[i].sequence = quint64(i) + 1;
    return entries;
}

QList<Message> anyEntries(QRandomGenerator &random, int count)
{
    QList<Message> entries;
    for (int i = 0; i < count; ++i) {
        static constexpr int sizes[]{0, 1, 7, 8, 9, 40, 300, 40'000};
        QByteArray payload(random.bounded(sizes[random.bounded(8)] + 1), Qt::Uninitialized);
        // Text, text of what has to be escaped, or anything.
        const int kind = random.bounded(3);
        for (char &byte : payload)
            byte = kind == 0   ? char('a' + random.bounded(26))
                   : kind == 1 ? "\"\\/\b\f\n\r\t\0\x1f\x7f{}u"[random.bounded(14)]
                               : char(random.bounded(256));
        const qint64 wireBytes = random.bounded(3) > 0 ? -1 : payload.size() + 1 + random.bounded(1000);
        entries.append({0, 1'700'000'000'000'000 + i * 1000LL, Direction(random.bounded(3)),
                        MessageType(random.bounded(9)), payload, wireBytes});
    }
    return entries;
}
