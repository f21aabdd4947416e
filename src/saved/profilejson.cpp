// SPDX-License-Identifier: MIT
#include "saved/profilejson.h"

#include "profile/profilefield.h"
#include "profile/websocketurl.h"
#include "saved/secrets.h"
#include "saved/variables.h"

#include <map>

using namespace Qt::StringLiterals;

static constexpr auto UrlMember = "url"_L1;

QJsonObject ProfileJson::write(const SavedConnection &connection, SecretValues secrets)
{
    SavedConnection copy = connection;
    if (copy.urlText.isEmpty())
        copy.urlText = editableUrl(copy.profile.url);
    if (secrets == SecretValues::LeaveOut)
        Secrets::take(&copy);
    QJsonObject object;
    if (!copy.urlText.isEmpty())
        object.insert(UrlMember, copy.urlText);
    const QList<ProfileField> fields = profileFields();
    for (const ProfileField field : fields) {
        const QString name = profileFieldGroup(field);
        if (name.isEmpty()) {
            putProfileField(field, copy.profile, &object);
            continue;
        }
        QJsonObject group = object.value(name).toObject();
        putProfileField(field, copy.profile, &group);
        if (!group.isEmpty())
            object.insert(name, group);
    }
    return object;
}

QJsonObject ProfileJson::write(const ConnectionProfile &profile, SecretValues secrets)
{
    SavedConnection connection;
    connection.profile = profile;
    return write(connection, secrets);
}

ProfileJson::Profile ProfileJson::read(JsonReader reader)
{
    Profile result;
    reader.read(UrlMember, &result.urlText);
    result.profile.url = usableUrl(result.urlText);
    std::map<QString, std::optional<JsonReader>> groups;
    const QList<ProfileField> fields = profileFields();
    for (const ProfileField field : fields) {
        const QString name = profileFieldGroup(field);
        if (name.isEmpty()) {
            readProfileField(field, &reader, &result.profile);
            continue;
        }
        auto group = groups.find(name);
        if (group == groups.end())
            group = groups.emplace(name, reader.object(QLatin1String(name.toLatin1()))).first;
        if (group->second)
            readProfileField(field, &*group->second, &result.profile);
    }
    for (auto &[name, group] : groups) {
        if (group)
            group->complainAboutTheRest();
    }
    reader.complainAboutTheRest();
    return result;
}
