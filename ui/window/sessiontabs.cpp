// SPDX-License-Identifier: MIT
#include "ui/window/sessiontabs.h"

#include "format/text/numbers.h"

#include <QTabBar>

#include <algorithm>

using namespace Qt::StringLiterals;

// Of a title, in characters of average width.
static constexpr int ComfortableChars = 28;
static constexpr int LeastChars = 20;
static constexpr quint64 MostUnread = 999;

static QString unreadText(quint64 unread)
{
    const QString most = unread > MostUnread ? u"+"_s : QString();
    return u" · "_s + formatCount(std::min(unread, MostUnread)) + most;
}

namespace {

/// Has the title of each tab as its data.
class TitleTabBar final : public QTabBar
{
public:
    using QTabBar::QTabBar;

protected:
    QSize tabSizeHint(int index) const override { return sizeFor(index, ComfortableChars); }
    QSize minimumTabSizeHint(int index) const override { return sizeFor(index, LeastChars); }

private:
    QSize sizeFor(int index, int mostChars) const
    {
        const auto widthOf = [this](const QString &text) {
            return fontMetrics().size(Qt::TextShowMnemonic, text).width();
        };
        const QSize size = QTabBar::tabSizeHint(index);
        const int title =
                std::min(widthOf(tabData(index).toString()), mostChars * fontMetrics().averageCharWidth());
        return {size.width() - widthOf(tabText(index)) + title + widthOf(unreadText(MostUnread + 1)),
                size.height()};
    }
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

void SessionTabs::setTitle(int index, const QString &title, quint64 unread)
{
    QString escaped = title;
    escaped.replace(u'&', u"&&"_s);
    tabBar()->setTabData(index, escaped);
    const QString text = unread > 0 ? escaped + unreadText(unread) : escaped;
    if (tabText(index) != text)
        setTabText(index, text);
}
