// SPDX-License-Identifier: MIT
#include "profile/querytable.h"

#include <QByteArray>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

struct UrlParts
{
    /// Up to the "?".
    QString before;
    bool hasQuery = false;
    QString query;
    /// From the "#" on.
    QString after;
};

} // namespace

static UrlParts split(const QString &urlText)
{
    UrlParts parts;
    const qsizetype hash = urlText.indexOf(u'#');
    const QString whole = urlText.left(hash);
    parts.after = hash < 0 ? QString() : urlText.mid(hash);
    const qsizetype mark = whole.indexOf(u'?');
    parts.before = whole.left(mark);
    parts.hasQuery = mark >= 0;
    if (parts.hasQuery)
        parts.query = whole.mid(mark + 1);
    return parts;
}

static int hexValue(QChar c)
{
    const char16_t u = c.unicode();
    if (u >= u'0' && u <= u'9')
        return u - u'0';
    const char16_t lower = u | 0x20;
    return lower >= u'a' && lower <= u'f' ? lower - u'a' + 10 : -1;
}

// A % without two digits behind it stands for itself.
static QString decoded(const QString &raw)
{
    if (!raw.contains(u'%') && !raw.contains(u'+'))
        return raw;
    QByteArray bytes;
    qsizetype plain = 0; // where what is not yet taken over begins
    for (qsizetype i = 0; i < raw.size(); ++i) {
        const int high = raw[i] == u'%' && i + 2 < raw.size() ? hexValue(raw[i + 1]) : -1;
        const int low = high < 0 ? -1 : hexValue(raw[i + 2]);
        if (low < 0 && raw[i] != u'+')
            continue;
        bytes += QStringView(raw).mid(plain, i - plain).toUtf8();
        bytes += low < 0 ? ' ' : char(high * 16 + low);
        i += low < 0 ? 0 : 2;
        plain = i + 1;
    }
    bytes += QStringView(raw).mid(plain).toUtf8();
    return QString::fromUtf8(bytes);
}

// What may stand in a query and does not end a parameter. Letters beyond ASCII stay readable: QUrl encodes
// them on their way out.
static bool staysInQuery(char32_t c, bool isName)
{
    if (c >= 0x80)
        return QChar::isPrint(c) && !QChar::isSpace(c) && !QChar::isNonCharacter(c) && c != 0xfffd;
    if (c == U'=')
        return !isName;
    return (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z')
           || u"-._~!$'()*,:@/?"_s.contains(QChar(char16_t(c)));
}

static QString encodedPart(QStringView text, bool isName)
{
    QString result;
    const QList<uint> codePoints = text.toUcs4();
    for (const uint c : codePoints) {
        const QString one = QString::fromUcs4(reinterpret_cast<const char32_t *>(&c), 1);
        result += staysInQuery(c, isName) ? one : QString::fromLatin1(one.toUtf8().toPercentEncoding());
    }
    return result;
}

static QString encoded(const QString &text, bool isName)
{
    static const QRegularExpression variable(u"\\{\\{[A-Za-z0-9_.-]+\\}\\}"_s);
    QString result;
    qsizetype done = 0;
    auto found = variable.globalMatch(text);
    while (found.hasNext()) {
        const auto match = found.next();
        result += encodedPart(QStringView(text).mid(done, match.capturedStart() - done), isName);
        result += match.capturedView();
        done = match.capturedEnd();
    }
    return result + encodedPart(QStringView(text).mid(done), isName);
}

static QueryParameter parsed(const QString &raw)
{
    QueryParameter parameter;
    const qsizetype equals = raw.indexOf(u'=');
    parameter.hasEquals = equals >= 0;
    parameter.rawName = raw.left(equals);
    parameter.rawValue = equals < 0 ? QString() : raw.mid(equals + 1);
    parameter.name = decoded(parameter.rawName);
    parameter.value = decoded(parameter.rawValue);
    return parameter;
}

static QString written(const QueryParameter &parameter)
{
    const auto part = [](const QString &text, const QString &raw, bool isName) {
        return decoded(raw) == text ? raw : encoded(text, isName);
    };
    QString text = part(parameter.name, parameter.rawName, true);
    const QString value = part(parameter.value, parameter.rawValue, false);
    if (parameter.hasEquals || !value.isEmpty())
        text += u'=' + value;
    return text;
}

QList<QueryParameter> queryParameters(const QString &urlText)
{
    QList<QueryParameter> parameters;
    const UrlParts parts = split(urlText);
    if (parts.query.isEmpty())
        return parameters;
    const QStringList items = parts.query.split(u'&');
    for (const QString &item : items)
        parameters.append(parsed(item));
    return parameters;
}

QString withQueryParameters(const QString &urlText, const QList<QueryParameter> &parameters)
{
    const UrlParts parts = split(urlText);
    QStringList items;
    for (const QueryParameter &parameter : parameters)
        items.append(written(parameter));
    const bool bareMark = parts.hasQuery && parts.query.isEmpty();
    const QString mark = items.isEmpty() && !bareMark ? QString() : u"?"_s;
    return parts.before + mark + items.join(u'&') + parts.after;
}
