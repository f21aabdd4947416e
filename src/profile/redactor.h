// SPDX-License-Identifier: MIT
#pragma once

#include "websocket/httpheader.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

class QUrl;
struct ConnectionProfile;

/// Takes the secrets of one connection out of all that is shown and recorded of it: "***" stands in their
/// places. There are three kinds: the values of secret variables (ConnectionProfile::secretValues), which are
/// taken out of everything; what a profile sends that is secret by its name, which whoever was sent it may
/// send back; and what looks like one wherever it is (withoutTokens()). A plain value.
class Redactor
{
public:
    /// Hides nothing.
    Redactor() = default;
    /// Unless the profile has recordSecrets, what was sent is hidden, too.
    explicit Redactor(const ConnectionProfile &profile);

    /// What we say ourselves: without the values of secret variables, in any case and also as they are
    /// written in a URL, and without what looks like a token or is a secret of a URL in the text. Values of
    /// less than 3 bytes stay: taking them out would garble all, and hide nothing.
    QString own(const QString &text) const;
    /// A URL of ours: the same, and as displayUrl() has it; as it was typed (`target` is the profile's)
    /// unless there is something to hide.
    QString own(const QUrl &url, const QString &target = {}) const;
    /// What the peer or the system says: the same, and without what was sent, nor its beginning where a text
    /// ends or was cut off ("…").
    QString foreign(const QString &text) const;

    /// A redirect has led there: what is secret in the URL was sent, too, and is hidden from now on. As a
    /// server chose it, 4 KiB of the newest are known, and the first 1,024 bytes of each.
    void addSent(const QUrl &url);

    /// Whether path, query or headers of the profile have something that is hidden for its look alone, and so
    /// may be none.
    bool hidesLooks() const { return m_hidesLooks; }

    // The rest is of handshakes. With recordSecrets nothing is hidden.

    /// "GET /path?token=*** HTTP/1.1".
    QByteArray requestLine(const QByteArray &line) const;
    HttpHeaders requestHeaders(const HttpHeaders &headers) const;
    HttpHeaders responseHeaders(const HttpHeaders &headers) const;
    QString subprotocol(const QString &name) const;
    /// The bytes of a body that is no text.
    QByteArray body(QByteArray bytes) const;
    /// All the strings in it, however deep.
    QJsonObject own(const QJsonObject &object) const;
    QJsonObject foreign(const QJsonObject &object) const;

private:
    QString withoutLooks(const QString &text) const;
    HttpHeaders headers(HttpHeaders headers, const QStringList &secretNames) const;

    /// Of the values of secret variables, each as it may be written, and of all that is secret.
    QStringList m_values;
    QStringList m_all;
    QList<QByteArray> m_bytes;
    /// What was sent where redirects led to.
    QList<QByteArray> m_elsewhere;
    QStringList m_subprotocols;
    bool m_hidesHandshake = false;
    bool m_hidesLooks = false;
};

/// The header as it may be shown and recorded: with "***" for what is secret by its name, looks like a token,
/// or is a secret of a URL in it. Of Authorization, the scheme stays, of cookies the names, and of
/// subprotocols those that carry no token.
HttpHeader maskedHeader(const HttpHeader &header);
HttpHeaders maskedHeaders(HttpHeaders headers);
/// Whether that hides something, or would if there were a value.
bool isMasked(const HttpHeader &header);

/// The secrets that the profile sends: passwords, users without one, tokens, cookies, headers and query items
/// that are secrets by their names, as they are and as Basic authentication writes them; what looks like a
/// token in the path, the query and the headers; and `secretValues`. Those of less than 6 bytes are left out,
/// but for `secretValues`.
QList<QByteArray> profileSecrets(const ConnectionProfile &profile);

/// Whether one of the values is in it, as it is. Those of less than 3 bytes are not looked for.
bool hasSecret(const QByteArray &text, const QList<QByteArray> &values);
