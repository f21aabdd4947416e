// SPDX-License-Identifier: MIT
#include "log/seenpaths.h"
#include "record/recorder.h"
#include "support/testprogram.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_SeenPaths : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void none();
    void mostFrequentFirst();
    void decoded();
    void aNewOneAmongMany();
    void isQuick();

private:
    void add(const QList<QByteArray> &payloads, Direction direction = Direction::In);
    QStringList seen() const { return seenPaths(*m_recorder, m_recorder->extent().last); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Recorder> m_recorder;
};

void tst_SeenPaths::init()
{
    m_recorder.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_recorder = std::make_unique<Recorder>(RecordTarget{m_folder->filePath(u"s.sqlite"_s), {}, false});
}

void tst_SeenPaths::add(const QList<QByteArray> &payloads, Direction direction)
{
    const quint64 before = m_recorder->poll().last;
    QList<Message> batch;
    for (const QByteArray &payload : payloads)
        batch.append({0, 1'790'000'000'000'000, direction, MessageType::Text, payload});
    m_recorder->append(batch);
    QTRY_COMPARE(m_recorder->poll().last, before + quint64(payloads.size()));
}

void tst_SeenPaths::none()
{
    QVERIFY(seen().isEmpty());
    add({"no JSON"});
    add({"{\"code\":1}"}, Direction::Local);
    QVERIFY(seen().isEmpty());
}

void tst_SeenPaths::mostFrequentFirst()
{
    add({"{\"b\":1}", "{\"a\":1}", "{\"b\":1}"});
    QCOMPARE(seen(), (QStringList{u"$.b"_s, u"$.a"_s}));
}

void tst_SeenPaths::decoded()
{
    add({"\xa1\x61m\x82\x01\x02", "\xa1\x61o\xf6", "\x81\xa1m\x91\xa1x"});
    QCOMPARE(seen(), (QStringList{u"$.m"_s, u"$.m[0]"_s, u"$.o"_s}));
}

void tst_SeenPaths::aNewOneAmongMany()
{
    const QByteArray often("{\"often\":1}");
    add({"{\"rare\":1}"});
    add(QList<QByteArray>(10, often));
    QVERIFY(seen().contains(u"$.rare"_s));
    // Nobody waits for what was long ago.
    add(QList<QByteArray>(20, often));
    QCOMPARE(seen(), QStringList{u"$.often"_s});
}

void tst_SeenPaths::isQuick()
{
    QList<QByteArray> payloads;
    for (int i = 0; i < 64; ++i) {
        QByteArray payload = "{";
        for (int name = 0; name < 64; ++name)
            payload += "\"name" + QByteArray::number(i) + '_' + QByteArray::number(name) + "\":{\"x\":1},";
        payloads.append(payload + "\"end\":1}");
    }
    add(payloads);
    QElapsedTimer timer;
    timer.start();
    QVERIFY(!seen().isEmpty());
    qInfo("%.1f ms", double(timer.nsecsElapsed()) / 1e6);
    QVERIFY(timer.elapsed() < 500);
}

SOCKETSCOPE_TEST(tst_SeenPaths, QCoreApplication)
#include "tst_seenpaths.moc"
