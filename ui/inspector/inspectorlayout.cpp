// SPDX-License-Identifier: MIT
// The parts of the inspector and how they are joined.
#include "ui/inspector/inspector.h"

#include "ui/compare/comparemark.h"
#include "ui/compare/compareview.h"
#include "ui/inspector/findbar.h"
#include "ui/inspector/hex/hexpage.h"
#include "ui/inspector/hex/hexview.h"
#include "ui/inspector/inspectorbar.h"
#include "ui/inspector/inspectorfind.h"
#include "ui/inspector/inspectorfooter.h"
#include "ui/inspector/json/jsontreeview.h"
#include "ui/inspector/json/jsonvaluemenu.h"
#include "ui/inspector/payload/payloadactions.h"
#include "ui/kit/smallparts.h"
#include "ui/kit/theme.h"
#include "worker.h"

#include <QBoxLayout>
#include <QEvent>
#include <QFrame>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QShortcut>
#include <QStackedLayout>
#include <QStackedWidget>
#include <QTimer>

using namespace Qt::StringLiterals;

// What is read sooner is shown once, as what it is.
static constexpr int PatienceMs = 50;

static QLabel *paragraph(const QString &objectName, QWidget *parent)
{
    QLabel *label = plainLabel({}, parent);
    label->setObjectName(objectName);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setContentsMargins(Theme::Unit, Theme::Unit / 2, Theme::Unit, Theme::Unit / 2);
    return label;
}

static QFrame *horizontalLine(QWidget *parent)
{
    auto *line = new QFrame(parent);
    line->setFrameShape(QFrame::HLine);
    line->setFrameShadow(QFrame::Plain);
    line->setFixedHeight(1);
    return line;
}

Inspector::Inspector(QWidget *parent)
    : QWidget(parent)
    , m_worker(new Worker(this))
    , m_patience(new QTimer(this))
    , m_actions(new PayloadActions(this))
    , m_values(new JsonValueMenu(this))
    , m_pages(new QStackedLayout(this))
{
    setObjectName(u"inspector"_s);
    setAccessibleName(tr("Selected message"));
    m_empty = paragraph(u"inspectorEmpty"_s, this);
    m_empty->setText(tr("Select a message to read it here."));
    m_empty->setAlignment(Qt::AlignCenter);

    m_content = new QWidget(this);
    m_bar = new InspectorBar(m_content);
    m_meaning = paragraph(u"inspectorMeaning"_s, m_content);
    m_findBar = new FindBar(m_content);
    m_forms = new QStackedWidget(m_content);
    createForms();
    m_footer = new InspectorFooter(m_worker, m_content);
    m_lines = {horizontalLine(m_content), horizontalLine(m_content), horizontalLine(m_content)};
    auto *layout = new QVBoxLayout(m_content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(m_lines[0]);
    layout->addWidget(m_meaning);
    layout->addWidget(m_lines[1]);
    layout->addWidget(m_findBar);
    layout->addWidget(m_forms, 1);
    m_mark = new CompareMark(m_content);
    layout->addWidget(m_lines[2]);
    layout->addWidget(m_mark);
    layout->addWidget(m_footer);
    m_find = new InspectorFind(m_findBar, m_view, m_tree, this);

    m_pages->addWidget(m_empty);
    m_comparison = new CompareView(this);
    m_pages->addWidget(m_content);
    m_pages->addWidget(m_comparison);
    setFocusProxy(m_view);
    m_patience->setSingleShot(true);
    m_patience->setInterval(PatienceMs);
    fillMenu();
    connectParts();
    applyPalette();
}

Inspector::~Inspector() = default;

void Inspector::createForms()
{
    m_view = new PayloadView(m_forms);
    m_view->setObjectName(u"inspectorText"_s);
    m_view->setAccessibleName(tr("Payload"));
    m_view->setWrapping(true);
    m_tree = new JsonTreeView(m_forms);
    m_hex = new HexPage(m_forms);
    for (QWidget *form :
         {static_cast<QWidget *>(m_view), static_cast<QWidget *>(m_tree), static_cast<QWidget *>(m_hex)})
        m_forms->addWidget(form);
}

void Inspector::fillMenu()
{
    QMenu *menu = m_bar->menu();
    m_actions->fillWhenShown(m_bar->copyMenu());
    QAction *save = menu->addAction(tr("&Save Payload…"), m_actions, &PayloadActions::askWhereToSave);
    save->setObjectName(u"inspectorSave"_s);
    QAction *mark = menu->addAction(tr("&Mark to Compare"), this, &Inspector::markToCompare);
    mark->setObjectName(u"inspectorMark"_s);
    QAction *find = menu->addAction(tr("&Find in This Message"), this, &Inspector::openFind);
    find->setObjectName(u"inspectorFind"_s);
    // Shown alone: which of the window's actions these keys are depends on the focus.
    find->setShortcut(QKeySequence::Find);
    find->setShortcutContext(Qt::WidgetShortcut);
}

void Inspector::connectParts()
{
    connect(m_patience, &QTimer::timeout, this, &Inspector::showUnread);
    connect(m_bar, &InspectorBar::formChosen, this, &Inspector::showForm);
    connect(m_bar, &InspectorBar::wrappingChanged, m_view, &PayloadView::setWrapping);
    connect(m_bar, &InspectorBar::copyRequested, this, [this] {
        if (m_message)
            m_actions->copyWhole(m_bar->form());
    });
    connect(m_footer, &InspectorFooter::moreRequested, this, &Inspector::showMore);
    connect(m_footer, &InspectorFooter::cancelRequested, this, &Inspector::cancelWork);
    connect(m_footer, &InspectorFooter::readRequested, this, &Inspector::readAgain);
    connect(m_worker, &Worker::finished, m_footer, &InspectorFooter::refreshProgress);
    connect(m_actions, &PayloadActions::said, this, [this](const QString &sentence) {
        m_said = sentence;
        refreshNote();
    });
    connect(m_view, &PayloadView::filled, this, &Inspector::refreshNote);
    connect(m_view, &QPlainTextEdit::cursorPositionChanged, this, &Inspector::refreshPath);
    connect(m_tree, &JsonTreeView::currentValueChanged, this, &Inspector::refreshPath);
    connect(m_find, &InspectorFind::moreRequested, this, &Inspector::showMore);
    connect(m_find, &InspectorFind::bytesFound, this,
            [this](qint64 from, qint64 length) { m_hex->view()->select(from, length); });
    connect(m_mark, &CompareMark::compareRequested, this, &Inspector::compareWithMarked);
    connect(m_comparison, &CompareView::closed, this, &Inspector::closeComparison);
    connect(m_findBar, &FindBar::closed, this, [this] { setFocus(); });
    connect(m_values, &JsonValueMenu::filterRequested, this, &Inspector::filterRequested);
    connect(m_values, &JsonValueMenu::columnRequested, this, &Inspector::columnRequested);
    connect(m_values, &JsonValueMenu::plotRequested, this, &Inspector::plotRequested);
    for (QWidget *widget : {static_cast<QWidget *>(m_view), static_cast<QWidget *>(m_tree)}) {
        widget->setContextMenuPolicy(Qt::CustomContextMenu);
        connect(widget, &QWidget::customContextMenuRequested, this, &Inspector::showContextMenu);
    }
    for (const QKeySequence &keys : {QKeySequence(Qt::Key_Menu), QKeySequence(Qt::SHIFT | Qt::Key_F10)}) {
        auto *shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, &Inspector::showContextMenuAtCursor);
    }
}

bool Inspector::event(QEvent *event)
{
    // While the focus is within, what is looked for is in the message.
    if (event->type() == QEvent::ShortcutOverride && m_message
        && static_cast<QKeyEvent *>(event)->matches(QKeySequence::Find)) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void Inspector::keyPressEvent(QKeyEvent *event)
{
    if (m_message && event->matches(QKeySequence::Find))
        openFind();
    else
        QWidget::keyPressEvent(event);
}

void Inspector::applyPalette()
{
    const auto colour = [](QWidget *widget, const QColor &color) {
        QPalette own = widget->palette();
        if (own.color(QPalette::WindowText) == color)
            return;
        own.setColor(QPalette::WindowText, color);
        widget->setPalette(own);
    };
    for (QFrame *line : std::as_const(m_lines))
        colour(line, Theme::hairline(palette()));
    colour(m_empty, Theme::mutedText(palette()));
}

void Inspector::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyPalette();
}
