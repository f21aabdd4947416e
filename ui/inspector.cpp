// SPDX-License-Identifier: MIT
#include "ui/inspector.h"

#include "format/jsonlayout.h"
#include "ui/entryinfo.h"
#include "ui/inspectorbar.h"
#include "ui/inspectorfooter.h"
#include "ui/jsontreeview.h"
#include "ui/jsonvaluemenu.h"
#include "ui/payloadjob.h"
#include "ui/theme.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QEvent>
#include <QFrame>
#include <QGuiApplication>
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

static QLabel *plainLabel(const QString &objectName, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(objectName);
    label->setTextFormat(Qt::PlainText);
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
    , m_job(new PayloadJob(this))
    , m_patience(new QTimer(this))
    , m_pages(new QStackedLayout(this))
{
    setObjectName(u"inspector"_s);
    setAccessibleName(tr("Selected message"));
    m_empty = plainLabel(u"inspectorEmpty"_s, this);
    m_empty->setText(tr("Select a message to read it here."));
    m_empty->setAlignment(Qt::AlignCenter);

    auto *content = new QWidget(this);
    m_bar = new InspectorBar(content);
    m_meaning = plainLabel(u"inspectorMeaning"_s, content);
    m_forms = new QStackedWidget(content);
    m_view = new PayloadView(m_forms);
    m_view->setObjectName(u"inspectorText"_s);
    m_view->setAccessibleName(tr("Payload"));
    m_view->setWrapping(true);
    m_tree = new JsonTreeView(m_forms);
    m_forms->addWidget(m_view);
    m_forms->addWidget(m_tree);
    m_footer = new InspectorFooter(m_job, content);
    m_lines = {horizontalLine(content), horizontalLine(content), horizontalLine(content)};
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(m_lines[0]);
    layout->addWidget(m_meaning);
    layout->addWidget(m_lines[1]);
    layout->addWidget(m_forms, 1);
    layout->addWidget(m_lines[2]);
    layout->addWidget(m_footer);

    m_pages->addWidget(m_empty);
    m_pages->addWidget(content);
    setFocusProxy(m_view);
    m_patience->setSingleShot(true);
    m_patience->setInterval(PatienceMs);
    connect(m_patience, &QTimer::timeout, this, &Inspector::showUnread);
    connect(m_bar, &InspectorBar::formChosen, this, &Inspector::showForm);
    connect(m_bar, &InspectorBar::wrappingChanged, m_view, &PayloadView::setWrapping);
    connect(m_bar, &InspectorBar::copyRequested, this, &Inspector::copyWhole);
    connect(m_footer, &InspectorFooter::moreRequested, this, &Inspector::showMore);
    connect(m_footer, &InspectorFooter::cancelRequested, this, &Inspector::cancelWork);
    connect(m_job, &PayloadJob::finished, m_footer, &InspectorFooter::refreshProgress);
    connect(m_view, &PayloadView::filled, this, &Inspector::refreshNote);
    connect(m_view, &QPlainTextEdit::cursorPositionChanged, this, &Inspector::refreshPath);
    connect(m_tree, &JsonTreeView::currentValueChanged, this, &Inspector::refreshPath);
    m_values = new JsonValueMenu(this);
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
    applyPalette();
}

Inspector::~Inspector() = default;

bool Inspector::isWorking() const
{
    return m_job->isRunning() || m_view->isFilling();
}

void Inspector::showMessage(const Message &message)
{
    dropReading();
    m_message = message;
    m_footer->setInfo(entryInfoLine(message));
    m_pages->setCurrentIndex(1);
    // Nothing takes long of a text that is no JSON.
    if (message.payload.size() <= PayloadJob::AtOnceBytes
        || (message.type == MessageType::Text && !looksLikeJson(message.payload))) {
        setReading(PayloadText(message));
        return;
    }
    m_isRead = false;
    m_reading = PayloadText::unread(message);
    m_first = m_reading;
    m_view->showText({}, false);
    m_footer->setNote({}, false);
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
void Inspector::startWork(qint64 total, std::function<std::function<void()>(ScanControl &)> work)
{
    m_job->start(total, std::move(work));
    m_footer->refreshProgress();
}

void Inspector::showUnread()
{
    if (!m_isRead)
        setReading(m_reading);
}

void Inspector::showLoading()
{
    clear();
    m_empty->setText(tr("Reading the message…"));
}

void Inspector::clear()
{
    dropReading();
    m_message.reset();
    m_empty->setText(tr("Select a message to read it here."));
    m_view->showText({}, false);
    m_pages->setCurrentIndex(0);
}

void Inspector::dropReading()
{
    m_patience->stop();
    m_job->cancel();
    m_footer->refreshProgress();
    m_tree->setOutline({});
    m_isRead = true;
    m_wasCancelled = false;
    m_shown = {};
    m_message.reset();
    m_first = {};
    auto old = std::make_shared<PayloadText>(std::exchange(m_reading, {}));
    if (old->message().payload.size() > PayloadJob::AtOnceBytes)
        m_job->discard(std::move(old));
}

void Inspector::setReading(const PayloadText &text)
{
    m_patience->stop();
    m_first = text;
    m_reading = text;
    m_bar->setForms(text.forms());
    const QString meaning = text.meaning();
    m_meaning->setText(meaning);
    m_meaning->setVisible(!meaning.isEmpty());
    m_lines[1]->setVisible(!meaning.isEmpty());
    showForm();
}

void Inspector::showForm()
{
    if (!m_message)
        return;
    const PayloadForm form = m_bar->form();
    const bool isTree = form == PayloadForm::Tree;
    m_forms->setCurrentWidget(isTree ? static_cast<QWidget *>(m_tree) : m_view);
    setFocusProxy(m_forms->currentWidget());
    m_bar->setWrappingApplies(!isTree);
    // Another form begins small again, so that it is there at once.
    m_reading = m_first;
    if (m_isRead)
        m_job->cancel();
    m_footer->refreshProgress();
    if (isTree) {
        m_shown = {};
        m_tree->setOutline(m_reading.outline());
        refreshNote();
        refreshPath();
        return;
    }
    presentText(m_reading.shown(form), false);
}

void Inspector::presentText(const ShownPayload &shown, bool extend)
{
    m_shown = shown;
    if (extend)
        m_view->extendText(shown.text);
    else
        m_view->showText(shown.text,
                         m_bar->form() == PayloadForm::Json || m_bar->form() == PayloadForm::Details);
    refreshNote();
    refreshPath();
}

void Inspector::refreshNote()
{
    QStringList sentences;
    if (!m_shown.note.isEmpty())
        sentences.append(m_shown.note);
    if (m_wasCancelled)
        sentences.append(tr("Reading it was cancelled: select it again to read all of it."));
    if (m_forms->currentWidget() == m_view && m_view->hasBrokenLines())
        sentences.append(tr("Long lines are broken for display (↩)."));
    m_footer->setNote(sentences.join(u' '), m_shown.more);
}

void Inspector::showMore()
{
    if (!m_message || m_job->isRunning())
        return;
    const PayloadForm form = m_bar->form();
    const auto more = [reading = m_reading, form](ScanControl *control) {
        auto text = std::make_shared<PayloadText>(reading.withLimit(reading.limit().next(), form, control));
        return std::pair(text, text->shown(form));
    };
    const auto present = [this](const PayloadText &text, const ShownPayload &shown) {
        m_reading = text;
        presentText(shown, true);
        if (!shown.more)
            m_view->setFocus();
    };
    if (m_message->payload.size() <= PayloadJob::AtOnceBytes) {
        const auto [text, shown] = more(nullptr);
        present(*text, shown);
        return;
    }
    startWork(m_message->payload.size(), [more, present](ScanControl &control) {
        const auto result = more(&control);
        return [present, result] { present(*result.first, result.second); };
    });
}

void Inspector::cancelWork()
{
    m_job->cancel();
    m_footer->refreshProgress();
    m_wasCancelled = !std::exchange(m_isRead, true);
    refreshNote();
}

void Inspector::copyWhole()
{
    if (!m_message)
        return;
    QGuiApplication::clipboard()->setText(m_reading.wholeText(m_bar->form()));
}

JsonOutline::Index Inspector::currentValue() const
{
    if (!m_reading.outline())
        return JsonOutline::None;
    if (m_bar->form() == PayloadForm::Tree)
        return m_tree->currentValue();
    const auto &values = m_reading.valuesOfLines();
    const auto line = size_t(m_view->currentLine());
    return m_bar->form() == PayloadForm::Json && line < values.size() ? values[line] : JsonOutline::None;
}

void Inspector::refreshPath()
{
    const JsonOutline::Index value = currentValue();
    m_footer->setPath(value == JsonOutline::None ? QString()
                                                 : m_reading.outline()->path(value).toString());
}

void Inspector::showContextMenu(const QPoint &position)
{
    if (m_forms->currentWidget() == m_view && !m_view->textCursor().hasSelection())
        m_view->setTextCursor(m_view->cursorForPosition(position));
    openMenu(static_cast<QAbstractScrollArea *>(m_forms->currentWidget())->viewport()->mapToGlobal(position));
}

void Inspector::showContextMenuAtCursor()
{
    if (m_forms->currentWidget() == m_tree)
        openMenu(m_tree->viewport()->mapToGlobal(m_tree->visualRect(m_tree->currentIndex()).bottomLeft()));
    else if (m_forms->currentWidget() == m_view)
        openMenu(m_view->viewport()->mapToGlobal(m_view->cursorRect().bottomLeft()));
}

void Inspector::openMenu(const QPoint &globalPosition)
{
    QMenu *menu = m_forms->currentWidget() == m_view ? m_view->createStandardContextMenu() : new QMenu(this);
    menu->setObjectName(u"inspectorValueMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (const JsonOutline::Index value = currentValue(); value != JsonOutline::None) {
        if (!menu->isEmpty())
            menu->addSeparator();
        m_values->addTo(menu, m_reading.outline(), value);
    }
    menu->popup(globalPosition);
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
