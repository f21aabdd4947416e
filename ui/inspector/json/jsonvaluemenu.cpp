// SPDX-License-Identifier: MIT
#include "ui/inspector/json/jsonvaluemenu.h"

#include "log/filter/filterquery.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>

using namespace Qt::StringLiterals;

// Bytes as sent: more is not read in a line to filter with.
static constexpr qsizetype MaxComparedSize = 500;

QString jsonFilterTerm(const JsonPath &path, QByteArrayView value)
{
    const JsonKind kind = jsonKind(value);
    FilterJson term{path, FilterJson::Operator::Exists, {}, false, {}};
    if (kind != JsonKind::Object && kind != JsonKind::Array && value.size() <= MaxComparedSize) {
        term.op = FilterJson::Operator::Equal;
        term.value = jsonText(value);
        term.isQuoted = kind == JsonKind::String;
    }
    return FilterQuery({FilterGroup{FilterTerm{{term}}}}).toString();
}

// As ValueSeries takes it: exchanges send prices as strings.
static bool isPlottable(QByteArrayView value)
{
    return jsonKind(value) == JsonKind::String ? isJsonNumber(value.sliced(1, value.size() - 2))
                                               : isJsonNumber(value);
}

void JsonValueMenu::addTo(QMenu *menu, const std::shared_ptr<const JsonOutline> &outline,
                          JsonOutline::Index value, bool isFoundByPath)
{
    const QString path = outline->path(value).toString();
    const QString term = jsonFilterTerm(outline->path(value), outline->value(value));
    const auto add = [menu](const QString &text, const QString &objectName) {
        QAction *action = menu->addAction(text);
        action->setObjectName(objectName);
        return action;
    };
    connect(add(tr("Copy &Path"), u"copyPath"_s), &QAction::triggered, this,
            [path] { QGuiApplication::clipboard()->setText(path); });
    connect(add(tr("Copy &Value"), u"copyValue"_s), &QAction::triggered, this,
            [outline, value] { QGuiApplication::clipboard()->setText(jsonText(outline->value(value))); });
    if (!isFoundByPath)
        return;
    menu->addSeparator();
    QAction *filter =
            add(term == path ? tr("&Filter by This Path") : tr("&Filter by This Value"), u"filterByValue"_s);
    connect(filter, &QAction::triggered, this, [this, term] { Q_EMIT filterRequested(term); });
    QAction *column = add(tr("&Add as a Column"), u"addAsColumn"_s);
    connect(column, &QAction::triggered, this, [this, path] { Q_EMIT columnRequested(path); });
    QAction *plot = add(tr("Plot Over &Time"), u"plotOverTime"_s);
    plot->setEnabled(isPlottable(outline->value(value)));
    connect(plot, &QAction::triggered, this, [this, path] { Q_EMIT plotRequested(path); });
}
