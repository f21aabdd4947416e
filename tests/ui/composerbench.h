// SPDX-License-Identifier: MIT
#pragma once

#include "ui/composer/composer.h"

#include "ui/composer/composeredit.h"
#include "ui/kit/elidedlabel.h"

#include <QComboBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

/// A composer that may send, and what a test needs of it.
struct Bench
{
    static constexpr int Text = int(ComposerFormat::Text);
    static constexpr int Json = int(ComposerFormat::Json);
    static constexpr int Hex = int(ComposerFormat::Hex);
    static constexpr int Base64 = int(ComposerFormat::Base64);

    Bench()
        : edit(composer.findChild<ComposerEdit *>(u"composerEdit"_s))
        , format(composer.findChild<QComboBox *>(u"composerFormat"_s))
        , send(composer.findChild<QPushButton *>(u"sendButton"_s))
        , hint(composer.findChild<ElidedLabel *>(u"composerProblem"_s))
        , texts(&composer, &Composer::sendText)
        , binaries(&composer, &Composer::sendBinary)
    {
        composer.show();
        composer.setSendingAllowed(true, {});
    }

    void type(const QString &text) { edit->replaceText(text); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::ControlModifier)
    {
        QTest::keyClick(edit, key, modifiers);
    }

    Composer composer;
    ComposerEdit *edit;
    QComboBox *format;
    QPushButton *send;
    ElidedLabel *hint;
    QSignalSpy texts;
    QSignalSpy binaries;
};
