// SPDX-License-Identifier: MIT
#include "ui/connect/statusline.h"

#include "format/text/numbers.h"
#include "ui/kit/flatcontrols.h"
#include "ui/kit/labels.h"
#include "ui/kit/spinner.h"
#include "ui/kit/statusshape.h"
#include "ui/kit/theme.h"
#include "websocket/closecode.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QStringList>
#include <QToolButton>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

static constexpr int TickMs = 200;
// Characters: fewer say nothing.
static constexpr int LeastDetail = 4;

static StatusText openText(const StatusReport &report, std::chrono::steady_clock::time_point now,
                           std::chrono::nanoseconds roundTrip)
{
    using namespace std::chrono;
    QStringList details;
    if (roundTrip.count() > 0)
        details << StatusText::tr("ping %1").arg(
                formatRoundTrip(duration_cast<microseconds>(roundTrip).count()));
    if (!report.security.isEmpty())
        details << report.security;
    if (!report.unverified && !report.security.isEmpty() && !report.tls.verified
        && !report.tls.problem.isEmpty())
        details << StatusText::tr("certificate trusted by hand");
    if (!report.verifiedName.isEmpty())
        details << StatusText::tr("certificate of %1, not of the URL’s host").arg(report.verifiedName);
    if (!report.subprotocol.isEmpty())
        details << StatusText::tr("subprotocol %1").arg(report.subprotocol);
    if (report.extensions.contains("permessage-deflate"_L1))
        details << StatusText::tr("compressed");
    const qint64 elapsed = std::max<qint64>(0, duration_cast<milliseconds>(now - report.since).count());
    return {StatusText::tr("Open %1").arg(formatElapsed(elapsed)), details.join(u" · "_s)};
}

static StatusText closedText(const StatusReport &report)
{
    if (!report.close) {
        if (report.error)
            return {StatusText::tr("Closed"), report.error->sentence};
        return {StatusText::tr("Not connected"), {}};
    }
    const CloseInfo &close = *report.close;
    if (close.code == CloseCode::Unknown)
        return {StatusText::tr("Closed"), close.detail};
    QStringList details;
    if (close.by == CloseInfo::By::Peer)
        details << StatusText::tr("by the peer");
    if (!close.reason.isEmpty())
        details << u"“%1”"_s.arg(close.reason);
    if (!close.detail.isEmpty())
        details << close.detail;
    return {StatusText::tr("Closed %1 %2").arg(close.code).arg(closeCodeName(close.code)),
            details.join(u" · "_s)};
}

StatusText statusText(const StatusReport &report, std::chrono::steady_clock::time_point now,
                      std::chrono::nanoseconds roundTrip)
{
    using namespace std::chrono;
    switch (report.status) {
    case Status::Closed:
        return closedText(report);
    case Status::Connecting:
        return {StatusText::tr("Connecting, attempt %1 of %2").arg(report.attempt).arg(report.maxAttempts),
                {}};
    case Status::Open:
        return openText(report, now, roundTrip);
    case Status::Closing:
        return {StatusText::tr("Closing…"), {}};
    case Status::WaitingToRetry: {
        // Rounded up: "in 0 s" would be a lie for a second.
        const qint64 left = std::max<qint64>(0, duration_cast<milliseconds>(report.retryAt - now).count());
        const QString next =
                StatusText::tr("attempt %1 of %2").arg(report.attempt + 1).arg(report.maxAttempts);
        const QString why = report.error ? report.error->sentence : QString();
        return {StatusText::tr("Retrying in %1 s").arg((left + 999) / 1000),
                why.isEmpty() ? next : next + u" · "_s + why};
    }
    }
    return {};
}

// The short one for a line that is narrow.
static QString unverifiedText(bool whole)
{
    return whole ? StatusLine::tr("⚠ Certificates are not verified") : StatusLine::tr("⚠ Not verified");
}

StatusLine::StatusLine(QWidget *parent)
    : QWidget(parent)
    , m_shape(new QLabel(this))
    , m_title(new QLabel(this))
    , m_warning(new QLabel(unverifiedText(true), this))
    , m_detail(new ElidedLabel(this))
    , m_spinner(new Spinner(this))
    , m_tryNow(new QPushButton(tr("&Try now"), this))
    , m_pings(flatButton(u"pingsButton"_s, {}, {}, this))
{
    setObjectName(u"statusIndicator"_s);
    m_spinner->setObjectName(u"spinner"_s);
    m_spinner->setAccessibleName(tr("Connection progress"));
    m_title->setObjectName(u"statusTitle"_s);
    m_title->setTextFormat(Qt::PlainText);
    m_detail->setObjectName(u"statusDetail"_s);
    m_tryNow->setObjectName(u"tryNowButton"_s);
    m_tryNow->setAccessibleName(tr("Try to connect now"));
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_warning->setObjectName(u"unverifiedWarning"_s);
    m_warning->setTextFormat(Qt::PlainText);
    m_warning->setFont(bold);
    m_warning->setToolTip(tr("Whoever answers is believed: anybody on the way can read and change what is "
                             "sent. Turn this off in the connection settings (Ctrl+Shift+I)."));
    m_warning->setAccessibleName(unverifiedText(true));
    // It gets shorter before it is cut.
    m_warning->setMinimumWidth(1);
    m_warning->hide();
    // The line keeps its height when the button comes and goes.
    setMinimumHeight(m_tryNow->sizeHint().height());

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::Unit);
    layout->addWidget(m_shape);
    layout->addWidget(m_title);
    layout->addWidget(m_spinner);
    layout->addWidget(m_tryNow);
    layout->addWidget(m_pings);
    layout->addWidget(m_warning);
    layout->addWidget(m_detail, 1);
    layout->addStretch();

    setKeepAlive({});
    connect(m_tryNow, &QPushButton::clicked, this, &StatusLine::tryNowRequested);
    connect(m_pings, &QToolButton::clicked, this, [this] { Q_EMIT pingingChosen(!m_isPinging); });
    m_tick.setInterval(TickMs);
    connect(&m_tick, &QTimer::timeout, this, &StatusLine::refresh);
    setReport({});
}

void StatusLine::setReport(const StatusReport &report)
{
    if (report.status != m_report.status)
        m_title->setMinimumWidth(0);
    m_report = report;
    if (report.status != Status::Open)
        m_roundTrip = {};
    const bool counts = report.status == Status::Open || report.status == Status::WaitingToRetry;
    if (counts)
        m_tick.start();
    else
        m_tick.stop();
    const bool busy = report.status == Status::Connecting || report.status == Status::WaitingToRetry
                      || report.status == Status::Closing;
    m_spinner->setSpinning(busy);
    const int side = fontMetrics().height();
    m_shape->setPixmap(
            statusIcon(statusShape(report), palette()).pixmap(QSize(side, side), devicePixelRatioF()));
    refresh();
}

void StatusLine::setRecorded(const QString &detail)
{
    m_recorded = detail;
    m_shape->hide();
    refresh();
}

void StatusLine::setRepeating(const QString &sentence)
{
    if (std::exchange(m_repeating, sentence) != sentence)
        refresh();
}

void StatusLine::setRoundTrip(std::chrono::nanoseconds time)
{
    m_roundTrip = time;
    refresh();
}

QWidget *StatusLine::lastButton() const
{
    return m_pings;
}

void StatusLine::setKeepAlive(std::chrono::milliseconds interval)
{
    const bool isOn = interval.count() > 0;
    const QString seconds = QLocale::c().toString(double(interval.count()) / 1000);
    m_isPinging = isOn;
    m_pings->setText(isOn ? tr("pings every %1 s").arg(seconds) : tr("sends no pings"));
    m_pings->setAccessibleName(m_pings->text());
    m_pings->setToolTip(
            isOn ? tr("A ping is sent every %1 s, and the connection is closed when it is not answered. "
                      "Click "
                      "to send none: then the server’s own idle time-out can be watched.")
                            .arg(seconds)
                 : tr("Nothing is sent that was not asked for, but for answers to the server’s pings. Click "
                      "to send pings again."));
}

void StatusLine::setReasonElsewhere(bool elsewhere)
{
    m_isReasonElsewhere = elsewhere;
    refresh();
}

void StatusLine::setUnverified(bool unverified)
{
    m_isUnverified = unverified;
    fit();
    colourWarning();
}

// What there is no room for is left out, the least important first: nothing is squeezed into its neighbour.
void StatusLine::fit()
{
    const int spacing = layout()->spacing();
    int left = width() - m_title->minimumWidth();
    if (!m_shape->isHidden())
        left -= m_shape->sizeHint().width() + spacing;
    const auto widthOfWarning = [this](bool whole) {
        return m_warning->fontMetrics().size(Qt::TextSingleLine, unverifiedText(whole)).width() + 1;
    };
    if (m_isUnverified)
        left -= widthOfWarning(false) + spacing;
    const auto show = [&](QWidget *part, bool wanted) {
        const int needed = part->sizeHint().width() + spacing;
        part->setVisible(wanted && needed <= left);
        if (!part->isHidden())
            left -= needed;
    };
    show(m_tryNow, m_report.status == Status::WaitingToRetry);
    show(m_pings, m_report.status == Status::Open);
    show(m_spinner, m_spinner->isSpinning());
    const int more = widthOfWarning(true) - widthOfWarning(false);
    const bool isWhole = more <= left;
    m_warning->setText(unverifiedText(isWhole));
    m_warning->setVisible(m_isUnverified);
    if (m_isUnverified && isWhole)
        left -= more;
    m_detail->setVisible(left >= spacing + LeastDetail * fontMetrics().averageCharWidth());
}

void StatusLine::resizeEvent(QResizeEvent *event)
{
    fit();
    QWidget::resizeEvent(event);
}

void StatusLine::colourWarning()
{
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, Theme::bad(colours));
    m_warning->setPalette(colours);
}

void StatusLine::refresh()
{
    StatusReport report = m_report;
    if (m_isReasonElsewhere && report.error)
        report.error->sentence.clear();
    if (m_isReasonElsewhere && report.close)
        report.close->reason.clear();
    const StatusText text = m_recorded.isEmpty()
                                    ? statusText(report, std::chrono::steady_clock::now(), m_roundTrip)
                                    : StatusText{tr("Recorded"), m_recorded};
    m_title->setText(text.title);
    // What is behind it does not move with every second.
    m_title->setMinimumWidth(std::max(m_title->minimumWidth(), m_title->sizeHint().width()));
    QStringList details{m_repeating, text.detail};
    details.removeAll(QString());
    m_detail->setText(details.join(u" · "_s));
    setAccessibleName(tr("Status: %1").arg(text.title));
    setAccessibleDescription(m_detail->text());
    fit();
}

void StatusLine::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange) {
        setReport(m_report);
        colourWarning();
    }
    QWidget::changeEvent(event);
}
