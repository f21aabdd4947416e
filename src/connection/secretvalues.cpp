// SPDX-License-Identifier: MIT
#include "connection/secretvalues.h"

#include "connection/websocketurl.h"

#include <QJsonArray>
#include <QStringList>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

static constexpr qsizetype ShortestSecret = 3;

// A value as it is, as one part of a URL, and as what QUrl makes of it in a path.
static QStringList formsOf(const QByteArray &value)
{
    const QString text = QString::fromUtf8(value);
    QStringList forms{text, QString::fromLatin1(QUrl::toPercentEncoding(text))};
    const QString start = u"ws://h/"_s;
    const QUrl url(start + text, QUrl::TolerantMode);
    if (url.isValid()) {
        forms.append(QString::fromLatin1(url.toEncoded()).mid(start.size()));
        forms.append(editableUrl(url).mid(start.size()));
    }
    return forms;
}

static QStringList formsOf(const QList<QByteArray> &values)
{
    QStringList forms;
    for (const QByteArray &value : values)
        forms += formsOf(value);
    forms.removeIf([](const QString &form) { return form.size() < ShortestSecret; });
    forms.removeDuplicates();
    // One may be a part of another.
    std::stable_sort(forms.begin(), forms.end(),
                     [](const QString &a, const QString &b) { return a.size() > b.size(); });
    return forms;
}

static QString masked(QString text, const QStringList &forms)
{
    for (const QString &form : forms)
        text.replace(form, u"***"_s, Qt::CaseInsensitive); // a host is in lower case
    return text;
}

static QJsonValue masked(const QJsonValue &value, const QStringList &forms)
{
    if (value.isString())
        return masked(value.toString(), forms);
    if (value.isArray()) {
        QJsonArray array = value.toArray();
        for (qsizetype i = 0; i < array.size(); ++i)
            array[i] = masked(array.at(i), forms);
        return array;
    }
    if (value.isObject()) {
        QJsonObject object = value.toObject();
        for (auto member = object.begin(); member != object.end(); ++member)
            *member = masked(QJsonValue(*member), forms);
        return object;
    }
    return value;
}

QString withoutSecrets(const QString &text, const QList<QByteArray> &values)
{
    return values.isEmpty() ? text : masked(text, formsOf(values));
}

QJsonObject withoutSecrets(const QJsonObject &object, const QList<QByteArray> &values)
{
    return values.isEmpty() ? object : masked(QJsonValue(object), formsOf(values)).toObject();
}
