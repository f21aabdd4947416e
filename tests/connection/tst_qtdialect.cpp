// SPDX-License-Identifier: MIT
#include "connection/engine/qtdialect.h"
#include "support/testprogram.h"

#include <QTest>

class tst_QtDialect : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void proxies_data();
    void proxies();
    void closeReasonsOfTheEngine_data();
    void closeReasonsOfTheEngine();
};

void tst_QtDialect::proxies_data()
{
    QTest::addColumn<QAbstractSocket::SocketError>("error");
    QTest::addColumn<bool>("named"); // credentials are set
    QTest::addColumn<FailureCause>("http");
    QTest::addColumn<int>("status");
    QTest::addColumn<FailureCause>("socks");

    const auto row = [](const char *name, QAbstractSocket::SocketError error, FailureCause http, int status,
                        FailureCause socks, bool named = false) {
        QTest::newRow(name) << error << named << http << status << socks;
    };
    using Socket = QAbstractSocket;
    using Cause = FailureCause;
    row("no credentials", Socket::ProxyAuthenticationRequiredError, Cause::ProxyWants407, 407,
        Cause::ProxyWantsCredentials);
    row("wrong credentials", Socket::ProxyAuthenticationRequiredError, Cause::ProxyRefuses407, 407,
        Cause::ProxyRefusesCredentials, true);
    row("forbidden", Socket::SocketAccessError, Cause::QtProxyForbids, 403, Cause::QtProxyForbids);
    row("not found", Socket::HostNotFoundError, Cause::QtProxyFindsNot, 404, Cause::QtProxyFindsNot);
    row("refused", Socket::ConnectionRefusedError, Cause::QtProxyIsRefused, 503, Cause::QtProxyIsRefused);
    row("unsupported", Socket::UnsupportedSocketOperationError, Cause::QtProxyCannot, 0,
        Cause::QtProxyCannot);
    row("no proxy", Socket::ProxyProtocolError, Cause::ProxyFailed, 0, Cause::ProxyNotSocks);
    row("silent", Socket::SocketTimeoutError, Cause::ProxyTimedOut, 0, Cause::ProxyTimedOut);
    row("of the host", Socket::RemoteHostClosedError, Cause::None, 0, Cause::None);
}

void tst_QtDialect::proxies()
{
    QFETCH(QAbstractSocket::SocketError, error);
    QFETCH(bool, named);
    QFETCH(int, status);
    ProxySettings proxy{ProxySettings::Kind::Http, QStringLiteral("proxy.example"), 3128, {}, {}};
    if (named)
        proxy.user = QStringLiteral("me");
    const auto failure = qtProxyFailure(error, proxy, QStringLiteral("Raw")).value_or(ConnectionError());
    QTEST(failure.cause, "http");
    QCOMPARE(failure.httpStatus, status);
    QCOMPARE(failure.sentence.contains(QStringLiteral("proxy.example:3128")),
             failure.cause != FailureCause::None);
    proxy.kind = ProxySettings::Kind::Socks5;
    const auto socks = qtProxyFailure(error, proxy, QStringLiteral("Raw")).value_or(ConnectionError());
    QTEST(socks.cause, "socks");
    QCOMPARE(socks.httpStatus, 0);
}

void tst_QtDialect::closeReasonsOfTheEngine_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<bool>("engine");
    QTest::addColumn<bool>("hidden");

    const auto row = [](int code, const char *reason, bool engine, bool hidden) {
        QTest::addRow("%d %s", code, reason) << code << QString::fromUtf8(reason) << engine << hidden;
    };
    row(1002, "Rsv field is non-zero", true, false);
    row(1007, "Invalid UTF-8 code encountered.", true, false);
    row(1009, "Received message is too big.", true, false);
    row(1002, "Invalid close code 1002 detected.", false, true);
    row(1000, "", false, false);
    row(1011, "Bye.", false, false);
    // The codes of applications are a peer's own: the engine never closes with them.
    row(4000, "Rsv field is non-zero", false, false);
    row(1000, "Invalid close code 1002 detected.", false, false);
}

void tst_QtDialect::closeReasonsOfTheEngine()
{
    QFETCH(int, code);
    QFETCH(QString, reason);
    QFETCH(bool, engine);
    QFETCH(bool, hidden);

    QCOMPARE(isEngineClose(quint16(code), reason), engine);
    QCOMPARE(isHiddenClose(quint16(code), reason), hidden);
}

SOCKETSCOPE_TEST(tst_QtDialect, TestProgram::NoApplication)
#include "tst_qtdialect.moc"
