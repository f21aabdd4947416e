// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

class LogModel;
struct LogRow;

/// A column of the log, with all that differs from one to the next; the view asks it. To add one is to add
/// its name to LogModel::Column and its row in logcolumn.cpp.
struct LogColumn
{
    enum class Font { Figures, Words };
    enum class Tone {
        Payload,   ///< As text; of local entries, stepped back.
        Quiet,     ///< Stepped back.
        Direction, ///< By where the entry went.
    };

    /// What its width is kept under, in every language and wherever it stands.
    QByteArray key;
    QString title;
    /// For those who hear it, if it is another.
    QString spokenTitle;
    /// What it has to have room for; empty if it takes what is left.
    QString widest;
    Qt::Alignment alignment;
    Font font = Font::Figures;
    Tone tone = Tone::Quiet;
    /// In an error's colour, of errors.
    bool showsErrors = false;
    using Text = QString (*)(const LogModel &log, const LogRow &row);
    Text text = nullptr;
    /// For those who hear it, if it is not the text.
    Text spoken = nullptr;
    /// Plain text that no tooltip takes for rich; the connection's URL if there is none.
    Text toolTip = nullptr;

    /// Of the column of that number. Those behind LogModel::ColumnCount, which have the values of JSON paths,
    /// have neither title nor text here, and align figures by the value.
    static const LogColumn &at(int column);
};
