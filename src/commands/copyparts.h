// SPDX-License-Identifier: MIT
#pragma once

#include "profile/connectionprofile.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QList>
#include <QString>

#include <chrono>

// The pieces that the formats of profileAs() share. Each takes a profile as it is to be shown: masked already
// if it has to be.

/// The words of a command line for bash, grouped as options with their values.
class CommandWriter
{
public:
    void add(const QByteArray &option) { m_groups.append(option); }
    void add(const QByteArray &option, const QByteArray &value);
    void addIf(const QByteArray &option, const QString &value);
    /// As one word, --option='value', which nothing can take for more than one.
    void addJoined(const QByteArray &option, const QByteArray &value);
    void addWord(const QByteArray &word);

    QString text(const QByteArray &separator) const { return QString::fromUtf8(m_groups.join(separator)); }

private:
    QList<QByteArray> m_groups;
};

/// Lines of comments that say what of a profile a tool cannot do. None begins with the name of a program:
/// after the # of a prompt of root's, that is a command.
class CopyComments
{
    Q_DECLARE_TR_FUNCTIONS(CopyComments)

public:
    /// `mark` begins a comment.
    CopyComments(const QString &mark, const QString &tool)
        : m_mark(mark)
        , m_tool(tool)
    {}
    void addIf(bool wanted, const QString &what);
    const QString &lines() const { return m_lines; }

private:
    const QString m_mark;
    const QString m_tool;
    QString m_lines;
};

/// Headers as a request has them: Origin and what is secret included. A masked password is not encoded.
HttpHeaders copiedHeaders(const ConnectionProfile &profile);
/// "a=1; b=2".
QByteArray copiedCookies(const ConnectionProfile &profile);
/// In ASCII, with path and query as on the wire.
QByteArray copiedUrl(const ConnectionProfile &profile);
/// The same at another place: scheme and host are this URL's.
QByteArray copiedUrl(const ConnectionProfile &profile, const QUrl &place);
/// "http://host:port" or "socks5h://…", without credentials; empty if there is no proxy to name.
QByteArray copiedProxy(const ProxySettings &proxy);
/// The same with credentials, where there are some.
QByteArray copiedProxyWithUser(const ProxySettings &proxy);
/// "2.5".
QByteArray copiedSeconds(std::chrono::milliseconds time);
/// "Name: value".
QByteArray copiedHeader(const HttpHeader &header);
/// "user:password".
QByteArray copiedPair(const QString &user, const QString &password);

/// By its name.
bool isPkcs12(const QString &file);

/// A string literal of JavaScript and of Python 3, '…', that has no line ends or control characters in it.
QString quotedLiteral(const QString &text);
/// "['a', 'b']", in both languages.
QString quotedList(const QStringList &texts);
