// SPDX-License-Identifier: MIT
#include "format/text/visibletext.h"

#include <QList>

using namespace Qt::StringLiterals;

// In a sentence there is room for no more.
static constexpr qsizetype MaxQuoted = 60;

static bool isUnseen(char32_t codePoint)
{
    switch (QChar::category(codePoint)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Other_NotAssigned:
        return true;
    default:
        break;
    }
    // Letters and marks without a shape: the fillers of Hangul, and selectors of variants.
    return codePoint == 0x034F || codePoint == 0x115F || codePoint == 0x1160 || codePoint == 0x3164
           || codePoint == 0xFFA0 || (codePoint >= 0xE0100 && codePoint <= 0xE01EF);
}

static bool isLineEnd(char32_t c)
{
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

QString visibleText(const QString &text)
{
    QString result;
    char32_t before = 0;
    const QList<uint> codePoints = text.toUcs4();
    for (const char32_t c : codePoints) {
        if (isLineEnd(c)) {
            if (c != '\n' || before != '\r')
                result += u'↵';
        } else if (c == '\t') {
            result += u' ';
        } else if (c < 0x20 || c == 0x7F) {
            result += QChar(char16_t(c == 0x7F ? 0x2421 : 0x2400 + c));
        } else if (isUnseen(c)) {
            result += u"‹U+%1›"_s.arg(QString::number(c, 16).toUpper(), 4, u'0');
        } else {
            result += QStringView(QChar::fromUcs4(c));
        }
        before = c;
    }
    return result;
}

QString quotedInput(const QString &input)
{
    const QString line = input.left(4 * MaxQuoted).simplified();
    const bool isCut = line.size() > MaxQuoted || input.size() > 4 * MaxQuoted;
    QString visible = visibleText(line.left(MaxQuoted));
    visible.replace(u'“', u'"').replace(u'”', u'"');
    return u"“%1”"_s.arg(isCut ? visible + u'…' : visible);
}
