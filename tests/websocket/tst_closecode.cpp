// SPDX-License-Identifier: MIT
#include "support/testprogram.h"
#include "websocket/closecode.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_CloseCode : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void name_data();
    void name();
    void everyCodeHasAFullText();
    void meaningsDiffer();
    void refusals_data();
    void refusals();
};

void tst_CloseCode::name_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("name");
    const QList<std::pair<int, QString>> rows = {
            {0, u"invalid code"_s},
            {999, u"invalid code"_s},
            {1000, u"normal closure"_s},
            {1001, u"going away"_s},
            {1002, u"protocol error"_s},
            {1003, u"unsupported data"_s},
            {1004, u"reserved"_s},
            {1005, u"no status given"_s},
            {1006, u"abnormal closure"_s},
            {1007, u"invalid payload data"_s},
            {1008, u"policy violation"_s},
            {1009, u"message too big"_s},
            {1010, u"mandatory extension"_s},
            {1011, u"internal error"_s},
            {1012, u"service restart"_s},
            {1013, u"try again later"_s},
            {1014, u"bad gateway"_s},
            {1015, u"TLS handshake failure"_s},
            {1016, u"reserved code"_s},
            {2999, u"reserved code"_s},
            {3000, u"unauthorized"_s},
            {3001, u"library code"_s},
            {3003, u"forbidden"_s},
            {3004, u"library code"_s},
            {3008, u"timeout"_s},
            {3009, u"library code"_s},
            {3999, u"library code"_s},
            {4000, u"application code"_s},
            {4999, u"application code"_s},
            {5000, u"invalid code"_s},
            {65535, u"invalid code"_s},
    };
    for (const auto &[code, name] : rows)
        QTest::addRow("%d", code) << code << name;
}

void tst_CloseCode::name()
{
    QFETCH(int, code);
    QTEST(closeCodeName(quint16(code)), "name");
}

void tst_CloseCode::everyCodeHasAFullText()
{
    for (int code = 0; code <= 0xFFFF; ++code) {
        const QString name = closeCodeName(quint16(code));
        const QString meaning = closeCodeMeaning(quint16(code));
        QVERIFY2(!name.isEmpty() && !name.endsWith(u'.'), qPrintable(QString::number(code)));
        QVERIFY2(meaning.endsWith(u'.') && meaning.at(0).isUpper() && !meaning.contains(u"  "_s),
                 qPrintable(meaning));
    }
}

void tst_CloseCode::meaningsDiffer()
{
    QSet<QString> meanings;
    for (quint16 code = 1000; code <= 1015; ++code)
        meanings.insert(closeCodeMeaning(code));
    QCOMPARE(meanings.size(), 16);
    QVERIFY(closeCodeMeaning(1006).contains(u"without a Close frame"_s));
    QCOMPARE(closeCodeMeaning(3002), closeCodeMeaning(3999));
    QVERIFY(closeCodeMeaning(3000) != closeCodeMeaning(3001));
}

void tst_CloseCode::refusals_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<Failure>("refusal");

    for (const int code :
         {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999})
        QTest::addRow("%d", code) << code << QString() << Failure();
    for (const int code : {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1999, 2000, 2999, 5000, 65535}) {
        QTest::addRow("%d", code) << code << QString()
                                  << Failure{FailureCause::CloseCodeForbidden, {QString::number(code)}};
    }
    const Failure tooLong{FailureCause::CloseReasonTooLong, {}};
    QTest::newRow("123 bytes") << 1000 << QString(123, u'x') << Failure();
    QTest::newRow("124 bytes") << 1000 << QString(124, u'x') << tooLong;
    QTest::newRow("122 bytes in two-byte characters") << 4000 << QString(61, QChar(0xe4)) << Failure();
    QTest::newRow("124 bytes in two-byte characters") << 4000 << QString(62, QChar(0xe4)) << tooLong;
    QTest::newRow("both") << 1006 << QString(124, u'x')
                          << Failure{FailureCause::CloseCodeForbidden, {u"1006"_s}};
}

void tst_CloseCode::refusals()
{
    QFETCH(int, code);
    QFETCH(QString, reason);
    QTEST(CloseCode::refusal(quint16(code), reason), "refusal");
}

SOCKETSCOPE_TEST(tst_CloseCode, QCoreApplication)
#include "tst_closecode.moc"
