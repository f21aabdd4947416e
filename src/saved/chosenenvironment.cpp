// SPDX-License-Identifier: MIT
#include "saved/chosenenvironment.h"

#include <algorithm>

using namespace Qt::StringLiterals;

Variables::Values ChosenEnvironment::shownValues() const
{
    Variables::Values shown = values;
    shown.removeIf([this](Variables::Values::iterator value) { return secretNames.contains(value.key()); });
    return shown;
}

static QString adviceToChoose(bool isOffered, bool several)
{
    if (isOffered) {
        return several ? ChosenEnvironment::tr(
                       "Above the saved connections (Ctrl+B), choose an environment that has them.")
                       : ChosenEnvironment::tr(
                               "Above the saved connections (Ctrl+B), choose an environment that has one.");
    }
    return several ? ChosenEnvironment::tr("Make an environment that has them (Ctrl+Shift+E).")
                   : ChosenEnvironment::tr("Make an environment that has one (Ctrl+Shift+E).");
}

QString ChosenEnvironment::missingSentence(const QStringList &names) const
{
    const auto secret = std::find_if(names.begin(), names.end(),
                                     [this](const QString &name) { return secretNames.contains(name); });
    if (secret != names.end()) {
        return tr("“%1” is a secret that is not known here: enter it among the environments (Ctrl+Shift+E).")
                .arg(*secret);
    }
    QString sentence = Variables::missingSentence(names);
    if (id.isEmpty())
        sentence += u' ' + adviceToChoose(isOffered, names.size() > 1);
    return sentence;
}

ChosenEnvironment::FilledIn ChosenEnvironment::filledIn(const QString &text) const
{
    const Variables::ExpandedText expanded = Variables::expand(text, values);
    QString sentence = Variables::missingSentence(expanded.missing);
    if (!sentence.isEmpty()) {
        sentence.chop(1);
        sentence = (expanded.missing.size() == 1 ? tr("%1: it was sent as it is.")
                                                 : tr("%1: they were sent as they are."))
                           .arg(sentence);
    }
    return {expanded.text, Variables::recordedAs(text, values, secretNames), sentence};
}
