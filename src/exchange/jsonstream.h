// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QCoreApplication>
#include <QString>

class InputFile;

/// Walks over the JSON value that a file is, however large: memory is that of one value that is kept. What is
/// passed over is not checked but for its brackets and quotation marks. After false, problem() says whether
/// that was one. One thread at a time.
class JsonStream
{
    Q_DECLARE_TR_FUNCTIONS(JsonStream)

public:
    /// No value may be nested deeper.
    static constexpr qsizetype MostDepth = 1000;

    /// The file must outlive this.
    explicit JsonStream(InputFile &file)
        : m_file(file)
    {}

    /// The first byte that is no blank; 0 at the end, which is no problem.
    char peek();
    /// Into an object or an array: { or [.
    bool enter(char bracket);
    /// Within an array: whether an element is next. At its end, goes out of it.
    bool nextElement() { return goOn(']'); }
    /// Within an object: whether a member's value is next, and its name, as it is written between the
    /// quotation marks; one that is long is empty.
    bool nextMember(QByteArray *name);
    /// Over a value; it is kept until the next call, to be changed at will, unless it has more bytes: then it
    /// is null.
    bool take(qsizetype most, QByteArrayView *value);
    bool skip()
    {
        QByteArrayView value;
        return take(0, &value);
    }

    /// Of the next byte.
    qint64 position() const;
    /// To where a value begins.
    bool seek(qint64 position);

    /// A sentence that names the byte; empty if there is none.
    const QString &problem() const { return m_problem; }
    /// Always false.
    bool failAt(qint64 position, const QString &what);

private:
    bool goOn(char end);
    bool fail(const QString &what) { return failAt(position(), what); }

    InputFile &m_file;
    /// A bracket was opened, and nothing has come since.
    bool m_isFirst = false;
    QString m_problem;
};
