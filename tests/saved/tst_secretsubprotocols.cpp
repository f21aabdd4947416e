// SPDX-License-Identifier: MIT
// Subprotocols that carry a token are secrets wherever a connection is kept, exported or copied.
#include "commands/commandformat.h"
#include "saved/profilejson.h"
#include "saved/secrets.h"
#include "support/testprogram.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_SecretSubprotocols : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void areTakenOutAndPutBack();
    void oneThatIsMissingIsNamed();
    void keepTheirPlaceAmongOthers();
    void areNotWritten();
    void areNotCopied();
    void variablesStay_data();
    void variablesStay();
};

static const QString &bearer()
{
    static const QString text = u"base64url.bearer.authorization.k8s.io.c2VjcmV0"_s;
    return text;
}

static const QString &longOne()
{
    static const QString text = u"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"_s;
    return text;
}

static SavedConnection connection()
{
    SavedConnection saved;
    saved.urlText = u"wss://h.example/"_s;
    saved.profile.url = QUrl(saved.urlText);
    saved.profile.subprotocols = QStringList{u"v4.channel.k8s.io"_s, bearer(), u"chat"_s, longOne()};
    return saved;
}

void tst_SecretSubprotocols::areTakenOutAndPutBack()
{
    SavedConnection saved = connection();
    const Secrets::Values values = Secrets::take(&saved);
    QCOMPARE(values, (Secrets::Values{{u"subprotocol/0"_s, bearer()}, {u"subprotocol/1"_s, longOne()}}));
    QCOMPARE(saved.profile.subprotocols,
             (QStringList{u"v4.channel.k8s.io"_s, u"***"_s, u"chat"_s, u"***"_s}));
    SavedConnection again = saved;
    QVERIFY(Secrets::take(&again).isEmpty());
    QVERIFY(again == saved);
    Secrets::putBack(&saved, values);
    QVERIFY(saved == connection());
}

void tst_SecretSubprotocols::oneThatIsMissingIsNamed()
{
    SavedConnection saved = connection();
    Secrets::Values values = Secrets::take(&saved);
    values.remove(u"subprotocol/1"_s);
    Secrets::putBack(&saved, values);
    QCOMPARE(Secrets::missing(saved), QStringList(u"subprotocol/1"_s));
    QCOMPARE(Secrets::missingSentence(saved), u"The subprotocol that carries a token is missing."_s);
}

void tst_SecretSubprotocols::keepTheirPlaceAmongOthers()
{
    SavedConnection saved = connection();
    const Secrets::Values values = Secrets::take(&saved);
    saved.profile.subprotocols.prepend(u"v5"_s);
    saved.profile.subprotocols.removeAll(u"chat"_s);
    Secrets::putBack(&saved, values);
    QCOMPARE(saved.profile.subprotocols, (QStringList{u"v5"_s, u"v4.channel.k8s.io"_s, bearer(), longOne()}));
}

void tst_SecretSubprotocols::areNotWritten()
{
    const QByteArray without =
            QJsonDocument(ProfileJson::write(connection(), ProfileJson::SecretValues::LeaveOut))
                    .toJson(QJsonDocument::Compact);
    QVERIFY2(without.contains(R"("subprotocols":["v4.channel.k8s.io","***","chat","***"])"),
             without.constData());
    const QByteArray with =
            QJsonDocument(ProfileJson::write(connection(), ProfileJson::SecretValues::Include))
                    .toJson(QJsonDocument::Compact);
    QVERIFY(with.contains(bearer().toUtf8()) && with.contains(longOne().toUtf8()));
}

void tst_SecretSubprotocols::areNotCopied()
{
    for (const CopyFormat format : {CopyFormat::Wscat, CopyFormat::Websocat, CopyFormat::Curl,
                                    CopyFormat::JavaScript, CopyFormat::Python}) {
        const QString masked = profileAs(format, connection().profile, CopiedSecrets::Masked);
        QVERIFY2(!masked.contains("c2VjcmV0"_L1) && !masked.contains("eyJ"_L1), qPrintable(masked));
        QVERIFY2(masked.contains("v4.channel.k8s.io"_L1), qPrintable(masked));
        const QString all = profileAs(format, connection().profile, CopiedSecrets::Included);
        QVERIFY2(all.contains(bearer()), qPrintable(all));
    }
}

void tst_SecretSubprotocols::variablesStay_data()
{
    QTest::addColumn<QString>("subprotocol");
    QTest::addColumn<bool>("secret");
    QTest::newRow("plain") << u"graphql-transport-ws"_s << false;
    QTest::newRow("a variable") << u"{{token}}"_s << false;
    QTest::newRow("words and a variable") << u"base64url.bearer.authorization.k8s.io.{{token}}"_s << false;
    QTest::newRow("a token and a variable") << u"bearer.c2VjcmV0c2VjcmV0c2VjcmV0.{{id}}"_s << true;
    QTest::newRow("a token after a variable") << u"bearer.{{id}}.c2VjcmV0"_s << true;
}

void tst_SecretSubprotocols::variablesStay()
{
    QFETCH(const QString, subprotocol);
    SavedConnection saved;
    saved.profile.subprotocols = QStringList(subprotocol);
    QTEST(!Secrets::take(&saved).isEmpty(), "secret");
    QTEST(saved.profile.subprotocols.value(0) == u"***"_s, "secret");
}

SOCKETSCOPE_TEST(tst_SecretSubprotocols, QCoreApplication)
#include "tst_secretsubprotocols.moc"
