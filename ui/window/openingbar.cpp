// SPDX-License-Identifier: MIT
#include "ui/window/openingbar.h"

#include "scancontrol.h"
#include "taskqueue.h"
#include "ui/kit/inlinebar.h"
#include "ui/kit/labels.h"
#include "ui/kit/spinner.h"
#include "ui/kit/theme.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QShortcut>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

static constexpr auto UsualPatience = 200ms;
static constexpr auto ProgressInterval = 200ms;

// Shared with the thread, which may be at it long after it was cancelled.
struct OpeningBar::Opening
{
    const QString fileName;
    const int connection;
    const Answer answer;
    TaskQueue *const queue;
    ScanControl control = {};
    OpenedSession opened = {};
};

OpeningBar::OpeningBar(QWidget *parent)
    : QWidget(parent)
    , m_spinner(new Spinner(this))
    , m_label(new ElidedLabel(this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
    , m_reader(&openAnySession)
    , m_queue(std::make_unique<TaskQueue>())
{
    setObjectName(u"openingBar"_s);
    setAccessibleName(tr("Opening a session"));
    m_label->setObjectName(u"openingText"_s);
    m_cancel->setObjectName(u"openingCancel"_s);
    m_cancel->setToolTip(tr("Do not open it (Esc)"));

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(Theme::Unit, Theme::Unit / 2, Theme::Unit, Theme::Unit / 2);
    layout->setSpacing(Theme::Unit);
    layout->addWidget(m_spinner);
    layout->addWidget(m_label, 1);
    layout->addWidget(m_cancel);
    new FocusReturn(this);
    hide();

    m_patience.setSingleShot(true);
    m_patience.setInterval(UsualPatience);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        m_spinner->setSpinning(true);
        m_progress.start();
        show();
    });
    m_progress.setInterval(ProgressInterval);
    connect(&m_progress, &QTimer::timeout, this, &OpeningBar::showProgress);
    connect(m_cancel, &QPushButton::clicked, this, &OpeningBar::cancel);
    // Of the window, where the focus is meanwhile. A field that has a use for Esc comes first.
    connect(new QShortcut(QKeySequence::Cancel, this), &QShortcut::activated, this, &OpeningBar::cancel);
}

OpeningBar::~OpeningBar()
{
    for (const auto &opening : std::as_const(m_underWay))
        opening->control.cancelled = true;
    // What they have read is handed to this object: they end while it is whole.
    m_queue.reset();
    m_slowQueues.clear();
    const auto left = m_underWay + m_lingering;
    for (const auto &opening : left)
        opening->opened.discard();
}

void OpeningBar::open(const QString &fileName, int connection, const Answer &answer)
{
    const std::shared_ptr<Opening> opening(new Opening{fileName, connection, answer, m_queue.get()});
    m_underWay.append(opening);
    showNext();
    m_queue->add([this, opening, read = m_reader] {
        if (!opening->control.cancelled)
            opening->opened = read(opening->fileName, opening->connection, &opening->control);
        if (opening->opened.record)
            opening->opened.record->moveToThread(thread());
        QMetaObject::invokeMethod(
                this, [this, opening] { finish(opening); }, Qt::QueuedConnection);
    });
}

void OpeningBar::finish(const std::shared_ptr<Opening> &opening)
{
    if (opening->control.cancelled) {
        opening->opened.discard();
        m_lingering.removeOne(opening);
        dropQueue(opening->queue);
        return;
    }
    m_underWay.removeOne(opening);
    showNext();
    opening->answer(std::move(opening->opened));
}

void OpeningBar::cancel()
{
    const auto cancelled = std::exchange(m_underWay, {});
    if (cancelled.isEmpty())
        return;
    for (const auto &opening : cancelled)
        opening->control.cancelled = true;
    m_lingering += cancelled;
    m_slowQueues.push_back(std::exchange(m_queue, std::make_unique<TaskQueue>()));
    showNext();
    for (const auto &opening : cancelled)
        opening->answer({});
}

// A queue goes when all that it had to read has come back.
void OpeningBar::dropQueue(const TaskQueue *queue)
{
    const auto isOfQueue = [queue](const auto &opening) { return opening->queue == queue; };
    if (std::none_of(m_lingering.cbegin(), m_lingering.cend(), isOfQueue))
        std::erase_if(m_slowQueues, [queue](const auto &slow) { return slow.get() == queue; });
}

void OpeningBar::showNext()
{
    if (m_underWay.isEmpty()) {
        m_patience.stop();
        m_progress.stop();
        m_spinner->setSpinning(false);
        hide();
        return;
    }
    showProgress();
    if (isHidden() && !m_patience.isActive())
        m_patience.start();
}

void OpeningBar::showProgress()
{
    const Opening &first = *m_underWay.first();
    const QString name = QFileInfo(first.fileName).fileName();
    const qint64 done = first.control.done;
    m_label->setText(done == 0 ? tr("Opening %1 …").arg(name)
                               : tr("Opening %1 … %2 %").arg(name, QString::number(100 * done / WholeScan)));
}

void OpeningBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(0, 0, width(), 1, Theme::hairline(palette()));
}
