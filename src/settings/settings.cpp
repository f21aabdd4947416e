// SPDX-License-Identifier: MIT
#include "settings/settings.h"

#include "ownfolder.h"
#include "profile/jsonreader.h"
#include "profile/profilefield.h"
#include "profile/redactor.h"
#include "profile/websocketurl.h"
#include "saved/files/privatefile.h"
#include "websocket/secretpatterns.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QLockFile>

#include <utility>

using namespace Qt::StringLiterals;

// Of the file. A later one may have other values for what is here.
static constexpr int SettingsVersion = 1;
// The window waits that long at most; the other program is done within a few.
static constexpr int StoreLockMs = 50;

namespace Key {
constexpr auto Version = "version"_L1;
constexpr auto TrustedCertificates = "trust/certificates"_L1;
constexpr auto ConnectionGroup = "connection"_L1;
constexpr auto UrlHistory = "urls/history"_L1;
constexpr auto PrivateSessions = "recording/private"_L1;
constexpr auto SessionBudget = "recording/budgetBytes"_L1;
constexpr auto Reserve = "recording/reserveBytes"_L1;
constexpr auto SessionBound = "recording/sessionBytes"_L1;
constexpr auto RecentSessions = "recording/recent"_L1;
constexpr auto HeartbeatsShown = "log/heartbeatsShown"_L1;
constexpr auto JsonColumns = "log/jsonColumns"_L1;
constexpr auto RecentFilters = "filters/recent"_L1;
constexpr auto NamedFilters = "filters/named"_L1;
constexpr auto FilterMode = "filters/mode"_L1;
constexpr auto WindowGeometry = "window/geometry"_L1;
constexpr auto WidgetState = "window/state/%1"_L1;
constexpr auto ComposerFormat = "window/composerFormat"_L1;
constexpr auto ConnectionPanelVisible = "window/connectionPanelVisible"_L1;
constexpr auto InspectorVisible = "window/inspectorVisible"_L1;
} // namespace Key

Settings::Settings(QObject *parent)
    : QObject(parent)
    , m_store(OwnFolder::settingsFile(), QSettings::IniFormat)
{
    openStore();
    if (!OwnFolder::canKeepSettings())
        m_problem = tr("HOME is not set: no setting is kept.");
}

Settings::Settings(const QString &file, QObject *parent)
    : QObject(parent)
    , m_store(file, QSettings::IniFormat)
{
    openStore();
}

void Settings::openStore()
{
    // What lies in the system's own folders is not ours to mend.
    m_store.setFallbacksEnabled(false);
    // The folder: the file itself is another one after each time it is written.
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, &Settings::refresh);
    if (const QString folder = QFileInfo(m_store.fileName()).path(); QFileInfo::exists(folder))
        m_watcher.addPath(folder);
    const QString damaged = damage();
    tell();
    if (damaged.isEmpty() || m_store.status() == QSettings::AccessError) {
        m_problem = damaged;
        return;
    }
    const QString file = m_store.fileName();
    QString name = PrivateFile::keepAside(file, PrivateFile::Aside::Copy);
    // To be moved, it needs no room; where it cannot be moved, it cannot be replaced either.
    if (name.isEmpty())
        name = PrivateFile::keepAside(file, PrivateFile::Aside::Move);
    m_problem = name.isEmpty() ? damaged : tr("%1 The file as it was is kept as “%2”.").arg(damaged, name);
}

// Why not all of it can be used, as a sentence; empty if it can.
QString Settings::damage()
{
    const QString file = m_store.fileName();
    // A section is read when something in it is asked for.
    m_store.allKeys();
    if (m_store.status() == QSettings::AccessError)
        return tr("The settings in “%1” cannot be read: all have their defaults, and none is kept.")
                .arg(file);
    const bool isNone =
            m_store.contains(Key::TrustedCertificates) && !m_store.value(Key::TrustedCertificates).isValid();
    if (m_store.status() == QSettings::FormatError || isNone)
        return tr("Not all settings in “%1” are understood: what is not has its default.").arg(file);
    bool ok = false;
    const int version = m_store.value(Key::Version, SettingsVersion).toInt(&ok);
    if (!ok || version > SettingsVersion)
        return tr("A later version of Socketscope has written the settings in “%1”: what is not understood "
                  "has its default.")
                .arg(file);
    return {};
}

void Settings::put(const QString &key, const QVariant &value)
{
    if (m_store.value(Key::Version).toInt() != SettingsVersion)
        m_store.setValue(Key::Version, SettingsVersion);
    // What is not understood goes with the first value that is written.
    if (!m_store.value(Key::TrustedCertificates).isValid())
        m_store.remove(Key::TrustedCertificates);
    m_store.setValue(key, value);
}

/// For as long as it is there, what is kept is as it was written last, and no other program changes it.
class Settings::Change
{
public:
    explicit Change(Settings *settings)
        : m_settings(settings)
        , m_lock(settings->m_store.fileName() + u".change.lock"_s)
    {
        // Without the lock, two programs would have to write within the same milliseconds to do harm.
        m_lock.tryLock(StoreLockMs);
        m_settings->m_store.sync();
    }
    ~Change()
    {
        m_settings->m_store.sync();
        m_lock.unlock();
        m_settings->tell();
    }
    Q_DISABLE_COPY_MOVE(Change)

private:
    Settings *const m_settings;
    QLockFile m_lock;
};

void Settings::refresh()
{
    m_store.sync();
    tell();
}

// What was told, and not what was read: QSettings may have read the file again by itself meanwhile.
void Settings::tell()
{
    if (const QStringList urls = urlHistory(); std::exchange(m_toldUrls, urls) != urls)
        Q_EMIT urlHistoryChanged();
    const QStringList filters =
            recentFilters() + QStringList(QString()) + m_store.value(Key::NamedFilters).toStringList();
    if (std::exchange(m_toldFilters, filters) != filters)
        Q_EMIT filtersChanged();
}

// "connection/retry/firstMs".
static QString defaultKey(ProfileField field)
{
    QStringList parts{Key::ConnectionGroup, profileFieldGroup(field), profileFieldMember(field)};
    parts.removeAll(QString());
    return parts.join(u'/');
}

// What the fields were called in the settings before they had one name everywhere; the others had it already.
static QString formerDefaultKey(ProfileField field)
{
    switch (field) {
    case ProfileField::RetryAttempts:
        return u"connection/maxAttempts"_s;
    case ProfileField::RetryFirst:
        return u"connection/firstWaitMs"_s;
    case ProfileField::RetryFactor:
        return u"connection/waitFactor"_s;
    case ProfileField::RetryRandomness:
        return u"connection/waitRandomness"_s;
    case ProfileField::RetryCap:
        return u"connection/waitCapMs"_s;
    case ProfileField::KeepAliveInterval:
        return u"connection/keepAliveMs"_s;
    default:
        return {};
    }
}

// Texts and words are kept as they are, all else as JSON.
static bool isKeptAsText(ProfileField field)
{
    const QVariant value = profileFieldValue(field, ConnectionProfile());
    return value.userType() == QMetaType::QString || !profileFieldTraits(field).words.empty();
}

static QJsonValue fromKept(ProfileField field, const QVariant &kept)
{
    const QString text = kept.toString();
    if (isKeptAsText(field))
        return text;
    return QJsonDocument::fromJson('[' + text.toUtf8() + ']').array().at(0);
}

static QVariant toKept(const QJsonValue &value)
{
    if (value.isArray())
        return QString::fromUtf8(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact));
    return value.toVariant();
}

static bool canBeDefault(ProfileField field)
{
    const ProfileFieldTraits &traits = profileFieldTraits(field);
    return !traits.secret && !traits.ofOneServer;
}

ConnectionProfile Settings::connectionDefaults() const
{
    ConnectionProfile profile = keptDefaults();
    profile.engine = m_engine.value_or(profile.engine);
    return profile;
}

// The file may have been edited by hand: what is no value of its field is as if it were not there.
ConnectionProfile Settings::keptDefaults() const
{
    ConnectionProfile profile;
    JsonProblems unsaid;
    const QList<ProfileField> fields = profileFields();
    for (const ProfileField field : fields) {
        if (!canBeDefault(field))
            continue;
        QVariant kept = m_store.value(defaultKey(field));
        if (const QString former = formerDefaultKey(field); !kept.isValid() && !former.isEmpty())
            kept = m_store.value(former);
        if (!kept.isValid())
            continue;
        JsonReader reader({{profileFieldMember(field), fromKept(field, kept)}}, {}, &unsaid);
        readProfileField(field, &reader, &profile);
    }
    return profile;
}

void Settings::setConnectionDefaults(const ConnectionProfile &profile)
{
    const Change change(this);
    ConnectionProfile kept = profile;
    kept.headers.removeIf(isMasked);
    for (QString *user : {&kept.authentication.user, &kept.proxy.user})
        *user = tokensIn(*user).isEmpty() ? *user : QString();
    const QStringList secrets = secretSubprotocols(kept.subprotocols);
    kept.subprotocols.removeIf([&secrets](const QString &name) { return secrets.contains(name); });
    if (m_engine)
        kept.engine = keptDefaults().engine;
    m_store.remove(Key::ConnectionGroup);
    const QList<ProfileField> fields = profileFields();
    for (const ProfileField field : fields) {
        QJsonObject group;
        if (canBeDefault(field))
            putProfileField(field, kept, &group);
        for (const QJsonValue value : std::as_const(group))
            put(defaultKey(field), toKept(value));
    }
    Q_EMIT connectionDefaultsChanged();
}

void Settings::restoreConnectionDefaults()
{
    const Change change(this);
    m_store.remove(Key::ConnectionGroup);
    Q_EMIT connectionDefaultsChanged();
}

QMap<QString, QList<QByteArray>> Settings::trustedCertificates() const
{
    QMap<QString, QList<QByteArray>> all;
    const QVariantMap kept = m_store.value(Key::TrustedCertificates).toMap();
    for (auto host = kept.begin(); host != kept.end(); ++host) {
        const QStringList fingerprints = host.value().toStringList();
        for (const QString &hex : fingerprints)
            all[host.key()].append(QByteArray::fromHex(hex.toLatin1()));
    }
    return all;
}

QList<QByteArray> Settings::trustedCertificates(const QUrl &url) const
{
    return trustedCertificates().value(TlsSettings::hostKey(url));
}

void Settings::setTrustedCertificates(const QUrl &url, const QList<QByteArray> &fingerprints)
{
    const Change change(this);
    QVariantMap all = m_store.value(Key::TrustedCertificates).toMap();
    QStringList hex;
    for (const QByteArray &fingerprint : fingerprints)
        hex.append(QString::fromLatin1(fingerprint.toHex()));
    if (hex.isEmpty())
        all.remove(TlsSettings::hostKey(url));
    else
        all.insert(TlsSettings::hostKey(url), hex);
    put(Key::TrustedCertificates, all);
}

void Settings::keepRecent(QLatin1StringView key, const QString &text, int limit)
{
    const Change change(this);
    QStringList recent = m_store.value(key).toStringList();
    recent.removeAll(text);
    recent.prepend(text);
    put(key, recent.mid(0, limit));
}

QStringList Settings::urlHistory() const
{
    return m_store.value(Key::UrlHistory).toStringList();
}

void Settings::addToUrlHistory(const QUrl &url)
{
    addToUrlHistory(displayUrl(url));
}

void Settings::addToUrlHistory(const QString &shown)
{
    keepRecent(Key::UrlHistory, shown, HistoryLimit);
}

void Settings::clearUrlHistory()
{
    const Change change(this);
    m_store.remove(Key::UrlHistory);
}

void Settings::removeFromUrlHistory(const QString &start)
{
    const Change change(this);
    QStringList urls = urlHistory();
    if (urls.removeIf([&start](const QString &url) { return url.startsWith(start); }) == 0)
        return;
    put(Key::UrlHistory, urls);
}

QString Settings::lastUrl() const
{
    return urlHistory().value(0);
}

bool Settings::privateSessions() const
{
    return m_store.value(Key::PrivateSessions, false).toBool();
}

void Settings::setPrivateSessions(bool on)
{
    put(Key::PrivateSessions, on);
    Q_EMIT recordingChanged();
}

// Nothing if it is not there, or was edited by hand into what is no number of bytes.
std::optional<qint64> Settings::bytes(QLatin1StringView key) const
{
    bool ok = false;
    const qint64 bytes = m_store.value(key).toLongLong(&ok);
    return ok && bytes >= 0 ? std::optional(bytes) : std::nullopt;
}

qint64 Settings::sessionBudget() const
{
    return bytes(Key::SessionBudget).value_or(DefaultSessionBudget);
}

void Settings::setSessionBudget(qint64 bytes)
{
    put(Key::SessionBudget, bytes);
    Q_EMIT recordingChanged();
}

KeepingLimits Settings::keepingLimits() const
{
    KeepingLimits limits;
    limits.reserve = bytes(Key::Reserve);
    limits.sessionBytes = bytes(Key::SessionBound).value_or(0);
    return limits;
}

void Settings::setKeepingLimits(const KeepingLimits &limits)
{
    if (limits.reserve)
        put(Key::Reserve, *limits.reserve);
    else
        m_store.remove(Key::Reserve);
    put(Key::SessionBound, limits.sessionBytes);
    Q_EMIT recordingChanged();
}

void Settings::restoreRecordingDefaults()
{
    for (const auto &key : {Key::PrivateSessions, Key::SessionBudget, Key::Reserve, Key::SessionBound})
        m_store.remove(key);
    Q_EMIT recordingChanged();
}

QStringList Settings::recentSessions() const
{
    return m_store.value(Key::RecentSessions).toStringList();
}

void Settings::addRecentSession(const QString &file)
{
    keepRecent(Key::RecentSessions, file, RecentLimit);
}

QStringList Settings::recentFilters() const
{
    return m_store.value(Key::RecentFilters).toStringList();
}

void Settings::addRecentFilter(const QString &text)
{
    if (text.isEmpty() || recentFilters().value(0) == text)
        return;
    keepRecent(Key::RecentFilters, text, RecentFilterLimit);
}

void Settings::clearRecentFilters()
{
    const Change change(this);
    m_store.remove(Key::RecentFilters);
}

// Names and texts in turn: a name may hold what a key may not.
QMap<QString, QString> Settings::namedFilters() const
{
    const QStringList list = m_store.value(Key::NamedFilters).toStringList();
    QMap<QString, QString> filters;
    for (qsizetype index = 0; index + 1 < list.size(); index += 2)
        filters.insert(list[index], list[index + 1]);
    return filters;
}

void Settings::setNamedFilter(const QString &name, const QString &text)
{
    if (name.isEmpty())
        return;
    const Change change(this);
    auto filters = namedFilters();
    filters.insert(name, text);
    keepNamedFilters(filters);
}

void Settings::removeNamedFilter(const QString &name)
{
    const Change change(this);
    auto filters = namedFilters();
    if (filters.remove(name) > 0)
        keepNamedFilters(filters);
}

void Settings::keepNamedFilters(const QMap<QString, QString> &filters)
{
    QStringList list;
    for (auto filter = filters.begin(); filter != filters.end(); ++filter)
        list << filter.key() << filter.value();
    put(Key::NamedFilters, list);
}

// The file may have been edited by hand.
int Settings::filterMode() const
{
    return m_store.value(Key::FilterMode, 0).toInt() == 1 ? 1 : 0;
}

void Settings::setFilterMode(int mode)
{
    put(Key::FilterMode, mode);
}

// A list of lists: the URL, then its paths; the one that was changed last comes first.
QStringList Settings::jsonColumns(const QString &url) const
{
    const QVariantList sets = m_store.value(Key::JsonColumns).toList();
    for (const QVariant &set : sets) {
        const QStringList list = set.toStringList();
        if (list.value(0) == url)
            return list.mid(1);
    }
    return {};
}

void Settings::setJsonColumns(const QString &url, const QStringList &paths)
{
    const Change change(this);
    QVariantList sets = m_store.value(Key::JsonColumns).toList();
    sets.removeIf([&url](const QVariant &set) { return set.toStringList().value(0) == url; });
    if (!paths.isEmpty())
        sets.prepend(QStringList(url) + paths);
    put(Key::JsonColumns, sets.mid(0, ColumnSetLimit));
}

QByteArray Settings::windowGeometry() const
{
    return m_store.value(Key::WindowGeometry).toByteArray();
}

void Settings::setWindowGeometry(const QByteArray &geometry)
{
    put(Key::WindowGeometry, geometry);
}

QByteArray Settings::widgetState(const QString &objectName) const
{
    return m_store.value(QString(Key::WidgetState).arg(objectName)).toByteArray();
}

void Settings::setWidgetState(const QString &objectName, const QByteArray &state)
{
    put(QString(Key::WidgetState).arg(objectName), state);
}

int Settings::composerFormat() const
{
    return m_store.value(Key::ComposerFormat, 0).toInt();
}

void Settings::setComposerFormat(int format)
{
    put(Key::ComposerFormat, format);
}

bool Settings::heartbeatsShown() const
{
    return m_store.value(Key::HeartbeatsShown, false).toBool();
}

void Settings::setHeartbeatsShown(bool shown)
{
    if (shown == heartbeatsShown())
        return;
    put(Key::HeartbeatsShown, shown);
    Q_EMIT heartbeatsShownChanged(shown);
}

bool Settings::connectionPanelVisible() const
{
    return m_store.value(Key::ConnectionPanelVisible, false).toBool();
}

void Settings::setConnectionPanelVisible(bool visible)
{
    put(Key::ConnectionPanelVisible, visible);
}

bool Settings::inspectorVisible() const
{
    return m_store.value(Key::InspectorVisible, true).toBool();
}

void Settings::setInspectorVisible(bool visible)
{
    put(Key::InspectorVisible, visible);
}
