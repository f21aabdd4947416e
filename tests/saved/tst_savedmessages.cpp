// SPDX-License-Identifier: MIT
#include "connectionstorefixture.h"
#include "support/testprogram.h"

#include "format/text/visibletext.h"
#include "message.h"
#include "saved/connectionsjson.h"
#include "saved/connectionstore.h"
#include "saved/variables.h"
#include "saved/writtenmessage.h"

#include <QCoreApplication>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

/// Saved messages: whom they belong to, where they stand, and how they are kept.
class tst_SavedMessages : public ConnectionStoreFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { ConnectionStoreFixture::init(); }
    void areKept();
    void ofAConnection();
    void areChangedInPlace();
    void standBehindAllElse();
    void moves();
    void goWithWhatTheyBelongTo();
    void imported();
    void problems_data();
    void problems();
    void repaired();
    void changedElsewhere();
    void written_data();
    void written();
    void suggestedNames_data();
    void suggestedNames();
};

static WrittenMessage text(const QString &text)
{
    return {text, MessageFormat::Text};
}

void tst_SavedMessages::areKept()
{
    const QList<WrittenMessage> messages{{u"plain\n\t{{x}}"_s, MessageFormat::Text},
                                         {u"{\"a\": {{x}}}"_s, MessageFormat::Json},
                                         {u"00 ff"_s, MessageFormat::Hex},
                                         {u"AP8="_s, MessageFormat::Base64},
                                         {}};
    {
        const auto store = open();
        for (const WrittenMessage &message : messages)
            store->setNotes(store->addMessage(message, u"m"_s, {}), u"n"_s);
        store->rename(store->addMessage(messages.first(), u"before"_s, {}), u"after"_s);
    }
    const auto store = open();
    const QStringList ids = store->childrenOf({});
    QCOMPARE(ids.size(), messages.size() + 1);
    for (qsizetype i = 0; i < messages.size(); ++i) {
        QVERIFY(store->isMessage(ids.at(i)));
        QCOMPARE(store->message(ids.at(i)), messages.at(i));
        QCOMPARE(store->connection(ids.at(i)).notes, u"n"_s);
    }
    QCOMPARE(store->message(ids.last()), messages.first());
    QCOMPARE(store->connection(ids.last()).name, u"after"_s);
}

void tst_SavedMessages::ofAConnection()
{
    const auto store = open();
    const QString outer = store->addFolder(u"outer"_s);
    const QString inner = store->addFolder(u"inner"_s, outer);
    const QString connection = store->addConnection(plain(u"c"_s), inner);
    const QString other = store->addConnection(plain(u"d"_s), inner);
    QStringList all;
    for (const QString &parent : {connection, inner, outer, QString()})
        all.append(store->addMessage(text(u"m"_s), u"m"_s, parent));
    store->addMessage(text(u"m"_s), u"its own"_s, other);
    QCOMPARE(store->messagesFor(connection), all);
    QCOMPARE(store->messagesFor({}), QStringList(all.last()));
    QCOMPARE(store->messagesFor(u"gone"_s), QStringList(all.last()));
}

void tst_SavedMessages::areChangedInPlace()
{
    const WrittenMessage changed{u"01"_s, MessageFormat::Hex};
    QString id;
    {
        const auto store = open();
        const QString connection = store->addConnection(plain(u"c"_s));
        id = store->addMessage(text(u"m"_s), u"m"_s, connection);
        store->setNotes(id, u"n"_s);
        const QSignalSpy told(store.get(), &ConnectionStore::changed);
        store->setMessage(id, changed);
        QCOMPARE(told.size(), 1);
        // Nothing has changed, or it is no message.
        store->setMessage(id, changed);
        store->setMessage(connection, changed);
        QCOMPARE(told.size(), 1);
    }
    const auto store = open();
    QCOMPARE(store->message(id), changed);
    QCOMPARE(store->connection(id).name, u"m"_s);
    QCOMPARE(store->connection(id).notes, u"n"_s);
}

void tst_SavedMessages::standBehindAllElse()
{
    const auto store = open();
    store->addMessage(text(u"1"_s), u"m1"_s, {});
    store->addConnection(plain(u"a"_s));
    store->addMessage(text(u"0"_s), u"m0"_s, {}, 0);
    store->addFolder(u"F"_s);
    QCOMPARE(names(*store), (QStringList{u"a"_s, u"F"_s, u"m0"_s, u"m1"_s}));
    QVERIFY(store->move(store->childrenOf({}).at(0), {}, 4));
    QVERIFY(store->move(store->childrenOf({}).at(3), {}, 0));
    const QStringList expected{u"F"_s, u"a"_s, u"m1"_s, u"m0"_s};
    QCOMPARE(names(*store), expected);
    store->flush();
    QCOMPARE(names(*open()), expected);
}

void tst_SavedMessages::moves()
{
    const auto store = open();
    const QString folder = store->addFolder(u"F"_s);
    const QString connection = store->addConnection(plain(u"a"_s));
    const QString other = store->addConnection(plain(u"b"_s));
    const QString message = store->addMessage(text(u"m"_s), u"m"_s, connection);
    QVERIFY(!store->canMove(other, connection));
    QVERIFY(!store->canMove(folder, connection));
    QVERIFY(!store->canMove(other, message));
    QVERIFY(!store->canMove(message, message));
    for (const QString &parent : {other, folder, QString(), connection}) {
        QVERIFY(store->move(message, parent, -1));
        QCOMPARE(store->parentOf(message), parent);
    }
    QVERIFY(store->move(connection, folder, 0));
    QCOMPARE(store->messagesFor(connection), QStringList(message));
}

void tst_SavedMessages::goWithWhatTheyBelongTo()
{
    const auto store = open();
    const QString connection = store->addConnection(plain(u"a"_s));
    const QString message = store->addMessage(text(u"x"_s), u"m"_s, connection);
    const QString copy = store->duplicate(connection);
    QCOMPARE(store->childrenOf(copy).size(), 1);
    QVERIFY(store->childrenOf(copy).first() != message);
    QCOMPARE(store->message(store->childrenOf(copy).first()), text(u"x"_s));

    store->remove(connection);
    QVERIFY(!store->contains(message));
    store->undoRemove();
    QCOMPARE(store->messagesFor(connection), QStringList(message));
    // Alone, and to where it was; to all, if its connection has gone.
    store->remove(message);
    QCOMPARE(store->undoRemove(), message);
    QCOMPARE(store->parentOf(message), connection);
    store->remove(message);
    store->remove(connection);
    store->undoRemove();
    store->remove(connection);
    QCOMPARE(store->duplicate(message), QString());
    // What would not be read again is not taken.
    QCOMPARE(store->addMessage(text(QString(JsonReader::MaxText + 1, u'x')), u"long"_s, {}), QString());
}

void tst_SavedMessages::imported()
{
    QByteArray json;
    {
        const auto store = open();
        const QString connection = store->addConnection(plain(u"a"_s));
        const QString message = store->addMessage(text(u"x"_s), u"m\u202e"_s, connection);
        store->exportEntries(
                message, ConnectionStore::SecretValues::LeaveOut, this,
                [&json](const ConnectionEntries &entries) { json = ConnectionsJson::write(entries); });
        QTRY_VERIFY(!json.isEmpty());
    }
    const auto store = open();
    const ConnectionStore::Import import = store->importEntries(ConnectionsJson::read(json).entries);
    QCOMPARE(import.failure, QString());
    QCOMPARE(import.messages, 1);
    QCOMPARE(import.connections, 0);
    QCOMPARE(store->message(import.firstId), text(u"x"_s));
    QVERIFY(!store->connection(import.firstId).isImported);
    QVERIFY(!store->connection(import.firstId).name.contains(u'\u202e'));
}

void tst_SavedMessages::problems_data()
{
    QTest::addColumn<QByteArray>("messages");
    QTest::addColumn<int>("count");
    QTest::addColumn<QString>("problem");
    QTest::newRow("no list") << QByteArray("5") << 0 << u"messages: has to be a list."_s;
    QTest::newRow("no object") << QByteArray("[5]") << 0 << u"messages[0]: has to be an object."_s;
    QTest::newRow("unknown format")
            << QByteArray(R"([{"format":"xml","text":"a"}])") << 1
            << u"messages[0].format: “xml” is none of text, json, hex, base64, escaped."_s;
    QTest::newRow("text is no text") << QByteArray(R"([{"text":5}])") << 1
                                     << u"messages[0].text: has to be text."_s;
    QTest::newRow("unknown member") << QByteArray(R"([{"wait":5}])") << 1
                                    << u"messages[0]: “wait” is not known here and is ignored."_s;
}

void tst_SavedMessages::problems()
{
    QFETCH(QByteArray, messages);
    QFETCH(int, count);
    QFETCH(QString, problem);
    const ConnectionsJson::Document document =
            ConnectionsJson::read(R"({"version":1,"connections":[],"messages":)" + messages + '}');
    QCOMPARE(document.failure, QString());
    QCOMPARE(document.problems, QStringList(problem));
    QCOMPARE(document.entries.size(), count);
}

void tst_SavedMessages::repaired()
{
    const auto entry = [](const QString &id, const QString &parent, ConnectionEntry::Kind kind) {
        ConnectionEntry made;
        made.saved.id = id;
        made.parent = parent;
        made.kind = kind;
        return made;
    };
    using Kind = ConnectionEntry::Kind;
    const ConnectionEntries entries{entry(u"c"_s, {}, Kind::Connection), entry(u"m"_s, u"c"_s, Kind::Message),
                                    entry(u"in a message"_s, u"m"_s, Kind::Message),
                                    entry(u"of none"_s, u"gone"_s, Kind::Message),
                                    entry(u"in a connection"_s, u"c"_s, Kind::Connection)};
    const ConnectionEntries whole = ConnectionsJson::repaired(entries);
    QCOMPARE(whole.at(1), entries.at(1));
    for (int i = 2; i < 5; ++i)
        QCOMPARE(whole.at(i).parent, QString());
}

void tst_SavedMessages::changedElsewhere()
{
    const auto ours = open();
    const QString message = ours->addMessage(text(u"x"_s), u"m"_s, {});
    QVERIFY(ours->flush());
    const auto theirs = open();
    theirs->rename(message, u"theirs"_s);
    QVERIFY(theirs->flush());
    ours->rename(message, u"ours"_s);
    QVERIFY(ours->flush());
    QCOMPARE(names(*ours), (QStringList{u"ours"_s, u"theirs (changed elsewhere)"_s}));
    QCOMPARE(ours->message(ours->childrenOf({}).at(1)), text(u"x"_s));
}

void tst_SavedMessages::written_data()
{
    QTest::addColumn<Direction>("direction");
    QTest::addColumn<MessageType>("type");
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QString>("text");
    QTest::addColumn<MessageFormat>("format");
    const auto row = [](const char *name, Direction direction, MessageType type, const QByteArray &payload,
                        const QString &text, MessageFormat format) {
        QTest::newRow(name) << direction << type << payload << text << format;
    };
    using enum Direction;
    row("text", Out, MessageType::Text, "a b", u"a b"_s, MessageFormat::Text);
    row("empty", In, MessageType::Text, "", u""_s, MessageFormat::Text);
    row("JSON", In, MessageType::Text, "{\"a\":1}", u"{\"a\":1}"_s, MessageFormat::Json);
    row("bytes", In, MessageType::Binary, QByteArray("\0\xff", 2), u"00 ff"_s, MessageFormat::Hex);
    row("a secret that was sent", Out, MessageType::Text, "t={{token}}", u"t={{token}}"_s,
        MessageFormat::Text);
    row("braces that were sent", Out, MessageType::Text, "t={{host}}", u"t=\\{{host}}"_s,
        MessageFormat::Text);
    row("what has no value", Out, MessageType::Text, "t={{other}}", u"t={{other}}"_s, MessageFormat::Text);
    row("braces that came", In, MessageType::Text, "t={{token}}", u"t=\\{{token}}"_s, MessageFormat::Text);
    row("backslashes before them", In, MessageType::Text, "\\\\{{token}}", u"\\\\\\{{token}}"_s,
        MessageFormat::Text);
    row("braces in JSON", In, MessageType::Text, "{\"a\":\"{{host}}\"}", u"{\"a\":\"\\{{host}}\"}"_s,
        MessageFormat::Json);
}

void tst_SavedMessages::written()
{
    QFETCH(Direction, direction);
    QFETCH(MessageType, type);
    QFETCH(QByteArray, payload);
    QFETCH(QString, text);
    QFETCH(MessageFormat, format);
    const ChosenEnvironment environment{
            u"e"_s, {{u"host"_s, u"h"_s}, {u"token"_s, u"{{token}}"_s}}, {u"token"_s}, true};
    const WrittenMessage message = rewrittenMessage({1, 0, direction, type, payload}, environment);
    QCOMPARE(message.text, text);
    QCOMPARE(message.format, format);
    if (type == MessageType::Text)
        QCOMPARE(Variables::expand(message.text, environment.values).text.toUtf8(), payload);
}

void tst_SavedMessages::suggestedNames_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("name");
    QTest::newRow("short") << u"{\"a\":1}"_s << u"{\"a\":1}"_s;
    QTest::newRow("lines") << u" {\n  \"a\":\t1 }\n"_s << u"{ \"a\": 1 }"_s;
    QTest::newRow("long") << QString(1000, u'x') << QString(39, u'x') + u'…';
    QTest::newRow("empty") << u" \n"_s << u"Empty message"_s;
    QTest::newRow("unseen") << u"a\u202eb"_s << visibleText(u"a\u202eb"_s);
}

void tst_SavedMessages::suggestedNames()
{
    QFETCH(QString, text);
    QFETCH(QString, name);
    QCOMPARE(suggestedName({text, MessageFormat::Text}), name);
}

SOCKETSCOPE_TEST(tst_SavedMessages, QCoreApplication)
#include "tst_savedmessages.moc"
