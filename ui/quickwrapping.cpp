// SPDX-License-Identifier: MIT
#include "ui/quickwrapping.h"

#include "format/wrapping.h"

#include <QPlainTextEdit>
#include <QTextBlock>
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

static Wrapping wrappingOf(const QTextDocument &document, int from, int to)
{
    Wrapping wrapping = Wrapping::AtWords;
    for (QTextBlock block = document.findBlock(from); block.isValid() && block.position() <= to;
         block = block.next())
        wrapping = std::max(wrapping, quickWrapping(block.text()));
    return wrapping;
}

void wrapQuickly(QPlainTextEdit *edit)
{
    // This is told before what changed is laid out.
    QObject::connect(edit->document(), &QTextDocument::contentsChange, edit,
                     [edit, current = Wrapping::AtWords](int from, int, int added) mutable {
                         const QTextDocument &document = *edit->document();
                         Wrapping wanted = wrappingOf(document, from, from + added);
                         // What was slow may be elsewhere, or gone.
                         if (wanted < current)
                             wanted = wrappingOf(document, 0, document.characterCount());
                         if (wanted == current)
                             return;
                         current = wanted;
                         edit->setWordWrapMode(modeOf(wanted));
                     });
}

QString wrappable(const QString &text)
{
    return text.size() <= MostInLabel ? text : text.left(MostInLabel) + u'…';
}
