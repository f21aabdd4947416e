// SPDX-License-Identifier: MIT
#pragma once

#include "format/json/jsonoutline.h"

#include <QByteArray>
#include <QList>
#include <QPair>
#include <QString>

struct ScanControl;

/// What is looked for within a payload. Case is ignored unless it has a capital.
class PayloadSearch
{
public:
    /// More places are not told apart.
    static constexpr qsizetype MaxPlaces = 100'000;
    using Ranges = QList<QPair<qsizetype, qsizetype>>;

    PayloadSearch() = default;
    explicit PayloadSearch(const QString &text);

    bool isEmpty() const { return m_text.isEmpty(); }

    // All may be called from any thread, are linear in time and end early if they are cancelled. Ranges are
    // start and length; they do not overlap.

    /// In UTF-16 code units.
    Ranges inText(const QString &text, const ScanControl *control = nullptr) const;
    /// How often it is in UTF-8 text.
    qint64 countIn(QByteArrayView utf8, const ScanControl *control = nullptr) const;
    /// Values that have it in their name or, if they are neither object nor array, in their text as it was
    /// sent.
    QList<JsonOutline::Index> inOutline(const JsonOutline &outline,
                                        const ScanControl *control = nullptr) const;
    /// In bytes: of the text in UTF-8, case ignored for ASCII alone, or, after "0x" or "h:", of what its
    /// hexadecimal digits say.
    Ranges inBytes(const QByteArray &bytes, const ScanControl *control = nullptr) const;

private:
    Qt::CaseSensitivity sensitivity() const;

    QString m_text;
    bool m_hasCapital = false;
};
