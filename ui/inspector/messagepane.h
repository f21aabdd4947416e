// SPDX-License-Identifier: MIT
#pragma once

#include "ui/inspector/payload/payloadtext.h"
#include "ui/inspector/payload/payloadview.h"

#include <QWidget>

#include <functional>
#include <optional>

class CompareMark;
class CompareView;
class FindBar;
class HexPage;
class InspectorBar;
class InspectorFind;
class InspectorFooter;
class JsonTreeView;
class JsonValueMenu;
class PayloadActions;
class PictureView;
class QFrame;
class QLabel;
class QStackedLayout;
class QStackedWidget;
class QTimer;
class Worker;

/// What can be done with a message that is shown, and its name in the menu.
struct MessageCommand
{
    QString text;
    std::function<void(const Message &)> act;
};

/// Reads one entry in full: JSON laid out or as a tree, text, hex, or the details of a local entry. The form
/// that the user chose is kept from entry to entry wherever it applies. What takes time in proportion to the
/// payload is done on a thread of its own, and of a huge text only the first part is shown until more is
/// asked for, so that selecting an entry costs the same whatever its size.
class MessagePane : public QWidget
{
    Q_OBJECT

public:
    explicit MessagePane(QWidget *parent = nullptr);
    ~MessagePane() override;

    void showMessage(const Message &message);
    /// Of the connection that what is shown is of: its URL, where that is not plain, else empty; and how many
    /// bytes are sent in a frame, 0 if nobody knows.
    void setConnection(const QString &url, qint64 sentFrameBytes);
    void addCommands(const QList<MessageCommand> &commands);
    /// Marks this one, and compares it with what is shown.
    void compareWith(const Message &message);
    /// Shows nothing, and forgets what it has shown.
    void clear();

    /// What is shown will still change by itself.
    bool isWorking() const;

    /// Marks what it finds in the lines that are seen, as the log does for its filter; none if it is empty.
    void setHighlighter(TextFinder finder);

public Q_SLOTS:
    /// Opens the row to find in the payload with; a comparison gives way to it.
    void openFind();
    /// What came of it is said in the inspector.
    void savePayload(const QString &fileName);
    /// Remembers what is shown, to compare others with it.
    void markToCompare();
    /// Shows the difference to what was marked until it is closed, of every message that is shown meanwhile.
    void compareWithMarked();

Q_SIGNALS:
    /// A term of the log's filter, as FilterQuery has it.
    void filterRequested(const QString &term);
    /// A path as JsonPath::toString() has it, to be a column of the log.
    void columnRequested(const QString &path);
    /// The same, of a number.
    void plotRequested(const QString &path);

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void createForms();
    void connectParts();
    void fillMenu();

    void showUnread();
    void setReading(const PayloadText &text);
    void dropReading();
    void refreshMeaning();
    void showForm();
    void presentText(const ShownPayload &shown, bool extend);
    void refreshFind();
    void refreshNote();
    void startWork(qint64 total, std::function<std::function<void()>(ScanControl &)> work);
    void showMore();
    void copyWhole();
    void cancelWork();
    void readAgain();

    bool mark(const Message &message);
    void closeComparison();
    void focusForm();
    void refreshComparison();

    JsonOutline::Index currentValue() const;
    void refreshPath();
    void showContextMenu(const QPoint &position);
    void showContextMenuAtCursor();
    void openMenu(const QPoint &globalPosition);

    std::optional<Message> m_message;
    PayloadText m_reading;
    // The same as it was before more was asked for.
    PayloadText m_first;
    ShownPayload m_shown;
    QString m_url;
    qint64 m_sentFrameBytes = 0;
    // What was said of an action on it.
    QString m_said;
    bool m_isRead = true;
    bool m_wasCancelled = false;
    bool m_isComparing = false;

    Worker *m_worker;
    QTimer *m_patience;
    PayloadActions *m_actions;
    InspectorFind *m_find;
    JsonValueMenu *m_values;

    QStackedLayout *m_pages;
    QWidget *m_content;
    InspectorBar *m_bar;
    QLabel *m_meaning;
    QFrame *m_meaningLine;
    FindBar *m_findBar;
    QStackedWidget *m_forms;
    PayloadView *m_view;
    JsonTreeView *m_tree;
    PictureView *m_picture;
    HexPage *m_hex;
    CompareMark *m_mark;
    InspectorFooter *m_footer;
    CompareView *m_comparison;
};
