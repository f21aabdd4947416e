// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>
#include <QSet>
#include <QString>
#include <QStringList>

#include <chrono>
#include <concepts>
#include <limits>
#include <optional>

/// What was wrong with a JSON text, each a sentence that names the place. Bounded, whatever the text.
class JsonProblems
{
public:
    /// More are counted only.
    static constexpr int MaxSentences = 50;

    /// `what` goes on after "path: " and ends without a full stop.
    void add(const QString &path, const QString &what);
    QStringList sentences() const;
    bool isEmpty() const { return m_sentences.isEmpty(); }

private:
    QStringList m_sentences;
    int m_more = 0;
};

/// Reads the members of one JSON object into variables. A member that is not there, or is wrong, leaves its
/// variable as it is; what is wrong is said with its path. A plain value; the problems must outlive it.
class JsonReader
{
    Q_DECLARE_TR_FUNCTIONS(JsonReader)

public:
    /// In UTF-16 code units, for a text that has no other limit.
    static constexpr qsizetype MaxText = 1024 * 1024;
    /// The same for an id.
    static constexpr qsizetype MaxId = 100;

    JsonReader(const QJsonObject &object, const QString &path, JsonProblems *problems);

    const QString &path() const { return m_path; }
    QString pathOf(QLatin1String key) const;
    bool has(QLatin1String key) const { return m_object.contains(key); }

    void read(QLatin1String key, QString *to, qsizetype maxLength = MaxText);
    void read(QLatin1String key, QStringList *to, qsizetype maxCount);
    void read(QLatin1String key, bool *to);
    void read(QLatin1String key, double *to, double least, double most);
    /// In milliseconds.
    void read(QLatin1String key, std::chrono::milliseconds *to, qint64 least, qint64 most);
    template <std::integral Integer>
    void read(QLatin1String key, Integer *to, qint64 least, qint64 most)
    {
        if (const std::optional<qint64> value = integer(key, least, most))
            *to = Integer(*value);
    }
    /// Which of the known words the text is; the former ones are counted on, and not named in a complaint.
    std::optional<qsizetype> readWord(QLatin1String key, const QStringList &known,
                                      const QStringList &former = {});
    /// Bytes as putBytes() writes them: UTF-8, or base64 under the key with "Base64" at its end.
    void readBytes(QLatin1String key, QByteArray *to);
    /// Bytes that are always in base64.
    void readBase64(QLatin1String key, QByteArray *to);

    std::optional<JsonReader> object(QLatin1String key);
    /// The objects of a list; the rest of what is too long is left out and said.
    QList<JsonReader> objects(QLatin1String key, qsizetype maxCount);

    void complain(QLatin1String key, const QString &what);
    /// Call last: says which members nobody asked for.
    void complainAboutTheRest();

private:
    /// Nothing if there is none or it is of another type, which is said with `type`.
    std::optional<QJsonValue> value(QLatin1String key, QJsonValue::Type type, const QString &typeName);
    std::optional<QString> text(QLatin1String key, qsizetype maxLength);
    std::optional<qint64> integer(QLatin1String key, qint64 least, qint64 most);
    QJsonArray array(QLatin1String key, qsizetype maxCount);

    QJsonObject m_object;
    QString m_path;
    JsonProblems *m_problems;
    QSet<QString> m_asked;
};

/// Of several in a sentence: "a, b and c", or "a, b, c and 2 more" if there are more than `most`.
QString listed(QStringList texts, qsizetype most = std::numeric_limits<qsizetype>::max());

/// Writes bytes for readBytes(); nothing if there are none.
void putBytes(QJsonObject *object, QLatin1String key, const QByteArray &bytes);
