// SPDX-License-Identifier: MIT
#include "websocket/httpheader.h"

#include "utf8.h"
#include "websocket/secretpatterns.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

static bool equalNames(const QByteArray &a, const QByteArray &b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

// RFC 9110 section 5.6.2.
static bool isTokenCharacter(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
           || QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
}

QByteArray headerValue(const HttpHeaders &headers, const QByteArray &name)
{
    const auto found = std::find_if(headers.begin(), headers.end(),
                                    [&](const HttpHeader &header) { return equalNames(header.name, name); });
    return found == headers.end() ? QByteArray() : found->value;
}

QByteArray joinedHeaderValues(const HttpHeaders &headers, const QByteArray &name)
{
    QByteArray all;
    for (const HttpHeader &header : headers) {
        if (equalNames(header.name, name))
            all += all.isNull() ? QByteArray("").append(header.value) : ", " + header.value;
    }
    return all;
}

qsizetype headerCount(const HttpHeaders &headers, const QByteArray &name)
{
    return std::count_if(headers.begin(), headers.end(),
                         [&](const HttpHeader &header) { return equalNames(header.name, name); });
}

QByteArray headerLines(const HttpHeaders &headers)
{
    QByteArray lines;
    for (const HttpHeader &header : headers)
        lines += header.name + ": " + header.value + "\r\n";
    return lines;
}

bool isHttpToken(QByteArrayView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isTokenCharacter);
}

bool isHttpTokenList(const QByteArray &list)
{
    const QList<QByteArray> items = list.split(',');
    return std::all_of(items.begin(), items.end(), [](const QByteArray &item) {
        return item.trimmed().isEmpty() || isHttpToken(item.trimmed());
    });
}

bool hasHttpToken(const QByteArray &list, QByteArrayView token)
{
    const QList<QByteArray> items = list.split(',');
    return std::any_of(items.begin(), items.end(), [&](const QByteArray &item) {
        return item.trimmed().compare(token, Qt::CaseInsensitive) == 0;
    });
}

// What is typed as one may be a whole line with its value, which may be a secret.
static QString shownName(const QByteArray &name)
{
    const auto end =
            std::find_if(name.begin(), name.end(), [](char c) { return c == ':' || uchar(c) <= ' '; });
    const QString shown = QString::fromUtf8(name.first(end - name.begin()));
    return end == name.end() ? shown : shown + u'…';
}

namespace {

struct HeaderProblem
{
    Q_DECLARE_TR_FUNCTIONS(HeaderProblem)
};

} // namespace

QString headerProblem(const HttpHeader &header)
{
    const QString name = shownName(header.name);
    if (header.name.isEmpty())
        return HeaderProblem::tr("A header needs a name.");
    if (!isHttpToken(header.name))
        return HeaderProblem::tr("“%1” is not the name of a header: it has letters, digits and - only.")
                .arg(name);
    static const std::array<QByteArray, 8> owned{"Connection",
                                                 "Upgrade",
                                                 "Sec-WebSocket-Key",
                                                 "Sec-WebSocket-Version",
                                                 "Sec-WebSocket-Extensions",
                                                 "Sec-WebSocket-Accept",
                                                 "Content-Length",
                                                 "Transfer-Encoding"};
    if (std::any_of(owned.begin(), owned.end(),
                    [&](const QByteArray &known) { return equalNames(known, header.name); }))
        return HeaderProblem::tr("“%1” belongs to the handshake itself: it cannot be set by hand.").arg(name);
    if (equalNames(header.name, "Sec-WebSocket-Protocol"))
        return HeaderProblem::tr("Enter subprotocols in their own field, not as a header.");
    // Tab and everything from the blank on, but DEL.
    const auto isControl = [](char c) { return (uchar(c) < 0x20 && c != '\t') || c == 0x7f; };
    if (std::any_of(header.value.begin(), header.value.end(), isControl))
        return HeaderProblem::tr("The value of “%1” has line ends or control characters: remove them.")
                .arg(name);
    return {};
}

bool isSecretHeader(const QByteArray &name)
{
    return isSecretName(QString::fromUtf8(name));
}

QString httpText(const QByteArray &bytes)
{
    return invalidUtf8At(bytes) < 0 ? QString::fromUtf8(bytes) : QString::fromLatin1(bytes);
}

std::optional<QByteArray> HttpLines::takeLine()
{
    for (; m_scanned < m_unread.size(); ++m_scanned) {
        const char c = m_unread.at(m_scanned);
        const bool afterReturn = m_scanned > 0 && m_unread.at(m_scanned - 1) == '\r';
        if (c == '\n' && (afterReturn || m_ends == Ends::Lenient)) {
            const QByteArray line = m_unread.first(m_scanned - (afterReturn ? 1 : 0));
            m_unread.remove(0, std::exchange(m_scanned, 0) + 1);
            return line;
        }
        const bool isControl = (uchar(c) < 0x20 && c != '\t' && c != '\r') || c == 0x7F;
        if (afterReturn || isControl) {
            m_isBroken = true;
            break;
        }
    }
    return {};
}

QByteArray HttpLines::takeBytes(qsizetype most)
{
    m_scanned = 0;
    if (most >= m_unread.size())
        return std::exchange(m_unread, {});
    const QByteArray bytes = m_unread.first(most);
    m_unread.remove(0, most);
    return bytes;
}

static bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

static QByteArray withoutBlanks(QByteArrayView value)
{
    while (!value.isEmpty() && isBlank(value.front()))
        value = value.sliced(1);
    while (!value.isEmpty() && isBlank(value.back()))
        value.chop(1);
    return value.toByteArray();
}

bool addHeaderLine(const QByteArray &line, HttpHeaders *headers)
{
    if (!line.isEmpty() && isBlank(line.front())) {
        if (headers->isEmpty())
            return false;
        headers->last().value += ' ' + withoutBlanks(line);
        return true;
    }
    const qsizetype colon = line.indexOf(':');
    if (colon < 0 || !isHttpToken(QByteArrayView(line).first(colon)))
        return false;
    headers->append({line.first(colon), withoutBlanks(QByteArrayView(line).sliced(colon + 1))});
    return true;
}
