// SPDX-License-Identifier: MIT
#include "format/text/unseen.h"

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

static bool isBetween(char32_t codePoint, char32_t first, char32_t last)
{
    return codePoint >= first && codePoint <= last;
}

// Characters that leave no mark though their category says that they are letters or marks (Unicode's
// Default_Ignorable_Code_Point, and the blank of Braille), and the two that end a frame in Qt's documents.
static bool isInvisible(char32_t codePoint)
{
    switch (codePoint) {
    case 0x034F: // combining grapheme joiner
    case 0x115F: // Hangul fillers
    case 0x1160:
    case 0x3164:
    case 0xFFA0:
    case 0x17B4: // Khmer inherent vowels
    case 0x17B5:
    case 0x2065:
    case 0x2800:
    case 0xFDD0:
    case 0xFDD1:
        return true;
    default:
        return isBetween(codePoint, 0x180B, 0x180F) || isBetween(codePoint, 0xFE00, 0xFE0D)
               || isBetween(codePoint, 0xFFF0, 0xFFFC) || isBetween(codePoint, 0xE0000, 0xE0FFF);
    }
}

// Arabic is the first script whose letters are joined. Emoji are symbols; so is the sign for what is no
// UTF-8, which nothing is joined to.
static bool canBeJoined(char32_t codePoint)
{
    constexpr char32_t firstJoined = 0x0600;
    if (codePoint < firstJoined || codePoint == QChar::ReplacementCharacter)
        return false;
    const QChar::Category category = QChar::category(codePoint);
    return QChar::isLetterOrNumber(codePoint) || category == QChar::Mark_NonSpacing
           || category == QChar::Mark_SpacingCombining || category == QChar::Symbol_Other
           || category == QChar::Symbol_Modifier;
}

bool isUnseen(char32_t codePoint, char32_t before)
{
    if (codePoint < 0x7F)
        return codePoint < 0x20 && codePoint != '\t' && codePoint != '\n';
    if (isBetween(codePoint, 0x200C, 0x200D))
        return !canBeJoined(before);
    switch (QChar::category(codePoint)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return isInvisible(codePoint);
    }
}

QString unseenName(char32_t codePoint)
{
    // ISO/IEC 6429.
    static constexpr std::array names{"NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL",
                                      "BS",  "HT",  "LF",  "VT",  "FF",  "CR",  "SO",  "SI",
                                      "DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB",
                                      "CAN", "EM",  "SUB", "ESC", "FS",  "GS",  "RS",  "US"};
    if (codePoint < names.size())
        return u"‹%1›"_s.arg(QLatin1StringView(names[codePoint]));
    if (codePoint == 0x7F)
        return u"‹DEL›"_s;
    return u"‹U+%1›"_s.arg(QString::number(uint(codePoint), 16).toUpper().rightJustified(4, u'0'));
}

QString withUnseenNamed(const QString &text)
{
    QString result;
    qsizetype copied = 0;
    char32_t before = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t unit = text[i].unicode();
        const bool isPair =
                QChar::isHighSurrogate(unit) && i + 1 < text.size() && text[i + 1].isLowSurrogate();
        const char32_t codePoint = isPair ? QChar::surrogateToUcs4(unit, text[i + 1].unicode()) : unit;
        const qsizetype units = isPair ? 2 : 1;
        if (isUnseen(codePoint, std::exchange(before, codePoint))) {
            result += QStringView(text).sliced(copied, i - copied);
            copied = i + units;
            if (unit != u'\r' || i + 1 == text.size() || text[i + 1] != u'\n')
                result += unseenName(codePoint);
        }
        i += units - 1;
    }
    if (copied == 0)
        return text;
    return result += QStringView(text).sliced(copied);
}
