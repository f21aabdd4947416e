// SPDX-License-Identifier: MIT
#include "ui/kit/rowstable.h"
#include "ui/settings/settingsfields.h"
#include "ui/settings/settingsgroups.h"
#include "ui/settings/settingstext.h"

using namespace Qt::StringLiterals;

static QHash<int, QString> problemsByRow(const QList<ProfileProblem> &problems)
{
    QHash<int, QString> byRow;
    for (const ProfileProblem &problem : problems)
        byRow.insert(problem.index, problem.sentence);
    return byRow;
}

static QList<EditedRow> rowsOf(const HttpHeaders &headers)
{
    QList<EditedRow> rows;
    for (const HttpHeader &header : headers) {
        rows.append({{QString::fromUtf8(header.name), QString::fromUtf8(header.value)},
                     QVariant::fromValue(QByteArrayList{header.name, header.value})});
    }
    return rows;
}

// Bytes that are no UTF-8 stay what they were for as long as nobody edits them.
static QByteArray bytesOf(const EditedRow &row, int column)
{
    const QByteArray before = row.origin.value<QByteArrayList>().value(column);
    return QString::fromUtf8(before) == row.cells[column] ? before : row.cells[column].toUtf8();
}

static HttpHeaders headersOf(const RowsModel &model)
{
    HttpHeaders headers;
    const QList<EditedRow> rows = model.meantRows();
    for (const EditedRow &row : rows)
        headers.append({bytesOf(row, 0), bytesOf(row, 1)});
    return headers;
}

static void addTable(SettingsGroup *group, const QString &label, RowsTable *table, SettingsBinding binding)
{
    binding.markProblems = [table](const QList<ProfileProblem> &problems) {
        table->model()->setProblems(problemsByRow(problems));
    };
    SettingsRow *row = group->addWideRow(label, table, binding);
    QObject::connect(table, &RowsTable::edited, group, [group, row] { group->touch(row); });
}

template <typename Access>
static void addPairs(SettingsGroup *group, const QString &label, RowsTable *table, ProfileField field,
                     Access access, const QString &qtHint)
{
    SettingsBinding binding;
    binding.fields = {field};
    binding.load = [table, access](const ConnectionProfile &profile) {
        table->setRows(rowsOf(access(profile)));
    };
    binding.store = [table, access](ConnectionProfile &profile) {
        access(profile) = headersOf(*table->model());
    };
    binding.qtHint = qtHint;
    addTable(group, label, table, binding);
}

static void addSubprotocols(SettingsGroup *group)
{
    auto *table = new RowsTable(
            u"subprotocolsTable"_s, SettingsText::tr("Subprotocols, the most wanted first"),
            SettingsText::tr("subprotocol"), {SettingsText::tr("Name")}, RowsTable::Kind::Edited);
    SettingsBinding binding;
    binding.fields = {ProfileField::Subprotocols};
    binding.load = [table](const ConnectionProfile &profile) {
        QList<EditedRow> rows;
        for (const QString &name : profile.subprotocols)
            rows.append({{name}, QVariant(name)});
        table->setRows(rows);
    };
    binding.store = [table](ConnectionProfile &profile) {
        profile.subprotocols.clear();
        const QList<EditedRow> rows = table->model()->meantRows();
        for (const EditedRow &row : rows)
            profile.subprotocols.append(row.cells[0]);
    };
    addTable(group, SettingsText::tr("&Subprotocols, the most wanted first:"), table, binding);
}

static QString requestSummary(const ConnectionProfile &profile)
{
    QStringList parts;
    if (const int n = int(profile.headers.size()); n > 0)
        parts.append(n == 1 ? SettingsText::tr("1 header") : SettingsText::tr("%1 headers").arg(n));
    if (const int n = int(profile.cookies.size()); n > 0)
        parts.append(n == 1 ? SettingsText::tr("1 cookie") : SettingsText::tr("%1 cookies").arg(n));
    if (!profile.origin.isEmpty())
        parts.append(SettingsText::tr("origin %1").arg(profile.origin));
    QStringList subprotocols = profile.subprotocols;
    const QStringList secrets = secretSubprotocols(subprotocols);
    for (QString &name : subprotocols) {
        if (secrets.contains(name))
            name = u"***"_s;
    }
    if (!subprotocols.isEmpty())
        parts.append(SettingsText::tr("subprotocols %1").arg(subprotocols.join(u", "_s)));
    if (profile.followRedirects)
        parts.append(SettingsText::tr("follows redirects"));
    return parts.isEmpty() ? SettingsText::tr("nothing but what the handshake needs") : parts.join(u"; "_s);
}

SettingsGroup *createQueryGroup(RowsTable *table, QWidget *parent)
{
    const auto count = [table] { return int(table->model()->meantRows().size()); };
    const auto summary = [count](const ConnectionProfile &) {
        const int n = count();
        return n == 0   ? SettingsText::tr("none")
               : n == 1 ? SettingsText::tr("1 parameter")
                        : SettingsText::tr("%1 parameters").arg(n);
    };
    auto *group = new SettingsGroup(u"query"_s, SettingsText::tr("Query parameters"), summary, parent);
    SettingsBinding binding;
    binding.load = [](const ConnectionProfile &) {};
    binding.store = [](ConnectionProfile &) {};
    group->addWideRow(SettingsText::tr("&Parameters of the URL, decoded:"), table, binding);
    group->setChangedBy([count](const ConnectionProfile &) { return count() > 0; });
    return group;
}

SettingsGroup *createRequestGroup(QWidget *parent)
{
    using Kind = RowsTable::Kind;
    auto *group = new SettingsGroup(u"request"_s, SettingsText::tr("Request"), requestSummary, parent);
    const QStringList columns{SettingsText::tr("Name"), SettingsText::tr("Value")};
    addPairs(
            group, SettingsText::tr("&Headers:"),
            new RowsTable(u"headersTable"_s, SettingsText::tr("Headers"), SettingsText::tr("header"), columns,
                          Kind::Edited),
            ProfileField::Headers, [](auto &profile) -> auto & { return profile.headers; },
            SettingsText::tr(
                    "The Qt engine joins headers of the same name into one, and refuses a Host header."));
    addPairs(group, SettingsText::tr("&Cookies:"),
             new RowsTable(u"cookiesTable"_s, SettingsText::tr("Cookies"), SettingsText::tr("cookie"),
                           columns, Kind::Edited),
             ProfileField::Cookies, [](auto &profile) -> auto & { return profile.cookies; }, {});
    addSubprotocols(group);
    auto *origin = SettingsFields::named(new QLineEdit, u"originEdit"_s);
    origin->setPlaceholderText(SettingsText::tr("none; such as https://example.org"));
    SettingsFields::addText(
            group, SettingsText::tr("&Origin:"), origin, origin, ProfileField::Origin,
            [](auto &profile) -> auto & { return profile.origin; });
    auto *redirects =
            new QCheckBox(SettingsText::tr("Follow &redirects, up to %1; credentials stay with their server")
                                  .arg(ConnectionProfile::MaxRedirects));
    SettingsFields::addCheck(
            group, SettingsFields::named(redirects, u"followRedirects"_s), false,
            ProfileField::FollowRedirects, [](auto &profile) -> auto & { return profile.followRedirects; },
            SettingsText::tr("The Qt engine does not follow redirects."));
    return group;
}
