// SPDX-License-Identifier: MIT
#include "support/faults/faultrun.h"

#include "failure/failuretext.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

bool matchesSentence(const QString &pattern, const QString &text)
{
    QStringList parts = pattern.split(u'…');
    for (QString &part : parts)
        part = QRegularExpression::escape(part);
    const QRegularExpression whole(QRegularExpression::anchoredPattern(parts.join(u".*"_s)),
                                   QRegularExpression::DotMatchesEverythingOption);
    return whole.match(text).hasMatch();
}

FaultRun::FaultRun(const Fault &fault, Engine engine, int variant)
    : m_scene(engine, variant)
    , m_probe(m_manager)
{
    fault.script(m_scene);
    connect(&m_manager, &WebSocketManager::statusChanged, this, [this](Status status) {
        if (status != Status::Open || m_acted || !m_scene.whenOpen)
            return;
        m_acted = true;
        m_scene.whenOpen(m_manager, *m_scene.server().peer());
    });
}

void FaultRun::start()
{
    m_manager.open(m_scene.profile);
}

bool FaultRun::hasArrived() const
{
    return m_scene.server().peer() || isOver();
}

bool FaultRun::isOver() const
{
    const Status status = m_manager.status();
    return !m_probe.statuses.isEmpty() && (status == Status::Closed || status == Status::WaitingToRetry)
           && m_scene.server().openConnections() == 0;
}

FaultOutcome FaultRun::outcome() const
{
    FaultOutcome outcome;
    const StatusReport report = m_probe.lastReport();
    if (report.error) {
        outcome.stage = report.error->stage;
        outcome.sentence = report.error->sentence;
        outcome.httpStatus = report.error->httpStatus;
    }
    if (report.close) {
        outcome.closeCode = report.close->code;
        outcome.reason = report.close->reason;
        outcome.clean = report.close->clean;
        outcome.by = report.close->by;
        if (!report.error)
            outcome.sentence = report.close->detail;
    }
    outcome.retried = report.status == Status::WaitingToRetry;
    outcome.received = m_probe.received();
    if (const ScriptedPeer *peer = m_scene.server().peer()) {
        const QList<WebSocketFrame> closes = peer->framesOf(WebSocketFrame::Close);
        if (!closes.isEmpty())
            outcome.answered = closes.first().closeCode();
    }
    return outcome;
}

static QString shown(const std::optional<quint16> &code)
{
    return code ? QString::number(*code) : u"none"_s;
}

QString FaultRun::problem(const FaultOutcome &expected) const
{
    const FaultOutcome actual = outcome();
    QStringList problems;
    const auto differ = [&](const QString &what, const QString &is, const QString &should) {
        if (is != should)
            problems.append(u"%1 is “%2” instead of “%3”"_s.arg(what, is, should));
    };
    const auto stage = [](const FaultOutcome &outcome) {
        return outcome.stage ? errorStageKey(*outcome.stage) : u"none"_s;
    };
    differ(u"the stage"_s, stage(actual), stage(expected));
    if (!matchesSentence(expected.sentence, actual.sentence))
        differ(u"the sentence"_s, actual.sentence, expected.sentence);
    if (expected.httpStatus)
        differ(u"the HTTP status"_s, QString::number(actual.httpStatus),
               QString::number(expected.httpStatus));
    differ(u"the close code"_s, shown(actual.closeCode), shown(expected.closeCode));
    if (expected.closeCode && actual.closeCode) {
        if (expected.by != CloseInfo::By::Engine) // of our own it is in the engine's words
            differ(u"the reason"_s, actual.reason, expected.reason);
        differ(u"clean"_s, QVariant(actual.clean).toString(), QVariant(expected.clean).toString());
        differ(u"closed by"_s, closedByKey(actual.by), closedByKey(expected.by));
    }
    differ(u"tries again"_s, QVariant(actual.retried).toString(), QVariant(expected.retried).toString());
    const auto listed = [](const QByteArrayList &messages) {
        return u"%1: "_s.arg(messages.size()) + QString::fromLatin1(messages.join(" | ").left(200));
    };
    if (actual.received != expected.received)
        differ(u"what was received"_s, listed(actual.received), listed(expected.received));
    if (expected.answered)
        differ(u"the code that the server got"_s, shown(actual.answered), shown(expected.answered));
    if (m_probe.errors.size() > 1)
        problems.append(u"there was more than one error"_s);
    if (actual.stage) {
        const QJsonObject recorded = m_probe.lastLocal(MessageType::Error);
        differ(u"the recorded sentence"_s, recorded["message"_L1].toString(), actual.sentence);
        const FailureCause cause = m_probe.lastError().cause;
        if (cause == FailureCause::None)
            problems.append(u"the error has no cause"_s);
        differ(u"the recorded cause"_s, recorded["cause"_L1].toString(), failureCauseKey(cause));
    }
    if (actual.closeCode)
        differ(u"the recorded code"_s,
               QString::number(m_probe.lastLocal(MessageType::Close)["code"_L1].toInt()),
               QString::number(*actual.closeCode));
    return problems.isEmpty()
                   ? QString()
                   : u"variant %1: %2\n  said by the engine: %3"_s.arg(QString::number(m_scene.variant()),
                                                                       problems.join(u"; "_s),
                                                                       m_probe.lastError().raw.left(300));
}

void FaultRun::startNext(const QUrl &url)
{
    m_manager.close();
    m_probe.clear();
    ConnectionProfile profile;
    profile.engine = m_scene.profile.engine;
    profile.url = url;
    profile.proxy.kind = ProxySettings::Kind::None;
    profile.keepAliveInterval = 0ms;
    m_manager.open(profile);
}

bool FaultRun::nextIsOver() const
{
    return m_manager.status() == Status::Closed && !m_probe.statuses.isEmpty();
}

QString FaultRun::problemOfNext() const
{
    const QStringList expected{u"status connecting"_s, u"entry open"_s,  u"status open"_s,
                               u"entry text"_s,        u"entry close"_s, u"status closed"_s};
    if (m_probe.log == expected && m_probe.received() == QByteArrayList{"hello"})
        return {};
    return u"variant %1: the next connection went otherwise: %2; %3"_s.arg(
            QString::number(m_scene.variant()), m_probe.log.join(u", "_s), m_probe.lastError().sentence);
}
