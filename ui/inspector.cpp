// SPDX-License-Identifier: MIT
#include "ui/inspector.h"

#include "format/numbers.h"
#include "ui/elidedlabel.h"
#include "ui/flattabbar.h"
#include "ui/payloadview.h"
#include "ui/theme.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QEvent>
#include <QFrame>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedLayout>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

class WaitCursor
{
public:
    WaitCursor() { QGuiApplication::setOverrideCursor(Qt::WaitCursor); }
    ~WaitCursor() { QGuiApplication::restoreOverrideCursor(); }
    Q_DISABLE_COPY_MOVE(WaitCursor)
};

} // namespace

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

static QToolButton *flatButton(const QString &objectName, const QString &text, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setObjectName(objectName);
    button->setText(text);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

static QFrame *horizontalLine(QWidget *parent)
{
    auto *line = new QFrame(parent);
    line->setFrameShape(QFrame::HLine);
    line->setFrameShadow(QFrame::Plain);
    line->setFixedHeight(1);
    return line;
}

static QString directionInWords(Direction direction)
{
    switch (direction) {
    case Direction::In:
        return Inspector::tr("received");
    case Direction::Out:
        return Inspector::tr("sent");
    case Direction::Local:
        break;
    }
    return Inspector::tr("here");
}

static QString typeInWords(MessageType type)
{
    switch (type) {
    case MessageType::Text:
        return Inspector::tr("text");
    case MessageType::Binary:
        return Inspector::tr("binary");
    case MessageType::Ping:
        return Inspector::tr("ping");
    case MessageType::Pong:
        return Inspector::tr("pong");
    case MessageType::Open:
        return Inspector::tr("open");
    case MessageType::Close:
        return Inspector::tr("close");
    case MessageType::Error:
        return Inspector::tr("error");
    case MessageType::Retry:
        return Inspector::tr("retry");
    case MessageType::Note:
        break;
    }
    return Inspector::tr("note");
}

/// "#1,204,331 · received · text · 121 B · 12:01:02.134567".
static QString infoLine(const Message &message)
{
    QStringList parts;
    if (message.sequence > 0)
        parts.append(u'#' + formatCount(message.sequence));
    if (message.direction != Direction::Local)
        parts.append(directionInWords(message.direction));
    parts.append(typeInWords(message.type));
    if (message.direction != Direction::Local)
        parts.append(formatSize(message.payload.size()));
    // The date is the part that is rarely asked for: it follows the time.
    const QString timestamp = formatTimestamp(message.timeUs);
    const qsizetype split = timestamp.indexOf(u'T');
    parts.append(timestamp.mid(split + 1, qsizetype(sizeof("12:01:02.134567") - 1)));
    parts.append(timestamp.left(split));
    return parts.join(u" · "_s);
}

Inspector::Inspector(QWidget *parent)
    : QWidget(parent)
    , m_pages(new QStackedLayout(this))
    , m_view(new PayloadView(this))
{
    setObjectName(u"inspector"_s);
    setAccessibleName(tr("Selected message"));
    m_view->setObjectName(u"inspectorText"_s);
    m_view->setAccessibleName(tr("Payload"));
    m_empty = plainLabel(u"inspectorEmpty"_s, this);
    m_empty->setText(tr("Select a message to read it here."));
    m_empty->setAlignment(Qt::AlignCenter);

    auto *content = new QWidget(this);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_lines = {horizontalLine(content), horizontalLine(content), horizontalLine(content)};
    m_meaning = plainLabel(u"inspectorMeaning"_s, content);
    layout->addWidget(createTop());
    layout->addWidget(m_lines[0]);
    layout->addWidget(m_meaning);
    layout->addWidget(m_lines[1]);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_lines[2]);
    layout->addWidget(createBottom());

    m_pages->addWidget(m_empty);
    m_pages->addWidget(content);
    setFocusProxy(m_view);
    m_view->setWrapping(true);
    applyPalette();
}

QWidget *Inspector::createTop()
{
    auto *top = new QWidget(this);
    m_tabs = new FlatTabBar(top);
    m_tabs->setObjectName(u"inspectorForm"_s);
    m_tabs->setAccessibleName(tr("Form of the payload"));
    // In the order of PayloadForm.
    for (const QString &text : {tr("&JSON"), tr("Text"), tr("He&x"), tr("Details")})
        m_tabs->addTab(text);
    connect(m_tabs, &QTabBar::currentChanged, this, &Inspector::chooseTab);

    m_wrap = flatButton(u"inspectorWrap"_s, tr("Wrap"), top);
    m_wrap->setAccessibleName(tr("Wrap long lines"));
    m_wrap->setToolTip(tr("Wrap long lines"));
    m_wrap->setCheckable(true);
    m_wrap->setChecked(true);
    connect(m_wrap, &QToolButton::toggled, m_view, &PayloadView::setWrapping);
    m_copy = flatButton(u"inspectorCopy"_s, tr("Copy"), top);
    m_copy->setAccessibleName(tr("Copy the whole payload"));
    m_copy->setToolTip(tr("Copy the whole payload in this form"));
    connect(m_copy, &QToolButton::clicked, this, &Inspector::copyWhole);

    auto *layout = new QHBoxLayout(top);
    layout->setContentsMargins(0, 0, Theme::Unit / 2, 0);
    layout->setSpacing(Theme::Unit / 2);
    layout->addWidget(m_tabs, 1);
    layout->addWidget(m_wrap);
    layout->addWidget(m_copy);
    return top;
}

QWidget *Inspector::createBottom()
{
    auto *bottom = new QWidget(this);
    m_note = plainLabel(u"inspectorNote"_s, bottom);
    m_note->setContentsMargins(0, 0, 0, 0);
    m_more = new QPushButton(tr("Show &more"), bottom);
    m_more->setObjectName(u"inspectorMore"_s);
    m_more->setAccessibleName(tr("Show more of the payload"));
    connect(m_more, &QPushButton::clicked, this, &Inspector::showMore);
    m_info = new ElidedLabel(bottom);
    m_info->setObjectName(u"inspectorInfo"_s);

    auto *noteRow = new QHBoxLayout;
    noteRow->setSpacing(Theme::Unit);
    noteRow->addWidget(m_note, 1);
    noteRow->addWidget(m_more);
    auto *layout = new QVBoxLayout(bottom);
    layout->setContentsMargins(Theme::Unit, Theme::Unit, Theme::Unit, Theme::Unit);
    layout->setSpacing(Theme::Unit / 2);
    layout->addLayout(noteRow);
    layout->addWidget(m_info);
    return bottom;
}

void Inspector::showMessage(const Message &message)
{
    m_message = message;
    m_limit = {};
    refresh();
}

void Inspector::showLoading()
{
    clear();
    m_empty->setText(tr("Reading the message…"));
}

void Inspector::clear()
{
    m_empty->setText(tr("Select a message to read it here."));
    m_message.reset();
    m_text = {};
    m_view->showText({}, false);
    m_pages->setCurrentIndex(0);
}

void Inspector::refresh()
{
    m_text = PayloadText(*m_message, m_limit);
    refreshTabs();
    const QString meaning = m_text.meaning();
    m_meaning->setText(meaning);
    m_meaning->setVisible(!meaning.isEmpty());
    m_lines[1]->setVisible(!meaning.isEmpty());
    m_info->setText(infoLine(*m_message));
    refreshText();
    m_pages->setCurrentIndex(1);
}

void Inspector::refreshTabs()
{
    const QSignalBlocker blocker(m_tabs);
    const QList<PayloadForm> forms = m_text.forms();
    // A tab is made visible before another is hidden: a bar without any would choose one by itself.
    for (const bool visible : {true, false}) {
        for (int i = 0; i < m_tabs->count(); ++i) {
            if (forms.contains(PayloadForm(i)) == visible && m_tabs->isTabVisible(i) != visible)
                m_tabs->setTabVisible(i, visible);
        }
    }
    const bool kept = m_chosen && forms.contains(*m_chosen);
    m_tabs->setCurrentIndex(int(kept ? *m_chosen : forms.first()));
}

PayloadForm Inspector::currentForm() const
{
    return PayloadForm(std::max(0, m_tabs->currentIndex()));
}

void Inspector::refreshText()
{
    const PayloadForm form = currentForm();
    const ShownPayload shown = m_text.shown(form);
    m_view->showText(shown.text, form == PayloadForm::Json || form == PayloadForm::Details);
    QString note = shown.note;
    if (m_view->hasBrokenLines())
        note += (note.isEmpty() ? QString() : u" "_s) + tr("Long lines are broken for display (↩).");
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
    m_more->setVisible(shown.more);
}

void Inspector::chooseTab(int index)
{
    if (!m_message || index < 0)
        return;
    m_chosen = PayloadForm(index);
    refreshText();
}

void Inspector::showMore()
{
    const WaitCursor cursor;
    m_limit = m_limit.next();
    refresh();
    if (m_more->isHidden())
        m_view->setFocus();
}

void Inspector::copyWhole()
{
    if (!m_message)
        return;
    const WaitCursor cursor;
    QGuiApplication::clipboard()->setText(m_text.wholeText(currentForm()));
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
    colour(m_note, Theme::mutedText(palette()));
}

void Inspector::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyPalette();
}
