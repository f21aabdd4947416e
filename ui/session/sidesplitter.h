// SPDX-License-Identifier: MIT
#pragma once

#include "ui/kit/hairline.h"

#include <QTimer>

class Inspector;
class Settings;

/// The log of a tab with the inspector beside it, or below it where the tab is narrow, or without it where
/// there is no room.
class SideSplitter : public HairlineSplitter
{
    Q_OBJECT

public:
    SideSplitter(QWidget *log, Inspector *inspector, QWidget *parent = nullptr);

    /// As it was left, and whether the inspector was wanted.
    void restore(const Settings *settings);
    void save(Settings *settings) const;

    bool isInspectorShown() const { return m_isShown; }
    /// Wanted by hand, it is there even if there is little room.
    void setInspectorWanted(bool wanted);
    /// What the tab has, for the next frame.
    void adaptTo(const QSize &tab);

Q_SIGNALS:
    void inspectorShown(bool shown);
    /// It is wanted, but has gone: there is no room for it.
    void inspectorFolded();

private:
    void adapt();

    Inspector *m_inspector;
    QTimer m_later;
    QSize m_tab;
    bool m_isWanted = true;
    bool m_isForced = false;
    bool m_isShown = true;
};
