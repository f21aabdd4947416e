// SPDX-License-Identifier: MIT
#include "ui/window/aboutdialog.h"

#include "ui/kit/labels.h"
#include "ui/kit/theme.h"
#include "ui/window/applicationicon.h"
#include "version.h"

#include <QBoxLayout>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>

using namespace Qt::StringLiterals;

static constexpr int IconSide = 8 * Theme::Unit;

static QLabel *selectableLabel(const QString &text, QWidget *parent)
{
    QLabel *label = plainLabel(text, parent);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

static QString versions()
{
    const QString qt = QString::fromLatin1(qVersion());
    const QString builtWith = u"" QT_VERSION_STR ""_s;
    return AboutDialog::tr("Version %1\nQt %2, built with Qt %3\nLicence: MIT")
            .arg(programVersion(), qt, builtWith);
}

AboutDialog::AboutDialog(QWidget *parent)
    : QDialog(parent)
{
    setObjectName(u"aboutDialog"_s);
    setWindowTitle(tr("About Socketscope"));
    setModal(false);

    auto *icon = new QLabel(this);
    icon->setPixmap(applicationIcon().pixmap(QSize(IconSide, IconSide), devicePixelRatioF()));
    icon->setAccessibleName(tr("The icon of Socketscope"));
    auto *name = selectableLabel(u"Socketscope"_s, this);
    QFont large = name->font();
    large.setPointSizeF(large.pointSizeF() * 1.6);
    large.setBold(true);
    name->setFont(large);
    auto *sentence = selectableLabel(
            tr("An oscilloscope for WebSockets: connect, watch, find and send messages."), this);
    auto *facts = selectableLabel(versions(), this);
    facts->setObjectName(u"aboutVersions"_s);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);

    auto *words = new QVBoxLayout;
    words->setSpacing(Theme::Unit);
    words->addWidget(name);
    words->addWidget(sentence);
    words->addWidget(facts);
    auto *top = new QHBoxLayout;
    top->setSpacing(3 * Theme::Unit);
    top->addWidget(icon, 0, Qt::AlignTop);
    top->addLayout(words, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * Theme::Unit, 3 * Theme::Unit, 3 * Theme::Unit, 2 * Theme::Unit);
    layout->setSpacing(2 * Theme::Unit);
    layout->addLayout(top);
    layout->addWidget(buttons);
    layout->setSizeConstraint(QLayout::SetFixedSize);
    // The style's icon does not follow a dark palette.
    buttons->button(QDialogButtonBox::Close)->setIcon({});
    buttons->button(QDialogButtonBox::Close)->setFocus();
}
