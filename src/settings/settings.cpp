// SPDX-License-Identifier: MIT
#include "settings/settings.h"

#include "profile/websocketurl.h"
#include "saved/privatefile.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Key {
constexpr auto MaxAttempts = "connection/maxAttempts"_L1;
constexpr auto FirstWait = "connection/firstWaitMs"_L1;
constexpr auto Factor = "connection/waitFactor"_L1;
constexpr auto Randomness = "connection/waitRandomness"_L1;
constexpr auto WaitCap = "connection/waitCapMs"_L1;
constexpr auto RetryAfterDrop = "connection/retryAfterDrop"_L1;
constexpr auto HandshakeTimeout = "connection/handshakeTimeoutMs"_L1;
constexpr auto KeepAlive = "connection/keepAliveMs"_L1;
constexpr auto Engine = "connection/engine"_L1;
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
    , m_store(QSettings::IniFormat, QSettings::UserScope, u"socketscope"_s, u"socketscope"_s)
{
    lookForDamage();
}

Settings::Settings(const QString &file, QObject *parent)
    : QObject(parent)
    , m_store(file, QSettings::IniFormat)
{
    lookForDamage();
}

void Settings::lookForDamage()
{
    // What lies in the system's own folders is not ours to mend.
    m_store.setFallbacksEnabled(false);
    // A section is read when something in it is asked for.
    m_store.allKeys();
    const QString file = m_store.fileName();
    if (m_store.status() == QSettings::AccessError) {
        m_problem = u"The settings in “%1” cannot be read: all have their defaults, and none is kept."_s.arg(
                file);
    } else if (m_store.status() == QSettings::FormatError) {
        QString name = PrivateFile::keepAside(file, PrivateFile::Aside::Copy);
        // To be moved, it needs no room; where it cannot be moved, it cannot be replaced either.
        if (name.isEmpty())
            name = PrivateFile::keepAside(file, PrivateFile::Aside::Move);
        m_problem = u"Not all settings in “%1” are understood: what is not has its default."_s.arg(file);
        if (!name.isEmpty())
            m_problem += u" The file as it was is kept as “%1”."_s.arg(name);
    }
}

// The file may have been edited by hand: whatever is out of range falls back into it.
ConnectionProfile Settings::connectionDefaults() const
{
    const ConnectionProfile standard;
    const auto milliseconds = [this](QLatin1StringView key, std::chrono::milliseconds fallback, qint64 most) {
        const qint64 value = m_store.value(key, qint64(fallback.count())).toLongLong();
        return std::chrono::milliseconds(std::clamp<qint64>(value, 0, most));
    };
    constexpr qint64 hour = 3600 * 1000;

    ConnectionProfile profile;
    RetryPolicy &retry = profile.retry;
    retry.maxAttempts =
            std::clamp(m_store.value(Key::MaxAttempts, standard.retry.maxAttempts).toInt(), 1, 1000000);
    retry.first = milliseconds(Key::FirstWait, standard.retry.first, hour);
    retry.factor = std::clamp(m_store.value(Key::Factor, standard.retry.factor).toDouble(), 1.0, 100.0);
    retry.randomness =
            std::clamp(m_store.value(Key::Randomness, standard.retry.randomness).toDouble(), 0.0, 1.0);
    retry.cap = milliseconds(Key::WaitCap, standard.retry.cap, 24 * hour);
    profile.retryAfterDrop = m_store.value(Key::RetryAfterDrop, standard.retryAfterDrop).toBool();
    profile.handshakeTimeout = std::max(std::chrono::milliseconds(100),
                                        milliseconds(Key::HandshakeTimeout, standard.handshakeTimeout, hour));
    profile.keepAliveInterval = milliseconds(Key::KeepAlive, standard.keepAliveInterval, hour);
    const bool isQt = m_store.value(Key::Engine).toString() == engineKey(Engine::Qt);
    profile.engine = m_engine.value_or(isQt ? Engine::Qt : Engine::Beast);
    return profile;
}

void Settings::setConnectionDefaults(const ConnectionProfile &profile)
{
    m_store.setValue(Key::MaxAttempts, profile.retry.maxAttempts);
    m_store.setValue(Key::FirstWait, qint64(profile.retry.first.count()));
    m_store.setValue(Key::Factor, profile.retry.factor);
    m_store.setValue(Key::Randomness, profile.retry.randomness);
    m_store.setValue(Key::WaitCap, qint64(profile.retry.cap.count()));
    m_store.setValue(Key::RetryAfterDrop, profile.retryAfterDrop);
    m_store.setValue(Key::HandshakeTimeout, qint64(profile.handshakeTimeout.count()));
    m_store.setValue(Key::KeepAlive, qint64(profile.keepAliveInterval.count()));
    if (!m_engine)
        m_store.setValue(Key::Engine, engineKey(profile.engine));
    Q_EMIT connectionDefaultsChanged();
}

void Settings::restoreConnectionDefaults()
{
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
    QVariantMap all = m_store.value(Key::TrustedCertificates).toMap();
    QStringList hex;
    for (const QByteArray &fingerprint : fingerprints)
        hex.append(QString::fromLatin1(fingerprint.toHex()));
    if (hex.isEmpty())
        all.remove(TlsSettings::hostKey(url));
    else
        all.insert(TlsSettings::hostKey(url), hex);
    m_store.setValue(Key::TrustedCertificates, all);
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
    QStringList history = urlHistory();
    history.removeAll(shown);
    history.prepend(shown);
    m_store.setValue(Key::UrlHistory, history.mid(0, HistoryLimit));
    Q_EMIT urlHistoryChanged();
}

void Settings::clearUrlHistory()
{
    m_store.remove(Key::UrlHistory);
    Q_EMIT urlHistoryChanged();
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
    m_store.setValue(Key::PrivateSessions, on);
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
    m_store.setValue(Key::SessionBudget, bytes);
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
        m_store.setValue(Key::Reserve, *limits.reserve);
    else
        m_store.remove(Key::Reserve);
    m_store.setValue(Key::SessionBound, limits.sessionBytes);
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
    QStringList recent = recentSessions();
    recent.removeAll(file);
    recent.prepend(file);
    m_store.setValue(Key::RecentSessions, recent.mid(0, RecentLimit));
}

QStringList Settings::recentFilters() const
{
    return m_store.value(Key::RecentFilters).toStringList();
}

void Settings::addRecentFilter(const QString &text)
{
    QStringList recent = recentFilters();
    if (text.isEmpty() || recent.value(0) == text)
        return;
    recent.removeAll(text);
    recent.prepend(text);
    m_store.setValue(Key::RecentFilters, recent.mid(0, RecentFilterLimit));
    Q_EMIT filtersChanged();
}

void Settings::clearRecentFilters()
{
    m_store.remove(Key::RecentFilters);
    Q_EMIT filtersChanged();
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
    auto filters = namedFilters();
    filters.insert(name, text);
    keepNamedFilters(filters);
}

void Settings::removeNamedFilter(const QString &name)
{
    auto filters = namedFilters();
    if (filters.remove(name) > 0)
        keepNamedFilters(filters);
}

void Settings::keepNamedFilters(const QMap<QString, QString> &filters)
{
    QStringList list;
    for (auto filter = filters.begin(); filter != filters.end(); ++filter)
        list << filter.key() << filter.value();
    m_store.setValue(Key::NamedFilters, list);
    Q_EMIT filtersChanged();
}

// The file may have been edited by hand.
int Settings::filterMode() const
{
    return m_store.value(Key::FilterMode, 0).toInt() == 1 ? 1 : 0;
}

void Settings::setFilterMode(int mode)
{
    m_store.setValue(Key::FilterMode, mode);
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
    QVariantList sets = m_store.value(Key::JsonColumns).toList();
    sets.removeIf([&url](const QVariant &set) { return set.toStringList().value(0) == url; });
    if (!paths.isEmpty())
        sets.prepend(QStringList(url) + paths);
    m_store.setValue(Key::JsonColumns, sets.mid(0, ColumnSetLimit));
}

QByteArray Settings::windowGeometry() const
{
    return m_store.value(Key::WindowGeometry).toByteArray();
}

void Settings::setWindowGeometry(const QByteArray &geometry)
{
    m_store.setValue(Key::WindowGeometry, geometry);
}

QByteArray Settings::widgetState(const QString &objectName) const
{
    return m_store.value(QString(Key::WidgetState).arg(objectName)).toByteArray();
}

void Settings::setWidgetState(const QString &objectName, const QByteArray &state)
{
    m_store.setValue(QString(Key::WidgetState).arg(objectName), state);
}

int Settings::composerFormat() const
{
    return m_store.value(Key::ComposerFormat, 0).toInt();
}

void Settings::setComposerFormat(int format)
{
    m_store.setValue(Key::ComposerFormat, format);
}

bool Settings::heartbeatsShown() const
{
    return m_store.value(Key::HeartbeatsShown, false).toBool();
}

void Settings::setHeartbeatsShown(bool shown)
{
    if (shown == heartbeatsShown())
        return;
    m_store.setValue(Key::HeartbeatsShown, shown);
    Q_EMIT heartbeatsShownChanged(shown);
}

bool Settings::connectionPanelVisible() const
{
    return m_store.value(Key::ConnectionPanelVisible, false).toBool();
}

void Settings::setConnectionPanelVisible(bool visible)
{
    m_store.setValue(Key::ConnectionPanelVisible, visible);
}

bool Settings::inspectorVisible() const
{
    return m_store.value(Key::InspectorVisible, true).toBool();
}

void Settings::setInspectorVisible(bool visible)
{
    m_store.setValue(Key::InspectorVisible, visible);
}
