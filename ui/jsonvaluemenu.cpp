// SPDX-License-Identifier: MIT
#include "ui/jsonvaluemenu.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>

using namespace Qt::StringLiterals;

// Bytes as sent: more is not read in a line to filter with.
static constexpr qsizetype MaxComparedSize = 500;

QString jsonFilterTerm(const QString &path, QByteArrayView value)
{
    const JsonKind kind = jsonKind(value);
    if (kind == JsonKind::Object || kind == JsonKind::Array || value.size() > MaxComparedSize)
        return path;
    if (kind != JsonKind::String)
        return path + u'=' + QString::fromUtf8(value);
    QString text = jsonText(value);
    text.replace(u'\\', u"\\\\"_s);
    text.replace(u'"', u"\\\""_s);
    return path + u"=\""_s + text + u'"';
}

void JsonValueMenu::addTo(QMenu *menu, const std::shared_ptr<const JsonOutline> &outline,
                          JsonOutline::Index value)
{
    const QString path = outline->path(value).toString();
    const QString term = jsonFilterTerm(path, outline->value(value));
    const auto add = [menu](const QString &text, const QString &objectName) {
        QAction *action = menu->addAction(text);
        action->setObjectName(objectName);
        return action;
    };
    connect(add(tr("Copy &Path"), u"copyPath"_s), &QAction::triggered, this,
            [path] { QGuiApplication::clipboard()->setText(path); });
    connect(add(tr("Copy &Value"), u"copyValue"_s), &QAction::triggered, this,
            [outline, value] { QGuiApplication::clipboard()->setText(jsonText(outline->value(value))); });
    menu->addSeparator();
    connect(add(term == path ? tr("&Filter by This Path") : tr("&Filter by This Value"), u"filterByValue"_s),
            &QAction::triggered, this, [this, term] { Q_EMIT filterRequested(term); });
    connect(add(tr("&Add as a Column"), u"addAsColumn"_s), &QAction::triggered, this,
            [this, path] { Q_EMIT columnRequested(path); });
    QAction *plot = add(tr("Plot Over &Time"), u"plotOverTime"_s);
    plot->setEnabled(outline->kind(value) == JsonKind::Number);
    connect(plot, &QAction::triggered, this, [this, path] { Q_EMIT plotRequested(path); });
}
