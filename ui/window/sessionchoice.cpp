// SPDX-License-Identifier: MIT
#include "ui/window/sessionchoice.h"

#include "exchange/exchangeformat.h"
#include "record/kept/sessionfolder.h"
#include "ui/kit/theme.h"

#include <QAbstractItemView>
#include <QCoreApplication>
#include <QFileDialog>
#include <QInputDialog>
#include <QLabel>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace {
struct SessionChoice
{
    Q_DECLARE_TR_FUNCTIONS(SessionChoice)
};
} // namespace

QString chosenSessionFile(QWidget *window)
{
    QStringList patterns;
    const QList<const ExchangeFormat *> formats = readFormats();
    for (const ExchangeFormat *format : formats)
        patterns.append(u"*."_s + format->suffix);
    patterns.removeDuplicates();
    const QStringList filters{SessionChoice::tr("Sessions and exports (%1)").arg(patterns.join(u' ')),
                              SessionChoice::tr("All files (*)")};
    return QFileDialog::getOpenFileName(window, SessionChoice::tr("Open Session"), SessionFolder::standard(),
                                        filters.join(u";;"_s));
}

void chooseConnection(QWidget *window, const QString &problem, const QStringList &choice,
                      const std::function<void(int number)> &choose)
{
    auto *dialog = new QInputDialog(window);
    dialog->setObjectName(u"connectionChoice"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(SessionChoice::tr("Open One of Several Connections"));
    dialog->setOption(QInputDialog::UseListViewForComboBoxItems);
    dialog->setComboBoxItems(choice);
    dialog->setTextValue(choice.value(0));
    // It has names of files in it.
    auto *label = dialog->findChild<QLabel *>();
    label->setTextFormat(Qt::PlainText);
    label->setBuddy(nullptr);
    label->setWordWrap(true);
    label->setText(problem);
    dialog->findChild<QAbstractItemView *>()->setAccessibleName(SessionChoice::tr("Connections"));
    dialog->setOkButtonText(SessionChoice::tr("Open"));
    // The style's icons do not follow a dark palette.
    const QList<QPushButton *> buttons = dialog->findChildren<QPushButton *>();
    for (QPushButton *button : buttons)
        button->setIcon({});
    dialog->resize(76 * Theme::Unit, 32 * Theme::Unit);
    QObject::connect(dialog, &QInputDialog::textValueSelected, window,
                     [choice, choose](const QString &line) { choose(int(choice.indexOf(line)) + 1); });
    dialog->open();
}
