// SPDX-License-Identifier: MIT
#include "ui/entrydetails.h"

#include "format/jsonoutline.h"
#include "format/numbers.h"
#include "ui/payloadtext.h"

#include <QCoreApplication>
#include <QList>
#include <QPair>

#include <algorithm>

using namespace Qt::StringLiterals;

static constexpr quint32 MaxMembers = 32;
static constexpr quint32 MaxBytes = 64 * 1024;

static QString inWords(const char *text)
{
    return QCoreApplication::translate("EntryDetails", text);
}

static QString nameInWords(const QString &name)
{
    static constexpr struct
    {
        const char *name;
        const char *words;
    } names[] = {
            {"attempt", QT_TRANSLATE_NOOP("EntryDetails", "Attempt")},
            {"by", QT_TRANSLATE_NOOP("EntryDetails", "Closed by")},
            {"clean", QT_TRANSLATE_NOOP("EntryDetails", "Closed cleanly")},
            {"code", QT_TRANSLATE_NOOP("EntryDetails", "Close code")},
            {"detail", QT_TRANSLATE_NOOP("EntryDetails", "Detail")},
            {"elapsed_ms", QT_TRANSLATE_NOOP("EntryDetails", "Took")},
            {"engine", QT_TRANSLATE_NOOP("EntryDetails", "Engine")},
            {"message", QT_TRANSLATE_NOOP("EntryDetails", "Error")},
            {"of", QT_TRANSLATE_NOOP("EntryDetails", "Attempts at most")},
            {"peer", QT_TRANSLATE_NOOP("EntryDetails", "Peer")},
            {"raw", QT_TRANSLATE_NOOP("EntryDetails", "As reported")},
            {"reason", QT_TRANSLATE_NOOP("EntryDetails", "Reason")},
            {"retry_in_ms", QT_TRANSLATE_NOOP("EntryDetails", "Next attempt in")},
            {"security", QT_TRANSLATE_NOOP("EntryDetails", "Security")},
            {"stage", QT_TRANSLATE_NOOP("EntryDetails", "Stage")},
            {"subprotocol", QT_TRANSLATE_NOOP("EntryDetails", "Subprotocol")},
            {"text", QT_TRANSLATE_NOOP("EntryDetails", "Note")},
            {"url", QT_TRANSLATE_NOOP("EntryDetails", "URL")},
            {"wait_ms", QT_TRANSLATE_NOOP("EntryDetails", "Wait")},
            {"will_retry", QT_TRANSLATE_NOOP("EntryDetails", "Will try again")},
    };
    for (const auto &known : names) {
        if (name == QLatin1StringView(known.name))
            return inWords(known.words);
    }
    return name;
}

static QString valueInWords(const QString &name, QByteArrayView value)
{
    switch (jsonKind(value)) {
    case JsonKind::True:
        return inWords(QT_TRANSLATE_NOOP("EntryDetails", "yes"));
    case JsonKind::False:
        return inWords(QT_TRANSLATE_NOOP("EntryDetails", "no"));
    case JsonKind::Null:
        return {};
    case JsonKind::Number:
        return QString::fromLatin1(value) + (name.endsWith("_ms"_L1) ? u" ms"_s : QString());
    default:
        return jsonText(value);
    }
}

QString entryDetails(const JsonOutline &entry)
{
    if (entry.kind(0) != JsonKind::Object || entry.at(0).count > MaxMembers || entry.at(0).size > MaxBytes)
        return {};
    QList<QPair<QString, QString>> lines;
    qsizetype width = 0;
    for (JsonOutline::Index i = 1; i < entry.size(); i = entry.at(i).end) {
        const QString name = jsonText(entry.name(i));
        const QString value = valueInWords(name, entry.value(i));
        if (value.isEmpty())
            continue;
        lines.append({withVisibleControls(nameInWords(name)), withVisibleControls(value)});
        width = std::max(width, lines.last().first.size());
    }
    QString text;
    for (const auto &[name, value] : lines)
        text += (text.isEmpty() ? QString() : u"\n"_s) + name.leftJustified(width + 3) + value;
    return text;
}
