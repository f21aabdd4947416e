// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <utility>

/// An HTTP answer in plain text that ends its connection (RFC 9112 sections 4 and 9.6). A value.
class DemoResponse
{
public:
    /// `text` is one sentence or more, and gets a line end.
    DemoResponse(int status, const QString &text);

    int status() const { return m_status; }
    DemoResponse &addHeader(const QByteArray &name, const QByteArray &value);
    /// The whole answer. Without a body where the status forbids one (1xx, 204, 304).
    QByteArray toBytes() const;

    /// As IANA's registry of status codes has it; "Unassigned" for what it has not.
    static QByteArray reasonPhrase(int status);

private:
    int m_status;
    QByteArray m_body;
    QList<std::pair<QByteArray, QByteArray>> m_headers;
};
