// SPDX-License-Identifier: MIT
#include "ui/session/messageactions.h"

#include "format/text/numbers.h"
#include "log/entryloader.h"
#include "log/logmodel.h"
#include "profile/jsonreader.h"
#include "saved/connectionstore.h"
#include "saved/variables.h"
#include "session/connectiondraft.h"
#include "session/messagerepeater.h"
#include "session/session.h"
#include "ui/composer/composer.h"
#include "ui/composer/messagechooser.h"
#include "ui/composer/repeatbar.h"
#include "ui/connect/connectioncontroller.h"
#include "ui/inspector/inspector.h"
#include "ui/inspector/messagepane.h"
#include "ui/log/logview.h"
#include "ui/session/logpane.h"

#include <QAction>
#include <QItemSelectionModel>
#include <QToolButton>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

const QList<MessageActions::CommandRow> &MessageActions::commands()
{
    static const QList<CommandRow> all{
            {Command::SendAgain, QT_TR_NOOP("Send A&gain"), "Ctrl+R"},
            {Command::Edit, QT_TR_NOOP("&Edit and Send"), "Ctrl+Shift+R"},
            {Command::Save, QT_TR_NOOP("Save as &Message"), "Ctrl+Shift+O"},
            {Command::Compare, QT_TR_NOOP("&Compare with What I Write"), "Ctrl+Shift+Y"},
    };
    return all;
}

MessageActions::MessageActions(const Parts &parts)
    : QObject(parts.log)
    , m_parts(parts)
    , m_chooser(new MessageChooser(parts.composer))
    , m_repeater(new MessageRepeater(this))
    , m_heartbeat(new MessageRepeater(this))
{
    connect(m_parts.composer, &Composer::sendText, this, &MessageActions::sendText);
    connect(m_parts.composer, &Composer::sendBinary, this, &MessageActions::sendBinary);
    connect(m_parts.repeat, &RepeatBar::startRequested, this, &MessageActions::repeat);
    connect(m_parts.repeat, &RepeatBar::stopRequested, m_repeater, &MessageRepeater::stop);
    connect(m_repeater, &MessageRepeater::activeChanged, m_parts.repeat, &RepeatBar::setRepeating);
    connect(m_repeater, &MessageRepeater::due, this, &MessageActions::sendRepeated);
    connect(m_parts.repeat, &RepeatBar::heartbeatEndRequested, this, &MessageActions::endHeartbeat);
    connect(m_heartbeat, &MessageRepeater::activeChanged, m_parts.repeat, &RepeatBar::setHeartbeat);
    connect(m_heartbeat, &MessageRepeater::due, this, &MessageActions::sendHeartbeat);
    connect(m_parts.composer, &Composer::sent, this, [this] { m_writtenId.clear(); });
    connect(m_parts.composer, &Composer::begunAnew, this, [this] { m_writtenId.clear(); });
    connect(m_parts.composer->savedButton(), &QToolButton::clicked, this, &MessageActions::choose);
    connect(m_chooser, &MessageChooser::repeatRequested, this, &MessageActions::repeatSaved);
    connect(m_chooser, &MessageChooser::saveRequested, this, &MessageActions::saveWritten);
    connect(m_chooser, &MessageChooser::chosen, this, [this](const QString &id, bool isSent) {
        if (isSent)
            sendSaved(id);
        else
            writeSaved(id);
    });
    QList<MessageCommand> inInspector;
    auto *separator = new QAction(this);
    separator->setSeparator(true);
    m_parts.log->view()->addAction(separator);
    for (const CommandRow &row : commands()) {
        inInspector.append(inspectorCommand(row));
        auto *action = new QAction(withKeys(row), this);
        connect(action, &QAction::triggered, this, [this, command = row.command] { run(command); });
        m_inLog.append(action);
    }
    m_parts.inspector->setCommands(inInspector);
    m_parts.log->view()->addActions(m_inLog);
}

MessageCommand MessageActions::inspectorCommand(const CommandRow &row)
{
    return {withKeys(row),
            [this, command = row.command](const Message &message) { runWith(command, {message}); }};
}

// The keys are those of the window's menu, which has one action for all tabs: elsewhere they are shown alone.
QString MessageActions::withKeys(const CommandRow &row)
{
    const QKeySequence keys(QLatin1String(row.keys));
    return tr(row.text) + u'\t' + keys.toString(QKeySequence::NativeText);
}

void MessageActions::setStatus(Status status)
{
    using Connection = MessageRepeater::Connection;
    const bool isOpen = status == Status::Open;
    const bool hasEnded = status == Status::Closed || status == Status::Closing;
    // A retry goes to the URL as it was edited meanwhile: what is repeated was not written for that.
    if (isOpen && m_repeater->isActive() && m_parts.session->profile().url != m_repeatedTo) {
        m_repeater->stop();
        Q_EMIT said(tr("Nothing is repeated any more: the connection leads to another URL now."));
    }
    m_repeater->setConnection(isOpen     ? Connection::Open
                              : hasEnded ? Connection::Ended
                                         : Connection::Interrupted);
    if (status == Status::Closed) {
        m_isHeartbeatEnded = false;
        m_heartbeatEnvironment.reset();
    }
    m_heartbeat->setConnection(isOpen ? Connection::Open : Connection::Ended);
    if (!std::exchange(m_isOpen, isOpen) && isOpen)
        startHeartbeat();
    if (m_isReadOnly)
        return;
    m_reason = isOpen                     ? QString()
               : status == Status::Closed ? tr("Not connected: connect before you send.")
                                          : tr("Not connected yet.");
    m_parts.composer->setSendingAllowed(isOpen, m_reason);
}

void MessageActions::setReadOnly()
{
    m_reason = tr("This session was recorded: connect in another tab to send.");
    m_isReadOnly = true;
    for (qsizetype i = 0; i < m_inLog.size(); ++i) {
        const bool isSaving = commands()[i].command == Command::Save;
        m_inLog[i]->setVisible(isSaving);
        if (isSaving)
            m_parts.inspector->setCommands({inspectorCommand(commands()[i])});
    }
}

bool MessageActions::isAllowed()
{
    if (!m_reason.isEmpty())
        Q_EMIT said(m_reason);
    return m_reason.isEmpty();
}

// --- What is written --------------------------------------------------------------------------

void MessageActions::sendText(const QString &text, Variables::Escapes escapes)
{
    const ChosenEnvironment::FilledIn filled =
            environment().filledIn(text, m_parts.session->generated(), escapes);
    if (!filled.sentence.isEmpty())
        Q_EMIT said(filled.sentence);
    m_parts.session->sendText(filled.text, filled.recordedAs);
    noteSent();
}

void MessageActions::sendBinary(const QByteArray &data)
{
    m_parts.session->sendBinary(data);
    noteSent();
}

void MessageActions::noteSent()
{
    m_repeater->noteSent();
    m_heartbeat->noteSent();
}

void MessageActions::askToRepeat()
{
    if (isAllowed())
        m_parts.repeat->open();
}

void MessageActions::repeat(const Repetition &repetition)
{
    const WrittenMessage message = m_parts.composer->message();
    if (message.text.isEmpty())
        Q_EMIT said(tr("There is nothing to repeat: write a message first."));
    else if (isAllowed()) {
        m_repeatedTo = m_parts.session->profile().url;
        m_repeater->start(message, repetition);
    }
}

// At any moment: what is being written stays.
void MessageActions::sendRepeated(const WrittenMessage &message)
{
    const ComposerCheck check = checkOf(message);
    if (isSendable(check)) {
        sendChecked(message, check);
        return;
    }
    m_repeater->stop();
    Q_EMIT said(tr("It is not repeated any more. %1")
                        .arg(check.isOk() ? Variables::missingSentence(check.missing) : check.problem));
}

QString MessageActions::repeating() const
{
    QStringList all;
    if (m_repeater->isActive())
        all.append(tr("next %1").arg(m_repeater->sentence()));
    if (m_heartbeat->isActive())
        all.append(tr("heartbeat %1").arg(m_heartbeat->sentence()));
    return all.join(u" · "_s);
}

// --- The heartbeat message --------------------------------------------------------------------

// Anew after each reconnect: a retry has the settings as they were edited meanwhile. As the messages to send
// on opening, it is for the origin that the user has named.
void MessageActions::startHeartbeat()
{
    const Heartbeat &heartbeat = m_parts.session->profile().heartbeat;
    if (heartbeat.text.isEmpty() || m_isHeartbeatEnded || m_parts.session->report().leftOrigin)
        return;
    // A retry does not ask about the values of another one.
    if (!m_heartbeatEnvironment)
        m_heartbeatEnvironment = environment().id;
    m_heartbeat->start({heartbeat.text, MessageFormat::Text},
                       {.interval = heartbeat.interval, .unlessSent = heartbeat.unlessSent, .atOnce = false});
}

void MessageActions::endHeartbeat()
{
    m_isHeartbeatEnded = true;
    m_heartbeat->stop();
    Q_EMIT said(tr("No heartbeat message is sent any more, until you connect again."));
}

void MessageActions::sendHeartbeat(const WrittenMessage &message)
{
    // The values of another one may be secrets of another server.
    if (Variables::isIn(message.text) && environment().id != m_heartbeatEnvironment) {
        m_heartbeat->stop();
        Q_EMIT said(tr("The heartbeat message is not sent any more: another environment was chosen. Connect "
                       "again to send it with the values of that."));
        return;
    }
    const ComposerCheck check = checkOf(message);
    if (isSendable(check)) {
        sendChecked(message, check);
        return;
    }
    m_heartbeat->stop();
    Q_EMIT said(tr("The heartbeat message is not sent any more. %1")
                        .arg(Variables::missingSentence(check.missing)));
}

// --- Of the log -------------------------------------------------------------------------------

void MessageActions::run(Command command)
{
    const LogModel *log = m_parts.session->log();
    QItemSelection selection = m_parts.log->view()->selectionModel()->selection();
    std::sort(selection.begin(), selection.end(),
              [](const QItemSelectionRange &a, const QItemSelectionRange &b) { return a.top() < b.top(); });
    QList<quint64> sequences;
    for (const QItemSelectionRange &range : std::as_const(selection)) {
        for (int row = range.top(); row <= range.bottom() && sequences.size() <= MaxEntries; ++row)
            sequences.append(log->rows().sequenceAt(row));
    }
    if (sequences.isEmpty())
        Q_EMIT said(tr("Select a message in the log first."));
    else if (sequences.size() > MaxEntries)
        Q_EMIT said(tr("Select fewer: at most %1 entries.").arg(formatCount(quint64(MaxEntries))));
    else if (sequences.size() > 1 && command != Command::SendAgain)
        Q_EMIT said(tr("Several are selected: select the one that is meant."));
    else
        m_parts.loader->read(sequences, MaxBytes,
                             [this, command, last = sequences.last()](const QList<Message> &entries) {
                                 if (command == Command::SendAgain && !entries.isEmpty()
                                     && entries.last().sequence != last)
                                     Q_EMIT said(tr("Nothing was sent: select fewer, at most %1 at once.")
                                                         .arg(formatSize(MaxBytes)));
                                 else
                                     runWith(command, entries);
                             });
}

static bool isMessage(const Message &entry)
{
    return entry.type == MessageType::Text || entry.type == MessageType::Binary;
}

void MessageActions::runWith(Command command, const QList<Message> &entries)
{
    QList<Message> messages = entries;
    messages.removeIf([](const Message &entry) { return !isMessage(entry); });
    if (messages.isEmpty()) {
        Q_EMIT said(tr("Only text and binary messages can be sent."));
        return;
    }
    const Message &first = messages.constFirst();
    switch (command) {
    case Command::SendAgain:
        sendAgain(messages);
        return;
    case Command::Edit:
        write(rewrittenMessage(first, environment()));
        return;
    case Command::Save:
        save(rewrittenMessage(first, environment()));
        return;
    case Command::Compare:
        compareWithWritten(first);
        return;
    }
}

// As they are, but for the values of secrets, which the record has the names of.
void MessageActions::sendAgain(const QList<Message> &entries)
{
    if (!isAllowed())
        return;
    const auto mayHaveNames = [](const Message &entry) {
        return entry.type == MessageType::Text && entry.direction == Direction::Out
               && entry.payload.contains("{{");
    };
    // All of them, or none.
    for (const Message &entry : entries) {
        const WrittenMessage message =
                mayHaveNames(entry) ? rewrittenMessage(entry, environment()) : WrittenMessage();
        if (!isSendable(checkOf(message))) {
            write(message);
            return;
        }
    }
    for (const Message &entry : entries) {
        if (mayHaveNames(entry)) {
            const WrittenMessage message = rewrittenMessage(entry, environment());
            sendChecked(message, checkOf(message));
        } else if (entry.type == MessageType::Binary) {
            m_parts.session->sendBinary(entry.payload);
        } else {
            m_parts.session->sendText(QString::fromUtf8(entry.payload));
        }
    }
    noteSent();
    Q_EMIT said(entries.size() == 1
                        ? tr("Sent again.")
                        : tr("Sent %1 messages again.").arg(formatCount(quint64(entries.size()))));
}

void MessageActions::compareWithWritten(const Message &entry)
{
    const std::optional<Message> written = m_parts.composer->written();
    if (m_isReadOnly) {
        Q_EMIT said(m_reason);
    } else if (!written) {
        Q_EMIT said(tr("There is nothing to compare with: write a message first."));
    } else {
        Q_EMIT inspectorRequested();
        m_parts.inspector->showMessage(entry);
        m_parts.inspector->pane()->compareWith(*written);
    }
}

// --- Saved ones -------------------------------------------------------------------------------

QStringList MessageActions::offered() const
{
    return m_store ? m_store->messagesFor(m_parts.connection->draft().connection().id) : QStringList();
}

QKeySequence MessageActions::keysOf(qsizetype number)
{
    return number < NumberedMessages ? QKeySequence(Qt::CTRL | Qt::Key(int(Qt::Key_1) + int(number)))
                                     : QKeySequence();
}

void MessageActions::choose()
{
    if (m_isReadOnly) {
        Q_EMIT said(m_reason);
        return;
    }
    QList<OfferedMessage> messages;
    const QStringList ids = offered();
    for (const QString &id : ids) {
        messages.append({id, m_store->connection(id).name, beginning(m_store->message(id)),
                         keysOf(messages.size()).toString(QKeySequence::NativeText)});
    }
    m_chooser->choose(messages, m_parts.composer->savedButton());
}

void MessageActions::sendNumbered(qsizetype number)
{
    const QStringList ids = offered();
    if (number < ids.size())
        sendSaved(ids.at(number));
    else
        Q_EMIT said(tr("No saved message has these keys: %1 are offered here.").arg(ids.size()));
}

void MessageActions::sendSaved(const QString &id)
{
    if (!m_store || !m_store->isMessage(id) || !isAllowed())
        return;
    const WrittenMessage message = m_store->message(id);
    if (const ComposerCheck check = checkOf(message); isSendable(check)) {
        sendChecked(message, check);
        Q_EMIT said(tr("Sent “%1”.").arg(m_store->connection(id).name));
    } else {
        // The composer says why.
        writeSaved(id);
    }
}

ComposerCheck MessageActions::checkOf(const WrittenMessage &message) const
{
    return checkComposerText(message.text, message.format, environment().values);
}

// What would be sent is what was meant.
bool MessageActions::isSendable(const ComposerCheck &check)
{
    return check.isOk() && check.missing.isEmpty();
}

void MessageActions::sendChecked(const WrittenMessage &message, const ComposerCheck &check)
{
    if (isBinary(message.format))
        sendBinary(check.bytes);
    else
        sendText(message.text, escapesOf(message.format));
}

void MessageActions::write(const WrittenMessage &message)
{
    if (m_isReadOnly) {
        Q_EMIT said(m_reason);
        return;
    }
    m_writtenId.clear();
    m_parts.composer->write(message);
    m_parts.composer->setFocus(Qt::ShortcutFocusReason);
}

void MessageActions::writeSaved(const QString &id)
{
    if (!m_store || !m_store->isMessage(id))
        return;
    write(m_store->message(id));
    m_writtenId = id;
}

void MessageActions::repeatSaved(const QString &id)
{
    writeSaved(id);
    askToRepeat();
}

void MessageActions::saveWritten()
{
    const WrittenMessage message = m_parts.composer->message();
    if (m_isReadOnly)
        Q_EMIT said(m_reason);
    else if (message.text.isEmpty())
        Q_EMIT said(tr("There is nothing to save: write a message first."));
    else
        save(message, m_writtenId);
}

void MessageActions::save(const WrittenMessage &message, const QString &over)
{
    if (message.text.size() > JsonReader::MaxText)
        Q_EMIT said(tr("It is too long to be saved: %1 characters are the most.")
                            .arg(formatCount(quint64(JsonReader::MaxText))));
    else
        Q_EMIT saveRequested(message, over);
}

const ChosenEnvironment &MessageActions::environment() const
{
    return m_parts.connection->draft().environment();
}
