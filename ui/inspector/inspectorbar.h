// SPDX-License-Identifier: MIT
#pragma once

#include "ui/inspector/payload/payloadtext.h"

#include <QWidget>

#include <optional>

class QAction;
class QMenu;
class QTabBar;
class QToolButton;

/// The row above a payload: the forms in which to read it, and what can be done with it. What does not fit is
/// in the menu, where all of it is.
class InspectorBar : public QWidget
{
    Q_OBJECT

public:
    explicit InspectorBar(QWidget *parent = nullptr);

    /// Offers these; the one that the user chose last is current if it is among them, else the first.
    void setForms(const QList<PayloadForm> &forms);
    PayloadForm form() const;
    void setWrappingApplies(bool applies);

    QMenu *menu() const { return m_menu; }
    QMenu *copyMenu() const { return m_copyMenu; }

Q_SIGNALS:
    void formChosen();
    void wrappingChanged(bool on);
    void copyRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void fit();

    std::optional<PayloadForm> m_chosen;
    bool m_wrappingApplies = true;
    QTabBar *m_tabs;
    QToolButton *m_wrap;
    QToolButton *m_copy;
    QToolButton *m_more;
    QAction *m_wrapAction;
    QMenu *m_copyMenu;
    QMenu *m_menu;
};
