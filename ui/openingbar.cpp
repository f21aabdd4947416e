// SPDX-License-Identifier: MIT
#include "ui/openingbar.h"

#include "record/filerecord.h"
#include "ui/elidedlabel.h"
#include "ui/spinner.h"
#include "ui/theme.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>

#include <utility>

using namespace Qt::StringLiterals;

static constexpr int PatienceMs = 200;

OpeningBar::OpeningBar(QWidget *parent)
    : QWidget(parent)
    , m_spinner(new Spinner(this))
    , m_label(new ElidedLabel(this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
    , m_cancelled(std::make_shared<std::atomic<bool>>(false))
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
    hide();

    m_pool.setMaxThreadCount(1);
    m_patience.setSingleShot(true);
    m_patience.setInterval(PatienceMs);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        m_spinner->setSpinning(true);
        show();
    });
    connect(m_cancel, &QPushButton::clicked, this, &OpeningBar::cancel);
}

OpeningBar::~OpeningBar()
{
    *m_cancelled = true;
    m_pool.waitForDone();
}

void OpeningBar::open(const QString &fileName)
{
    m_label->setText(tr("Opening %1 …").arg(QFileInfo(fileName).fileName()));
    if (m_underWay++ == 0)
        m_patience.start();
    m_pool.start([this, fileName, cancelled = m_cancelled] {
        QString problem;
        std::unique_ptr<FileRecord> record;
        if (!*cancelled)
            record = FileRecord::open(fileName, &problem, cancelled.get());
        if (record)
            record->moveToThread(QCoreApplication::instance()->thread());
        // A function that is handed over has to be copyable.
        const auto shared = std::make_shared<std::unique_ptr<FileRecord>>(std::move(record));
        QMetaObject::invokeMethod(this, [this, fileName, cancelled, shared, problem] {
            if (!*cancelled)
                deliver(fileName, std::move(*shared), problem);
        });
    });
}

void OpeningBar::cancel()
{
    *m_cancelled = true;
    m_cancelled = std::make_shared<std::atomic<bool>>(false);
    m_underWay = 0;
    rest();
}

void OpeningBar::deliver(const QString &fileName, std::unique_ptr<FileRecord> record, const QString &problem)
{
    if (--m_underWay == 0)
        rest();
    if (!record) {
        Q_EMIT failed(problem);
        return;
    }
    m_record = std::move(record);
    Q_EMIT opened(fileName);
    m_record.reset();
}

std::unique_ptr<FileRecord> OpeningBar::takeRecord()
{
    return std::move(m_record);
}

void OpeningBar::rest()
{
    m_patience.stop();
    m_spinner->setSpinning(false);
    hide();
}

void OpeningBar::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Cancel))
        cancel();
    else
        QWidget::keyPressEvent(event);
}

void OpeningBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(0, 0, width(), 1, Theme::hairline(palette()));
}
