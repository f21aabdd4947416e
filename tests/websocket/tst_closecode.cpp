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

SOCKETSCOPE_TEST(tst_CloseCode, QCoreApplication)
#include "tst_closecode.moc"
