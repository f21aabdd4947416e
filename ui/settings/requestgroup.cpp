// SPDX-License-Identifier: MIT
#include "ui/kit/rowstable.h"
#include "ui/settings/openingmessagesedit.h"
#include "ui/settings/settingsgroup.h"
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

static void addTable(SettingsGroup *group, RowsTable *table, SettingsBinding binding)
{
    binding.markProblems = [table](const QList<ProfileProblem> &problems) {
        table->model()->setProblems(problemsByRow(problems));
    };
    const QString label = profileFieldText(profileFieldTraits(*binding.field).label);
    SettingsRow *row = group->addWideRow(label, table, binding);
    QObject::connect(table, &RowsTable::edited, group, [group, row] { group->touch(row); });
}

static void addPairs(SettingsGroup *group, RowsTable *table, ProfileField field,
                     HttpHeaders ConnectionProfile::*pairs)
{
    SettingsBinding binding;
    binding.field = field;
    binding.load = [table, pairs](const ConnectionProfile &profile) {
        table->setRows(rowsOf(profile.*pairs));
    };
    binding.store = [table, pairs](ConnectionProfile &profile) {
        profile.*pairs = headersOf(*table->model());
    };
    addTable(group, table, binding);
}

static void addSubprotocols(SettingsGroup *group)
{
    auto *table = new RowsTable(
            u"subprotocolsTable"_s, SettingsText::tr("Subprotocols, the most wanted first"),
            SettingsText::tr("subprotocol"), {SettingsText::tr("Name")}, RowsTable::Kind::Edited);
    SettingsBinding binding;
    binding.field = ProfileField::Subprotocols;
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
    addTable(group, table, binding);
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
    addPairs(group,
             new RowsTable(u"headersTable"_s, SettingsText::tr("Headers"), SettingsText::tr("header"),
                           columns, Kind::Edited),
             ProfileField::Headers, &ConnectionProfile::headers);
    addPairs(group,
             new RowsTable(u"cookiesTable"_s, SettingsText::tr("Cookies"), SettingsText::tr("cookie"),
                           columns, Kind::Edited),
             ProfileField::Cookies, &ConnectionProfile::cookies);
    addSubprotocols(group);
    group->addField(ProfileField::Origin);
    group->addField(ProfileField::FollowRedirects);
    return group;
}

SettingsGroup *createOpeningGroup(QWidget *parent)
{
    const auto summary = [](const ConnectionProfile &profile) {
        const qsizetype n = profile.onOpen.size();
        return n == 0   ? SettingsText::tr("nothing is sent")
               : n == 1 ? SettingsText::tr("1 message")
                        : SettingsText::tr("%1 messages").arg(n);
    };
    auto *group = new SettingsGroup(u"opening"_s, SettingsText::tr("On open"), summary, parent);
    auto *edit = new OpeningMessagesEdit(group);
    SettingsBinding binding;
    binding.field = ProfileField::OnOpen;
    binding.load = [edit](const ConnectionProfile &profile) { edit->setMessages(profile.onOpen); };
    binding.store = [edit](ConnectionProfile &profile) { profile.onOpen = edit->messages(); };
    binding.typingProblems = [edit] { return edit->typingProblems(); };
    binding.markProblems = [edit](const QList<ProfileProblem> &problems) { edit->markProblems(problems); };
    const QString label = profileFieldText(profileFieldTraits(ProfileField::OnOpen).label);
    SettingsRow *row = group->addWideRow(label, edit, binding);
    QObject::connect(edit, &OpeningMessagesEdit::edited, group, [group, row] { group->touch(row); });
    return group;
}
