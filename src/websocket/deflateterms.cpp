// SPDX-License-Identifier: MIT
#include "websocket/deflateterms.h"

#include <QList>

#include <algorithm>

using namespace Qt::StringLiterals;

static constexpr int MaxBits = 15;
static constexpr int MinBits = 8;
// zlib cannot make a smaller window.
static constexpr int MinOwnBits = 9;

QByteArray DeflateTerms::toHeader() const
{
    QByteArray value = "permessage-deflate; server_max_window_bits=" + QByteArray::number(serverMaxWindowBits)
                       + "; client_max_window_bits=" + QByteArray::number(clientMaxWindowBits);
    if (serverNoContextTakeover)
        value += "; server_no_context_takeover";
    if (clientNoContextTakeover)
        value += "; client_no_context_takeover";
    return value;
}

QByteArray deflateOffer(const CompressionSettings &settings)
{
    QByteArray offer = "permessage-deflate";
    if (settings.serverNoContextTakeover)
        offer += "; server_no_context_takeover";
    if (settings.clientNoContextTakeover)
        offer += "; client_no_context_takeover";
    if (settings.serverMaxWindowBits < MaxBits)
        offer += "; server_max_window_bits=" + QByteArray::number(settings.serverMaxWindowBits);
    // Without a value: whatever the server wishes (RFC 7692 section 7.1.2.2).
    offer += "; client_max_window_bits";
    if (settings.clientMaxWindowBits < MaxBits)
        offer += '=' + QByteArray::number(settings.clientMaxWindowBits);
    return offer;
}

namespace {

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
    Failure addBits(const QByteArray &name, const QByteArray &value, int offered, int *bits) const;

    const CompressionSettings m_offered;
    DeflateTerms m_terms;
    QList<QByteArray> m_seen;
};

Failure DeflateAnswer::addBits(const QByteArray &name, const QByteArray &value, int offered, int *bits) const
{
    bool ok = false;
    const int number = value.toInt(&ok);
    const bool digits = std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!ok || !digits || value.startsWith('0') || number < MinBits || number > MaxBits) {
        return {FailureCause::DeflateBitsWrong, {QString::fromLatin1(name), QString::fromLatin1(value)}};
    }
    if (number > offered) {
        return {FailureCause::DeflateBitsMore,
                {QString::fromLatin1(name), QString::number(number), QString::number(offered)}};
    }
    *bits = number;
    return {};
}

Failure DeflateAnswer::add(const QByteArray &parameter)
{
    const qsizetype equals = parameter.indexOf('=');
    const QByteArray name = (equals < 0 ? parameter : parameter.left(equals)).trimmed().toLower();
    QByteArray value = equals < 0 ? QByteArray() : parameter.mid(equals + 1).trimmed();
    if (value.size() >= 2 && value.startsWith('"') && value.endsWith('"'))
        value = value.mid(1, value.size() - 2);
    if (m_seen.contains(name))
        return {FailureCause::DeflateRepeated, {QString::fromLatin1(name)}};
    m_seen.append(name);
    if (name == "server_max_window_bits") {
        int bits = MaxBits;
        const Failure problem = addBits(name, value, m_offered.serverMaxWindowBits, &bits);
        m_terms.serverMaxWindowBits = std::max(bits, MinOwnBits);
        return problem;
    }
    if (name == "client_max_window_bits") {
        int bits = MaxBits;
        const Failure problem = addBits(name, value, m_offered.clientMaxWindowBits, &bits);
        m_terms.clientMaxWindowBits = std::max(bits, MinOwnBits);
        return problem;
    }
    const bool server = name == "server_no_context_takeover";
    if (!server && name != "client_no_context_takeover")
        return {FailureCause::DeflateUnknown, {QString::fromLatin1(name)}};
    if (equals >= 0)
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
