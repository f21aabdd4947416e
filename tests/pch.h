// SPDX-License-Identifier: MIT
// Precompiled for the tests; no test may rely on it for its includes.
#include <QByteArray>
#include <QHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QSignalSpy>
#include <QString>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QUrl>
#include <QVariant>
#if __has_include(<QWidget>)
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#endif

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
