// SPDX-License-Identifier: MIT
#include "ui/composer/composer.h"

#include "format/json/jsoncomments.h"
#include "format/json/jsonlayout.h"
#include "format/text/numbers.h"
#include "ui/composer/composeredit.h"
#include "ui/composer/jsonhighlighter.h"
#include "ui/composer/variablecompleter.h"
#include "ui/kit/fields/lineendbutton.h"
#include "ui/kit/flatcontrols.h"
#include "ui/kit/labels.h"
#include "ui/kit/theme.h"

#include <QAction>
#include <QBoxLayout>
#include <QComboBox>
#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>
#include <optional>
#include <utility>

using namespace Qt::StringLiterals;

// UTF-16 code units. A longer text is not coloured, and checked only once the keys rest.
static constexpr int CheckAtOnce = 16 * 1024;
static constexpr int CheckLaterMs = 200;

Composer::Composer(QWidget *parent)
    : QWidget(parent)
    , m_edit(new ComposerEdit(this))
    , m_format(new QComboBox(this))
    , m_send(new QPushButton(tr("&Send"), this))
    , m_saved(flatButton(u"savedMessagesButton"_s, u"★"_s, tr("Saved messages (Ctrl+J)"), this))
    , m_hint(new ElidedLabel(this))
    , m_size(plainLabel({}, this))
    , m_lineEnd(lineEndButton(u"composerLineEnds"_s, m_edit, this))
    , m_layOut(new QAction(tr("&Lay Out JSON"), m_edit))
    , m_highlighter(new JsonHighlighter(m_edit->document(), palette()))
    , m_completer(new VariableCompleter(m_edit))
{
    setObjectName(u"composer"_s);
    setFocusProxy(m_edit);
    m_edit->setObjectName(u"composerEdit"_s);
    m_edit->setAccessibleName(tr("Message to send"));
    m_edit->setPlaceholderText(tr("Write a message…  Ctrl+Enter sends"));
    m_format->setObjectName(u"composerFormat"_s);
    m_format->setAccessibleName(tr("Format of the message"));
    m_format->setToolTip(tr("How the message is meant"));
    const std::pair<MessageFormat, QString> formats[] = {
            {MessageFormat::Text, tr("Text")},
            {MessageFormat::EscapedText, tr("Text (\\n, \\u001e)")},
            {MessageFormat::Json, tr("JSON")},
            {MessageFormat::Hex, tr("Binary (hex)")},
            {MessageFormat::Base64, tr("Binary (base64)")},
    };
    for (const auto &[format, name] : formats)
        m_format->addItem(name, int(format));
    m_send->setObjectName(u"sendButton"_s);
    m_send->setAccessibleName(tr("Send the message"));
    m_send->setDefault(true);
    m_send->setAutoDefault(false);
    m_hint->setObjectName(u"composerProblem"_s);
    m_size->setObjectName(u"composerSize"_s);
    m_size->setToolTip(tr("Size of the message as it is sent"));
    m_size->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    Theme::colourText(m_size, Theme::mutedText);
    m_layOut->setObjectName(u"composerLayOut"_s);
    m_layOut->setShortcut(QKeySequence(u"Ctrl+Shift+F"_s));
    m_layOut->setShortcutContext(Qt::WidgetShortcut);
    m_edit->addAction(m_layOut);
    m_edit->setContextMenuPolicy(Qt::DefaultContextMenu);
    m_checkLater.setSingleShot(true);
    m_checkLater.setInterval(CheckLaterMs);

    layOutWidgets();
    connectWidgets();
    textChanged();
}

void Composer::layOutWidgets()
{
    auto *column = new QVBoxLayout;
    column->setSpacing(Theme::Unit / 2);
    column->addWidget(m_format);
    auto *sending = new QHBoxLayout;
    sending->setSpacing(Theme::Unit / 2);
    sending->addWidget(m_saved);
    sending->addWidget(m_send, 1);
    column->addLayout(sending);
    column->addStretch();
    auto *row = new QHBoxLayout;
    row->setSpacing(Theme::Unit);
    row->addWidget(m_edit, 1);
    row->addLayout(column);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::Unit, Theme::Unit, Theme::Unit, Theme::Unit / 2);
    layout->setSpacing(Theme::Unit / 2);
    layout->addLayout(row, 1);
    auto *below = new QHBoxLayout;
    below->addWidget(m_hint, 1);
    below->addWidget(m_lineEnd);
    below->addWidget(m_size);
    reserveSize();
    layout->addLayout(below);
    setTabOrder(m_edit, m_format);
    setTabOrder(m_format, m_saved);
    setTabOrder(m_saved, m_send);
    setTabOrder(m_send, m_lineEnd);
}

void Composer::connectWidgets()
{
    connect(m_edit, &ComposerEdit::textChanged, this, &Composer::textChanged);
    connect(m_edit, &ComposerEdit::sendRequested, this, &Composer::send);
    const auto recall = [this](const std::optional<WrittenMessage> &entry) {
        if (!entry)
            return;
        write(*entry);
        Q_EMIT begunAnew();
    };
    connect(m_edit, &ComposerEdit::olderRequested, this,
            [this, recall] { recall(m_history.older(message())); });
    connect(m_edit, &ComposerEdit::newerRequested, this,
            [this, recall] { recall(m_history.newer(message())); });
    connect(m_edit, &ComposerEdit::pasteRefused, this, [this] {
        refuse(tr("The clipboard holds more than %1; it was not pasted.")
                       .arg(formatSize(ComposerEdit::MaxPaste)));
    });
    connect(m_edit, &ComposerEdit::editRefused, this, [this] {
        refuse(tr("A text as long as this is sent as it was pasted: it cannot be edited here. Delete removes "
                  "it."));
    });
    connect(m_format, &QComboBox::currentIndexChanged, this, &Composer::textChanged);
    connect(m_send, &QPushButton::clicked, this, &Composer::send);
    connect(m_layOut, &QAction::triggered, this, &Composer::layOutText);
    connect(&m_checkLater, &QTimer::timeout, this, &Composer::check);
    connect(&m_worker, &Worker::finished, this, [this] {
        refresh();
        if (std::exchange(m_sendWhenChecked, false))
            send();
    });
}

int Composer::format() const
{
    return m_format->currentData().toInt();
}

void Composer::setFormat(int format)
{
    m_format->setCurrentIndex(std::max(0, m_format->findData(format)));
}

WrittenMessage Composer::message() const
{
    return {m_edit->writtenText(), MessageFormat(format())};
}

void Composer::write(const WrittenMessage &message)
{
    setFormat(int(message.format));
    m_edit->replaceText(message.text);
}

std::optional<Message> Composer::written() const
{
    const QString text = m_edit->writtenText();
    const ComposerCheck check = checkComposerText(text, currentFormat(), m_variables);
    if (text.isEmpty() || !check.isOk())
        return std::nullopt;
    if (isBinary(currentFormat()))
        return Message({0, 0, Direction::Out, MessageType::Binary}, check.bytes);
    const Variables::ExpandedText filled =
            Variables::expand(text, m_shownVariables, {}, escapesOf(currentFormat()));
    return Message({0, 0, Direction::Out, MessageType::Text}, filled.text.toUtf8());
}

void Composer::setSendingAllowed(bool allowed, const QString &reason)
{
    m_allowed = allowed;
    m_reason = reason;
    refresh();
}

void Composer::setEnvironment(const ChosenEnvironment &environment)
{
    m_variables = environment.values;
    m_shownVariables = environment.shownValues();
    m_completer->setEnvironment(environment);
    textChanged();
}

void Composer::textChanged()
{
    const bool isJson = currentFormat() == MessageFormat::Json;
    const bool isShort = !m_edit->isHeld() && m_edit->document()->characterCount() <= CheckAtOnce;
    m_highlighter->setEnabled(isJson && isShort);
    m_layOut->setEnabled(isJson);
    m_worker.cancel();
    m_sendWhenChecked = false;
    if (m_edit->document()->isEmpty())
        Q_EMIT begunAnew();
    if (isShort) {
        check();
        return;
    }
    // Until then it is not known whether it can be sent; send() checks by itself.
    m_check = {};
    m_edit->markProblem(-1);
    m_checkLater.start();
    refresh();
}

void Composer::check()
{
    m_checkLater.stop();
    const QString text = m_edit->writtenText();
    if (!m_edit->isHeld()) {
        judge(checkComposerText(text, currentFormat(), m_variables));
        return;
    }
    m_worker.start([this, text, format = currentFormat(), values = m_variables](ScanControl &) {
        const ComposerCheck check = checkComposerText(text, format, values);
        return [this, check] { judge(check); };
    });
}

void Composer::judge(const ComposerCheck &check)
{
    m_check = check;
    m_edit->markProblem(m_check.position);
    refresh();
}

static QString missingHint(const QStringList &missing)
{
    QString sentence = Variables::missingSentence(missing);
    sentence.chop(1);
    return missing.size() == 1 ? Composer::tr("%1: it is sent as it is.").arg(sentence)
                               : Composer::tr("%1: they are sent as they are.").arg(sentence);
}

void Composer::refresh()
{
    m_send->setEnabled(m_allowed && m_check.isOk());
    // What is missing is no fault of the one who has not begun.
    const bool isFault = !m_check.isOk() && m_check.position >= 0;
    QString hint;
    if (isFault)
        hint = m_check.problem;
    else if (!m_allowed)
        hint = m_reason;
    else if (m_check.isOk() && !m_check.missing.isEmpty())
        hint = missingHint(m_check.missing);
    else
        hint = m_check.problem;
    if (hint.isEmpty() && !m_check.becomes.isEmpty())
        hint = tr("Sent as %1").arg(m_check.becomes);
    m_hint->setText(hint, isFault ? ElidedLabel::Tone::Problem : ElidedLabel::Tone::Quiet);
    // Of a long text, the last one stays until the next is known.
    if (!isChecking())
        showSize();
    m_send->setToolTip(m_send->isEnabled() ? tr("Send the message (Ctrl+Enter)") : QString());
}

void Composer::showSize()
{
    const QString size = m_check.size < 0 ? QString() : formatSize(m_check.size);
    m_size->setText(m_check.isSizeExact ? size : tr("≈ %1").arg(size));
    m_size->setAccessibleName(size.isEmpty() ? m_size->toolTip() : tr("Sent: %1").arg(m_size->text()));
}

// So that nothing moves when it changes.
void Composer::reserveSize()
{
    m_size->setFixedWidth(m_size->fontMetrics().horizontalAdvance(tr("≈ %1").arg(formatSize(888'000))));
}

void Composer::refuse(const QString &reason)
{
    m_hint->setText(reason, ElidedLabel::Tone::Problem);
    m_hint->emphasise();
}

void Composer::send()
{
    if (m_checkLater.isActive())
        check();
    if (m_worker.isRunning()) {
        m_sendWhenChecked = true;
        return;
    }
    if (!m_allowed || !m_check.isOk()) {
        refuse(m_allowed ? m_check.problem : m_reason);
        return;
    }
    const WrittenMessage entry = message();
    m_history.add(entry);
    Q_EMIT sent(entry);
    // Selected, so that typing replaces it and the same keys send it again.
    m_edit->selectAll();
    if (isBinary(currentFormat()))
        Q_EMIT sendBinary(m_check.bytes);
    else
        Q_EMIT sendText(entry.text, escapesOf(currentFormat()));
}

void Composer::layOutText()
{
    if (m_edit->isHeld()) {
        Q_EMIT m_edit->editRefused();
        return;
    }
    if (m_checkLater.isActive())
        check();
    if (!m_check.isOk() && !m_check.isCommentedJson) {
        refuse(m_check.problem);
        return;
    }
    const JsonLayout layout = layOutJson(withoutComments(m_edit->writtenText().toUtf8()).json);
    if (layout.ok)
        m_edit->replaceText(QString::fromUtf8(layout.text));
    else
        refuse(tr("This is JSON only once its variables are filled in: it cannot be laid out before."));
}

void Composer::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_highlighter->setPalette(palette());
    if (event->type() == QEvent::FontChange)
        reserveSize();
}
