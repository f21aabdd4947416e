// SPDX-License-Identifier: MIT
#pragma once

#include <QColor>
#include <QList>
#include <QStringView>
#include <QSyntaxHighlighter>
#include <QTextLayout>

class QPalette;

/// The colours of JSON on the palette's base, all of them readable.
struct JsonColours
{
    explicit JsonColours(const QPalette &palette);

    QColor key;
    QColor string;
    QColor number;
    QColor literal;

    bool operator==(const JsonColours &) const = default;
};

/// The formats of one line. `insideString`: the line is the rest of a longer one and begins within a
/// string.
QList<QTextLayout::FormatRange> jsonFormats(QStringView line, const JsonColours &colours,
                                            bool insideString = false);

/// Colours JSON as it is typed. A change costs the lines that changed; while disabled nothing is
/// coloured. Read-only text of any size is PayloadView's, which colours only what is seen.
class JsonHighlighter : public QSyntaxHighlighter
{
    Q_OBJECT

public:
    JsonHighlighter(QTextDocument *document, const QPalette &palette);

    void setEnabled(bool enabled);
    void setPalette(const QPalette &palette);

protected:
    void highlightBlock(const QString &text) override;

private:
    JsonColours m_colours;
    bool m_enabled = false;
};
