// SPDX-License-Identifier: MIT
#include "ui/window/sessiontabs.h"

#include "format/text/numbers.h"

#include <QEvent>
#include <QHash>
#include <QTabBar>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

// Of a title, in characters of average width.
static constexpr int ComfortableChars = 28;
static constexpr int LeastChars = 20;
static constexpr quint64 MostUnread = 999;
static constexpr qsizetype MostWidths = 4000;

static QString unreadText(quint64 unread)
{
    const QString most = unread > MostUnread ? u"+"_s : QString();
    return u" · "_s + formatCount(std::min(unread, MostUnread)) + most;
}

namespace {

/// Has the title of each tab as its data. Whenever one changes, all are asked for their sizes: texts are
/// measured once.
class TitleTabBar final : public QTabBar
{
public:
    using QTabBar::QTabBar;

protected:
    QSize tabSizeHint(int index) const override { return sizeFor(index, ComfortableChars); }
    QSize minimumTabSizeHint(int index) const override { return sizeFor(index, LeastChars); }
    void changeEvent(QEvent *event) override
    {
        m_widths.clear();
        m_frames = {};
        QTabBar::changeEvent(event);
    }

private:
    int widthOf(const QString &text) const
    {
        if (const auto known = m_widths.constFind(text); known != m_widths.constEnd())
            return *known;
        if (m_widths.size() >= MostWidths)
            m_widths.clear();
        return *m_widths.insert(text, fontMetrics().size(Qt::TextShowMnemonic, text).width());
    }

    // Of a tab without its text.
    QSize frameOf(int index) const
    {
        const bool hasIcon = !tabIcon(index).isNull();
        QSize &frame = m_frames[hasIcon][tabButton(index, RightSide) != nullptr];
        if (!frame.isValid())
            frame = QTabBar::tabSizeHint(index) - QSize(widthOf(tabText(index)), 0);
        return frame;
    }

    QSize sizeFor(int index, int mostChars) const
    {
        const int title =
                std::min(widthOf(tabData(index).toString()), mostChars * fontMetrics().averageCharWidth());
        return frameOf(index) + QSize(title + widthOf(unreadText(MostUnread + 1)), 0);
    }

    mutable QHash<QString, int> m_widths;
    mutable std::array<std::array<QSize, 2>, 2> m_frames;
};

} // namespace

SessionTabs::SessionTabs(QWidget *parent)
    : QTabWidget(parent)
{
    auto *bar = new TitleTabBar(this);
    setTabBar(bar);
    setObjectName(u"tabs"_s);
    setDocumentMode(true);
    setMovable(true);
    setElideMode(Qt::ElideMiddle);
    setUsesScrollButtons(true);
    bar->setAccessibleName(tr("Connections"));
    bar->setExpanding(false);
}

QString SessionTabs::textOf(const QString &title)
{
    QString escaped = title;
    return escaped.replace(u'&', u"&&"_s);
}

void SessionTabs::setTitle(int index, const QString &title, quint64 unread)
{
    const QString escaped = textOf(title);
    tabBar()->setTabData(index, escaped);
    const QString text = unread > 0 ? escaped + unreadText(unread) : escaped;
    if (tabText(index) != text)
        setTabText(index, text);
}
