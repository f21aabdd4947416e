// SPDX-License-Identifier: MIT
#include "failure/connectionerror.h"
#include "failure/streamfailure.h"
#include "support/testprogram.h"
#include "websocket/closecode.h"

#include <QTest>

#include <cerrno>

class tst_ConnectionError : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void retried_data();
    void retried();
    void socketFailures_data();
    void socketFailures();
    void proxyFailures_data();
    void proxyFailures();
    void unixSocketFailures_data();
    void unixSocketFailures();
};

void tst_ConnectionError::retried_data()
{
    QTest::addColumn<ErrorStage>("stage");
    QTest::addColumn<int>("httpStatus");
    QTest::addColumn<int>("closeCode");
    QTest::addColumn<bool>("permanent");
    QTest::addColumn<bool>("retried");

    const auto row = [](const char *name, ErrorStage stage, int status, int code, bool permanent, bool yes) {
        QTest::newRow(name) << stage << status << code << permanent << yes;
    };
    row("dns", ErrorStage::Dns, 0, 0, false, true);
    row("refused, timeout, reset", ErrorStage::Tcp, 0, 0, false, true);
    row("dead peer", ErrorStage::KeepAlive, 0, 1001, false, true);
    row("tcp lost while open", ErrorStage::Tcp, 0, 1006, false, true);
    row("proxy unreachable", ErrorStage::Proxy, 0, 0, false, true);
    row("proxy wants credentials", ErrorStage::Proxy, 407, 0, false, false);
    row("proxy 503", ErrorStage::Proxy, 503, 0, false, true);
    row("certificate", ErrorStage::Tls, 0, 0, true, false);
    row("handshake timeout, closed before the answer", ErrorStage::Handshake, 0, 0, false, true);
    row("no WebSocket handshake", ErrorStage::Handshake, 0, 0, true, false);
    row("bad url", ErrorStage::Url, 0, 0, false, false);
    row("command", ErrorStage::Command, 0, 0, false, false);
    row("send", ErrorStage::Send, 0, 0, false, false);
    row("broken frames", ErrorStage::Protocol, 0, 1002, true, false);
    row("permanent always wins", ErrorStage::Tcp, 503, 1006, true, false);

    for (const int status : {408, 425, 429, 500, 501, 502, 503, 504, 511, 599})
        row(qPrintable(QString::number(status)), ErrorStage::Handshake, status, 0, false, true);
    for (const int status : {200, 204, 301, 302, 307, 400, 401, 403, 404, 405, 407,
                             409, 410, 418, 421, 424, 426, 428, 431, 451, 499, 600})
        row(qPrintable(QString::number(status)), ErrorStage::Handshake, status, 0, false, false);
    for (const int code : {1001, 1006, 1011, 1012, 1013, 1014, 0})
        row(qPrintable(QStringLiteral("close %1").arg(code)), ErrorStage::Protocol, 0, code, false, true);
    for (const int code : {1000, 1002, 1003, 1005, 1007, 1008, 1009, 1010, 1015, 3000, 4000, 4999})
        row(qPrintable(QStringLiteral("close %1").arg(code)), ErrorStage::Protocol, 0, code, false, false);
}

void tst_ConnectionError::retried()
{
    QFETCH(ErrorStage, stage);
    QFETCH(int, httpStatus);
    QFETCH(int, closeCode);
    QFETCH(bool, permanent);
    QFETCH(bool, retried);

    ConnectionError error;
    error.stage = stage;
    error.httpStatus = httpStatus;
    error.closeCode = quint16(closeCode);
    error.permanent = permanent;
    QCOMPARE(canPassByItself(error), retried);
}

void tst_ConnectionError::socketFailures_data()
{
    QTest::addColumn<QAbstractSocket::SocketError>("error");
    QTest::addColumn<QString>("raw");
    QTest::addColumn<ErrorStage>("stage");
    QTest::addColumn<QString>("sentence");
    QTest::addColumn<bool>("retried");

    const auto row = [](QAbstractSocket::SocketError error, const char *raw, ErrorStage stage,
                        const char *sentence, bool retried) {
        QTest::newRow(sentence) << error << QString::fromUtf8(raw) << stage << QString::fromUtf8(sentence)
                                << retried;
    };
    using Socket = QAbstractSocket;
    row(Socket::HostNotFoundError, "Host not found", ErrorStage::Dns,
        "The name “example.org” could not be resolved.", true);
    row(Socket::ConnectionRefusedError, "Connection refused", ErrorStage::Tcp,
        "example.org refused the connection: is the server running on this port?", true);
    row(Socket::RemoteHostClosedError, "The remote host closed the connection", ErrorStage::Handshake,
        "The server closed the connection before it answered the handshake.", true);
    row(Socket::SocketTimeoutError, "Connection timed out", ErrorStage::Tcp,
        "example.org did not answer in time.", true);
    row(Socket::NetworkError, "Network unreachable", ErrorStage::Tcp,
        "example.org cannot be reached: Network unreachable.", true);
    row(Socket::SocketResourceError, "Too many open files", ErrorStage::Tcp,
        "This program has too many files and sockets open: the system allows no more. Close tabs, or let it "
        "have more (ulimit -n).",
        true);
    row(Socket::UnknownSocketError, "Odd", ErrorStage::Tcp, "The connection to example.org failed: Odd.",
        true);
}

void tst_ConnectionError::socketFailures()
{
    QFETCH(QAbstractSocket::SocketError, error);
    QFETCH(QString, raw);
    QFETCH(ErrorStage, stage);
    QFETCH(QString, sentence);
    QFETCH(bool, retried);

    const ConnectionError failure = socketFailure(error, QStringLiteral("example.org"), raw);
    QCOMPARE(failure.stage, stage);
    QCOMPARE(failure.sentence, sentence);
    QCOMPARE(failure.raw, raw);
    QCOMPARE(canPassByItself(failure), retried);
}

void tst_ConnectionError::proxyFailures_data()
{
    QTest::addColumn<QAbstractSocket::SocketError>("error");
    QTest::addColumn<FailureCause>("cause");
    using Socket = QAbstractSocket;
    QTest::newRow("name") << Socket::HostNotFoundError << FailureCause::ProxyNameNotFound;
    QTest::newRow("name, Qt's words") << Socket::ProxyNotFoundError << FailureCause::ProxyNameNotFound;
    QTest::newRow("refused") << Socket::ConnectionRefusedError << FailureCause::ProxyRefused;
    QTest::newRow("refused, Qt's words") << Socket::ProxyConnectionRefusedError << FailureCause::ProxyRefused;
    QTest::newRow("closed") << Socket::RemoteHostClosedError << FailureCause::ProxyClosed;
    QTest::newRow("closed, Qt's words") << Socket::ProxyConnectionClosedError << FailureCause::ProxyClosed;
    QTest::newRow("silent") << Socket::SocketTimeoutError << FailureCause::ProxyTimedOut;
    QTest::newRow("silent, Qt's words") << Socket::ProxyConnectionTimeoutError << FailureCause::ProxyTimedOut;
    QTest::newRow("no more sockets") << Socket::SocketResourceError << FailureCause::TooManyDescriptors;
    QTest::newRow("anything else") << Socket::ProxyProtocolError << FailureCause::ProxyFailed;
}

void tst_ConnectionError::proxyFailures()
{
    QFETCH(QAbstractSocket::SocketError, error);
    const ConnectionError failure = proxyFailure(error, QStringLiteral("proxy:3128"), QStringLiteral("Raw"));
    QTEST(failure.cause, "cause");
    const bool isOurs = failure.cause == FailureCause::TooManyDescriptors;
    QCOMPARE(failure.stage, isOurs ? ErrorStage::Tcp : ErrorStage::Proxy);
    QCOMPARE(failure.sentence.contains(QStringLiteral("proxy:3128")), !isOurs);
    QCOMPARE(failure.raw, QStringLiteral("Raw"));
    QVERIFY(canPassByItself(failure));
}

void tst_ConnectionError::unixSocketFailures_data()
{
    QTest::addColumn<int>("systemError");
    QTest::addColumn<FailureCause>("cause");
    QTest::newRow("missing") << ENOENT << FailureCause::SocketMissing;
    QTest::newRow("forbidden") << EACCES << FailureCause::SocketDenied;
    QTest::newRow("not permitted") << EPERM << FailureCause::SocketDenied;
    QTest::newRow("nobody listens") << ECONNREFUSED << FailureCause::SocketRefused;
    QTest::newRow("no more sockets") << EMFILE << FailureCause::TooManyDescriptors;
    QTest::newRow("nor in the system") << ENFILE << FailureCause::TooManyDescriptors;
    QTest::newRow("anything else") << EINVAL << FailureCause::SocketFailed;
}

void tst_ConnectionError::unixSocketFailures()
{
    QFETCH(int, systemError);
    const ConnectionError failure = unixSocketFailure(systemError, QStringLiteral("/run/%1/socket"));
    QTEST(failure.cause, "cause");
    QCOMPARE(failure.sentence.contains(QStringLiteral("“/run/%1/socket”")),
             failure.cause != FailureCause::TooManyDescriptors);
    QCOMPARE(failure.raw, qt_error_string(systemError));
    QCOMPARE(canPassByItself(failure), failure.cause != FailureCause::SocketDenied);
}

SOCKETSCOPE_TEST(tst_ConnectionError, TestProgram::NoApplication)
#include "tst_connectionerror.moc"
