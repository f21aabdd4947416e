// SPDX-License-Identifier: MIT
#pragma once

#include "ui/payloadtext.h"

#include <QWidget>

#include <optional>

class ElidedLabel;
class PayloadView;
class QFrame;
class QLabel;
class QPushButton;
class QStackedLayout;
class QTabBar;
class QToolButton;

/// Reads one entry in full: JSON laid out, text, hex, or the details of a local entry. The form that
/// the user chose is kept from entry to entry wherever it applies. Of a huge payload only the first
/// part is shown until more is asked for, so that selecting an entry costs the same whatever its size.
class Inspector : public QWidget
{
    Q_OBJECT

public:
    explicit Inspector(QWidget *parent = nullptr);

    void showMessage(const Message &message);
    /// A large one is on its way.
    void showLoading();
    void clear();

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *createTop();
    QWidget *createBottom();
    void refresh();
    void refreshTabs();
    void refreshText();
    void chooseTab(int index);
    void showMore();
    void copyWhole();
    void applyPalette();
    PayloadForm currentForm() const;

    std::optional<Message> m_message;
    PayloadText m_text;
    PayloadLimit m_limit;
    std::optional<PayloadForm> m_chosen;

    QStackedLayout *m_pages;
    QTabBar *m_tabs;
    QToolButton *m_wrap;
    QToolButton *m_copy;
    QLabel *m_meaning;
    PayloadView *m_view;
    QLabel *m_note;
    QPushButton *m_more;
    ElidedLabel *m_info;
    QLabel *m_empty;
    QList<QFrame *> m_lines;
};
