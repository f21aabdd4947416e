// SPDX-License-Identifier: MIT
// What is said of connections from elsewhere before they are used.
#include "saved/connectionsjson.h"
#include "support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;

using Profile = ConnectionProfile;

class tst_ConnectionWarnings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void kinds_data();
    void kinds();
    void namesAreJoined();
    void theWorstComesFirst();
};

static ConnectionEntry entry(const QString &name)
{
    ConnectionEntry made;
    made.saved.name = name;
    made.saved.urlText = u"wss://Good.example/"_s;
    made.saved.profile.url = QUrl(made.saved.urlText);
    return made;
}

using Change = std::function<void(ConnectionProfile &)>;
Q_DECLARE_METATYPE(Change)

void tst_ConnectionWarnings::kinds_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char *name, const Change &change, const QString &sentence = {}) {
        QTest::newRow(name) << change << sentence;
    };
    row("nothing", [](Profile &) {});
    row(
            "not verified", [](Profile &p) { p.tls.verify = false; },
            u"“A” does not verify the server’s certificate."_s);
    row(
            "trusted", [](Profile &p) { p.tls.trusted = {QByteArray(32, 'x')}; },
            u"“A” trusts certificates that are named in it."_s);
    row(
            "another name", [](Profile &p) { p.tls.serverName = u"evil.example"_s; },
            u"“A” (“evil.example”) expects the certificate of another name than the URL’s host."_s);
    row("the same name", [](Profile &p) { p.tls.serverName = u"good.EXAMPLE"_s; });
    row(
            "authorities", [](Profile &p) { p.tls.caFile = u"/tmp/ca.pem"_s; },
            u"“A” (“/tmp/ca.pem”) trusts the authorities of a file."_s);
    row(
            "proxy",
            [](Profile &p) {
                p.proxy = {ProxySettings::Kind::Socks5, u"p.example"_s, 1080, {}, {}};
            },
            u"“A” (“p.example:1080”) goes through a proxy that is named in it."_s);
    row("no proxy", [](Profile &p) { p.proxy.kind = ProxySettings::Kind::None; });
    row(
            "recorded", [](Profile &p) { p.recordSecrets = true; },
            u"“A” records secrets of the handshake and of messages."_s);
}

void tst_ConnectionWarnings::kinds()
{
    QFETCH(const Change, change);
    QFETCH(const QString, sentence);
    ConnectionEntry from = entry(u"A"_s);
    change(from.saved.profile);
    QCOMPARE(ConnectionsJson::warnings({from}), sentence.isEmpty() ? QStringList() : QStringList(sentence));
}

void tst_ConnectionWarnings::namesAreJoined()
{
    ConnectionEntries entries;
    for (int i = 0; i < 5; ++i) {
        entries.append(entry(QString(QChar(u'A' + i))));
        entries.last().saved.profile.tls.verify = false;
    }
    QCOMPARE(ConnectionsJson::warnings(entries),
             QStringList(u"“A”, “B”, “C” and 2 more do not verify the server’s certificate."_s));
    QCOMPARE(ConnectionsJson::warnings(entries.first(2)),
             QStringList(u"“A” and “B” do not verify the server’s certificate."_s));
    entries.first().saved.name = u"%2"_s;
    QCOMPARE(ConnectionsJson::warnings(entries),
             QStringList(u"“%2”, “B”, “C” and 2 more do not verify the server’s certificate."_s));
}

void tst_ConnectionWarnings::theWorstComesFirst()
{
    ConnectionEntries entries;
    for (int i = 0; i < 10; ++i) {
        entries.append(entry(u"harmless"_s));
        entries.last().saved.profile.recordSecrets = true;
    }
    entries.append(entry(u"Z"_s));
    entries.last().saved.profile.tls.verify = false;
    const QStringList sentences = ConnectionsJson::warnings(entries);
    QCOMPARE(sentences.size(), 2);
    QCOMPARE(sentences.constFirst(), u"“Z” does not verify the server’s certificate."_s);
}

SOCKETSCOPE_TEST(tst_ConnectionWarnings, QCoreApplication)
#include "tst_connectionwarnings.moc"
