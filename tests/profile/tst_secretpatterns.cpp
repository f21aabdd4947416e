// SPDX-License-Identifier: MIT
// What is a secret by its name or by its look, and what is none.
#include "websocket/secretpatterns.h"

#include "profile/redactor.h"
#include "profile/websocketurl.h"
#include "support/bounds.h"
#include "support/testprogram.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>
#include <QUrl>

using namespace Qt::StringLiterals;

class tst_SecretPatterns : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void names_data();
    void names();
    void tokens_data();
    void tokens();
    void longTextsTakeNoTime();
    void randomTokens_data();
    void randomTokens();
    void ordinaryUrls_data();
    void ordinaryUrls();
    void masks_data();
    void masks();
};

void tst_SecretPatterns::names_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("secret");
    for (const char *name : {"Ocp-Apim-Subscription-Key",
                             "X-Functions-Key",
                             "x-access_key",
                             "X-Hub-Signature",
                             "Authorization",
                             "X-Auth",
                             "Cookie",
                             "X-Csrf-Token",
                             "X-Pass",
                             "privateKey",
                             "X-MBX-APIKEY",
                             "CB-ACCESS-KEY",
                             "CB-ACCESS-SIGN",
                             "CB-ACCESS-PASSPHRASE",
                             "CB-ACCESS-TIMESTAMP",
                             "KC-API-PASSPHRASE",
                             "API-Sign",
                             "X-BAPI-SIGN",
                             "DPoP",
                             "CF-Access-Client-Secret",
                             "cf-access-jwt-assertion",
                             "PRIVATE-TOKEN",
                             "X-Amz-Security-Token",
                             "X-Goog-Signature",
                             "Proxy-Authorization",
                             "Set-Cookie",
                             "X-Session-Id",
                             "subscription-key",
                             "app_key",
                             "client-key",
                             "ticket",
                             "otp",
                             "hmac",
                             "apiKey",
                             "key",
                             "listenKey",
                             "authKey",
                             "sessionKey",
                             "pass",
                             "pw",
                             "code",
                             "pwd",
                             "passwd",
                             "passphrase",
                             "seedPhrase",
                             "phrase",
                             "userPass",
                             "dbpass",
                             "sign",
                             "state",
                             "dpop",
                             "assertion",
                             "client_assertion",
                             "pin",
                             "userPin",
                             "APIKey",
                             "XAPIKey",
                             "accessKeyId",
                             "key1",
                             "password2",
                             "code_verifier",
                             "oauth_state",
                             "OAuthNonce",
                             "authCode",
                             "device_code",
                             "connect.sid",
                             "JSESSIONID",
                             "PHPSESSID",
                             "SAMLResponse",
                             "_csrf",
                             "sig",
                             "X-Amz-Signature",
                             "auth[token]",
                             "user.password",
                             "sharedAccessSignature",
                             "accesstoken",
                             "mfa"})
        QTest::newRow(name) << QString::fromLatin1(name) << true;
    for (const char *name : {"Sec-WebSocket-Key",
                             "Sec-WebSocket-Accept",
                             "User-Agent",
                             "Keyboard",
                             "X-Monkey",
                             "WWW-Authenticate",
                             "Proxy-Authenticate",
                             "Access-Control-Allow-Credentials",
                             "keys",
                             "monkey",
                             "symbol",
                             "hotpink",
                             "tickets",
                             "author",
                             "authority",
                             "X-Author-Name",
                             "bypass",
                             "compass",
                             "passenger",
                             "passive",
                             "countryCode",
                             "zip_code",
                             "statusCode",
                             "encoding",
                             "codec",
                             "estate",
                             "interstate",
                             "stateful",
                             "design",
                             "signal",
                             "assign",
                             "signup",
                             "pinned",
                             "spin",
                             "mapping",
                             "sort_key",
                             "partitionKey",
                             "turkey",
                             "hotkey",
                             "sessions",
                             "session_timeout",
                             "token_type",
                             "authMethod",
                             "tokenExpiresIn",
                             "paraphrase",
                             "upward",
                             "EIO",
                             "transport",
                             "stream",
                             "v",
                             "id",
                             "uid",
                             "room",
                             "q",
                             "page",
                             "ts",
                             "nonce",
                             "version",
                             "channel",
                             "interval",
                             "depth",
                             "lang",
                             "",
                             "-",
                             "2"})
        QTest::newRow(name) << QString::fromLatin1(name) << false;
}

void tst_SecretPatterns::names()
{
    QFETCH(QString, name);
    QTEST(isSecretName(name), "secret");
}

void tst_SecretPatterns::tokens_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("masked");
    const auto row = [](const char *name, const QByteArray &text, const QByteArray &masked) {
        QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(masked);
    };
    row("JWT", "for eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dBjftJeZ4CVP-mB92K27uhbU.", "for ***");
    row("JWT, short", "eyJh.eyJz.sig x", "*** x");
    row("JWT, encrypted", "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..iv.cipher.tag", "***");
    row("JWT, percent-encoded", "eyJhbGciOiJIUzI1NiJ9%2EeyJzdWIiOiIxIn0%2Ec2ln", "***");
    row("no JWT", "keyJson.eyJ.honeyJar.name", "keyJson.eyJ.honeyJar.name");
    row("GitHub", "u=ghp_aB3dE6gH9jK2mN5pQ8sT1vW4yZ7!", "u=***!");
    row("Amazon", "AKIAIOSFODNN7EXAMPLE", "***");
    row("Stripe", "sk_live_4eC39HqLyjWDarjtT1zdp7dc", "***");
    row("OpenAI", "sk-proj-Ab3De6Gh9Jk2Mn5Pq8St1Vw4", "***");
    row("Slack", "xoxb-123456789012-abcdefGHIJ", "***");
    row("no key", "task-list-of-the-committee-2024", "task-list-of-the-committee-2024");
    row("base64", "t: q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83v+jR/eJA=;", "t: ***;");
    row("base64url", "/q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83v-jR_eJA/a", "/***/a");
    row("of one case", "pqia91ma19a5s61cv6a81va65sdf19v8a65a1a5s61cv6a81va65sdf19v8a65a1", "***");
    row("data are no token", qPrintable(u"data:"_s + u"q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQ"_s.repeated(40)),
        qPrintable(u"data:"_s + u"q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQ"_s.repeated(40)));
    const QByteArray longJwt = "eyJh.eyJz." + QByteArray("A1b2C3-_").repeated(8 * 1024);
    row("JWT of 64 KiB", "for " + longJwt + " only", "for *** only");
    row("fingerprint", "AB:CD:EF:01:23:45:67:89", "AB:CD:EF:01:23:45:67:89");
    row("cipher", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
}

void tst_SecretPatterns::tokens()
{
    QFETCH(QString, text);
    const QString once = withoutTokens(text);
    QTEST(once, "masked");
    QCOMPARE(withoutTokens(once), once);
    QCOMPARE(tokensIn(text).isEmpty(), once == text);
}

void tst_SecretPatterns::longTextsTakeNoTime()
{
    constexpr int size = (SanitizedBuild ? 64 : 256) * 1024;
    QElapsedTimer timer;
    timer.start();
    for (const char *piece :
         {"a", "1", "a-", "a.", "-eyJ", "a/", "A1b2", "%2B", "sk-", "a=", "x://", "?a=", "x://h/?a="}) {
        const QByteArray text = QByteArray(piece).repeated(size / int(qstrlen(piece)));
        (void)isMasked({text, "x"});
        (void)isMasked({"X-A", text});
        (void)tokensIn(QString::fromLatin1(text), TokenText::UrlPart);
    }
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
}

// Where the line is: of what is random, all but a few are found from these lengths on.
void tst_SecretPatterns::randomTokens_data()
{
    QTest::addColumn<QByteArray>("alphabet");
    QTest::addColumn<int>("length");
    QTest::addColumn<int>("foundOfThousand");
    const QByteArray small = "abcdefghijklmnopqrstuvwxyz0123456789";
    const QByteArray letters = small + "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    QTest::newRow("base62, 32") << letters << 32 << 980;
    QTest::newRow("base64url, 32") << letters + "-_" << 32 << 970;
    QTest::newRow("base64url, 43") << letters + "-_" << 43 << 985;
    QTest::newRow("base36, 40") << small << 40 << 970;
    QTest::newRow("base36, 64") << small << 64 << 990;
    QTest::newRow("hexadecimal, 64") << "0123456789abcdef"_ba << 64 << 0;
    QTest::newRow("decimal, 64") << "0123456789"_ba << 64 << 0;
    QTest::newRow("base62, 22") << letters << 22 << 0;
    QTest::newRow("base36, 32") << small << 32 << 0;
}

void tst_SecretPatterns::randomTokens()
{
    QFETCH(QByteArray, alphabet);
    QFETCH(int, length);
    QFETCH(int, foundOfThousand);
    QRandomGenerator random(1);
    int found = 0;
    for (int i = 0; i < 1000; ++i) {
        QString text;
        for (int n = 0; n < length; ++n)
            text += QLatin1Char(alphabet.at(random.bounded(int(alphabet.size()))));
        found += !tokensIn(text, TokenText::UrlPart).isEmpty();
    }
    QVERIFY2(foundOfThousand == 0 ? found == 0 : found >= foundOfThousand,
             qPrintable(QString::number(found)));
}

// No false alarms.
void tst_SecretPatterns::ordinaryUrls_data()
{
    QTest::addColumn<QString>("url");
    for (const char *url :
         {"ws://localhost:8080/",
          "wss://stream.binance.com:9443/ws/btcusdt@trade/ethusdt@depth20@100ms",
          "wss://h/socket.io/?EIO=4&transport=websocket&t=OoX3vQz",
          "wss://h/cable?v=2&compress=zlib-stream",
          "wss://h/users/123e4567-e89b-12d3-a456-426614174000/feed",
          "wss://h/{123E4567-E89B-12D3-A456-426614174000}",
          "wss://h/123e4567e89b12d3a456426614174000/d41d8cd98f00b204e9800998ecf8427e",
          "wss://h/commit/da39a3ee5e6b4b0d3255bfef95601890afd80709",
          "wss://h/blob/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          "wss://h/sha512/"
          "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63"
          "b931bd47417a81a538327af927da3e",
          "wss://h/channels/1234567890123456789/messages/987654321098765432",
          "wss://h/01ARZ3NDEKTSV4RRFFQ69G5FAV",
          "wss://h/507f1f77bcf86cd799439011",
          "wss://h/0ujtsYcgvSTl8PAuAdqWYSMnLOv",
          "wss://h/V1StGXR8_Z5jdHi6B-myT",
          "wss://h/watch?v=dQw4w9WgXcQ",
          "wss://h/customer_01h455vb4pex5vsknk084sn02q/room",
          "wss://h/playlist/37i9dQZF1DXcBWIGoYBM5M",
          "wss://h/ipfs/QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWKCcyx",
          "wss://h/ipfs/bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi",
          "wss://h/posts/2024-12-31-how-we-moved-10000-websockets-to-http2-and-back",
          "wss://h/api/v2/OrderBookL2UpdateForBtcUsdtPerpetual20241231/subscribe",
          "wss://h/apis/apps/v1/namespaces/prod/pods/my-service-deployment-7d9f8b6c5d-x2v9p/exec?command=sh",
          "wss://h/i-0abcd1234efgh5678/arn:aws:iot:eu-west-1:123456789012:thing/sensor-0042",
          "wss://h/graphql?operationName=OnMessageAddedToConversationWithParticipants2",
          "wss://h/v1/devices/AA:BB:CC:DD:EE:FF/telemetry?from=2024-01-01T00:00:00Z&to=2024-02-01T00:00:00Z",
          "wss://h/jupyter/api/kernels/5a1b9c1e-6d5f-4c0e-9a59-7f3a4d0d2f10/channels?session_timeout=30",
          "wss://h/%E4%BD%A0%E5%A5%BD%E4%B8%96%E7%95%8C%E4%BD%A0%E5%A5%BD%E4%B8%96%E7%95%8C/%C3%A9t%C3%A9",
          "wss://h/?filter=%7B%22a%22%3A1%2C%22b%22%3A%5B1%2C2%2C3%5D%7D&countryCode=DE&author=x&keys=a,b"})
        QTest::newRow(url) << QString::fromLatin1(url);
}

void tst_SecretPatterns::ordinaryUrls()
{
    QFETCH(QString, url);
    const QUrl parsed(url, QUrl::TolerantMode);
    QVERIFY(parsed.isValid());
    QCOMPARE(displayUrl(parsed), editableUrl(parsed));
}

void tst_SecretPatterns::masks_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("masked");

    QTest::newRow("no secret") << "X-Trace"_ba
                               << "1"_ba
                               << "1"_ba;
    QTest::newRow("Basic") << "Authorization"_ba
                           << "Basic YTpi"_ba
                           << "Basic ***"_ba;
    QTest::newRow("without a scheme") << "authorization"_ba
                                      << "YTpi"_ba
                                      << "***"_ba;
    QTest::newRow("proxy") << "Proxy-Authorization"_ba
                           << "Bearer x y"_ba
                           << "Bearer ***"_ba;
    QTest::newRow("cookies") << "Cookie"_ba
                             << "a=1; b=2;c"_ba
                             << "a=***; b=***; ***"_ba;
    QTest::newRow("set cookie") << "Set-Cookie"_ba
                                << "sid=7f; Path=/; HttpOnly"_ba
                                << "sid=***; Path=/; HttpOnly"_ba;
    QTest::newRow("api key") << "X-Api-Key"_ba
                             << "k 1"_ba
                             << "***"_ba;
    QTest::newRow("token") << "X-CSRF-Token"_ba
                           << "t"_ba
                           << "***"_ba;
    const QByteArray subprotocols = "Sec-WebSocket-Protocol";
    QTest::newRow("subprotocols") << subprotocols << "chat, v10.stomp,graphql-transport-ws"_ba
                                  << "chat, v10.stomp, graphql-transport-ws"_ba;
    QTest::newRow("secret by a word") << subprotocols << "chat, base64url.Bearer.t0k, x"_ba
                                      << "chat, ***, x"_ba;
    QTest::newRow("secret by length") << subprotocols << "x, " + QByteArray(41, 'a') << "x, ***"_ba;
    QTest::newRow("announced") << subprotocols << "chat, access_token, t0k, x"_ba
                               << "chat, access_token, ***, x"_ba;
    QTest::newRow("announced without end") << subprotocols << "auth, v2, Authorization"_ba
                                           << "auth, v2, Authorization"_ba;
    QTest::newRow("words within words") << subprotocols << "monkey-v1, oauth2, keyboard.io, tokens.x"_ba
                                        << "monkey-v1, oauth2, keyboard.io, tokens.x"_ba;
    QTest::newRow("after a version") << subprotocols << "auth.v2.t0k, jwt, eyJh.eyJz.sig"_ba
                                     << "***, jwt, ***"_ba;
    QTest::newRow("longer than a version") << subprotocols << "auth.123, auth.1234"_ba
                                           << "auth.123, ***"_ba;
    QTest::newRow("a challenge of a proxy is none") << "Proxy-Authenticate"_ba
                                                    << "Basic realm=\"x\""_ba
                                                    << "Basic realm=\"x\""_ba;
    QTest::newRow("a word of CORS is none") << "Access-Control-Allow-Credentials"_ba
                                            << "true"_ba
                                            << "true"_ba;
    QTest::newRow("a challenge is none") << "WWW-Authenticate"_ba
                                         << "Basic realm=\"x\""_ba
                                         << "Basic realm=\"x\""_ba;
    QTest::newRow("a token in any header") << "X-Trace"_ba
                                           << "id=eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2ln; a"_ba
                                           << "id=***; a"_ba;
    QTest::newRow("a URL in any header") << "Link"_ba
                                         << "<https://u:p@a.test/x?token=t&b=1>; rel=next"_ba
                                         << "<https://u:***@a.test/x?token=***&b=1>; rel=next"_ba;
    QTest::newRow("Referer") << "Referer"_ba
                             << "https://a.test/?access_token=t"_ba
                             << "https://a.test/?access_token=***"_ba;
    QTest::newRow("Location, relative") << "Location"_ba
                                        << "/x?code=t#id_token=u"_ba
                                        << "/x?code=***#***"_ba;
    QTest::newRow("a URL with a bad port") << "Location"_ba
                                           << "wss://u:p@h:99999/cb?token=s3cret1&b=2#t"_ba
                                           << "wss://***@h:99999/cb?token=***&b=2#***"_ba;
    QTest::newRow("a URL with a blank in the host") << "Location"_ba
                                                    << "wss://a host/cb?token=s3cret1"_ba
                                                    << "wss://a host/cb?token=***"_ba;
    QTest::newRow("a password with a slash") << "Location"_ba
                                             << "wss://u:p/w@h/cb?a=1"_ba
                                             << "wss://***"_ba;
    QTest::newRow("URLs that are none in any header")
            << "X-A"_ba
            << "see wss://h:99999/cb?token=s3cret1, wss://a host/cb?b=2&token=s3cret1."_ba
            << "see wss://h:99999/cb?token=***, wss://a host/cb?b=2&token=***."_ba;
    QTest::newRow("a URL stays as it was") << "Referer"_ba
                                           << "https://a.test/%7e?q=%41"_ba
                                           << "https://a.test/%7e?q=%41"_ba;
    QTest::newRow("the handshake's own") << "Sec-WebSocket-Key"_ba
                                         << "dGhlIHNhbXBsZSBub25jZQ=="_ba
                                         << "dGhlIHNhbXBsZSBub25jZQ=="_ba;
}

void tst_SecretPatterns::masks()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    const HttpHeaders masked = maskedHeaders({{name, value}});
    QCOMPARE(masked.size(), 1);
    QCOMPARE(masked[0].name, name);
    QTEST(masked[0].value, "masked");
}

SOCKETSCOPE_TEST(tst_SecretPatterns, TestProgram::NoApplication)
#include "tst_secretpatterns.moc"
