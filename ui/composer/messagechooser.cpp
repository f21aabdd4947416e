// SPDX-License-Identifier: MIT
#include "ui/composer/messagechooser.h"

#include "ui/kit/flatcontrols.h"
#include "ui/kit/labels.h"
#include "ui/kit/theme.h"

#include <QBoxLayout>
#include <QCoreApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QScreen>
#include <QStackedLayout>
#include <QToolButton>
#include <QTreeWidget>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

static constexpr int Width = 60 * Theme::Unit;
static constexpr int Height = 36 * Theme::Unit;

MessageChooser::MessageChooser(QWidget *parent)
    : QFrame(parent, Qt::Popup)
    , m_search(new QLineEdit(this))
    , m_pages(new QStackedLayout)
    , m_list(new QTreeWidget(this))
    , m_empty(new PaneLabel(u"savedMessagesEmpty"_s, this))
{
    setObjectName(u"messageChooser"_s);
    setAccessibleName(tr("Saved messages"));
    setFrameShape(QFrame::StyledPanel);
    m_search->setObjectName(u"savedMessagesSearch"_s);
    m_search->setAccessibleName(tr("Search saved messages"));
    m_search->setPlaceholderText(tr("Search"));
    m_search->installEventFilter(this);
    m_list->setObjectName(u"savedMessages"_s);
    m_list->setAccessibleName(tr("Saved messages"));
    m_list->setColumnCount(3);
    m_list->setHeaderHidden(true);
    m_list->setRootIsDecorated(false);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformRowHeights(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(1, QHeaderView::Stretch);
    QToolButton *save = flatButton(u"saveWritten"_s, tr("&Save What Is Written"),
                                   tr("Save what is written (Ctrl+Shift+J)"), this);
    QLabel *hint = plainLabel(tr("Enter writes, Ctrl+Enter sends, F8 repeats it"), this);
    hint->setForegroundRole(QPalette::PlaceholderText);

    m_pages->addWidget(m_list);
    m_pages->addWidget(m_empty);
    auto *below = new QHBoxLayout;
    below->addWidget(hint, 1);
    below->addWidget(save);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::Unit, Theme::Unit, Theme::Unit, Theme::Unit / 2);
    layout->setSpacing(Theme::Unit / 2);
    layout->addWidget(m_search);
    layout->addLayout(m_pages, 1);
    layout->addLayout(below);

    connect(m_search, &QLineEdit::textChanged, this, &MessageChooser::showMatches);
    connect(m_list, &QTreeWidget::itemClicked, this, [this] { accept(false); });
    connect(save, &QToolButton::clicked, this, [this] {
        close();
        Q_EMIT saveRequested();
    });
}

void MessageChooser::choose(const QList<OfferedMessage> &messages, const QWidget *below)
{
    m_messages = messages;
    m_search->clear();
    showMatches();
    const QRect screen = below->screen()->availableGeometry();
    const QPoint corner = below->mapToGlobal(QPoint(below->width(), 0));
    resize(std::min(Width, screen.width()), std::min(Height, std::max(0, corner.y() - screen.top())));
    move(std::max(screen.left(), corner.x() - width()), corner.y() - height());
    show();
    m_search->setFocus(Qt::PopupFocusReason);
}

void MessageChooser::showMatches()
{
    const QString sought = m_search->text().trimmed();
    m_list->clear();
    for (const OfferedMessage &message : std::as_const(m_messages)) {
        if (!message.name.contains(sought, Qt::CaseInsensitive)
            && !message.text.contains(sought, Qt::CaseInsensitive))
            continue;
        auto *item = new QTreeWidgetItem(m_list, {message.name, message.text, message.keys});
        item->setData(0, Qt::UserRole, message.id);
        item->setForeground(1, Theme::mutedText(palette()));
        item->setForeground(2, Theme::mutedText(palette()));
    }
    m_list->setCurrentItem(m_list->topLevelItem(0));
    m_list->resizeColumnToContents(0);
    m_list->setColumnWidth(0, std::min(m_list->columnWidth(0), Width / 2));
    m_list->resizeColumnToContents(2);
    m_empty->setText(m_messages.isEmpty() ? tr("No message is saved for this connection yet.")
                                          : tr("Nothing matches “%1”.").arg(sought));
    m_pages->setCurrentIndex(m_list->topLevelItemCount() > 0 ? 0 : 1);
}

QString MessageChooser::take()
{
    const QTreeWidgetItem *item = m_list->currentItem();
    if (!item)
        return {};
    const QString id = item->data(0, Qt::UserRole).toString();
    close();
    return id;
}

void MessageChooser::accept(bool send)
{
    if (const QString id = take(); !id.isEmpty())
        Q_EMIT chosen(id, send);
}

bool MessageChooser::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_search || event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    auto *key = static_cast<QKeyEvent *>(event);
    switch (key->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        accept(key->modifiers().testFlag(Qt::ControlModifier));
        return true;
    case Qt::Key_F8:
        if (const QString id = take(); !id.isEmpty())
            Q_EMIT repeatRequested(id);
        return true;
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        QCoreApplication::sendEvent(m_list, event);
        return true;
    default:
        return false;
    }
}
