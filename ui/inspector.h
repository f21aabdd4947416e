// SPDX-License-Identifier: MIT
#pragma once

#include "ui/payloadtext.h"
#include "ui/payloadview.h"

#include <QWidget>

#include <functional>
#include <optional>

class InspectorBar;
class InspectorFooter;
class JsonTreeView;
class JsonValueMenu;
class PayloadJob;
class QFrame;
class QLabel;
class QStackedLayout;
class QStackedWidget;
class QTimer;

/// Reads one entry in full: JSON laid out or as a tree, text, hex, or the details of a local entry. The form
/// that the user chose is kept from entry to entry wherever it applies. What takes time in proportion to the
/// payload is done on a thread of its own, and of a huge text only the first part is shown until more is
/// asked for, so that selecting an entry costs the same whatever its size.
class Inspector : public QWidget
{
    Q_OBJECT

public:
    explicit Inspector(QWidget *parent = nullptr);
    ~Inspector() override;

    void showMessage(const Message &message);
    /// A large one is on its way.
    void showLoading();
    void clear();

    /// What is shown will still change by itself.
    bool isWorking() const;

Q_SIGNALS:
    /// A term of the log's filter, as FilterQuery has it.
    void filterRequested(const QString &term);
    /// A path as JsonPath::toString() has it, to be a column of the log.
    void columnRequested(const QString &path);
    /// The same, of a number.
    void plotRequested(const QString &path);

protected:
    void changeEvent(QEvent *event) override;

private:
    void showUnread();
    void setReading(const PayloadText &text);
    void dropReading();
    void showForm();
    void presentText(const ShownPayload &shown, bool extend);
    void refreshNote();
    void startWork(qint64 total, std::function<std::function<void()>(ScanControl &)> work);
    void showMore();
    void cancelWork();
    void copyWhole();
    JsonOutline::Index currentValue() const;
    void refreshPath();
    void showContextMenu(const QPoint &position);
    void showContextMenuAtCursor();
    void openMenu(const QPoint &globalPosition);
    void applyPalette();

    std::optional<Message> m_message;
    PayloadText m_reading;
    // The same as it was before more was asked for.
    PayloadText m_first;
    ShownPayload m_shown;
    bool m_isRead = true;
    bool m_wasCancelled = false;

    PayloadJob *m_job;
    QTimer *m_patience;
    QStackedLayout *m_pages;
    InspectorBar *m_bar;
    QLabel *m_meaning;
    QStackedWidget *m_forms;
    PayloadView *m_view;
    JsonTreeView *m_tree;
    JsonValueMenu *m_values;
    InspectorFooter *m_footer;
    QLabel *m_empty;
    QList<QFrame *> m_lines;
};
