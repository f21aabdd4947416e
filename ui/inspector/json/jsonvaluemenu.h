// SPDX-License-Identifier: MIT
#pragma once

#include "format/json/jsonoutline.h"

#include <QObject>

#include <memory>

class QMenu;

/// The term of the log's filter that entries with this value at this path match: "$.side=\"buy\"". Of an
/// object or array, and of a value too long to be typed, the path alone.
QString jsonFilterTerm(const JsonPath &path, QByteArrayView value);

/// What can be done with a value in JSON text: copy it or its path, or look at the log by it.
class JsonValueMenu : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Adds the actions for this value; those that look at the log if filters and columns find the value by
    /// its path.
    void addTo(QMenu *menu, const std::shared_ptr<const JsonOutline> &outline, JsonOutline::Index value,
               bool isFoundByPath = true);

Q_SIGNALS:
    /// A term of the log's filter; see FilterQuery.
    void filterRequested(const QString &term);
    /// JsonPath::toString(); of a number, or of a string that is one, if it is to be plotted.
    void columnRequested(const QString &path);
    void plotRequested(const QString &path);
};
