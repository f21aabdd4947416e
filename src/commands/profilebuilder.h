// SPDX-License-Identifier: MIT
#pragma once

#include "commands/commandformat.h"
#include "commands/commandoptions.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QString>

/// Makes a profile of what commands and snippets say. It knows what headers mean; the first problem stays.
class ProfileBuilder
{
    Q_DECLARE_TR_FUNCTIONS(ProfileBuilder)

public:
    ProfileBuilder(const QString &kind, const ConnectionProfile &defaults);

    /// For all that needs no care.
    ConnectionProfile profile;

    void fail(const QString &problem);
    bool failed() const { return !m_problem.isEmpty(); }
    /// A sentence; each is kept once.
    void note(const QString &sentence);
    /// Notes that something "has no meaning here".
    void leaveOut(const QString &what);

    /// Does what each option of a command is for, in order; what is wrong or unknown is said.
    void takeOptions(const CommandArguments &given);
    /// The command would listen, because of this option.
    void failAsServer(const GivenOption &option);

    /// As much of a name from the text as may be shown: up to what no option or header has in it, which may
    /// be a value, and secret.
    static QString shown(const QString &name);

    /// A header of the request: it becomes the field of the profile that it belongs to, or is left out if the
    /// handshake makes it itself, or stays a header. Blanks around the value are removed.
    void addHeader(const QByteArray &name, const QByteArray &value);
    /// "Name: value".
    void addHeaderLine(const QByteArray &line);
    /// "a=1; b=2".
    void addCookies(const QByteArray &pairs);
    /// "a, b".
    void addSubprotocols(const QByteArray &list);
    /// "user:password".
    void setBasic(const QByteArray &pair);
    void setBearer(const QByteArray &token);
    /// "[scheme://][user:password@]host[:port]"; empty for none. Without a scheme it is `scheme`.
    void setProxy(const QByteArray &proxy, const QString &scheme, quint16 defaultPort);
    void setProxyUser(const QByteArray &pair);
    /// Nothing if the text is no positive number of seconds.
    static std::optional<std::chrono::milliseconds> seconds(const QByteArray &text);

    /// `scheme` is that of a URL without one; if it is empty, parseWebSocketUrl() finds one.
    void setUrl(const QByteArray &url, const QByteArray &scheme);
    /// Makes ws+unix of the URL, which says the path of the request and the Host header.
    void setUnixSocket(const QByteArray &path);

    /// The result, once all has been said.
    PastedProfile finish();

private:
    bool takeAuthorization(const QByteArray &value);
    void takeExtensions(const QByteArray &value);
    bool takeHandshakeHeader(const QByteArray &lowerName, const QByteArray &value);
    void applyUnixSocket();
    void applyHost();
    void noteMasks();

    const QString m_kind;
    QString m_problem;
    QStringList m_notes;
    QByteArray m_unixSocket;
    bool m_hasKey = false;
    bool m_hasExtensions = false;
    bool m_hasCookies = false;
    bool m_hasSubprotocols = false;
};
