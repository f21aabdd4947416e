// SPDX-License-Identifier: MIT
#include "ui/settings/passphrasecheck.h"

#include "net/tls/tlsconfiguration.h"
#include "taskqueue.h"

#include <QCoreApplication>
#include <QMutex>

#include <utility>

static constexpr int PassphraseCheckMs = 400;

// What the worker knows of who asked: null once nobody waits for the answer.
struct PassphraseCheck::Asked
{
    QMutex mutex;
    PassphraseCheck *asker = nullptr;
};

static TaskQueue *passphraseQueue = nullptr;

// One key at a time, for all pages: what waits behind a slow one has mostly been dropped when its turn comes.
// It ends while there still is an application, which reading keys needs.
static TaskQueue *passphraseTasks()
{
    if (!passphraseQueue) {
        passphraseQueue = new TaskQueue;
        qAddPostRoutine([] { delete std::exchange(passphraseQueue, nullptr); });
    }
    return passphraseQueue;
}

PassphraseCheck::PassphraseCheck(QObject *parent)
    : QObject(parent)
{
    m_later.setSingleShot(true);
    m_later.setInterval(PassphraseCheckMs);
    connect(&m_later, &QTimer::timeout, this, &PassphraseCheck::run);
}

PassphraseCheck::~PassphraseCheck()
{
    drop();
}

void PassphraseCheck::drop()
{
    if (const auto asked = std::exchange(m_asked, nullptr)) {
        const QMutexLocker lock(&asked->mutex);
        asked->asker = nullptr;
    }
}

void PassphraseCheck::start(const TlsSettings &tls)
{
    drop();
    m_later.stop();
    if (tls.certificateFile.isEmpty() || tls.keyPassphrase.isEmpty())
        return;
    m_tls = tls;
    m_later.start();
}

void PassphraseCheck::run()
{
    m_asked = std::make_shared<Asked>();
    m_asked->asker = this;
    passphraseTasks()->add([asked = m_asked, tls = std::exchange(m_tls, {})] {
        {
            const QMutexLocker lock(&asked->mutex);
            if (!asked->asker)
                return;
        }
        const QString problem = passphraseProblem(tls);
        const QMutexLocker lock(&asked->mutex);
        if (PassphraseCheck *asker = asked->asker) {
            QMetaObject::invokeMethod(
                    asker,
                    [asker, asked, problem] {
                        if (asker->m_asked == asked)
                            Q_EMIT asker->answered(problem);
                    },
                    Qt::QueuedConnection);
        }
    });
}
