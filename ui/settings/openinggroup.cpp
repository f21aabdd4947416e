// SPDX-License-Identifier: MIT
#include "ui/settings/openingmessagesedit.h"
#include "ui/settings/settingsgroup.h"
#include "ui/settings/settingsgroups.h"
#include "ui/settings/settingstext.h"

using namespace Qt::StringLiterals;

SettingsGroup *createOpeningGroup(QWidget *parent)
{
    const auto summary = [](const ConnectionProfile &profile) {
        const qsizetype n = profile.onOpen.size();
        return n == 0   ? SettingsText::tr("nothing is sent")
               : n == 1 ? SettingsText::tr("1 message")
                        : SettingsText::tr("%1 messages").arg(n);
    };
    auto *group = new SettingsGroup(u"opening"_s, SettingsText::tr("On open"), summary, parent);
    auto *edit = new OpeningMessagesEdit(group);
    SettingsBinding binding;
    binding.fields = {ProfileField::OnOpen};
    binding.load = [edit](const ConnectionProfile &profile) { edit->setMessages(profile.onOpen); };
    binding.store = [edit](ConnectionProfile &profile) { profile.onOpen = edit->messages(); };
    binding.typingProblems = [edit] { return edit->typingProblems(); };
    binding.markProblems = [edit](const QList<ProfileProblem> &problems) { edit->markProblems(problems); };
    SettingsRow *row = group->addWideRow(SettingsText::tr("&Sent on every open, after a reconnect, too:"),
                                         edit, binding);
    QObject::connect(edit, &OpeningMessagesEdit::edited, group, [group, row] { group->touch(row); });
    return group;
}
