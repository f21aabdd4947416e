// SPDX-License-Identifier: MIT
#include "ui/kit/quickwrapping.h"

#include "format/text/numbers.h"
#include "format/text/wrapping.h"

#include <QCoreApplication>
#include <QPlainTextEdit>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextOption>

#include <algorithm>

// More than anybody reads in a label.
static constexpr qsizetype MostInLabel = 4096;

static QTextOption::WrapMode modeOf(Wrapping wrapping)
{
    switch (wrapping) {
    case Wrapping::AtWords:
        break;
    case Wrapping::Anywhere:
        return QTextOption::WrapAnywhere;
    case Wrapping::Not:
        return QTextOption::NoWrap;
    }
    return QTextOption::WrapAtWordBoundaryOrAnywhere;
}

// The line of a document that decides how it is wrapped.
struct Slowest
{
    Wrapping wrapping = Wrapping::AtWords;
    // Goes with the line when others come before it; null while any wrapping will do.
    QTextCursor line;
};

static Slowest slowestOf(const QTextDocument &document, int from, int to)
{
    Slowest slowest;
    for (QTextBlock block = document.findBlock(from); block.isValid() && block.position() <= to;
         block = block.next()) {
        const Wrapping wrapping = quickWrapping(block.text());
        if (wrapping > slowest.wrapping)
            slowest = {wrapping, QTextCursor(block)};
    }
    return slowest;
}

static bool isStill(const Slowest &slowest)
{
    return quickWrapping(slowest.line.block().text()) == slowest.wrapping;
}

void wrapQuickly(QPlainTextEdit *edit)
{
    // This is told before what changed is laid out.
    QObject::connect(edit->document(), &QTextDocument::contentsChange, edit,
                     [edit, current = Slowest{}](int from, int, int added) mutable {
                         const QTextDocument &document = *edit->document();
                         Slowest wanted = slowestOf(document, from, from + added);
                         // What was slow may be elsewhere, as it was; or elsewhere, and another; or gone.
                         if (wanted.wrapping < current.wrapping && !isStill(current))
                             wanted = slowestOf(document, 0, document.characterCount());
                         else if (wanted.wrapping < current.wrapping)
                             return;
                         if (wanted.wrapping != current.wrapping)
                             edit->setWordWrapMode(modeOf(wanted.wrapping));
                         current = wanted;
                     });
}

QString wrappable(const QString &text)
{
    if (text.size() <= MostInLabel)
        return text;
    // Both halves of a character, or none.
    const qsizetype shown = text[MostInLabel - 1].isHighSurrogate() ? MostInLabel - 1 : MostInLabel;
    return QCoreApplication::translate("Wrappable", "%1… (%2 more characters)")
            .arg(QStringView(text).left(shown), formatCount(quint64(text.size() - shown)));
}
