// SPDX-License-Identifier: MIT
#pragma once

#include "connection/status.h"

#include <QCoreApplication>
#include <QTimer>
#include <QWidget>

#include <chrono>

class ElidedLabel;
class QLabel;
class QPushButton;
class QToolButton;
class Spinner;

/// A status in words. Pure, so that it can be tested without a window. Plain text.
struct StatusText
{
    Q_DECLARE_TR_FUNCTIONS(StatusText)

public:
    /// "Open 00:12:41", "Connecting, attempt 3 of 20", "Retrying in 7 s", "Closed 1006 abnormal closure".
    QString title;
    /// What belongs to it, mostly empty.
    QString detail;
};

/// `now` is a moment of the steady clock; `roundTrip` 0 if none has been measured.
StatusText statusText(const StatusReport &report, std::chrono::steady_clock::time_point now,
                      std::chrono::nanoseconds roundTrip);

/// One line for how the connection stands: shape, words, and while waiting a countdown with what can
/// be done about it.
class StatusLine : public QWidget
{
    Q_OBJECT

public:
    explicit StatusLine(QWidget *parent = nullptr);

    void setReport(const StatusReport &report);
    /// In place of a connection: this is a session from a file.
    void setRecorded(const QString &detail);
    void setRoundTrip(std::chrono::nanoseconds time);
    /// The last of it that takes the focus.
    QWidget *lastButton() const;
    /// How often what is open is pinged; 0 for never.
    void setKeepAlive(std::chrono::milliseconds interval);
    /// What is sent again and again; empty for nothing. Plain text.
    void setRepeating(const QString &sentence);
    /// Why the connection failed or was closed is said elsewhere in the tab, and not here as well.
    void setReasonElsewhere(bool elsewhere);
    /// The next connection of this tab will not verify certificates, nor does the one that is open.
    void setUnverified(bool unverified);

Q_SIGNALS:
    void tryNowRequested();
    /// What is open is to be pinged, or not.
    void pingingChosen(bool on);

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void refresh();
    void fit();
    void colourWarning();

    StatusReport m_report;
    QString m_recorded;
    QString m_repeating;
    std::chrono::nanoseconds m_roundTrip{0};
    bool m_isReasonElsewhere = false;
    bool m_isPinging = false;
    bool m_isUnverified = false;
    QTimer m_tick;
    QLabel *m_shape;
    QLabel *m_title;
    QLabel *m_warning;
    ElidedLabel *m_detail;
    Spinner *m_spinner;
    QPushButton *m_tryNow;
    QToolButton *m_pings;
};
