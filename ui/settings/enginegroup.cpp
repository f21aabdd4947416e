// SPDX-License-Identifier: MIT
#include "ui/settings/engineedit.h"
#include "ui/settings/settingsgroup.h"
#include "ui/settings/settingsgroups.h"
#include "ui/settings/settingstext.h"

using namespace Qt::StringLiterals;

SettingsGroup *createEngineGroup(QWidget *parent)
{
    const auto summary = [](const ConnectionProfile &profile) {
        return profile.engine == Engine::Beast ? SettingsText::tr("Beast, which tells all")
                                               : SettingsText::tr("Qt, which tells less");
    };
    auto *group = new SettingsGroup(u"engine"_s, SettingsText::tr("Engine"), summary, parent);
    auto *edit = new EngineEdit(group);
    SettingsBinding binding;
    binding.fields = {ProfileField::Engine};
    binding.load = [edit](const ConnectionProfile &profile) { edit->setEngine(profile.engine); };
    binding.store = [edit](ConnectionProfile &profile) { profile.engine = edit->engine(); };
    SettingsRow *row = group->addWideRow({}, edit, binding);
    QObject::connect(edit, &EngineEdit::edited, group, [group, row] { group->touch(row); });
    return group;
}
