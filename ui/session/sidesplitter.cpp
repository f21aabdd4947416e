// SPDX-License-Identifier: MIT
#include "ui/session/sidesplitter.h"

#include "settings/settings.h"
#include "ui/inspector/inspector.h"

#include <utility>

using namespace Qt::StringLiterals;

// Below these the inspector goes under the log, and away.
static constexpr int NarrowWidth = 900;
static constexpr int ShortHeight = 560;

SideSplitter::SideSplitter(QWidget *log, Inspector *inspector, QWidget *parent)
    : HairlineSplitter(Qt::Horizontal, parent)
    , m_inspector(inspector)
{
    setObjectName(u"sideSplitter"_s);
    addWidget(log);
    addWidget(inspector);
    setStretchFactor(0, 1);
    setStretchFactor(1, 0);
    setSizes({720, 380});
    // Later: what is resized and hidden within a resize event may miss the next one.
    m_later.setSingleShot(true);
    m_later.setInterval(0);
    connect(&m_later, &QTimer::timeout, this, &SideSplitter::adapt);
}

void SideSplitter::restore(const Settings *settings)
{
    restoreState(settings->widgetState(objectName()));
    m_isWanted = settings->inspectorVisible();
}

void SideSplitter::save(Settings *settings) const
{
    if (orientation() == Qt::Horizontal && m_isShown)
        settings->setWidgetState(objectName(), saveState());
    settings->setInspectorVisible(m_isWanted);
}

void SideSplitter::adaptTo(const QSize &tab)
{
    m_tab = tab;
    m_later.start();
}

void SideSplitter::setInspectorWanted(bool wanted)
{
    m_isWanted = wanted;
    m_isForced = wanted;
    adapt();
}

void SideSplitter::adapt()
{
    const bool narrow = m_tab.width() < NarrowWidth;
    const auto wanted = narrow ? Qt::Vertical : Qt::Horizontal;
    if (orientation() != wanted) {
        setOrientation(wanted);
        const int whole = narrow ? m_tab.height() : m_tab.width();
        setSizes({whole * 2 / 3, whole / 3});
    }
    const bool hasRoom = !narrow || m_tab.height() >= ShortHeight || m_isForced;
    const bool shown = m_isWanted && hasRoom;
    m_inspector->setVisible(shown);
    if (std::exchange(m_isShown, shown) == shown)
        return;
    Q_EMIT inspectorShown(shown);
    if (m_isWanted && !shown)
        Q_EMIT inspectorFolded();
}
