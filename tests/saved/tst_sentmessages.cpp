// SPDX-License-Identifier: MIT
#include "saved/sentmessages.h"
#include "support/testprogram.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;

class tst_SentMessages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void keeps();
    void bounds();
    void removes();
    void otherProgram();
    void clearsWhatAnotherProgramAdded();
    void damaged_data();
    void damaged();
    void partly();

private:
    std::unique_ptr<SentMessages> open() const { return std::make_unique<SentMessages>(m_file); }
    QByteArray bytes() const
    {
        QFile file(m_file);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void write(const QByteArray &bytes) const
    {
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
};

static const QString One = u"wss://one/"_s;
static const QString Two = u"3f0f4b9e"_s;

static QStringList texts(const SentMessages &messages, const QString &key)
{
    QStringList all;
    for (const WrittenMessage &message : messages.of(key))
        all.append(message.text);
    return all;
}

void tst_SentMessages::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_file = m_folder->filePath(u"sent.json"_s);
}

void tst_SentMessages::keeps()
{
    {
        const auto messages = open();
        messages->add(One, {u"{{token}} \\n"_s + QChar(0) + u"ä😀"_s, MessageFormat::EscapedText});
        messages->add(Two, {u"ff"_s, MessageFormat::Hex});
        messages->add(One, {u"b"_s, MessageFormat::Json});
        messages->add(One, {u"b"_s, MessageFormat::Json});
        QCOMPARE(texts(*messages, One).size(), 2);
    }
    const auto messages = open();
    QCOMPARE(messages->of(One),
             (QList<WrittenMessage>{{u"{{token}} \\n"_s + QChar(0) + u"ä😀"_s, MessageFormat::EscapedText},
                                    {u"b"_s, MessageFormat::Json}}));
    QCOMPARE(messages->of(Two), (QList<WrittenMessage>{{u"ff"_s, MessageFormat::Hex}}));
    QVERIFY(messages->of(u"wss://other/"_s).isEmpty());
    QCOMPARE(QFileInfo(m_file).permissions() & 0x77, QFile::Permissions());
}

void tst_SentMessages::bounds()
{
    const auto messages = open();
    for (int i = 0; i < 150; ++i)
        messages->add(One, {QString::number(i)});
    QCOMPARE(texts(*messages, One).size(), SentMessages::MaxMessages);
    QCOMPARE(texts(*messages, One).first(), u"50"_s);
    messages->add(Two, {QString(SentMessages::MaxText + 1, u'x')});
    QVERIFY(messages->of(Two).isEmpty());
    // The connection that was used least recently goes first.
    messages->add(Two, {u"first"_s});
    messages->add(One, {u"last"_s});
    for (int i = 1; i < SentMessages::MaxConnections; ++i)
        messages->add(u"ws://%1/"_s.arg(i), {u"x"_s});
    QVERIFY(messages->of(Two).isEmpty());
    QCOMPARE(texts(*messages, One).last(), u"last"_s);
    for (int i = 0; i < 40; ++i)
        messages->add(u"large"_s, {QString(SentMessages::MaxText, QChar(u'a' + i))});
    QVERIFY(messages->of(One).isEmpty());
    QCOMPARE(texts(*messages, u"large"_s).size(), SentMessages::MaxAllText / SentMessages::MaxText);
    QVERIFY(messages->flush());
    QCOMPARE(texts(*open(), u"large"_s), texts(*messages, u"large"_s));
}

void tst_SentMessages::removes()
{
    const auto messages = open();
    QSignalSpy cleared(messages.get(), &SentMessages::cleared);
    messages->add(u"ws://127.0.0.1:5/ticker"_s, {u"a"_s});
    messages->add(One, {u"b"_s});
    messages->remove(u"ws://127.0.0.1:5/"_s);
    QVERIFY(messages->of(u"ws://127.0.0.1:5/ticker"_s).isEmpty());
    QCOMPARE(texts(*messages, One), QStringList{u"b"_s});
    QVERIFY(cleared.isEmpty());
    messages->remove({});
    QVERIFY(messages->of(One).isEmpty());
    QCOMPARE(cleared.size(), 1);
    QVERIFY(messages->flush());
    QVERIFY(!bytes().contains("\"b\""));
}

void tst_SentMessages::otherProgram()
{
    const auto here = open();
    const auto there = open();
    here->add(One, {u"here"_s});
    there->add(One, {u"there"_s});
    QVERIFY(here->flush());
    QVERIFY(there->flush());
    QCOMPARE(texts(*there, One), (QStringList{u"here"_s, u"there"_s}));
    QTRY_COMPARE(texts(*here, One), (QStringList{u"here"_s, u"there"_s}));
}

void tst_SentMessages::clearsWhatAnotherProgramAdded()
{
    const auto here = open();
    const auto there = open();
    here->add(One, {u"here"_s});
    QVERIFY(here->flush());
    there->remove({});
    there->add(Two, {u"after"_s});
    QVERIFY(there->flush());
    QVERIFY(there->of(One).isEmpty());
    QCOMPARE(texts(*there, Two), QStringList{u"after"_s});
    QTRY_VERIFY(here->of(One).isEmpty());
}

void tst_SentMessages::damaged_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("why");
    const auto row = [](const char *name, const QByteArray &bytes, const QString &why) {
        QTest::newRow(name) << bytes << why;
    };
    row("no JSON", "{\"version\":", u"It is no JSON: "_s);
    row("later", R"({"version": 2, "connections": []})", u"A later version of Socketscope has written it."_s);
    row("something else", R"({"version": 1})", u"It has no messages of Socketscope."_s);
    row("a list", "[]", u"It has no messages of Socketscope."_s);
}

void tst_SentMessages::damaged()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, why);
    write(bytes);
    const auto messages = open();
    QSignalSpy problem(messages.get(), &SentMessages::problem);
    QTRY_COMPARE(problem.size(), 1);
    const QString sentence = problem.first().first().toString();
    QVERIFY2(sentence.contains(u"kept as “sent.kept-1.json”: "_s + why), qPrintable(sentence));
    messages->add(One, {u"a"_s});
    QVERIFY(messages->flush());
    QFile kept(m_folder->filePath(u"sent.kept-1.json"_s));
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QCOMPARE(kept.readAll(), bytes);
    QCOMPARE(texts(*open(), One), QStringList{u"a"_s});
}

void tst_SentMessages::partly()
{
    write(R"({"version": 1, "connections": [{"key": "k", "colour": 1,
              "messages": [{"text": "a", "format": "x"}, {"text": 5}]}]})");
    const auto messages = open();
    QSignalSpy problem(messages.get(), &SentMessages::problem);
    QTRY_COMPARE(problem.size(), 1);
    QCOMPARE(messages->of(u"k"_s).value(0), (WrittenMessage{u"a"_s}));
    messages->add(One, {u"b"_s});
    QVERIFY(messages->flush());
    QVERIFY(QFileInfo::exists(m_folder->filePath(u"sent.kept-1.json"_s)));
}

SOCKETSCOPE_TEST(tst_SentMessages, QCoreApplication)
#include "tst_sentmessages.moc"
