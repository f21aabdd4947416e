// SPDX-License-Identifier: MIT
#include "support/faults/faulttable.h"

#include "websocket/closecode.h"

using namespace Qt::StringLiterals;

QList<FaultGroup> faultTable()
{
    return {networkFaults(), tlsFaults(),  proxyFaults(),       statusFaults(), answerFaults(), frameFaults(),
            closeFaults(),   textFaults(), compressionFaults(), timingFaults(), dropFaults()};
}

static QString cell(QString text)
{
    return text.replace(u'|', u"\\|"_s).replace(u'<', u"&lt;"_s).replace(u'*', u"\\*"_s);
}

static QString says(const FaultOutcome &outcome)
{
    if (!outcome.sentence.isEmpty())
        return outcome.sentence;
    return outcome.closeCode ? u"No error: the close means “%1”."_s.arg(closeCodeName(*outcome.closeCode))
                             : QString();
}

static QString closeCode(const FaultOutcome &outcome)
{
    if (!outcome.closeCode)
        return u"–"_s;
    const QString code =
            *outcome.closeCode == CloseCode::Unknown && outcome.sentence.contains("cannot be told"_L1)
                    ? u"unknown"_s
                    : QString::number(*outcome.closeCode);
    QString by;
    switch (outcome.by) {
    case CloseInfo::By::Us:
    case CloseInfo::By::Engine:
        by = u"ours"_s;
        break;
    case CloseInfo::By::Peer:
        by = u"the peer's"_s;
        break;
    case CloseInfo::By::Network:
        break;
    }
    if (!outcome.clean)
        by += by.isEmpty() ? u"not clean"_s : u", not clean"_s;
    return u"%1 (%2)"_s.arg(code, by);
}

static QString yesNo(bool yes)
{
    return yes ? u"yes"_s : u"no"_s;
}

static QString differences(const Fault &fault)
{
    if (!fault.onQt)
        return fault.qtNote;
    if (!fault.qt)
        return {};
    QStringList parts;
    if (says(*fault.qt) != says(fault.outcome))
        parts.append(u"“%1”"_s.arg(says(*fault.qt)));
    if (closeCode(*fault.qt) != closeCode(fault.outcome))
        parts.append(u"close code %1"_s.arg(closeCode(*fault.qt)));
    if (fault.qt->retried != fault.outcome.retried)
        parts.append(u"tries again: %1"_s.arg(yesNo(fault.qt->retried)));
    const QString what = parts.join(u"; "_s);
    if (what.isEmpty() || fault.qtNote.isEmpty())
        return what + fault.qtNote;
    return fault.qtNote + u' ' + what;
}

QByteArray faultDocs(const QList<FaultGroup> &table)
{
    QString text =
            u"<!-- Made by `test_connection tst_faults --write-docs docs/faults.md` from the table that the "
            u"tests run. -->\n"
            "# What can go wrong, and what Socketscope says\n\n"
            "Every row is a test (`tests/connection/tst_faults.cpp`) that runs on both engines where it "
            "applies: the sentence, the close\ncode and the decision to try again are right, nothing "
            "hangs or leaks, and the next connection works. “…” stands for what varies.\n"
            "A close code is *the peer's* when it was in the peer's Close frame, *ours* when we closed; "
            "it is *not clean* unless Close frames\nwent both ways. 1005 and 1006 are never on the wire: "
            "they stand for an empty Close frame and for none.\n"_s;
    for (const FaultGroup &group : table) {
        text += u"\n## %1\n\n| the server | Socketscope says | close code | tries again | the Qt engine |\n"
                "|---|---|---|---|---|\n"_s.arg(group.title);
        for (const Fault &fault : group.faults) {
            const FaultOutcome &outcome = fault.onNative ? fault.outcome : fault.qt.value_or(fault.outcome);
            text += u"| %1 | %2 | %3 | %4 | %5 |\n"_s.arg(cell(fault.what), cell(says(outcome)),
                                                          closeCode(outcome), yesNo(outcome.retried),
                                                          cell(differences(fault)));
        }
    }
    return text.toUtf8();
}
