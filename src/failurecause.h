// SPDX-License-Identifier: MIT
#pragma once

#include <QStringList>

/// Everything that can go wrong with a connection. failure/failuretext.cpp has a row for each, in this order:
/// its key in the record, its stage, its sentence, and what helps. What the sentence names comes as
/// arguments.
// clang-format off
enum class FailureCause : quint8 {
    // What was asked for cannot be done.
    UrlUnusable, SettingUnusable, StillOpen, CloseCodeForbidden, CloseReasonTooLong, SendNotOpen,
    SendBacklogFull, SendFailed, PingNotOpen, PingTooLong, PingWhileClosing, PingPending, QtUnixSocket,
    QtAnswersPings, QtAddressPreference, QtHostHeader, QtSeveralOrigins,
    // Names, TCP and Unix-domain sockets.
    NameNotFound, NameTimedOut, ConnectionRefused, ConnectTimedOut, ConnectReset, HostUnreachable,
    ConnectFailed, TooManyDescriptors, ThreadRefused, ZoneMissing, SocketMissing, SocketDenied,
    SocketRefused, SocketTimedOut, SocketFailed,
    // Proxies.
    ProxyUndecided, ProxyVariable, ProxyNameNotFound, ProxyNameTimedOut, ProxyRefused, ProxyClosed,
    ProxyTimedOut, ProxyFailed, ProxyTunnelTimedOut, ProxyNotHttp, ProxyAnswered, ProxyWants407,
    ProxyRefuses407, ProxyNotSocks, ProxyIsHttp, SocksUnanswered, ProxyWantsCredentials,
    ProxyRefusesCredentials, ProxyAcceptsNoMethod, SocksHostTooLong, SocksCredentialsTooLong, SocksFailed,
    SocksForbidden, SocksNetworkUnreachable, SocksHostUnreachable, SocksHostRefused, SocksTimedOut,
    SocksUnsupported, SocksAddressUnknown, SocksUnknownReply,
    QtProxyForbids, QtProxyFindsNot, QtProxyIsRefused, QtProxyCannot,
    // TLS.
    TlsFileUnusable, TlsTimedOut, TlsEnded, TlsInterrupted, TlsNotSpoken, TlsNoCommonVersion,
    TlsWantsCertificate, TlsRefusesCertificate, TlsRefusedWithout, TlsRefusedWith, TlsNameUnknown,
    TlsTooWeak, TlsKeyMismatch, TlsServerFault, TlsDamaged, TlsNotAgreed, TlsBroke, CertificateRefused,
    CertificateMissing,
    // The answer to the handshake.
    HandshakeTimedOut, HandshakeTimedOutAfter, HandshakeUnanswered, HandshakeUnansweredInPlain, NotHttp,
    TlsOnPlainPort, HeadersBroken, HeadersTooLarge, HttpVersion, UpgradeMissing, UpgradeOther,
    ConnectionMissing, ConnectionWithoutUpgrade, AcceptMissing, AcceptTwice, AcceptWrong, SubprotocolTwice,
    SubprotocolUnoffered, QtRefusesAnswer, QtEndsHandshake, HttpRefused, HttpPage, HttpRedirects,
    HttpElsewhere, HttpWantsCredentials, HttpRefusesCredentials, HttpNotFound, HttpTooMany,
    HttpWantsCertificate, HttpCertificateElsewhere, HttpRefusesCertificate, HttpExpectsTls,
    HttpOtherVersion, RedirectNowhere, RedirectNoUrl, RedirectToPath, RedirectToOther, RedirectUnencrypted,
    RedirectCircle, RedirectsTooMany, RedirectWithSecret, ExtensionUnoffered, DeflateTwice,
    DeflateBitsWrong, DeflateBitsMore, DeflateRepeated, DeflateUnknown, DeflateWithValue, DeflateWithout,
    // The open connection: frames, messages and its end.
    ReservedBits, ReservedOpcode, FrameMasked, FrameUnmasked, ControlInFragments, ControlTooLong,
    CloseHalfCode, MessageUnfinished, ContinuationAlone, FrameHuge, LengthNotMinimal, FrameTooLarge, MessageTooLarge,
    InflatedTooLarge, MessageOverLimit, MessageOverMemory, TextNotUtf8, CloseReasonNotUtf8,
    DeflateBroken, ProtocolBroken, PeerClosed, PeerClosedUntold, PeerClosedIllegally, PeerSilent, ConnectionLost,
    ConnectionLostBecause,
    // Nothing failed. It stays the last one: so many causes have a row.
    None,
};
// clang-format on

/// A cause and what its sentence names, in the order of its placeholders. A plain value; empty if nothing
/// failed.
struct Failure
{
    FailureCause cause = FailureCause::None;
    QStringList arguments;

    bool isEmpty() const { return cause == FailureCause::None; }

    bool operator==(const Failure &) const = default;
};
