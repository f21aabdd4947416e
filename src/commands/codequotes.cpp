// SPDX-License-Identifier: MIT
#include "commands/codequotes.h"

using namespace Qt::StringLiterals;

// Of both languages; "" if the character stands for itself.
static QString escaped(QChar c)
{
    if (c == u'\n')
        return u"\\n"_s;
    if (c == u'\r')
        return u"\\r"_s;
    if (c == u'\t')
        return u"\\t"_s;
    if (c == u'\'' || c == u'\\')
        return u'\\' + QString(c);
    const bool isHidden = c.category() == QChar::Other_Control || c.category() == QChar::Other_Format
                          || c == QChar::LineSeparator || c == QChar::ParagraphSeparator;
    return isHidden ? u"\\u%1"_s.arg(c.unicode(), 4, 16, QChar(u'0')) : QString();
}

static QString quoted(const QString &text)
{
    QString result = u"'"_s;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        const bool isPair = c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
        const QString escape = escaped(c);
        if (isPair)
            result += QStringView(text).mid(i++, 2);
        else if (c.isSurrogate())
            result += u"\\u%1"_s.arg(c.unicode(), 4, 16, QChar(u'0'));
        else if (escape.isEmpty())
            result += c;
        else
            result += escape;
    }
    return result + u'\'';
}

QString jsQuoted(const QString &text)
{
    return quoted(text);
}

QString pythonQuoted(const QString &text)
{
    return quoted(text);
}

QString pythonBytes(const QByteArray &bytes)
{
    QString result = u"b'"_s;
    for (const char c : bytes) {
        const QString escape = escaped(QLatin1Char(c));
        if (uchar(c) < 0x20 || uchar(c) >= 0x7f)
            result += u"\\x"_s + QString::fromLatin1(QByteArray(1, c).toHex());
        else
            result += escape.isEmpty() ? QString(QLatin1Char(c)) : escape;
    }
    return result + u'\'';
}
