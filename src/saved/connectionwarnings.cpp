// SPDX-License-Identifier: MIT
// What connections from elsewhere would have somebody trust.
#include "saved/connectionsjson.h"

#include "profile/jsonreader.h"

#include <array>
#include <functional>
#include <optional>

using namespace Qt::StringLiterals;

static constexpr qsizetype MaxNames = 3;

namespace {
struct Warning
{
    /// Nothing if the connection is harmless; else what to say of it in brackets, which may be nothing, too.
    std::function<std::optional<QString>(const SavedConnection &)> detail;
    /// With %1 for the names.
    QString one;
    QString many;
};
} // namespace

static std::optional<QString> plainIf(bool isSo)
{
    return isSo ? std::optional<QString>(QString()) : std::nullopt;
}

static std::optional<QString> unlessEmpty(const QString &text)
{
    return text.isEmpty() ? std::nullopt : std::optional(quotedInput(text));
}

static std::optional<QString> otherServerName(const SavedConnection &saved)
{
    const QString &name = saved.profile.tls.serverName;
    const bool isHost = name.compare(saved.profile.url.host(), Qt::CaseInsensitive) == 0;
    return isHost ? std::nullopt : unlessEmpty(name);
}

static std::optional<QString> proxyOf(const SavedConnection &saved)
{
    const ProxySettings &proxy = saved.profile.proxy;
    const bool isNamed = proxy.kind == ProxySettings::Kind::Http || proxy.kind == ProxySettings::Kind::Socks5;
    return isNamed ? std::optional(quotedInput(u"%1:%2"_s.arg(proxy.host, QString::number(proxy.port))))
                   : std::nullopt;
}

static const std::array<Warning, 6> &allWarnings()
{
    static const std::array<Warning, 6> all{
            Warning{[](const SavedConnection &saved) { return plainIf(!saved.profile.tls.verify); },
                    u"%1 does not verify the server’s certificate."_s,
                    u"%1 do not verify the server’s certificate."_s},
            Warning{[](const SavedConnection &saved) {
                        return plainIf(!saved.profile.tls.trusted.isEmpty());
                    },
                    u"%1 trusts certificates that are named in it."_s,
                    u"%1 trust certificates that are named in them."_s},
            Warning{otherServerName, u"%1 expects the certificate of another name than the URL’s host."_s,
                    u"%1 expect the certificate of another name than the URL’s host."_s},
            Warning{[](const SavedConnection &saved) { return unlessEmpty(saved.profile.tls.caFile); },
                    u"%1 trusts the authorities of a file."_s, u"%1 trust the authorities of a file."_s},
            Warning{proxyOf, u"%1 goes through a proxy that is named in it."_s,
                    u"%1 go through a proxy that is named in them."_s},
            Warning{[](const SavedConnection &saved) { return plainIf(saved.profile.recordSecrets); },
                    u"%1 records secrets of the handshake and of messages."_s,
                    u"%1 record secrets of the handshake and of messages."_s},
    };
    return all;
}

static QString listed(QStringList names)
{
    if (names.size() > MaxNames) {
        const qsizetype more = names.size() - MaxNames;
        names.resize(MaxNames);
        return u"%1 and %2 more"_s.arg(names.join(u", "_s), QString::number(more));
    }
    const QString last = names.takeLast();
    return names.isEmpty() ? last : u"%1 and %2"_s.arg(names.join(u", "_s), last);
}

QStringList ConnectionsJson::warnings(const ConnectionEntries &entries)
{
    QStringList sentences;
    for (const Warning &warning : allWarnings()) {
        QStringList names;
        for (const ConnectionEntry &entry : entries) {
            const auto detail = entry.isFolder ? std::nullopt : warning.detail(entry.saved);
            if (!detail)
                continue;
            const QString name = quotedInput(entry.saved.name);
            names.append(detail->isEmpty() ? name : u"%1 (%2)"_s.arg(name, *detail));
        }
        if (!names.isEmpty())
            sentences.append((names.size() == 1 ? warning.one : warning.many).arg(listed(names)));
    }
    return sentences;
}
