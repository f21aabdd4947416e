// SPDX-License-Identifier: MIT
#pragma once

#include "failure/connectionerror.h"
#include "net/streaminfo.h"
#include "net/tls/tlsverdict.h"
#include "profile/connectionprofile.h"

#include <QAbstractSocket>
#include <QElapsedTimer>
#include <QLocalSocket>
#include <QObject>
#include <QPointer>
#include <QSslConfiguration>

#include <memory>
#include <optional>

class ProxyDialogue;
class QSslSocket;
class QTcpSocket;
class TcpDialler;
class UnixDialler;

/// A stream of bytes to a server: name resolution, TCP or a Unix-domain socket, a proxy, TLS. One attempt,
/// one object; what speaks HTTP and WebSocket is above it.
///
/// Lives on the thread of its user, who also deletes it, from its signals too; deleting aborts. Signals never
/// come from within open(). Either opened() or ended() comes first; after ended() there are none.
class SocketStream : public QObject
{
    Q_OBJECT

public:
    /// What Qt may hold of what was not read; then the operating system's buffer fills, then the peer waits.
    static constexpr qint64 ReadBufferBytes = 256 * 1024;

    explicit SocketStream(QObject *parent = nullptr);
    ~SocketStream() override;

    /// Begins; once only. `url` is the profile's, or where it was redirected to.
    void open(const ConnectionProfile &profile, const QUrl &url);

    /// As QIODevice's, never waiting. A reader that does not read makes TCP hold the peer.
    qint64 bytesAvailable() const;
    qint64 read(char *buffer, qint64 size);
    void write(const char *data, qint64 size);
    /// Hands to the operating system what it takes now.
    void flush();
    /// Written and not yet with the operating system, encrypted or not.
    qint64 bytesToWrite() const;
    /// Ends our side after all has been written; the peer may go on, but not with TLS, where what it still
    /// sends is lost.
    void finish();
    /// Ends at once. No signals follow.
    void abort();

    /// What is known so far: `peer`, `security`, `tls` and the timings but for `http`.
    const StreamInfo &info() const { return m_info; }

    /// What to say if whoever waits for opened() has no more patience: names the step that does not end.
    ConnectionError stalled() const;

Q_SIGNALS:
    void opened();
    void readyRead();
    /// With the operating system; with TLS, bytes as encrypted.
    void bytesWritten(qint64 bytes);
    /// Nothing: the peer ended the stream in order. What it had sent before can still be read.
    void ended(const std::optional<ConnectionError> &error);

private:
    enum class Step : quint8 { Idle, Choosing, Dialling, Proxy, Tls, Open, Ended };

    void begin();
    void dial(const ProxySettings &proxy);
    void adoptUnixSocket(int descriptor);
    void handleDialFailure(QAbstractSocket::SocketError error, const QString &raw);
    void handleConnected(int descriptor);
    void talkToProxy();
    void startTls();
    void handleEncrypted();
    void becomeOpen();
    void connectTcp();
    bool wasReset() const;
    void closeWatch();
    void handleSocketError(QAbstractSocket::SocketError error, const QString &raw);
    void shutDownWriting();
    void endLater(const std::optional<ConnectionError> &error);
    void dropSockets();
    Failure stalledDialling() const;
    QString host() const;
    QString proxyName() const;
    bool isThroughProxy() const { return m_proxy.kind != ProxySettings::Kind::None; }

    ConnectionProfile m_profile;
    QUrl m_url;
    ProxySettings m_proxy{ProxySettings::Kind::None, {}, 0, {}, {}};
    QSslConfiguration m_tlsConfiguration;
    StreamInfo m_info;
    TlsVerdict m_verdict;
    Step m_step = Step::Idle;
    bool m_finishing = false;
    bool m_ending = false;
    QElapsedTimer m_elapsed;

    /// One of these.
    std::unique_ptr<TcpDialler> m_dialler;
    std::unique_ptr<UnixDialler> m_unixDialler;
    std::unique_ptr<ProxyDialogue> m_proxyDialogue;
    /// One of these; `m_device` is it.
    QTcpSocket *m_tcp = nullptr;
    QLocalSocket *m_local = nullptr;
    QIODevice *m_device = nullptr;
    /// Null without TLS; `m_tcp` as what it is.
    QSslSocket *m_tls = nullptr;
    /// A second descriptor of the TCP connection: Qt says the same of a FIN and a RST, and has closed its
    /// own by then.
    int m_watch = -1;
};
