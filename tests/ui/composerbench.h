// SPDX-License-Identifier: MIT
#pragma once

#include "ui/composer/composer.h"
#include "ui/composer/composeredit.h"
#include "ui/kit/labels.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

/// A composer that may send, and what a test needs of it.
struct Bench
{
    static constexpr int Text = int(MessageFormat::Text);
    static constexpr int Json = int(MessageFormat::Json);
    static constexpr int Hex = int(MessageFormat::Hex);
    static constexpr int Base64 = int(MessageFormat::Base64);
    static constexpr int EscapedText = int(MessageFormat::EscapedText);

    Bench()
        : edit(composer.findChild<ComposerEdit *>(u"composerEdit"_s))
        , format(composer.findChild<QComboBox *>(u"composerFormat"_s))
        , send(composer.findChild<QPushButton *>(u"sendButton"_s))
        , hint(composer.findChild<ElidedLabel *>(u"composerProblem"_s))
        , size(composer.findChild<QLabel *>(u"composerSize"_s))
        , texts(&composer, &Composer::sendText)
        , binaries(&composer, &Composer::sendBinary)
    {
        composer.show();
        composer.setSendingAllowed(true, {});
    }

    void setVariables(const Variables::Values &values, const QStringList &secretNames = {})
    {
        ChosenEnvironment environment;
        environment.values = values;
        environment.secretNames = secretNames;
        composer.setEnvironment(environment);
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
    QLabel *size;
    QSignalSpy texts;
    QSignalSpy binaries;
};
