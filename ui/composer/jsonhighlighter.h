// SPDX-License-Identifier: MIT
#pragma once

#include "ui/kit/jsoncolours.h"

#include <QSyntaxHighlighter>

/// Colours JSON as it is typed into a VerbatimEdit. A change costs the lines that changed; while disabled
/// nothing is coloured. Read-only text of any size is PayloadView's, which colours only what is seen.
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
