// SPDX-License-Identifier: MIT
// What is offered of permessage-deflate and what a server may answer (RFC 7692 section 7.1).
#include "failure/failuretext.h"
#include "support/testprogram.h"
#include "websocket/deflateterms.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_DeflateTerms : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void offers_data();
    void offers();
    void answers_data();
    void answers();
    void noAnswer();
    void refusedAnswers_data();
    void refusedAnswers();
    void agreements_data();
    void agreements();
};

void tst_DeflateTerms::offers_data()
{
    QTest::addColumn<CompressionSettings>("settings");
    QTest::addColumn<QByteArray>("header");

    QTest::newRow("default") << CompressionSettings()
                             << QByteArray("permessage-deflate; client_max_window_bits");
    QTest::newRow("all") << CompressionSettings{true, 10, 9, true, true}
                         << QByteArray("permessage-deflate; server_no_context_takeover; "
                                       "client_no_context_takeover; server_max_window_bits=9; "
                                       "client_max_window_bits=10");
}

void tst_DeflateTerms::offers()
{
    QFETCH(CompressionSettings, settings);
    QFETCH(QByteArray, header);
    QCOMPARE(deflateOffer(settings), header);
}

void tst_DeflateTerms::answers_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<DeflateTerms>("terms");

    const auto row = [](const char *name, const char *header, const DeflateTerms &terms) {
        QTest::newRow(name) << QByteArray(header) << terms;
    };
    row("plain", "permessage-deflate", {});
    row("bits", "permessage-deflate; server_max_window_bits=10; client_max_window_bits=9", {9, 10});
    row("quoted", "permessage-deflate;server_max_window_bits=\"10\"", {15, 10});
    row("8 is read with 9", "permessage-deflate; server_max_window_bits=8", {15, 9});
    row("unasked take-over of the server", "permessage-deflate; server_no_context_takeover",
        {15, 15, false, true});
    row("take-over of ours", "permessage-deflate; client_no_context_takeover", {15, 15, true, false});
}

void tst_DeflateTerms::answers()
{
    QFETCH(QByteArray, header);
    QFETCH(DeflateTerms, terms);
    const ExtensionsAnswer answer = readExtensions(header, {});
    QVERIFY(answer.problem.isEmpty());
    QVERIFY(answer.deflate && *answer.deflate == terms);
}

void tst_DeflateTerms::noAnswer()
{
    QVERIFY(readExtensions("", {}).problem.isEmpty());
    QVERIFY(!readExtensions("", {}).deflate);
}

void tst_DeflateTerms::refusedAnswers_data()
{
    QTest::addColumn<CompressionSettings>("offered");
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QString>("hint");

    const auto row = [](const char *name, const CompressionSettings &offered, const char *header,
                        const QString &hint) {
        QTest::newRow(name) << offered << QByteArray(header) << hint;
    };
    const CompressionSettings usual;
    const CompressionSettings none{.offer = false};
    const CompressionSettings small{true, 10, 10, false, false};
    const CompressionSettings without{true, 15, 15, false, true};
    row("not offered", none, "permessage-deflate", u"“permessage-deflate”, which was not offered"_s);
    row("another", usual, "x-webkit-deflate-frame", u"“x-webkit-deflate-frame”, which was not offered"_s);
    row("twice", usual, "permessage-deflate, permessage-deflate", u"more than once"_s);
    row("a parameter twice", usual,
        "permessage-deflate; server_no_context_takeover; server_no_context_takeover", u"more than once"_s);
    row("a parameter without a name", usual, " Permessage-Deflate ; ", u"“”"_s);
    row("unknown parameter", usual, "permessage-deflate; mystery=1", u"“mystery”"_s);
    row("a value too much", usual, "permessage-deflate; server_no_context_takeover=1", u"a value for"_s);
    row("no bits", usual, "permessage-deflate; server_max_window_bits", u"8 to 15"_s);
    row("7 bits", usual, "permessage-deflate; server_max_window_bits=7", u"8 to 15"_s);
    row("16 bits", usual, "permessage-deflate; client_max_window_bits=16", u"8 to 15"_s);
    row("leading zero", usual, "permessage-deflate; client_max_window_bits=010", u"8 to 15"_s);
    row("no number", usual, "permessage-deflate; client_max_window_bits=+9", u"8 to 15"_s);
    row("more server bits", small, "permessage-deflate; server_max_window_bits=11", u"more than the 10"_s);
    row("more client bits", small, "permessage-deflate; server_max_window_bits=10; client_max_window_bits=12",
        u"more than the 10"_s);
    row("bits forgotten", small, "permessage-deflate", u"without the server_max_window_bits"_s);
    row("take-over forgotten", without, "permessage-deflate", u"without the server_no_context_takeover"_s);
}

void tst_DeflateTerms::refusedAnswers()
{
    QFETCH(CompressionSettings, offered);
    QFETCH(QByteArray, header);
    QFETCH(QString, hint);

    const ExtensionsAnswer answer = readExtensions(header, offered);
    const QString sentence = failureSentence(answer.problem);
    QVERIFY2(sentence.contains(hint), qPrintable(sentence));
    QVERIFY(sentence.endsWith(u'.'));
    QVERIFY(!answer.deflate);
}

void tst_DeflateTerms::agreements_data()
{
    QTest::addColumn<QByteArray>("offers");
    QTest::addColumn<CompressionSettings>("own");
    QTest::addColumn<QByteArray>("header"); // empty: declined

    const CompressionSettings usual;
    const CompressionSettings small{true, 10, 9, true, true};
    const auto row = [](const char *name, const char *offers, const CompressionSettings &own,
                        const char *header) {
        QTest::newRow(name) << QByteArray(offers) << own << QByteArray(header);
    };
    row("nothing", "", usual, "");
    row("another", "x-webkit-deflate-frame", usual, "");
    row("plain", "permessage-deflate", usual, "permessage-deflate");
    row("in capitals", "Permessage-Deflate ; Server_No_Context_Takeover", usual,
        "permessage-deflate; server_no_context_takeover");
    row("switched off", "permessage-deflate", {.offer = false}, "");
    row("of browsers", "permessage-deflate; client_max_window_bits", usual, "permessage-deflate");
    row("a client's window", "permessage-deflate; client_max_window_bits=\"11\"", usual,
        "permessage-deflate; client_max_window_bits=11");
    row("a server's window of 8", "permessage-deflate; server_max_window_bits=8", usual,
        "permessage-deflate; server_max_window_bits=8");
    row("a smaller own window", "permessage-deflate; server_max_window_bits=12; client_max_window_bits",
        small,
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover; "
        "server_max_window_bits=9; client_max_window_bits=10");
    row("a client that cannot be bounded", "permessage-deflate", small,
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover; "
        "server_max_window_bits=9");
    row("the second offer", "permessage-deflate; server_max_window_bits=7, permessage-deflate", usual,
        "permessage-deflate");
    row("unknown parameter", "permessage-deflate; mystery", usual, "");
    row("a parameter twice", "permessage-deflate; client_max_window_bits; client_max_window_bits", usual, "");
    row("a value too much", "permessage-deflate; client_no_context_takeover=1", usual, "");
    row("no bits", "permessage-deflate; server_max_window_bits", usual, "");
    row("16 bits", "permessage-deflate; client_max_window_bits=16", usual, "");
}

void tst_DeflateTerms::agreements()
{
    QFETCH(QByteArray, offers);
    QFETCH(CompressionSettings, own);
    QFETCH(QByteArray, header);
    const std::optional<DeflateAgreement> agreement = acceptDeflate(offers, own);
    QCOMPARE(agreement ? agreement->header : QByteArray(""), header);
    if (!agreement)
        return;
    // A client that offered everything comes to the same terms.
    const ExtensionsAnswer answer = readExtensions(header, {});
    QVERIFY2(answer.deflate && *answer.deflate == agreement->terms,
             qPrintable(failureSentence(answer.problem)));
}

SOCKETSCOPE_TEST(tst_DeflateTerms, QCoreApplication)
#include "tst_deflateterms.moc"
