// SPDX-License-Identifier: MIT
#include "saved/credentials.h"

#include "saved/variables.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace {

struct CredentialWords
{
    Q_DECLARE_TR_FUNCTIONS(Credentials)
};

} // namespace

static constexpr auto UserName = "authentication.user"_L1;
static constexpr auto CertificateName = "tls.certificate"_L1;
static constexpr auto PassphraseName = "tls.keyPassphrase"_L1;
static constexpr auto PasswordName = "authentication.password"_L1;

static bool isBasic(const SavedConnection &connection)
{
    return connection.profile.authentication.kind == Authentication::Kind::Basic;
}

static bool isVariablesOnly(const QString &text)
{
    return Variables::isIn(text) && Variables::without(text).trimmed().isEmpty();
}

// By what it says: its place changes with the others.
static QString messageName(const OpeningMessage &message)
{
    const QByteArray hash = QCryptographicHash::hash(message.payload, QCryptographicHash::Sha256);
    return (message.binary ? u"onOpen/binary/"_s : u"onOpen/text/"_s) + QString::fromLatin1(hash.toHex());
}

Secrets::Values Credentials::of(const SavedConnection &connection)
{
    Secrets::Values values = Secrets::credentials(connection);
    const ConnectionProfile &profile = connection.profile;
    const Authentication &who = profile.authentication;
    // A password that is missing is asked for, and the user is named then.
    if (isBasic(connection) && who.password.isEmpty() && !connection.secrets.contains(PasswordName)
        && !who.user.isEmpty() && !isVariablesOnly(who.user))
        values.insert(UserName, who.user);
    if (!profile.tls.certificateFile.isEmpty())
        values.insert(CertificateName, profile.tls.certificateFile + u'\n' + profile.tls.keyFile);
    for (const OpeningMessage &message : profile.onOpen) {
        if (message.binary || !isVariablesOnly(QString::fromUtf8(message.payload)))
            values.insert(messageName(message), QString());
    }
    return values;
}

void Credentials::leaveOut(SavedConnection *connection, const QStringList &names)
{
    Secrets::leaveOut(connection, names);
    ConnectionProfile &profile = connection->profile;
    if (names.contains(UserName) && isBasic(*connection))
        profile.authentication = {};
    if (names.contains(CertificateName)) {
        profile.tls.certificateFile.clear();
        profile.tls.keyFile.clear();
        profile.tls.keyPassphrase.clear();
        connection->secrets.removeAll(PassphraseName);
    }
    profile.onOpen.removeIf(
            [&](const OpeningMessage &message) { return names.contains(messageName(message)); });
}

static QString wordsOf(const SavedConnection &connection, const QString &name)
{
    const ConnectionProfile &profile = connection.profile;
    if (name == UserName)
        return CredentialWords::tr("the user “%1”").arg(profile.authentication.user);
    if (name == CertificateName)
        return CredentialWords::tr("the client certificate “%1”")
                .arg(QFileInfo(profile.tls.certificateFile).fileName());
    return Secrets::words(connection, name);
}

QStringList Credentials::words(const SavedConnection &connection, const QStringList &names)
{
    QStringList all;
    qsizetype messages = 0;
    for (const QString &name : names) {
        if (name.startsWith("onOpen/"_L1))
            ++messages;
        else
            all.append(wordsOf(connection, name));
    }
    const qsizetype there = connection.profile.onOpen.size();
    if (messages > 0 && there > messages)
        all.append(CredentialWords::tr("%1 of %2 messages to send on opening").arg(messages).arg(there));
    else if (messages > 0)
        all.append(messages == 1 ? CredentialWords::tr("the message to send on opening")
                                 : CredentialWords::tr("the %1 messages to send on opening").arg(messages));
    return all;
}
