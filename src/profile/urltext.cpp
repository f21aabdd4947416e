// SPDX-License-Identifier: MIT
#include "profile/urltext.h"

#include "format/text/typography.h"

#include <QRegularExpression>

#include <algorithm>
#include <cctype>

using namespace Qt::StringLiterals;

static constexpr QStringView NeverBare = u"\"<>\\^`{|}";

UrlText::UrlText(const QString &text)
    : m_rest(text)
{
    static const QRegularExpression start(u"^(?:[A-Za-z][A-Za-z0-9+.-]*:)?//"_s);
    const QRegularExpressionMatch match = start.match(text);
    if (!match.hasMatch())
        return;
    m_start = match.captured();
    static const QRegularExpression ends(u"[/?#]"_s);
    qsizetype end = text.indexOf(ends, m_start.size());
    if (end < 0)
        end = text.size();
    m_host = text.mid(m_start.size(), end - m_start.size());
    m_rest = text.mid(end);
    const qsizetype user = m_host.lastIndexOf(u'@') + 1;
    m_user = m_host.first(user);
    m_host.remove(0, user);
}

static bool isEncoded(QStringView text, qsizetype at)
{
    const auto isHex = [&](qsizetype i) {
        return i < text.size() && text[i].unicode() < 0x80 && std::isxdigit(text[i].toLatin1());
    };
    return isHex(at + 1) && isHex(at + 2);
}

static bool isControl(QChar c)
{
    return c.unicode() < 0x20 || c.unicode() == 0x7f;
}

static QString percentEncoded(QChar c)
{
    return u"%%1"_s.arg(QString::number(c.unicode(), 16).toUpper().rightJustified(2, u'0'));
}

static QString allowedPart(QStringView text, QStringView alsoEncoded = {})
{
    QString result;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        const bool stays =
                c == u'%' ? isEncoded(text, i)
                          : !NeverBare.contains(c) && !alsoEncoded.contains(c) && !isControl(c) && c != u' ';
        result += stays ? QString(c) : percentEncoded(c);
    }
    return result;
}

QString UrlText::encoded() const
{
    QString host = m_host;
    // The zone of RFC 6874 is often written as on command lines.
    if (const qsizetype zone = host.indexOf(u'%');
        host.startsWith(u'[') && zone > 0 && !QStringView(host).mid(zone).startsWith(u"%25"))
        host.insert(zone + 1, u"25"_s);
    const QString user = m_user.isEmpty() ? QString() : allowedPart(m_user.chopped(1), u"@[]") + u'@';
    return m_start + user + host + encodedTarget();
}

QString UrlText::encodedTarget() const
{
    return allowedPart(m_rest);
}

QString UrlText::problem() const
{
    static const QRegularExpression scheme(u"^(?:wss?|https?):?$"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    if (!m_start.isEmpty() && m_rest.startsWith("//"_L1) && scheme.match(m_host).hasMatch())
        return tr("The scheme is there twice: remove one of “%1” and “%2//”.").arg(m_start, m_host);
    if (const QString problem = hostProblem(); !problem.isEmpty())
        return problem;
    return portProblem();
}

// Unicode has hosts of nearly all letters, and of emoji; what Qt would make of quotes and dashes is a name
// that nobody has meant.
static bool isNeverInHost(QChar c)
{
    return NeverBare.contains(c) || u"[]"_s.contains(c) || isControl(c) || isTypographicQuote(c)
           || (isTypographicDash(c) && c != u'\uff0d');
}

QString UrlText::hostProblem() const
{
    if (std::any_of(m_host.begin(), m_host.end(), [](QChar c) { return c.isSpace(); }))
        return tr("A host name has no blanks: remove them, or put a / before them if the path begins there.");
    if (m_host.startsWith(u'['))
        return {};
    const auto wrong = std::find_if(m_host.begin(), m_host.end(), isNeverInHost);
    if (wrong != m_host.end()) {
        return tr("A host name has no “%1”: remove it, or put a / before it if the path begins there.")
                .arg(isControl(*wrong) ? percentEncoded(*wrong) : QString(*wrong));
    }
    for (qsizetype i = m_host.indexOf(u'%'); i >= 0; i = m_host.indexOf(u'%', i + 1)) {
        if (!isEncoded(m_host, i))
            return tr("A host name has no “%”: remove it, or put a / before it if the path begins there.");
    }
    if (m_host.count(u':') > 1)
        return tr("The host has two colons: one, with the port behind it, is enough. An IPv6 address is put "
                  "into brackets.");
    return {};
}

QString UrlText::portProblem() const
{
    const QString digits = m_host.startsWith(u'[') ? m_host.section(u"]:"_s, 1) : m_host.section(u':', 1);
    bool ok = true;
    const int number = digits.isEmpty() ? 1 : digits.toInt(&ok);
    const bool isPlain =
            std::all_of(digits.begin(), digits.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    if (ok && isPlain && number > 0 && number <= 65535)
        return {};
    const QString sentence = tr("The port has to be a number from 1 to 65535.");
    // "user:pass/word@host": the authority has ended too early.
    if (m_user.isEmpty() && m_rest.contains(u'@'))
        return sentence + u' '
               + tr("If a password goes on there, write its %1 as %2.")
                         .arg(m_rest.front(), percentEncoded(m_rest.front()));
    return sentence;
}
