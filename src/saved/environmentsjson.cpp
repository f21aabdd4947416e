// SPDX-License-Identifier: MIT
#include "saved/environmentsjson.h"

#include "format/text/visibletext.h"
#include "profile/jsonreader.h"
#include "saved/variables.h"

#include <QJsonDocument>
#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

static constexpr int Version = 1;

QByteArray EnvironmentsJson::write(const QList<Environment> &environments, const QString &current)
{
    QJsonArray list;
    for (const Environment &environment : environments) {
        QJsonArray variables;
        for (const Variable &variable : environment.variables) {
            QJsonObject object{{u"name"_s, variable.name}};
            if (variable.secret)
                object.insert("secret"_L1, true);
            else
                object.insert("value"_L1, variable.value);
            variables.append(object);
        }
        list.append(QJsonObject{
                {u"id"_s, environment.id}, {u"name"_s, environment.name}, {u"variables"_s, variables}});
    }
    QJsonObject document{{u"version"_s, Version}, {u"environments"_s, list}};
    if (!current.isEmpty())
        document.insert("current"_L1, current);
    return QJsonDocument(document).toJson();
}

static QList<Variable> readVariables(QList<JsonReader> readers)
{
    QList<Variable> variables;
    for (JsonReader &reader : readers) {
        Variable variable;
        reader.read("name"_L1, &variable.name, EnvironmentsJson::MaxName);
        reader.read("value"_L1, &variable.value, EnvironmentsJson::MaxValue);
        reader.read("secret"_L1, &variable.secret);
        reader.complainAboutTheRest();
        if (Variables::isName(variable.name))
            variables.append(variable);
        else
            reader.complain("name"_L1,
                            JsonReader::tr("%1 is no name for a variable").arg(quotedInput(variable.name)));
    }
    return variables;
}

EnvironmentsJson::Document EnvironmentsJson::read(const QByteArray &bytes)
{
    QJsonParseError error;
    const QJsonDocument json = QJsonDocument::fromJson(bytes, &error);
    if (error.error != QJsonParseError::NoError)
        return {{},
                {},
                {},
                JsonReader::tr("It is no JSON: %1 at byte %2.").arg(error.errorString()).arg(error.offset)};
    const QJsonObject root = json.object();
    const qint64 version = root.value("version"_L1).toInteger(0);
    if (version > Version)
        return {{}, {}, {}, JsonReader::tr("A later version of Socketscope has written it.")};
    if (version < 1 || !root.contains("environments"_L1))
        return {{}, {}, {}, JsonReader::tr("It has no environments of Socketscope.")};

    JsonProblems problems;
    JsonReader reader(root, {}, &problems);
    Document document;
    int known = 0;
    reader.read("version"_L1, &known, 1, Version);
    QSet<QString> ids;
    QList<JsonReader> readers = reader.objects("environments"_L1, MaxEnvironments);
    for (JsonReader &each : readers) {
        Environment environment;
        each.read("id"_L1, &environment.id, JsonReader::MaxId);
        each.read("name"_L1, &environment.name, MaxName);
        environment.variables = readVariables(each.objects("variables"_L1, MaxVariables));
        each.complainAboutTheRest();
        if (environment.id.isEmpty() || ids.contains(environment.id))
            environment.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
        ids.insert(environment.id);
        document.environments.append(environment);
    }
    QString current;
    reader.read("current"_L1, &current, JsonReader::MaxId);
    if (ids.contains(current))
        document.current = current;
    reader.complainAboutTheRest();
    document.problems = problems.sentences();
    return document;
}
