// SPDX-License-Identifier: MIT
#pragma once

#include <QBasicTimer>
#include <QList>
#include <QObject>

class QTextDocument;

/// Deletes documents a part at a time, as to free many lines takes as long as to make them.
class DocumentBin : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    ~DocumentBin() override;

    /// Owns it from now on; nothing may show it.
    void discard(QTextDocument *document);

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    QList<QTextDocument *> m_documents;
    QBasicTimer m_timer;
};
