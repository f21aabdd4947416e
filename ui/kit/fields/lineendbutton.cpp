// SPDX-License-Identifier: MIT
#include "ui/kit/fields/lineendbutton.h"

#include "format/text/textlines.h"
#include "ui/kit/fields/verbatimedit.h"
#include "ui/kit/flatcontrols.h"

#include <QCoreApplication>
#include <QMenu>
#include <QToolButton>

using namespace Qt::StringLiterals;

static QString buttonSentence(const char *text)
{
    return QCoreApplication::translate("LineEndButton", text);
}

static void refresh(QToolButton *button, const VerbatimEdit *edit)
{
    button->setVisible(edit->hasLineEnds());
    const QString name = lineEndName(edit->lineEnd());
    button->setText(name.isEmpty() ? buttonSentence("Mixed") : name);
    button->setAccessibleName(buttonSentence("Line ends: %1").arg(button->text()));
}

QToolButton *lineEndButton(const QString &objectName, VerbatimEdit *edit, QWidget *parent)
{
    QToolButton *button = flatButton(objectName, {}, buttonSentence("Line ends of the message"), parent);
    button->setPopupMode(QToolButton::InstantPopup);
    // Nothing moves when it comes and goes.
    QSizePolicy policy = button->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    button->setSizePolicy(policy);
    auto *menu = new QMenu(button);
    for (const QString &end : {u"\n"_s, u"\r\n"_s, u"\r"_s}) {
        QAction *action = menu->addAction(lineEndName(end));
        QObject::connect(action, &QAction::triggered, edit, [edit, end] { edit->setLineEnd(end); });
    }
    button->setMenu(menu);
    QObject::connect(edit, &VerbatimEdit::textChanged, button, [button, edit] { refresh(button, edit); });
    refresh(button, edit);
    return button;
}
