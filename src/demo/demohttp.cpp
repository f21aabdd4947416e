// SPDX-License-Identifier: MIT
#include "demo/demohttp.h"

#include <QCryptographicHash>
#include <QStringList>
#include <QUrl>

#include <algorithm>
#include <array>

namespace {

QByteArrayList tokens(const QByteArray &value)
{
    QByteArrayList list;
    for (const QByteArray &item : value.split(',')) {
        if (const QByteArray token = item.trimmed(); !token.isEmpty())
            list.append(token);
    }
    return list;
}

} // namespace

std::optional<DemoRequest> DemoRequest::parse(const QByteArray &head)
{
    QByteArrayList lines = head.split('\n');
    const QByteArrayList requestLine = lines.takeFirst().trimmed().split(' ');
    if (requestLine.size() != 3 || !requestLine.at(2).startsWith("HTTP/1."))
        return std::nullopt;
    const QUrl target = QUrl::fromEncoded(requestLine.at(1), QUrl::StrictMode);
    if (!target.isValid())
        return std::nullopt;

    DemoRequest request;
    request.m_method = requestLine.at(0);
    request.m_version = requestLine.at(2);
    request.m_path = target.path(QUrl::FullyDecoded);
    request.m_query = QUrlQuery(target);
    for (const QByteArray &line : std::as_const(lines)) {
        if (line.trimmed().isEmpty())
            continue;
        const qsizetype colon = line.indexOf(':');
        if (colon <= 0)
            return std::nullopt;
        QByteArray &value = request.m_headers[line.left(colon).toLower()];
        value += (value.isEmpty() ? QByteArray() : QByteArray(", ")) + line.mid(colon + 1).trimmed();
    }
    return request;
}

bool DemoRequest::hasToken(const QByteArray &name, QByteArrayView token) const
{
    const QByteArrayList list = tokens(header(name));
    return std::any_of(list.begin(), list.end(), [token](const QByteArray &item) {
        return item.compare(token, Qt::CaseInsensitive) == 0;
    });
}

QString DemoRequest::handshakeProblem() const
{
    if (m_version != "HTTP/1.1")
        return QStringLiteral("A WebSocket handshake needs HTTP/1.1.");
    if (header("host").isEmpty())
        return QStringLiteral("The handshake has no Host header.");
    if (!hasToken("connection", "upgrade"))
        return QStringLiteral("The handshake has no \"Connection: Upgrade\" header.");
    const auto key = QByteArray::fromBase64Encoding(header("sec-websocket-key"),
                                                    QByteArray::AbortOnBase64DecodingErrors);
    if (!key || key.decoded.size() != 16)
        return QStringLiteral("The handshake has no valid Sec-WebSocket-Key header.");
    return {};
}

QStringList DemoRequest::subprotocols() const
{
    QStringList list;
    for (const QByteArray &token : tokens(header("sec-websocket-protocol")))
        list.append(QString::fromLatin1(token));
    return list;
}

QByteArray DemoRequest::acceptKey() const
{
    const QByteArray salted = header("sec-websocket-key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    return QCryptographicHash::hash(salted, QCryptographicHash::Sha1).toBase64();
}

namespace {

struct Phrase
{
    int status;
    const char *text;
};

constexpr auto phrases = std::to_array<Phrase>({
        {100, "Continue"},
        {101, "Switching Protocols"},
        {102, "Processing"},
        {103, "Early Hints"},
        {200, "OK"},
        {201, "Created"},
        {202, "Accepted"},
        {203, "Non-Authoritative Information"},
        {204, "No Content"},
        {205, "Reset Content"},
        {206, "Partial Content"},
        {207, "Multi-Status"},
        {208, "Already Reported"},
        {226, "IM Used"},
        {300, "Multiple Choices"},
        {301, "Moved Permanently"},
        {302, "Found"},
        {303, "See Other"},
        {304, "Not Modified"},
        {305, "Use Proxy"},
        {307, "Temporary Redirect"},
        {308, "Permanent Redirect"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {402, "Payment Required"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {406, "Not Acceptable"},
        {407, "Proxy Authentication Required"},
        {408, "Request Timeout"},
        {409, "Conflict"},
        {410, "Gone"},
        {411, "Length Required"},
        {412, "Precondition Failed"},
        {413, "Content Too Large"},
        {414, "URI Too Long"},
        {415, "Unsupported Media Type"},
        {416, "Range Not Satisfiable"},
        {417, "Expectation Failed"},
        {421, "Misdirected Request"},
        {422, "Unprocessable Content"},
        {423, "Locked"},
        {424, "Failed Dependency"},
        {425, "Too Early"},
        {426, "Upgrade Required"},
        {428, "Precondition Required"},
        {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"},
        {451, "Unavailable For Legal Reasons"},
        {500, "Internal Server Error"},
        {501, "Not Implemented"},
        {502, "Bad Gateway"},
        {503, "Service Unavailable"},
        {504, "Gateway Timeout"},
        {505, "HTTP Version Not Supported"},
        {506, "Variant Also Negotiates"},
        {507, "Insufficient Storage"},
        {508, "Loop Detected"},
        {511, "Network Authentication Required"},
});

} // namespace

DemoResponse::DemoResponse(int status, const QString &text)
    : m_status(status)
    , m_body(text.toUtf8() + '\n')
{}

DemoResponse &DemoResponse::addHeader(const QByteArray &name, const QByteArray &value)
{
    m_headers.append({name, value});
    return *this;
}

QByteArray DemoResponse::toBytes() const
{
    const bool bodiless = m_status < 200 || m_status == 204 || m_status == 304;
    QByteArray bytes = "HTTP/1.1 " + QByteArray::number(m_status) + ' ' + reasonPhrase(m_status)
                       + "\r\nConnection: close\r\n";
    for (const auto &[name, value] : m_headers)
        bytes += name + ": " + value + "\r\n";
    if (bodiless)
        return bytes + "\r\n";
    return bytes + "Content-Type: text/plain; charset=utf-8\r\nContent-Length: "
           + QByteArray::number(m_body.size()) + "\r\n\r\n" + m_body;
}

QByteArray DemoResponse::reasonPhrase(int status)
{
    const auto found = std::find_if(phrases.begin(), phrases.end(),
                                    [status](const Phrase &phrase) { return phrase.status == status; });
    return found == phrases.end() ? QByteArray("Unassigned") : QByteArray(found->text);
}

DemoParameters::DemoParameters(const QUrlQuery &query)
    : m_query(query)
{}

bool DemoParameters::has(QLatin1String name) const
{
    return m_query.hasQueryItem(name);
}

qint64 DemoParameters::integer(QLatin1String name, qint64 fallback, qint64 least, qint64 most)
{
    if (!has(name))
        return fallback;
    bool ok = false;
    const qint64 value = text(name).toLongLong(&ok);
    if (ok && value >= least && value <= most)
        return value;
    rejectValue(name, QStringLiteral("a whole number from %1 to %2").arg(least).arg(most));
    return fallback;
}

double DemoParameters::number(QLatin1String name, double fallback, double least, double most)
{
    if (!has(name))
        return fallback;
    bool ok = false;
    const double value = text(name).toDouble(&ok);
    // A "nan" is a number to toDouble(), and fails both comparisons.
    if (ok && value >= least && value <= most)
        return value;
    rejectValue(name, QStringLiteral("a number from %1 to %2")
                              .arg(QString::number(least, 'g', 15), QString::number(most, 'g', 15)));
    return fallback;
}

QString DemoParameters::choice(QLatin1String name, std::initializer_list<QLatin1String> choices)
{
    const QString value = has(name) ? text(name) : QString(*choices.begin());
    if (std::find(choices.begin(), choices.end(), value) != choices.end())
        return value;
    QStringList names;
    for (QLatin1String item : choices)
        names.append(item);
    const QString last = names.takeLast();
    rejectValue(name,
                names.isEmpty() ? last : names.join(QLatin1String(", ")) + QLatin1String(" or ") + last);
    return *choices.begin();
}

QString DemoParameters::text(QLatin1String name) const
{
    return m_query.queryItemValue(name, QUrl::FullyDecoded);
}

void DemoParameters::reject(const QString &sentence)
{
    if (m_error.isEmpty())
        m_error = sentence;
}

void DemoParameters::rejectValue(QLatin1String name, const QString &wanted)
{
    constexpr qsizetype longest = 40;
    QString value = text(name);
    if (value.size() > longest)
        value = value.left(longest) + QChar(0x2026);
    reject(QStringLiteral("The parameter \"%1\" must be %2, not \"%3\".").arg(name, wanted, value));
}
