// SPDX-License-Identifier: MIT
#include "ui/log/entryclipboard.h"

#include "format/text/numbers.h"
#include "log/logmodel.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QItemSelection>

#include <algorithm>

using namespace Qt::StringLiterals;

static constexpr qsizetype MaxClipboardBytes = 64 * 1024 * 1024;

namespace {
struct EntryClipboard
{
    Q_DECLARE_TR_FUNCTIONS(EntryClipboard)
};
} // namespace

static QByteArray asText(const Message &message)
{
    return message.type == MessageType::Binary ? message.payload.toHex() : message.payload;
}

QString copyEntries(const LogModel &log, const QItemSelection &selection)
{
    QList<QPair<int, int>> ranges;
    for (const QItemSelectionRange &range : selection)
        ranges.append({range.top(), range.bottom()});
    std::sort(ranges.begin(), ranges.end());

    QByteArray text;
    quint64 copied = 0;
    quint64 asked = 0;
    for (const auto &[top, bottom] : ranges) {
        asked += quint64(bottom - top + 1);
        for (int row = top; row <= bottom && text.size() < MaxClipboardBytes; ++row) {
            if (const auto entry = log.entry(row)) {
                text += asText(*entry) + '\n';
                ++copied;
            }
        }
    }
    if (copied == 0)
        return {};
    text.chop(1);
    QGuiApplication::clipboard()->setText(QString::fromUtf8(text));
    if (copied < asked)
        return EntryClipboard::tr("Copied the first %1 of %2 entries: the clipboard takes 64 MiB.")
                .arg(formatCount(copied), formatCount(asked));
    return copied == 1 ? EntryClipboard::tr("Copied 1 entry.")
                       : EntryClipboard::tr("Copied %1 entries.").arg(formatCount(copied));
}
