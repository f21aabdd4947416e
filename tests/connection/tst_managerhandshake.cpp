// SPDX-License-Identifier: MIT
#include "connection/managerrig.h"
#include "failure/answerfailure.h"
#include "support/testprogram.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_ManagerHandshake : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void openEntry();
    void secretsAreMaskedUnlessAskedFor_data();
    void secretsAreMaskedUnlessAskedFor();
    void looksOfTokensAreSaid();
    void endsThatRepeatSecrets_data();
    void endsThatRepeatSecrets();
    void refusalEntry();
    void refusalIsShown_data();
    void refusalIsShown();
    void bodiesThatAreNoText();
    void bodiesOfText_data();
    void bodiesOfText();
    void longHandshakesComeLast();
    void controlFrames();
    void openingMessages();
    void openingMessagesStayWithTheirOrigin_data();
    void openingMessagesStayWithTheirOrigin();
    void secretSubprotocols_data();
    void secretSubprotocols();
    void unverified();
    void unverifiedAfterARedirect();
    void verifiedNameIsTold_data();
    void verifiedNameIsTold();
};

static HandshakeInfo handshake()
{
    HandshakeInfo info;
    info.subprotocol = u"chat"_s;
    info.peer = u"192.0.2.1:443"_s;
    info.security = u"TLS 1.3"_s;
    info.tls.protocol = info.security;
    info.tls.cipher = u"TLS_AES_256_GCM_SHA384"_s;
    info.tls.verified = true;
    info.requestLine = "GET /a?token=t0k&b=1 HTTP/1.1";
    info.requestHeaders = {{"Host", "example.org"}, {"Authorization", "Bearer t0k"}, {"X-Trace", "1"}};
    info.statusLine = "HTTP/1.1 101 Switching Protocols";
    info.responseHeaders = {{"Set-Cookie", "sid=t0k; Path=/"}, {"Set-Cookie", "b=t0k"}};
    info.extensions = u"permessage-deflate"_s;
    info.timings.dns = std::chrono::microseconds(1500);
    info.timings.http = std::chrono::microseconds(250);
    return info;
}

static QStringList lines(const QJsonValue &value)
{
    QStringList lines;
    const QJsonArray array = value.toArray();
    for (const QJsonValue &line : array)
        lines.append(line.toString());
    return lines;
}

void tst_ManagerHandshake::openEntry()
{
    ManagerRig rig;
    rig.manager->open(ManagerRig::profile());
    rig.transport()->succeed(handshake());
    const QJsonObject entry = rig.probe.lastLocal(MessageType::Open);
    QCOMPARE(entry["url"_L1].toString(), u"ws://example.org/"_s);
    QCOMPARE(entry["cipher"_L1].toString(), u"TLS_AES_256_GCM_SHA384"_s);
    QCOMPARE(entry["verified"_L1].toBool(), true);
    QCOMPARE(entry["extensions"_L1].toString(), u"permessage-deflate"_s);
    QCOMPARE(entry["dns_ms"_L1].toDouble(), 1.5);
    QCOMPARE(entry["http_ms"_L1].toDouble(), 0.25);
    QVERIFY(!entry.contains("tcp_ms"_L1));
    QCOMPARE(lines(entry["request"_L1]),
             QStringList({u"GET /a?token=***&b=1 HTTP/1.1"_s, u"Host: example.org"_s,
                          u"Authorization: Bearer ***"_s, u"X-Trace: 1"_s}));
    QCOMPARE(lines(entry["response"_L1]),
             QStringList({u"HTTP/1.1 101 Switching Protocols"_s, u"Set-Cookie: sid=***; Path=/"_s,
                          u"Set-Cookie: b=***"_s}));
    QCOMPARE(rig.probe.lastReport().tls.cipher, u"TLS_AES_256_GCM_SHA384"_s);
}

void tst_ManagerHandshake::secretsAreMaskedUnlessAskedFor_data()
{
    QTest::addColumn<bool>("asked");
    QTest::newRow("by default") << false;
    QTest::newRow("asked for") << true;
}

void tst_ManagerHandshake::secretsAreMaskedUnlessAskedFor()
{
    QFETCH(bool, asked);
    ManagerRig rig;
    ConnectionProfile profile = ManagerRig::profile();
    profile.recordSecrets = asked;
    rig.manager->open(profile);
    HandshakeInfo info = handshake();
    info.responseHeaders.append(HttpHeader{"Location", "wss://u:t0k@h/?access_token=t0k"});
    TransportEnd end;
    end.error = ConnectionError();
    end.error->stage = ErrorStage::Handshake;
    end.handshake = info;
    rig.transport()->finish(end);
    QCOMPARE(rig.probe.lastEntry(MessageType::Error).payload.contains("t0k"), asked);
}

void tst_ManagerHandshake::looksOfTokensAreSaid()
{
    for (const bool asked : {false, true}) {
        ManagerRig rig;
        ConnectionProfile profile = ManagerRig::profile();
        profile.url = QUrl(u"wss://h/ws/eyJh.eyJz.sig"_s);
        profile.recordSecrets = asked;
        rig.manager->open(profile);
        rig.transport()->succeed(handshake());
        QCOMPARE(rig.probe.lastLocal(MessageType::Note).value("text"_L1).toString().contains(u"***"_s),
                 !asked);
        const QString url = rig.probe.lastLocal(MessageType::Open).value("url"_L1).toString();
        QCOMPARE(url, u"wss://h/ws/***"_s);
    }
}

void tst_ManagerHandshake::endsThatRepeatSecrets_data()
{
    QTest::addColumn<TransportEnd>("how");
    QTest::addColumn<bool>("opened");
    QTest::addColumn<bool>("asked");

    TransportEnd closed;
    closed.close = CloseInfo{1008, u"t0k-of-the-profile is unknown"_s, true, CloseInfo::By::Peer, {}};
    TransportEnd broken;
    broken.close = CloseInfo{1006, {}, false, CloseInfo::By::Network, u"hush"_s};
    broken.error = connectionFailure({FailureCause::DeflateBroken, {u"T0K-of-the-profile to hush"_s}},
                                     u"t0k-of-the-profile"_s);
    // Only the sentence has it.
    TransportEnd named;
    named.error = connectionFailure({FailureCause::NameNotFound, {u"t0k-of-the-profile"_s}}, u"not found"_s);
    TransportEnd refused;
    refused.error = handshakeRefused(401, u"t0k-of-the-profile"_s, u"HTTP/1.1 401 t0k-of-the-profile hush"_s);
    QTest::newRow("close") << closed << true << false;
    QTest::newRow("close, asked for") << closed << true << true;
    QTest::newRow("broken") << broken << true << false;
    QTest::newRow("named in the sentence alone") << named << false << false;
    QTest::newRow("refused") << refused << false << false;
    QTest::newRow("refused, asked for") << refused << false << true;
}

// Whoever was sent a secret may send it back: it must not be in the record, nor in what is shown.
void tst_ManagerHandshake::endsThatRepeatSecrets()
{
    QFETCH(TransportEnd, how);
    QFETCH(bool, opened);
    QFETCH(bool, asked);
    ManagerRig rig;
    ConnectionProfile profile = ManagerRig::profile();
    profile.url.setQuery(u"token=t0k-of-the-profile"_s);
    profile.secretValues = {"hush"};
    profile.recordSecrets = asked;
    rig.manager->open(profile);
    if (opened)
        rig.transport()->succeed();
    rig.transport()->finish(how);
    const StatusReport report = rig.probe.lastReport();
    const CloseInfo close = report.close.value_or(CloseInfo());
    const ConnectionError shown = report.error.value_or(ConnectionError());
    QCOMPARE(shown, rig.probe.lastError());
    QString all = close.reason + close.detail + shown.sentence + shown.raw;
    QVERIFY(!all.isEmpty());
    for (const Message &entry : std::as_const(rig.probe.entries))
        all += QString::fromUtf8(entry.payload);
    QVERIFY2(all.contains(u"t0k-of-the-profile"_s, Qt::CaseInsensitive) == asked, qPrintable(all));
    QVERIFY2(!all.contains(u"hush"_s), qPrintable(all));
}

void tst_ManagerHandshake::refusalEntry()
{
    ManagerRig rig;
    rig.manager->open(ManagerRig::profile());
    TransportEnd end;
    end.error = ConnectionError();
    end.error->stage = ErrorStage::Handshake;
    end.error->cause = FailureCause::HttpRefused;
    end.error->sentence = u"Refused."_s;
    end.error->httpStatus = 403;
    end.error->certificate = "DER";
    end.error->raw = u"HTTP/1.1 403 Forbidden"_s;
    end.handshake = HandshakeInfo();
    end.handshake->requestLine = "GET / HTTP/1.1";
    end.handshake->statusLine = "HTTP/1.1 403 Forbidden";
    end.handshake->responseHeaders = {{"Content-Type", "text/plain"}};
    end.handshake->body = "Go <b>away</b>";
    end.handshake->bodyWasCut = true;
    rig.transport()->finish(end);
    const QJsonObject entry = rig.probe.lastLocal(MessageType::Error);
    QCOMPARE(entry["message"_L1].toString(), u"Refused."_s);
    QCOMPARE(entry["cause"_L1].toString(), u"http-refused"_s);
    QCOMPARE(entry["http_status"_L1].toInt(), 403);
    QCOMPARE(entry["stage"_L1].toString(), u"handshake"_s);
    QCOMPARE(entry["raw"_L1].toString(), u"HTTP/1.1 403 Forbidden"_s);
    const QByteArray digest = QCryptographicHash::hash("DER", QCryptographicHash::Sha256);
    QCOMPARE(entry["certificate_sha256"_L1].toString(), QString::fromLatin1(digest.toHex(':')));
    QVERIFY(!entry.contains("verified"_L1)); // nothing was encrypted
    QCOMPARE(entry["body"_L1].toString(), u"Go <b>away</b>"_s);
    QCOMPARE(entry["body_cut"_L1].toBool(), true);
    QCOMPARE(lines(entry["response"_L1]),
             QStringList({u"HTTP/1.1 403 Forbidden"_s, u"Content-Type: text/plain"_s}));
}

void tst_ManagerHandshake::refusalIsShown_data()
{
    QTest::addColumn<HttpHeader>("header");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("isCut");
    QTest::addColumn<QString>("shown");
    const HttpHeader plain{"X-Reason", "expired"};
    QTest::newRow("text") << plain << "Log in\nagain."_ba << false
                          << u"X-Reason: expired\n\nLog in\nagain."_s;
    QTest::newRow("nothing") << plain << QByteArray() << false << u"X-Reason: expired"_s;
    QTest::newRow("cut") << plain << "Log"_ba << true << u"X-Reason: expired\n\nLog…"_s;
    QTest::newRow("long") << plain << QByteArray(5000, 'x') << false
                          << u"X-Reason: expired\n\n"_s + QString(2048, u'x') + u'…';
    QTest::newRow("bytes") << plain << QByteArray("\xff\0", 2) << false << u"X-Reason: expired\n\n/wA="_s;
    QTest::newRow("foreign") << HttpHeader{"X-Reason", "\x1b[2Ja"} << "\u202eb"_ba << false
                             << u"X-Reason: ‹ESC›[2Ja\n\n‹U+202E›b"_s;
    QTest::newRow("secret") << HttpHeader{"Set-Cookie", "sid=hushhush"} << QByteArray() << false
                            << u"Set-Cookie: sid=***"_s;
}

void tst_ManagerHandshake::refusalIsShown()
{
    QFETCH(const HttpHeader, header);
    QFETCH(const QByteArray, body);
    QFETCH(const bool, isCut);
    QFETCH(const QString, shown);
    ManagerRig rig;
    rig.manager->open(ManagerRig::profile());
    TransportEnd end;
    end.error = ConnectionError();
    end.handshake = HandshakeInfo();
    end.handshake->statusLine = "HTTP/1.1 403 Forbidden";
    end.handshake->responseHeaders = {header};
    end.handshake->body = body;
    end.handshake->bodyWasCut = isCut;
    rig.transport()->finish(end);
    QCOMPARE(rig.probe.lastError().answer, u"HTTP/1.1 403 Forbidden\n"_s + shown);
}

void tst_ManagerHandshake::bodiesOfText_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("isCut");
    QTest::addColumn<QString>("text");

    QTest::newRow("UTF-8") << "caf\xc3\xa9"_ba << false << u"caf\u00e9"_s;
    QTest::newRow("Latin-1") << "caf\xe9 au lait"_ba << false << u"caf\u00e9 au lait"_s;
    QTest::newRow("Latin-1, which might go on") << "caf\xe9"_ba << false << u"caf\u00e9"_s;
    QTest::newRow("UTF-8, cut in a character") << "caf\xc3"_ba << true << u"caf"_s;
}

void tst_ManagerHandshake::bodiesOfText()
{
    QFETCH(QByteArray, body);
    QFETCH(bool, isCut);
    ManagerRig rig;
    rig.manager->open(ManagerRig::profile());
    TransportEnd end;
    end.error = ConnectionError();
    end.handshake = HandshakeInfo();
    end.handshake->body = body;
    end.handshake->bodyWasCut = isCut;
    rig.transport()->finish(end);
    const QJsonObject entry = rig.probe.lastLocal(MessageType::Error);
    QTEST(entry["body"_L1].toString(), "text");
    QVERIFY(!entry.contains("body_base64"_L1));
    QCOMPARE(entry["body_cut"_L1].toBool(), isCut);
}

void tst_ManagerHandshake::bodiesThatAreNoText()
{
    ManagerRig rig;
    rig.manager->open(ManagerRig::profile());
    TransportEnd end;
    end.error = ConnectionError();
    end.handshake = HandshakeInfo();
    end.handshake->body = QByteArray("\xff\x00\x80", 3);
    rig.transport()->finish(end);
    const QJsonObject entry = rig.probe.lastLocal(MessageType::Error);
    QVERIFY(!entry.contains("body"_L1));
    QCOMPARE(QByteArray::fromBase64(entry["body_base64"_L1].toString().toLatin1()), end.handshake->body);
}

// What rows show is read from the front of an entry.
void tst_ManagerHandshake::longHandshakesComeLast()
{
    ManagerRig rig;
    rig.manager->open(ManagerRig::profile());
    HandshakeInfo info = handshake();
    info.responseHeaders.append(HttpHeader{"X-Long", QByteArray(100000, 'x')});
    rig.transport()->succeed(info);
    const QByteArray payload = rig.probe.lastEntry(MessageType::Open).payload;
    QVERIFY(!QJsonDocument::fromJson(payload).isNull());
    QVERIFY(payload.indexOf("\"request\"") > payload.indexOf("\"url\""));
    QVERIFY(payload.indexOf("\"request\"") > payload.indexOf("\"verified\""));
}

void tst_ManagerHandshake::controlFrames()
{
    ManagerRig rig;
    rig.manager->open(ManagerRig::profile());
    rig.transport()->tellsControl = true;
    rig.transport()->succeed();
    rig.probe.entries.clear();
    rig.transport()->control({ControlFrame::Ping, true, "a"});
    rig.transport()->control({ControlFrame::Pong, false, "a"});
    rig.manager->ping("mine");
    rig.transport()->control({ControlFrame::Ping, false, "mine"});
    rig.transport()->control({ControlFrame::Pong, true, "mine"});
    rig.transport()->receivePong("mine");
    rig.transport()->control({ControlFrame::Close, true, QByteArray("\x03\xe8", 2)});
    QCOMPARE(rig.probe.roundTrips.size(), 1);
    QTRY_COMPARE(rig.probe.entries.size(), 4);
    const QList<std::pair<Direction, MessageType>> expected{{Direction::In, MessageType::Ping},
                                                            {Direction::Out, MessageType::Pong},
                                                            {Direction::Out, MessageType::Ping},
                                                            {Direction::In, MessageType::Pong}};
    for (qsizetype i = 0; i < expected.size(); ++i) {
        QCOMPARE(rig.probe.entries[i].direction, expected[i].first);
        QCOMPARE(rig.probe.entries[i].type, expected[i].second);
        QCOMPARE(rig.probe.entries[i].payload, i < 2 ? "a"_ba : "mine"_ba);
    }
}

void tst_ManagerHandshake::openingMessages()
{
    ManagerRig rig;
    ConnectionProfile profile = ManagerRig::profile();
    profile.onOpen = {{false, "subscribe"}, {true, QByteArray("\x00\x01", 2)}};
    rig.manager->open(profile);
    const QList<FakeTransport::Sent> expected{{true, "subscribe"}, {false, QByteArray("\x00\x01", 2)}};
    rig.transport()->succeed();
    QCOMPARE(rig.transport()->sent, expected);
    rig.transport()->drop();
    QCOMPARE(rig.manager->status(), Status::WaitingToRetry);
    rig.manager->retryNow();
    QVERIFY(rig.transport()->sent.isEmpty());
    rig.transport()->succeed();
    QCOMPARE(rig.transport()->sent, expected);
    QTRY_VERIFY(rig.probe.log.endsWith(u"entry binary"_s));
    QCOMPARE(rig.probe.entriesOf(MessageType::Text).size(), 2);
}

void tst_ManagerHandshake::openingMessagesStayWithTheirOrigin_data()
{
    QTest::addColumn<QUrl>("led");
    QTest::addColumn<QString>("where");
    QTest::newRow("not redirected") << QUrl() << QString();
    QTest::newRow("same origin") << QUrl(u"ws://example.org/there"_s) << QString();
    QTest::newRow("other host") << QUrl(u"ws://other.example/?token=t0k"_s)
                                << u"to another origin, other.example"_s;
    QTest::newRow("other port") << QUrl(u"ws://example.org:81/"_s) << u"to another origin, example.org"_s;
    QTest::newRow("there and back") << QUrl(u"ws://example.org/there"_s) << u"here through another origin"_s;
}

void tst_ManagerHandshake::openingMessagesStayWithTheirOrigin()
{
    QFETCH(QUrl, led);
    QFETCH(QString, where);
    const bool sent = where.isEmpty();
    ManagerRig rig;
    ConnectionProfile profile = ManagerRig::profile();
    profile.onOpen = {{false, "login t0k"}};
    rig.manager->open(profile);
    HandshakeInfo info = handshake();
    info.finalUrl = led;
    info.leftOrigin = !sent;
    rig.transport()->succeed(info);
    QCOMPARE(rig.transport()->sent.size(), sent ? 1 : 0);
    // What is sent later asks for it.
    QCOMPARE(rig.probe.lastReport().leftOrigin, !sent);
    rig.manager->close();
    rig.transport()->answerClose();
    QCOMPARE(rig.probe.entriesOf(MessageType::Note).size(), sent ? 0 : 1);
    if (sent)
        return;
    const QString note = QString::fromUtf8(rig.probe.lastEntry(MessageType::Note).payload);
    QVERIFY2(note.contains(u"were not sent: the server redirected %1."_s.arg(where)), qPrintable(note));
    QVERIFY(!note.contains(u"t0k"_s));
}

void tst_ManagerHandshake::secretSubprotocols_data()
{
    QTest::addColumn<bool>("asked");
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("secret");
    const QString bearer = u"base64url.bearer.t0k"_s;
    QTest::newRow("masked") << false << u"chat"_s << bearer;
    QTest::newRow("asked for") << true << u"chat"_s << bearer;
    QTest::newRow("announced") << false << u"access_token"_s << u"t0k"_s;
    QTest::newRow("announced and asked for") << true << u"access_token"_s << u"t0k"_s;
}

void tst_ManagerHandshake::secretSubprotocols()
{
    QFETCH(bool, asked);
    QFETCH(QString, secret);
    QFETCH(QString, before);
    ManagerRig rig;
    ConnectionProfile profile = ManagerRig::profile();
    profile.recordSecrets = asked;
    profile.subprotocols = {before, secret, u"x"_s};
    rig.manager->open(profile);
    HandshakeInfo info = handshake();
    info.requestHeaders = {{"sec-websocket-protocol", profile.subprotocols.join(u", "_s).toLatin1()}};
    info.responseHeaders = {{"Sec-WebSocket-Protocol", secret.toLatin1()}};
    info.requestLine = "GET / HTTP/1.1";
    info.subprotocol = secret;
    rig.transport()->succeed(info);
    QCOMPARE(rig.probe.lastEntry(MessageType::Open).payload.contains("t0k"), asked);
    QCOMPARE(lines(rig.probe.lastLocal(MessageType::Open)["request"_L1]).value(1),
             u"sec-websocket-protocol: %1, %2, x"_s.arg(before, asked ? secret : u"***"_s));
    QCOMPARE(rig.probe.lastReport().subprotocol, asked ? secret : u"***"_s);
}

void tst_ManagerHandshake::unverifiedAfterARedirect()
{
    ManagerRig rig;
    ConnectionProfile profile = ManagerRig::profile();
    profile.tls.verify = false;
    rig.manager->open(profile);
    QVERIFY(!rig.probe.lastReport().unverified);
    rig.transport()->succeed(handshake()); // on TLS
    QVERIFY(rig.probe.lastReport().unverified);
    rig.manager->close();
    QCOMPARE(rig.probe.lastReport().status, Status::Closing);
    QVERIFY(rig.probe.lastReport().unverified);
}

void tst_ManagerHandshake::unverified()
{
    ManagerRig rig;
    ConnectionProfile profile = ManagerRig::profile();
    profile.tls.verify = false;
    rig.manager->open(profile);
    QVERIFY(!rig.probe.lastReport().unverified); // nothing is encrypted
    rig.manager->close();
    profile.url = QUrl(u"wss://example.org/"_s);
    rig.manager->open(profile);
    QVERIFY(rig.probe.lastReport().unverified);
    rig.transport()->succeed(handshake());
    QVERIFY(rig.probe.lastReport().unverified);
}

void tst_ManagerHandshake::verifiedNameIsTold_data()
{
    QTest::addColumn<QString>("serverName");
    QTest::addColumn<bool>("verified");
    QTest::addColumn<QUrl>("finalUrl");
    QTest::addColumn<bool>("leftOrigin");
    QTest::addColumn<QString>("told");
    const QString other = u"other.example"_s;
    QTest::newRow("none") << QString() << true << QUrl() << false << QString();
    QTest::newRow("the host") << u"EXAMPLE.org"_s << true << QUrl() << false << QString();
    QTest::newRow("another") << other << true << QUrl() << false << other;
    QTest::newRow("not verified") << other << false << QUrl() << false << QString();
    QTest::newRow("redirected within") << other << true << QUrl(u"wss://example.org/b"_s) << false << other;
    QTest::newRow("redirected elsewhere")
            << other << true << QUrl(u"wss://c.example/"_s) << true << QString();
    QTest::newRow("redirected elsewhere and back")
            << other << true << QUrl(u"wss://example.org/b"_s) << true << QString();
}

// That a certificate was verified for another name than the URL's host is told with the status.
void tst_ManagerHandshake::verifiedNameIsTold()
{
    QFETCH(const QString, serverName);
    QFETCH(const bool, verified);
    QFETCH(const QUrl, finalUrl);
    QFETCH(const bool, leftOrigin);
    ManagerRig rig;
    ConnectionProfile profile = ManagerRig::profile();
    profile.url = QUrl(u"wss://example.org/"_s);
    profile.tls.serverName = serverName;
    rig.manager->open(profile);
    HandshakeInfo info;
    info.security = u"TLS 1.3"_s;
    info.tls.protocol = info.security;
    info.tls.verified = verified;
    info.finalUrl = finalUrl;
    info.leftOrigin = leftOrigin;
    rig.transport()->succeed(info);
    QTEST(rig.probe.lastReport().verifiedName, "told");
}

SOCKETSCOPE_TEST(tst_ManagerHandshake, QCoreApplication)
#include "tst_managerhandshake.moc"
