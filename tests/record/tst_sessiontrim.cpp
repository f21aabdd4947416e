// SPDX-License-Identifier: MIT
#include "record/kept/sessionfolder.h"
#include "support/testprogram.h"

#include <QTest>

#include <array>

using namespace Qt::StringLiterals;

static constexpr qint64 kB = 1000;
static constexpr qint64 MB = 1000 * kB;

class tst_SessionTrim : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void surplus_data();
    void surplus();
    void whateverIsKept();
};

static KeptSession session(const QString &file, qint64 bytes, qint64 writtenMs)
{
    return {file, bytes, writtenMs, false, false};
}

static KeptSession opened(KeptSession session)
{
    session.isOpen = true;
    return session;
}

static KeptSession pinned(KeptSession session)
{
    session.isPinned = true;
    return session;
}

void tst_SessionTrim::surplus_data()
{
    QTest::addColumn<QList<KeptSession>>("sessions");
    QTest::addColumn<qint64>("budget");
    QTest::addColumn<QStringList>("gone");
    const QStringList none;
    using List = QList<KeptSession>;
    QTest::newRow("nothing there") << List{} << 10 * MB << none;
    QTest::newRow("within") << List{session(u"a"_s, 4 * MB, 1), session(u"b"_s, 4 * MB, 2)} << 10 * MB
                            << none;
    QTest::newRow("exactly") << List{session(u"a"_s, 5 * MB, 1), session(u"b"_s, 5 * MB, 2)} << 10 * MB
                             << none;
    QTest::newRow("one byte more") << List{session(u"a"_s, 5 * MB, 1), session(u"b"_s, 5 * MB + 1, 2)}
                                   << 10 * MB << QStringList{u"a"_s};
    QTest::newRow("no limit") << List{session(u"a"_s, 5 * MB, 1), session(u"b"_s, 5 * MB, 2)} << qint64(0)
                              << none;

    QTest::newRow("the oldest first, whatever the order")
            << List{session(u"c"_s, 4 * MB, 3), session(u"a"_s, 4 * MB, 1), session(u"d"_s, 4 * MB, 4),
                    session(u"b"_s, 4 * MB, 2)}
            << 10 * MB << QStringList{u"a"_s, u"b"_s};
    QTest::newRow("of the same time, by name")
            << List{session(u"b"_s, 4 * MB, 1), session(u"a"_s, 4 * MB, 1), session(u"c"_s, 4 * MB, 1)}
            << 10 * MB << QStringList{u"a"_s};
    QTest::newRow("no more than needed")
            << List{session(u"a"_s, 80 * kB, 1), session(u"b"_s, 6 * MB, 2), session(u"c"_s, 6 * MB, 3)}
            << 10 * MB << QStringList{u"b"_s};

    QTest::newRow("what does not help: the newest is too large")
            << List{session(u"a"_s, 80 * kB, 1), session(u"b"_s, 80 * kB, 2), session(u"c"_s, 80 * kB, 3),
                    session(u"d"_s, 22 * MB, 4)}
            << 10 * MB << none;
    QTest::newRow("what does not help: an open one is too large")
            << List{opened(session(u"a"_s, 22 * MB, 1)), session(u"b"_s, MB, 2), session(u"c"_s, MB, 3)}
            << 10 * MB << none;
    QTest::newRow("the only one") << List{session(u"a"_s, 22 * MB, 1)} << 10 * MB << none;

    QTest::newRow("open ones stay, and count") << List{opened(session(u"a"_s, 6 * MB, 1)),
                                                       session(u"b"_s, 3 * MB, 2), session(u"c"_s, 3 * MB, 3)}
                                               << 10 * MB << QStringList{u"b"_s};
    QTest::newRow("what was recorded last stays while another one is recorded")
            << List{session(u"a"_s, MB, 1), session(u"b"_s, 22 * MB, 2), opened(session(u"c"_s, kB, 3))}
            << 10 * MB << none;
    QTest::newRow("pinned ones stay, and do not count")
            << List{pinned(session(u"a"_s, 9 * MB, 1)), session(u"b"_s, 6 * MB, 2),
                    session(u"c"_s, 6 * MB, 3)}
            << 10 * MB << QStringList{u"b"_s};
    QTest::newRow("pinned ones alone never make anything go")
            << List{pinned(session(u"a"_s, 90 * MB, 1)), session(u"b"_s, 3 * MB, 2),
                    session(u"c"_s, 6 * MB, 3)}
            << 10 * MB << none;
    QTest::newRow("all are pinned") << List{pinned(session(u"a"_s, 9 * MB, 1)),
                                            pinned(session(u"b"_s, 9 * MB, 2))}
                                    << 10 * MB << none;
}

void tst_SessionTrim::surplus()
{
    QFETCH(const QList<KeptSession>, sessions);
    QFETCH(const qint64, budget);
    QStringList gone;
    const QList<KeptSession> surplus = SessionFolder::surplus(sessions, budget);
    for (const KeptSession &session : surplus)
        gone.append(session.file);
    QTEST(gone, "gone");
}

// All sets of five sessions of three sizes, open, pinned or neither.
void tst_SessionTrim::whateverIsKept()
{
    constexpr int Kinds = 9;
    constexpr qint64 budget = 10;
    for (int set = 0; set < Kinds * Kinds * Kinds * Kinds * Kinds; ++set) {
        QList<KeptSession> sessions;
        QString newest;
        qint64 counted = 0;
        for (int i = 0, rest = set; i < 5; ++i, rest /= Kinds) {
            const int kind = rest % Kinds;
            KeptSession one = session(QString::number(i), std::array{1, 4, 12}[size_t(kind % 3)], i);
            one.isOpen = kind / 3 == 1;
            one.isPinned = kind / 3 == 2;
            if (!one.isOpen)
                newest = one.file;
            counted += one.isPinned ? 0 : one.bytes;
            sessions.append(one);
        }
        const QList<KeptSession> gone = SessionFolder::surplus(sessions, budget);
        qint64 left = counted;
        for (const KeptSession &one : gone) {
            QVERIFY2(!one.isOpen && !one.isPinned && one.file != newest, qPrintable(QString::number(set)));
            left -= one.bytes;
        }
        QVERIFY2(gone.isEmpty() || left <= budget, qPrintable(QString::number(set)));
        for (const KeptSession &one : gone)
            QVERIFY2(left + one.bytes > budget, qPrintable(QString::number(set)));
    }
}

SOCKETSCOPE_TEST(tst_SessionTrim, QCoreApplication)
#include "tst_sessiontrim.moc"
