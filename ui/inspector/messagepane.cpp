// SPDX-License-Identifier: MIT
#include "ui/inspector/messagepane.h"

#include "format/text/numbers.h"
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
#include "ui/inspector/payload/entrywords.h"
#include "ui/inspector/payload/payloadactions.h"
#include "ui/inspector/picture/pictureview.h"
#include "ui/kit/hairline.h"
#include "ui/kit/labels.h"
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

#include <memory>
#include <utility>

using namespace Qt::StringLiterals;

// What is read sooner is shown once, as what it is.
static constexpr int PatienceMs = 50;

MessagePane::MessagePane(QWidget *parent)
    : QWidget(parent)
    , m_worker(new Worker(this))
    , m_patience(new QTimer(this))
    , m_actions(new PayloadActions(this))
    , m_values(new JsonValueMenu(this))
    , m_pages(new QStackedLayout(this))
{
    setObjectName(u"messagePane"_s);
    m_content = new QWidget(this);
    m_bar = new InspectorBar(m_content);
    m_meaning = plainLabel({}, m_content);
    m_meaning->setObjectName(u"inspectorMeaning"_s);
    m_meaning->setWordWrap(true);
    m_meaning->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_meaning->setContentsMargins(Theme::Unit, Theme::Unit / 2, Theme::Unit, Theme::Unit / 2);
    m_findBar = new FindBar(m_content);
    m_forms = new QStackedWidget(m_content);
    createForms();
    m_footer = new InspectorFooter(m_worker, m_content);
    m_meaningLine = hairline(m_content);
    auto *layout = new QVBoxLayout(m_content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(hairline(m_content));
    layout->addWidget(m_meaning);
    layout->addWidget(m_meaningLine);
    layout->addWidget(m_findBar);
    layout->addWidget(m_forms, 1);
    m_mark = new CompareMark(m_content);
    layout->addWidget(hairline(m_content));
    layout->addWidget(m_mark);
    layout->addWidget(m_footer);
    m_find = new InspectorFind(m_findBar, m_view, m_tree, this);

    m_comparison = new CompareView(this);
    m_pages->addWidget(m_content);
    m_pages->addWidget(m_comparison);
    m_patience->setSingleShot(true);
    m_patience->setInterval(PatienceMs);
    fillMenu();
    connectParts();
    refreshMeaning();
}

MessagePane::~MessagePane() = default;

void MessagePane::createForms()
{
    m_view = new PayloadView(m_forms);
    m_view->setObjectName(u"inspectorText"_s);
    m_view->setAccessibleName(tr("Payload"));
    m_view->setWrapping(true);
    m_tree = new JsonTreeView(m_forms);
    m_picture = new PictureView(m_forms);
    m_hex = new HexPage(m_forms);
    for (QWidget *form : std::initializer_list<QWidget *>{m_view, m_tree, m_picture, m_hex})
        m_forms->addWidget(form);
}

void MessagePane::fillMenu()
{
    QMenu *menu = m_bar->menu();
    m_actions->fillWhenShown(m_bar->copyMenu());
    QAction *save = menu->addAction(tr("&Save Payload…"), m_actions, &PayloadActions::askWhereToSave);
    save->setObjectName(u"inspectorSave"_s);
    QAction *mark = menu->addAction(tr("&Mark to Compare"), this, &MessagePane::markToCompare);
    mark->setObjectName(u"inspectorMark"_s);
    QAction *find = menu->addAction(tr("&Find in This Message"), this, &MessagePane::openFind);
    find->setObjectName(u"inspectorFind"_s);
    // Shown alone: which of the window's actions these keys are depends on the focus.
    find->setShortcut(QKeySequence::Find);
    find->setShortcutContext(Qt::WidgetShortcut);
}

void MessagePane::addCommands(const QList<MessageCommand> &commands)
{
    m_bar->menu()->addSeparator();
    for (const MessageCommand &command : commands) {
        m_bar->menu()->addAction(command.text, this, [this, act = command.act] {
            if (m_message)
                act(*m_message);
        });
    }
}

void MessagePane::connectParts()
{
    connect(m_patience, &QTimer::timeout, this, &MessagePane::showUnread);
    connect(m_bar, &InspectorBar::formChosen, this, &MessagePane::showForm);
    connect(m_bar, &InspectorBar::wrappingChanged, m_view, &PayloadView::setWrapping);
    connect(m_bar, &InspectorBar::copyRequested, this, &MessagePane::copyWhole);
    connect(m_footer, &InspectorFooter::moreRequested, this, &MessagePane::showMore);
    connect(m_footer, &InspectorFooter::cancelRequested, this, &MessagePane::cancelWork);
    connect(m_footer, &InspectorFooter::readRequested, this, &MessagePane::readAgain);
    connect(m_worker, &Worker::finished, m_footer, &InspectorFooter::refreshProgress);
    connect(m_actions, &PayloadActions::said, this, [this](const QString &sentence) {
        m_said = sentence;
        refreshNote();
    });
    connect(m_view, &PayloadView::filled, this, &MessagePane::refreshNote);
    connect(m_view, &QPlainTextEdit::cursorPositionChanged, this, &MessagePane::refreshPath);
    connect(m_tree, &JsonTreeView::currentValueChanged, this, &MessagePane::refreshPath);
    connect(m_find, &InspectorFind::moreRequested, this, &MessagePane::showMore);
    connect(m_find, &InspectorFind::bytesFound, this,
            [this](qint64 from, qint64 length) { m_hex->view()->select(from, length); });
    connect(m_mark, &CompareMark::compareRequested, this, &MessagePane::compareWithMarked);
    connect(m_comparison, &CompareView::closed, this, &MessagePane::closeComparison);
    connect(m_findBar, &FindBar::closed, this, &MessagePane::focusForm);
    connect(m_values, &JsonValueMenu::filterRequested, this, &MessagePane::filterRequested);
    connect(m_values, &JsonValueMenu::columnRequested, this, &MessagePane::columnRequested);
    connect(m_values, &JsonValueMenu::plotRequested, this, &MessagePane::plotRequested);
    for (QWidget *widget : {static_cast<QWidget *>(m_view), static_cast<QWidget *>(m_tree)}) {
        widget->setContextMenuPolicy(Qt::CustomContextMenu);
        connect(widget, &QWidget::customContextMenuRequested, this, &MessagePane::showContextMenu);
    }
    for (const QKeySequence &keys : {QKeySequence(Qt::Key_Menu), QKeySequence(Qt::SHIFT | Qt::Key_F10)}) {
        auto *shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, &MessagePane::showContextMenuAtCursor);
    }
}

bool MessagePane::isWorking() const
{
    return m_worker->isRunning() || m_view->isFilling() || m_find->isWorking() || m_actions->isWorking()
           || m_picture->isWorking();
}

void MessagePane::copyWhole()
{
    if (!m_message)
        return;
    if (m_bar->form() != PayloadForm::Picture) {
        m_actions->copyWhole(m_bar->form());
        return;
    }
    m_said = m_picture->copy();
    refreshNote();
}

void MessagePane::setHighlighter(TextFinder finder)
{
    m_view->setHighlighter(std::move(finder));
}

void MessagePane::openFind()
{
    if (!m_message)
        return;
    if (m_isComparing)
        closeComparison();
    const bool wasHidden = m_findBar->isHidden();
    m_findBar->open();
    if (wasHidden)
        refreshFind();
}

void MessagePane::savePayload(const QString &fileName)
{
    if (m_message)
        m_actions->save(fileName);
}

void MessagePane::showMessage(const Message &message)
{
    dropReading();
    m_message = message;
    m_footer->setInfo(entryInfoLine(message, m_sentFrameBytes));
    m_mark->setShown(message);
    refreshComparison();
    if (PayloadText::isReadAtOnce(message)) {
        setReading(PayloadText(message));
        return;
    }
    m_isRead = false;
    m_reading = PayloadText::unread(message);
    m_first = m_reading;
    m_view->showText({}, false);
    m_footer->setNote({}, false);
    m_footer->setReadingOffered(false);
    m_patience->start();
    startWork(PayloadText::workOf(message), [this, message](ScanControl &control) {
        auto text = std::make_shared<PayloadText>(message, PayloadLimit{}, &control);
        return [this, text] {
            m_isRead = true;
            setReading(*text);
        };
    });
}

/// Work is a function that returns what to do with its result, here.
void MessagePane::startWork(qint64 total, std::function<std::function<void()>(ScanControl &)> work)
{
    m_worker->start(std::move(work), total);
    m_footer->refreshProgress();
}

void MessagePane::showUnread()
{
    if (!m_isRead)
        setReading(m_reading);
}

void MessagePane::clear()
{
    dropReading();
    m_message.reset();
    m_view->showText({}, false);
    m_mark->setShown({});
    m_comparison->clear();
    m_pages->setCurrentWidget(m_content);
}

void MessagePane::dropReading()
{
    m_patience->stop();
    m_worker->cancel();
    m_footer->refreshProgress();
    m_tree->setOutline({});
    m_hex->showBytes({});
    m_picture->clear();
    m_find->clear();
    m_actions->setPayload({});
    m_said.clear();
    m_url.clear();
    m_sentFrameBytes = 0;
    m_isRead = true;
    m_wasCancelled = false;
    m_shown = {};
    m_message.reset();
    m_first = {};
    auto old = std::make_shared<PayloadText>(std::exchange(m_reading, {}));
    if (old->message().payload.size() > Worker::AtOnceBytes)
        m_worker->discard(std::move(old));
}

void MessagePane::setReading(const PayloadText &text)
{
    m_patience->stop();
    m_first = text;
    m_reading = text;
    m_bar->setForms(text.forms());
    refreshMeaning();
    showForm();
}

void MessagePane::setConnection(const QString &url, qint64 sentFrameBytes)
{
    if (std::exchange(m_url, url) != url && m_message)
        refreshMeaning();
    m_sentFrameBytes = sentFrameBytes;
    if (m_message)
        m_footer->setInfo(entryInfoLine(*m_message, m_sentFrameBytes));
}

void MessagePane::refreshMeaning()
{
    const QString meaning = m_reading.meaning();
    const bool isOfUrl = !m_url.isEmpty() && m_message && m_message->direction != Direction::Local;
    const QString text = isOfUrl ? tr("Of %1").arg(wrappable(m_url)) : meaning;
    m_meaning->setText(text);
    m_meaning->setVisible(!text.isEmpty());
    m_meaningLine->setVisible(!text.isEmpty());
}

void MessagePane::showForm()
{
    if (!m_message)
        return;
    const PayloadForm form = m_bar->form();
    QWidget *page = m_view;
    if (form == PayloadForm::Tree)
        page = m_tree;
    else if (form == PayloadForm::Picture)
        page = m_picture;
    else if (form == PayloadForm::Hex)
        page = m_hex;
    m_forms->setCurrentWidget(page);
    m_bar->setWrappingApplies(page == m_view);
    // Another form begins small again, so that it is there at once.
    m_reading = m_first;
    m_actions->setPayload(m_reading);
    if (m_isRead)
        m_worker->cancel();
    m_footer->refreshProgress();
    if (page == m_view) {
        presentText(m_reading.shown(form), false);
        return;
    }
    m_shown = {};
    if (page == m_tree)
        m_tree->setOutline(m_reading.outline());
    else if (page == m_picture && m_isRead)
        m_picture->showPicture(m_reading.content(), m_reading.picture());
    else if (page != m_picture)
        m_hex->showBytes(m_message->payload);
    refreshFind();
    refreshNote();
    refreshPath();
}

void MessagePane::presentText(const ShownPayload &shown, bool extend)
{
    m_shown = shown;
    if (extend)
        m_view->extendText(shown.text);
    else
        m_view->showText(shown.text, shown.isJson);
    refreshFind();
    refreshNote();
    refreshPath();
}

void MessagePane::refreshFind()
{
    const PayloadForm form = m_bar->form();
    if (form == PayloadForm::Tree)
        m_find->setTree();
    else if (form == PayloadForm::Picture)
        m_find->clear();
    else if (form == PayloadForm::Hex)
        m_find->setBytes(m_message->payload);
    else
        m_find->setText(form == PayloadForm::Json ? m_reading.json() : m_reading.content(),
                        m_reading.restFrom(form), m_shown.more);
}

void MessagePane::refreshNote()
{
    if (!m_message)
        return;
    const PayloadForm form = m_bar->form();
    QStringList sentences;
    if (form == PayloadForm::Json || form == PayloadForm::Tree)
        sentences.append(m_reading.remark());
    if (form == PayloadForm::Picture)
        sentences.append(m_reading.pictureRemark());
    if (form != PayloadForm::Hex)
        sentences.prepend(m_reading.inflatedRemark());
    sentences.append(m_shown.note);
    if (m_wasCancelled)
        sentences.append(tr("Reading it was cancelled."));
    if (m_forms->currentWidget() == m_view && m_view->hasBrokenLines())
        sentences.append(tr("Long lines are broken for display (↩)."));
    sentences.append(m_said);
    sentences.removeAll(QString());
    m_footer->setNote(sentences.join(u' '), m_shown.more);
    m_footer->setReadingOffered(m_wasCancelled);
}

void MessagePane::showMore()
{
    if (!m_message || m_worker->isRunning())
        return;
    const PayloadForm form = m_bar->form();
    const auto more = [reading = m_reading, form](ScanControl *control) {
        auto text = std::make_shared<PayloadText>(reading.withLimit(reading.limit().next(), form, control));
        return std::pair(text, text->shown(form));
    };
    const auto present = [this](const PayloadText &text, const ShownPayload &shown) {
        m_reading = text;
        presentText(shown, true);
        if (!shown.more && m_findBar->isHidden())
            m_view->setFocus();
    };
    if (m_message->payload.size() <= Worker::AtOnceBytes) {
        const auto [text, shown] = more(nullptr);
        present(*text, shown);
        return;
    }
    startWork(m_message->payload.size(), [more, present](ScanControl &control) {
        const auto result = more(&control);
        return [present, result] { present(*result.first, result.second); };
    });
}

void MessagePane::cancelWork()
{
    m_worker->cancel();
    m_footer->refreshProgress();
    m_wasCancelled = !std::exchange(m_isRead, true);
    refreshNote();
    if (m_wasCancelled && m_bar->form() == PayloadForm::Picture)
        showForm();
}

void MessagePane::readAgain()
{
    if (!m_message)
        return;
    const QString url = m_url;
    const qint64 sentFrameBytes = m_sentFrameBytes;
    showMessage(Message(*m_message));
    setConnection(url, sentFrameBytes);
}

void MessagePane::markToCompare()
{
    if (m_message)
        mark(*m_message);
}

bool MessagePane::mark(const Message &message)
{
    const bool isMarked = m_mark->mark(message);
    m_said = isMarked ? tr("Marked: select another message to compare it with this one.")
                      : tr("It is too large to be compared: %1 is the most.")
                                .arg(formatSize(CompareMark::MaxBytes));
    refreshNote();
    return isMarked;
}

void MessagePane::compareWith(const Message &message)
{
    if (m_message && mark(message))
        compareWithMarked();
}

void MessagePane::compareWithMarked()
{
    if (!m_message)
        return;
    m_isComparing = m_mark->canCompare();
    refreshComparison();
    if (m_isComparing)
        m_comparison->setFocus();
}

void MessagePane::closeComparison()
{
    m_isComparing = false;
    refreshComparison();
    focusForm();
}

// The pane has no focus proxy: with one, Tab would pass over the bar above the form.
void MessagePane::focusForm()
{
    m_forms->currentWidget()->setFocus();
}

void MessagePane::refreshComparison()
{
    if (m_isComparing && m_mark->canCompare()) {
        m_pages->setCurrentWidget(m_comparison);
        m_comparison->compare(*m_mark->marked(), *m_message);
    } else {
        m_comparison->clear();
        m_pages->setCurrentWidget(m_content);
    }
}

JsonOutline::Index MessagePane::currentValue() const
{
    if (!m_reading.outline())
        return JsonOutline::None;
    if (m_bar->form() == PayloadForm::Tree)
        return m_tree->currentValue();
    const auto &values = m_reading.valuesOfLines();
    const auto line = size_t(m_view->currentLine());
    return m_bar->form() == PayloadForm::Json && line < values.size() ? values[line] : JsonOutline::None;
}

void MessagePane::refreshPath()
{
    const JsonOutline::Index value = currentValue();
    m_footer->setPath(value == JsonOutline::None ? QString() : m_reading.outline()->path(value).toString());
}

void MessagePane::showContextMenu(const QPoint &position)
{
    if (m_forms->currentWidget() == m_view) {
        // A selection that was clicked into is what is meant; any other would be about a value elsewhere.
        const QTextCursor clicked = m_view->cursorForPosition(position);
        const QTextCursor selected = m_view->textCursor();
        const bool isWithin = selected.hasSelection() && clicked.position() >= selected.selectionStart()
                              && clicked.position() <= selected.selectionEnd();
        if (!isWithin)
            m_view->setTextCursor(clicked);
    }
    openMenu(static_cast<QAbstractScrollArea *>(m_forms->currentWidget())->viewport()->mapToGlobal(position));
}

void MessagePane::showContextMenuAtCursor()
{
    if (m_forms->currentWidget() == m_tree)
        openMenu(m_tree->viewport()->mapToGlobal(m_tree->visualRect(m_tree->currentIndex()).bottomLeft()));
    else if (m_forms->currentWidget() == m_view)
        openMenu(m_view->viewport()->mapToGlobal(m_view->cursorRect().bottomLeft()));
    else if (m_forms->currentWidget() == m_hex)
        m_hex->openMenu();
}

void MessagePane::openMenu(const QPoint &globalPosition)
{
    QMenu *menu = m_forms->currentWidget() == m_view ? m_view->createStandardContextMenu() : new QMenu(this);
    menu->setObjectName(u"inspectorValueMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (const JsonOutline::Index value = currentValue(); value != JsonOutline::None) {
        if (!menu->isEmpty())
            menu->addSeparator();
        m_values->addTo(menu, m_reading.outline(), value, m_reading.isFoundByPath());
    }
    menu->popup(globalPosition);
}

bool MessagePane::event(QEvent *event)
{
    // While the focus is within, what is looked for is in the message.
    if (event->type() == QEvent::ShortcutOverride && m_message
        && static_cast<QKeyEvent *>(event)->matches(QKeySequence::Find)) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void MessagePane::keyPressEvent(QKeyEvent *event)
{
    if (m_message && event->matches(QKeySequence::Find))
        openFind();
    else
        QWidget::keyPressEvent(event);
}
