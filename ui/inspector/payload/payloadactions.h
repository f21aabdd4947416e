// SPDX-License-Identifier: MIT
#pragma once

#include "format/payloadcopy.h"
#include "taskqueue.h"
#include "ui/inspector/payload/payloadtext.h"

#include <QObject>

#include <functional>

class QMenu;
class QWidget;
class Worker;

/// Takes a payload elsewhere: to the clipboard, in one of several forms, or into a file. A large one is
/// written out on a thread of its own. What is copied later takes the place of what is being copied; what is
/// being saved is saved whatever else is asked for.
class PayloadActions : public QObject
{
    Q_OBJECT

public:
    explicit PayloadActions(QWidget *parent);
    /// Waits until all is saved.
    ~PayloadActions() override;

    /// The payload that is meant from now on. What was begun with the one before is still done.
    void setPayload(const PayloadText &payload) { m_payload = payload; }

    /// Adds the forms that apply, whenever the menu is about to be shown.
    void fillWhenShown(QMenu *menu);
    void copyWhole(PayloadForm form);
    void copyAs(CopyForm form);
    void askWhereToSave();
    /// Says how it went.
    void save(const QString &fileName);
    /// "message-1204331.json".
    QString suggestedFileName() const;

    bool isWorking() const;

Q_SIGNALS:
    /// A sentence about what was done, or why not. Plain text.
    void said(const QString &sentence);

private:
    /// Null control: it cannot be cancelled.
    using CopiedText = std::function<QString(ScanControl *control)>;
    void copy(const CopiedText &text, const QString &what);

    PayloadText m_payload;
    Worker *m_worker;
    TaskQueue m_saving;
    int m_saves = 0;
    QWidget *m_window;
};
