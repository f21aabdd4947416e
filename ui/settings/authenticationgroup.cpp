// SPDX-License-Identifier: MIT
#include "ui/kit/tonelabel.h"
#include "ui/settings/secretedit.h"
#include "ui/settings/settingsfields.h"
#include "ui/settings/settingsgroups.h"
#include "ui/settings/settingstext.h"

using namespace Qt::StringLiterals;

using AuthenticationKind = Authentication::Kind;

static QString authenticationSummary(const ConnectionProfile &profile)
{
    switch (profile.authentication.kind) {
    case AuthenticationKind::Basic:
        return profile.authentication.user.isEmpty()
                       ? SettingsText::tr("Basic")
                       : SettingsText::tr("Basic, as %1").arg(profile.authentication.user);
    case AuthenticationKind::Bearer:
        return SettingsText::tr("a bearer token");
    case AuthenticationKind::None:
        break;
    }
    return profile.url.userInfo().isEmpty()
                   ? SettingsText::tr("none")
                   : SettingsText::tr("Basic, with the user and password of the URL");
}

SettingsGroup *createAuthenticationGroup(QWidget *parent)
{
    using namespace SettingsFields;
    auto *group = new SettingsGroup(u"authentication"_s, SettingsText::tr("Authentication"),
                                    authenticationSummary, parent);

    auto *kind = named(new QComboBox, u"authenticationKind"_s);
    kind->addItem(SettingsText::tr("None"), int(AuthenticationKind::None));
    kind->addItem(SettingsText::tr("Basic: user and password"), int(AuthenticationKind::Basic));
    kind->addItem(SettingsText::tr("Bearer: a token"), int(AuthenticationKind::Bearer));
    addChoice(
            group, SettingsText::tr("&Kind:"), kind, ProfileField::AuthenticationKind,
            [](auto &profile) -> auto & { return profile.authentication.kind; });
    auto *userEdit = named(new QLineEdit, u"authenticationUser"_s);
    SettingsRow *user = addText(
            group, SettingsText::tr("&User:"), userEdit, userEdit, ProfileField::User,
            [](auto &profile) -> auto & { return profile.authentication.user; });
    auto *passwordEdit = new SecretEdit(u"authenticationPassword"_s);
    SettingsRow *password = addText(
            group, SettingsText::tr("&Password:"), passwordEdit, passwordEdit->lineEdit(),
            ProfileField::Password, [](auto &profile) -> auto & { return profile.authentication.password; });
    auto *tokenEdit = new SecretEdit(u"authenticationToken"_s);
    SettingsRow *token = addText(
            group, SettingsText::tr("&Token:"), tokenEdit, tokenEdit->lineEdit(), ProfileField::Token,
            [](auto &profile) -> auto & { return profile.authentication.token; });
    auto *note = new ToneLabel(u"authenticationNote"_s, ToneLabel::Tone::Quiet, group);
    group->addWide(note);
    group->addRefresh([group, user, password, token, note](const ConnectionProfile &draft) {
        const AuthenticationKind chosen = draft.authentication.kind;
        group->setRowShown(user, chosen == AuthenticationKind::Basic);
        group->setRowShown(password, chosen == AuthenticationKind::Basic);
        group->setRowShown(token, chosen == AuthenticationKind::Bearer);
        const bool inUrl = !draft.url.userInfo().isEmpty();
        note->setSentence(
                !inUrl ? QString()
                : chosen == AuthenticationKind::None
                        ? SettingsText::tr("The user and password of the URL are sent as Basic.")
                        : SettingsText::tr("This is sent in place of the user and password of the URL."));
    });
    return group;
}
