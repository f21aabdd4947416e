// SPDX-License-Identifier: MIT
#include "profile/jsonreader.h"

#include "format/text/visibletext.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

static constexpr auto Base64Suffix = "Base64"_L1;

QString listed(QStringList texts, qsizetype most)
{
    const qsizetype more = texts.size() - most;
    if (more > 0)
        return JsonReader::tr("%1 and %2 more").arg(texts.first(most).join(u", "_s), QString::number(more));
    if (texts.size() < 2)
        return texts.value(0);
    const QString last = texts.takeLast();
    return JsonReader::tr("%1 and %2").arg(texts.join(u", "_s), last);
}

void JsonProblems::add(const QString &path, const QString &what)
{
    if (m_sentences.size() < MaxSentences)
        m_sentences.append(path.isEmpty() ? JsonReader::tr("%1.").arg(what)
                                          : JsonReader::tr("%1: %2.").arg(path, what));
    else
        ++m_more;
}

QStringList JsonProblems::sentences() const
{
    QStringList all = m_sentences;
    if (m_more > 0)
        all.append(JsonReader::tr("%1 more of the kind.").arg(m_more));
    return all;
}

JsonReader::JsonReader(const QJsonObject &object, const QString &path, JsonProblems *problems)
    : m_object(object)
    , m_path(path)
    , m_problems(problems)
{}

QString JsonReader::pathOf(QLatin1String key) const
{
    return m_path.isEmpty() ? QString(key) : m_path + u'.' + key;
}

void JsonReader::complain(QLatin1String key, const QString &what)
{
    m_problems->add(pathOf(key), what);
}

std::optional<QJsonValue> JsonReader::value(QLatin1String key, QJsonValue::Type type, const QString &typeName)
{
    m_asked.insert(key);
    const auto found = m_object.constFind(key);
    if (found == m_object.constEnd())
        return std::nullopt;
    if (found->type() != type) {
        complain(key, tr("has to be %1").arg(typeName));
        return std::nullopt;
    }
    return *found;
}

// JSON may hold half a character ("\ud800"). With it no regular expression would match, not even one that
// looks for secrets; it becomes a replacement character.
static QString wholeText(const QString &text)
{
    return QString::fromUtf8(text.toUtf8());
}

std::optional<QString> JsonReader::text(QLatin1String key, qsizetype maxLength)
{
    const auto found = value(key, QJsonValue::String, tr("text"));
    if (!found)
        return std::nullopt;
    QString string = wholeText(found->toString());
    if (string.size() > maxLength) {
        complain(key, tr("is longer than %1 characters").arg(maxLength));
        return std::nullopt;
    }
    return string;
}

void JsonReader::read(QLatin1String key, QString *to, qsizetype maxLength)
{
    if (auto found = text(key, maxLength))
        *to = std::move(*found);
}

void JsonReader::read(QLatin1String key, QStringList *to, qsizetype maxCount)
{
    const QJsonArray list = array(key, maxCount);
    for (qsizetype i = 0; i < list.size(); ++i) {
        if (list.at(i).isString())
            to->append(wholeText(list.at(i).toString().left(MaxText)));
        else
            m_problems->add(u"%1[%2]"_s.arg(pathOf(key), QString::number(i)), tr("has to be text"));
    }
}

void JsonReader::read(QLatin1String key, bool *to)
{
    if (const auto found = value(key, QJsonValue::Bool, tr("true or false")))
        *to = found->toBool();
}

void JsonReader::read(QLatin1String key, double *to, double least, double most)
{
    const auto found = value(key, QJsonValue::Double, tr("a number"));
    if (!found)
        return;
    const double number = found->toDouble();
    if (number >= least && number <= most)
        *to = number;
    else
        complain(key, tr("has to be a number from %1 to %2").arg(least).arg(most));
}

void JsonReader::read(QLatin1String key, std::chrono::milliseconds *to, qint64 least, qint64 most)
{
    if (const auto found = integer(key, least, most))
        *to = std::chrono::milliseconds(*found);
}

std::optional<qint64> JsonReader::integer(QLatin1String key, qint64 least, qint64 most)
{
    const auto found = value(key, QJsonValue::Double, tr("a whole number"));
    if (!found)
        return std::nullopt;
    // What is no whole number, or too large for one, comes back as what is asked for in its place.
    const qint64 number = found->toInteger(least - 1);
    if (number < least || number > most) {
        complain(key, tr("has to be a whole number from %1 to %2").arg(least).arg(most));
        return std::nullopt;
    }
    return number;
}

std::optional<qsizetype> JsonReader::readWord(QLatin1String key, const QStringList &known,
                                              const QStringList &former)
{
    const auto found = value(key, QJsonValue::String, tr("one of %1").arg(known.join(u", "_s)));
    if (!found)
        return std::nullopt;
    const qsizetype index = (known + former).indexOf(found->toString());
    if (index < 0) {
        complain(key, tr("%1 is none of %2").arg(quotedInput(found->toString()), known.join(u", "_s)));
        return std::nullopt;
    }
    return index;
}

void JsonReader::readBytes(QLatin1String key, QByteArray *to)
{
    const QByteArray base64Key = QByteArray(key.data(), key.size()) + Base64Suffix.data();
    if (has(QLatin1String(base64Key)))
        readBase64(QLatin1String(base64Key), to);
    if (const auto found = text(key, MaxText))
        *to = found->toUtf8();
}

void JsonReader::readBase64(QLatin1String key, QByteArray *to)
{
    const auto found = text(key, MaxText * 2);
    if (!found)
        return;
    const auto decoded =
            QByteArray::fromBase64Encoding(found->toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    if (decoded)
        *to = *decoded;
    else
        complain(key, tr("has to be base64"));
}

QJsonArray JsonReader::array(QLatin1String key, qsizetype maxCount)
{
    const auto found = value(key, QJsonValue::Array, tr("a list"));
    if (!found)
        return {};
    QJsonArray list = found->toArray();
    if (list.size() > maxCount) {
        complain(key, tr("has more than %1 entries: the rest is left out").arg(maxCount));
        QJsonArray first;
        for (qsizetype i = 0; i < maxCount; ++i)
            first.append(list.at(i));
        list = first;
    }
    return list;
}

std::optional<JsonReader> JsonReader::object(QLatin1String key)
{
    if (const auto found = value(key, QJsonValue::Object, tr("an object")))
        return JsonReader(found->toObject(), pathOf(key), m_problems);
    return std::nullopt;
}

QList<JsonReader> JsonReader::objects(QLatin1String key, qsizetype maxCount)
{
    const QJsonArray list = array(key, maxCount);
    QList<JsonReader> readers;
    for (qsizetype i = 0; i < list.size(); ++i) {
        const QString path = u"%1[%2]"_s.arg(pathOf(key), QString::number(i));
        if (list.at(i).isObject())
            readers.append(JsonReader(list.at(i).toObject(), path, m_problems));
        else
            m_problems->add(path, tr("has to be an object"));
    }
    return readers;
}

void JsonReader::complainAboutTheRest()
{
    for (auto member = m_object.constBegin(); member != m_object.constEnd(); ++member) {
        if (!m_asked.contains(member.key()))
            m_problems->add(m_path, tr("%1 is not known here and is ignored").arg(quotedInput(member.key())));
    }
}

void putBytes(QJsonObject *object, QLatin1String key, const QByteArray &bytes)
{
    if (bytes.isEmpty())
        return;
    // It would be read with something else in place of what is no UTF-8.
    const QString text = QString::fromUtf8(bytes);
    if (text.toUtf8() == bytes)
        object->insert(key, text);
    else
        object->insert(QString(key) + Base64Suffix, QString::fromLatin1(bytes.toBase64()));
}
