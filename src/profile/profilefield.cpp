// SPDX-License-Identifier: MIT
#include "profile/profilefield.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace {

struct Entry
{
    ProfileField field;
    const char *key;
    void (*copy)(const ConnectionProfile &from, ConnectionProfile &to);
    bool (*differs)(const ConnectionProfile &a, const ConnectionProfile &b);
};

} // namespace

// One row says where the field is, so that copying and comparing cannot fall apart.
#define PROFILE_ENTRY(field, key, member)                                                                    \
    Entry                                                                                                    \
    {                                                                                                        \
        ProfileField::field, key,                                                                            \
                [](const ConnectionProfile &from, ConnectionProfile &to) { to.member = from.member; },       \
                [](const ConnectionProfile &a, const ConnectionProfile &b) {                                 \
                    return !(a.member == b.member);                                                          \
                },                                                                                           \
    }

static const std::array Entries{
        PROFILE_ENTRY(Url, "url", url),
        PROFILE_ENTRY(Headers, "headers", headers),
        PROFILE_ENTRY(Cookies, "cookies", cookies),
        PROFILE_ENTRY(Origin, "origin", origin),
        PROFILE_ENTRY(Subprotocols, "subprotocols", subprotocols),
        PROFILE_ENTRY(FollowRedirects, "followRedirects", followRedirects),
        PROFILE_ENTRY(AuthenticationKind, "authentication.kind", authentication.kind),
        PROFILE_ENTRY(User, "authentication.user", authentication.user),
        PROFILE_ENTRY(Password, "authentication.password", authentication.password),
        PROFILE_ENTRY(Token, "authentication.token", authentication.token),
        PROFILE_ENTRY(CaFile, "tls.caFile", tls.caFile),
        PROFILE_ENTRY(CertificateFile, "tls.certificateFile", tls.certificateFile),
        PROFILE_ENTRY(KeyFile, "tls.keyFile", tls.keyFile),
        PROFILE_ENTRY(KeyPassphrase, "tls.keyPassphrase", tls.keyPassphrase),
        PROFILE_ENTRY(ServerName, "tls.serverName", tls.serverName),
        PROFILE_ENTRY(MinimumVersion, "tls.minimumVersion", tls.minimumVersion),
        PROFILE_ENTRY(Verify, "tls.verify", tls.verify),
        PROFILE_ENTRY(Trusted, "tls.trusted", tls.trusted),
        PROFILE_ENTRY(ProxyKind, "proxy.kind", proxy.kind),
        PROFILE_ENTRY(ProxyHost, "proxy.host", proxy.host),
        PROFILE_ENTRY(ProxyPort, "proxy.port", proxy.port),
        PROFILE_ENTRY(ProxyUser, "proxy.user", proxy.user),
        PROFILE_ENTRY(ProxyPassword, "proxy.password", proxy.password),
        PROFILE_ENTRY(Addresses, "addresses", addresses),
        PROFILE_ENTRY(HandshakeTimeout, "handshakeTimeout", handshakeTimeout),
        PROFILE_ENTRY(CloseTimeout, "closeTimeout", closeTimeout),
        PROFILE_ENTRY(KeepAliveInterval, "keepAliveInterval", keepAliveInterval),
        PROFILE_ENTRY(AnswerPings, "answerPings", answerPings),
        PROFILE_ENTRY(OfferCompression, "compression.offer", compression.offer),
        PROFILE_ENTRY(ClientWindowBits, "compression.clientMaxWindowBits", compression.clientMaxWindowBits),
        PROFILE_ENTRY(ServerWindowBits, "compression.serverMaxWindowBits", compression.serverMaxWindowBits),
        PROFILE_ENTRY(ClientTakeover, "compression.clientNoContextTakeover",
                      compression.clientNoContextTakeover),
        PROFILE_ENTRY(ServerTakeover, "compression.serverNoContextTakeover",
                      compression.serverNoContextTakeover),
        PROFILE_ENTRY(MaxMessageBytes, "maxMessageBytes", maxMessageBytes),
        PROFILE_ENTRY(MaxFrameBytes, "maxFrameBytes", maxFrameBytes),
        PROFILE_ENTRY(RetryAttempts, "retry.maxAttempts", retry.maxAttempts),
        PROFILE_ENTRY(RetryFirst, "retry.first", retry.first),
        PROFILE_ENTRY(RetryFactor, "retry.factor", retry.factor),
        PROFILE_ENTRY(RetryRandomness, "retry.randomness", retry.randomness),
        PROFILE_ENTRY(RetryCap, "retry.cap", retry.cap),
        PROFILE_ENTRY(RetryAfterDrop, "retryAfterDrop", retryAfterDrop),
        PROFILE_ENTRY(StableAfter, "stableAfter", stableAfter),
        PROFILE_ENTRY(OnOpen, "onOpen", onOpen),
        PROFILE_ENTRY(Engine, "engine", engine),
        PROFILE_ENTRY(RecordSecrets, "recordSecrets", recordSecrets),
};
#undef PROFILE_ENTRY

static const Entry &entryOf(ProfileField field)
{
    return *std::find_if(Entries.begin(), Entries.end(),
                         [field](const Entry &entry) { return entry.field == field; });
}

QList<ProfileField> profileFields()
{
    QList<ProfileField> fields;
    for (const Entry &entry : Entries)
        fields.append(entry.field);
    return fields;
}

QString profileFieldKey(ProfileField field)
{
    return QString::fromLatin1(entryOf(field).key);
}

void copyProfileField(ProfileField field, const ConnectionProfile &from, ConnectionProfile &to)
{
    entryOf(field).copy(from, to);
}

bool profileFieldDiffers(ProfileField field, const ConnectionProfile &a, const ConnectionProfile &b)
{
    return entryOf(field).differs(a, b);
}
