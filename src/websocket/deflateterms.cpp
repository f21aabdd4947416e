// SPDX-License-Identifier: MIT
#include "websocket/deflateterms.h"

#include <QList>

#include <algorithm>

using namespace Qt::StringLiterals;

static constexpr int MaxBits = 15;
static constexpr int MinBits = 8;
// zlib cannot make a smaller window.
static constexpr int MinOwnBits = 9;

DeflateWindow DeflateTerms::windowOf(Role side) const
{
    return side == Role::Client ? DeflateWindow{clientMaxWindowBits, !clientNoContextTakeover}
                                : DeflateWindow{serverMaxWindowBits, !serverNoContextTakeover};
}

// All but what is said of the client's window, which differs between offers and answers.
static QByteArray headerFor(bool serverNoContextTakeover, bool clientNoContextTakeover, int serverBits)
{
    QByteArray header = "permessage-deflate";
    if (serverNoContextTakeover)
        header += "; server_no_context_takeover";
    if (clientNoContextTakeover)
        header += "; client_no_context_takeover";
    if (serverBits < MaxBits)
        header += "; server_max_window_bits=" + QByteArray::number(serverBits);
    return header;
}

QByteArray deflateOffer(const CompressionSettings &settings)
{
    // Without a value: whatever the server wishes (RFC 7692 section 7.1.2.2).
    QByteArray offer = headerFor(settings.serverNoContextTakeover, settings.clientNoContextTakeover,
                                 settings.serverMaxWindowBits)
                       + "; client_max_window_bits";
    if (settings.clientMaxWindowBits < MaxBits)
        offer += '=' + QByteArray::number(settings.clientMaxWindowBits);
    return offer;
}

namespace {

// "name", "name=value" or "name="value"" (RFC 6455 section 9.1).
struct Parameter
{
    QByteArray name;
    QByteArray value;
    bool hasValue = false;

    static Parameter of(const QByteArray &text)
    {
        const qsizetype equals = text.indexOf('=');
        if (equals < 0)
            return {text.trimmed().toLower(), {}, false};
        QByteArray value = text.mid(equals + 1).trimmed();
        if (value.size() >= 2 && value.startsWith('"') && value.endsWith('"'))
            value = value.mid(1, value.size() - 2);
        return {text.left(equals).trimmed().toLower(), value, true};
    }
};

// 8 to 15, or 0 for anything else.
int windowBits(const QByteArray &value)
{
    const bool digits = std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
    const int bits = value.toInt();
    return digits && !value.startsWith('0') && bits >= MinBits && bits <= MaxBits ? bits : 0;
}

class DeflateAnswer
{
public:
    explicit DeflateAnswer(const CompressionSettings &offered)
        : m_offered(offered)
    {
        m_terms.clientMaxWindowBits = offered.clientMaxWindowBits;
        m_terms.clientNoContextTakeover = offered.clientNoContextTakeover;
    }

    // What is wrong with each parameter and with the whole.
    Failure add(const QByteArray &parameter);
    Failure finish() const;
    const DeflateTerms &terms() const { return m_terms; }

private:
    Failure readBits(const QByteArray &name, const QByteArray &value, int offered, int *bits) const;

    const CompressionSettings m_offered;
    DeflateTerms m_terms;
    QList<QByteArray> m_seen;
};

Failure DeflateAnswer::readBits(const QByteArray &name, const QByteArray &value, int offered, int *bits) const
{
    const int number = windowBits(value);
    if (number == 0)
        return {FailureCause::DeflateBitsWrong, {QString::fromLatin1(name), QString::fromLatin1(value)}};
    if (number > offered) {
        return {FailureCause::DeflateBitsMore,
                {QString::fromLatin1(name), QString::number(number), QString::number(offered)}};
    }
    *bits = std::max(number, MinOwnBits);
    return {};
}

Failure DeflateAnswer::add(const QByteArray &parameter)
{
    const auto [name, value, hasValue] = Parameter::of(parameter);
    if (m_seen.contains(name))
        return {FailureCause::DeflateRepeated, {QString::fromLatin1(name)}};
    m_seen.append(name);
    if (name == "server_max_window_bits")
        return readBits(name, value, m_offered.serverMaxWindowBits, &m_terms.serverMaxWindowBits);
    if (name == "client_max_window_bits")
        return readBits(name, value, m_offered.clientMaxWindowBits, &m_terms.clientMaxWindowBits);
    const bool server = name == "server_no_context_takeover";
    if (!server && name != "client_no_context_takeover")
        return {FailureCause::DeflateUnknown, {QString::fromLatin1(name)}};
    if (hasValue)
        return {FailureCause::DeflateWithValue, {QString::fromLatin1(name)}};
    (server ? m_terms.serverNoContextTakeover : m_terms.clientNoContextTakeover) = true;
    return {};
}

Failure DeflateAnswer::finish() const
{
    if (m_offered.serverNoContextTakeover && !m_terms.serverNoContextTakeover)
        return {FailureCause::DeflateWithout, {u"server_no_context_takeover"_s}};
    if (m_offered.serverMaxWindowBits < MaxBits && !m_seen.contains("server_max_window_bits"))
        return {FailureCause::DeflateWithout, {u"server_max_window_bits"_s}};
    return {};
}

} // namespace

ExtensionsAnswer readExtensions(const QByteArray &value, const CompressionSettings &offered)
{
    ExtensionsAnswer answer;
    for (const QByteArray &extension : value.split(',')) {
        const QList<QByteArray> parts = extension.split(';');
        const QByteArray name = parts.first().trimmed();
        if (name.isEmpty() && parts.size() == 1)
            continue;
        if (!offered.offer || name.compare("permessage-deflate", Qt::CaseInsensitive) != 0) {
            answer.problem = {FailureCause::ExtensionUnoffered, {QString::fromLatin1(name)}};
            return answer;
        }
        if (answer.deflate)
            return {{}, {FailureCause::DeflateTwice, {}}};
        DeflateAnswer deflate(offered);
        for (qsizetype i = 1; i < parts.size() && answer.problem.isEmpty(); ++i)
            answer.problem = deflate.add(parts[i].trimmed());
        if (answer.problem.isEmpty())
            answer.problem = deflate.finish();
        if (!answer.problem.isEmpty())
            return answer;
        answer.deflate = deflate.terms();
    }
    return answer;
}

namespace {

// One of a client's offers (RFC 7692 section 7.1).
class DeflateOffer
{
public:
    explicit DeflateOffer(const CompressionSettings &own)
        : m_own(own)
    {}

    // False if the offer has to be declined.
    bool add(const QByteArray &parameter);
    DeflateAgreement agreement() const;

private:
    const CompressionSettings m_own;
    QList<QByteArray> m_seen;
    int m_serverBits = MaxBits;
    int m_clientBits = MaxBits;
};

bool DeflateOffer::add(const QByteArray &parameter)
{
    const auto [name, value, hasValue] = Parameter::of(parameter);
    if (m_seen.contains(name))
        return false;
    m_seen.append(name);
    const int bits = windowBits(value);
    if (name == "server_max_window_bits") {
        m_serverBits = bits;
        return bits > 0;
    }
    if (name == "client_max_window_bits") {
        m_clientBits = hasValue ? bits : MaxBits;
        return m_clientBits > 0;
    }
    return !hasValue && (name == "server_no_context_takeover" || name == "client_no_context_takeover");
}

// The client's window may only be spoken of if the client did.
DeflateAgreement DeflateOffer::agreement() const
{
    const bool bounded = m_seen.contains("client_max_window_bits");
    const int serverBits = std::min(m_serverBits, m_own.serverMaxWindowBits);
    const int clientBits = bounded ? std::min(m_clientBits, m_own.clientMaxWindowBits) : MaxBits;
    DeflateAgreement agreement;
    agreement.terms = {std::max(clientBits, MinOwnBits), std::max(serverBits, MinOwnBits),
                       m_own.clientNoContextTakeover || m_seen.contains("client_no_context_takeover"),
                       m_own.serverNoContextTakeover || m_seen.contains("server_no_context_takeover")};
    agreement.header = headerFor(agreement.terms.serverNoContextTakeover,
                                 agreement.terms.clientNoContextTakeover, serverBits);
    if (clientBits < MaxBits)
        agreement.header += "; client_max_window_bits=" + QByteArray::number(clientBits);
    return agreement;
}

} // namespace

std::optional<DeflateAgreement> acceptDeflate(const QByteArray &value, const CompressionSettings &own)
{
    for (const QByteArray &extension : own.offer ? value.split(',') : QList<QByteArray>()) {
        const QList<QByteArray> parts = extension.split(';');
        DeflateOffer offer(own);
        const bool isDeflate =
                parts.first().trimmed().compare("permessage-deflate", Qt::CaseInsensitive) == 0;
        if (isDeflate && std::all_of(parts.begin() + 1, parts.end(), [&](const QByteArray &parameter) {
                return offer.add(parameter);
            }))
            return offer.agreement();
    }
    return {};
}
