// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QObject>
#include <QUrl>

/// A port of 127.0.0.1 that listens, but whose queue of connections is full: whoever connects hears nothing.
/// Where the system has no such thing (it is made for Linux), url() is empty.
class BlackHole : public QObject
{
    Q_OBJECT

public:
    explicit BlackHole(QObject *parent = nullptr);
    ~BlackHole() override;

    QUrl url() const { return m_url; }

private:
    QList<int> m_descriptors;
    QUrl m_url;
};
