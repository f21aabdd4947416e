// SPDX-License-Identifier: MIT
#pragma once

#include "connection/status.h"
#include "message.h"
#include "saved/variables.h"
#include "saved/writtenmessage.h"

#include <QKeySequence>
#include <QList>
#include <QObject>
#include <QString>
#include <QUrl>

#include <optional>

class Composer;
class ConnectionController;
class ConnectionStore;
class EntryLoader;
class Inspector;
class LogPane;
class MessageChooser;
class MessageRepeater;
class QAction;
class RepeatBar;
class Session;
struct ComposerCheck;
struct MessageCommand;
struct Repetition;

/// What one does with the messages of a tab: sends those of the log again, edits them first, saves them, or
/// compares them with what is written; and sends or writes those that are saved.
class MessageActions : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        Session *session;
        ConnectionController *connection;
        LogPane *log;
        Inspector *inspector;
        Composer *composer;
        EntryLoader *loader;
        RepeatBar *repeat;
    };

    enum class Command : quint8 { SendAgain, Edit, Save, Compare };
    struct CommandRow
    {
        Command command;
        /// For the context "MessageActions" of tr(), with a mnemonic.
        const char *text;
        const char *keys;
    };
    static const QList<CommandRow> &commands();

    /// Of what is selected, this is sent at most.
    static constexpr qint64 MaxBytes = 64 * 1024 * 1024;
    static constexpr qsizetype MaxEntries = 100'000;

    /// All of the parts must outlive it.
    explicit MessageActions(const Parts &parts);

    /// Whose messages are offered. Must outlive it.
    void setStore(const ConnectionStore *store) { m_store = store; }
    void setStatus(Status status);
    /// Nothing is ever sent here, nor written to be sent.
    void setReadOnly();

    /// What is written, with the variables filled in that are known.
    void sendText(const QString &text, Variables::Escapes escapes);
    void sendBinary(const QByteArray &data);
    /// Asks how often to send what is written.
    void askToRepeat();
    /// Says what is repeated; empty if nothing is.
    QString repeating() const;

    /// Does it with what is selected in the log, oldest first.
    void run(Command command);

    /// Of those that are offered to this connection, so many have keys.
    static constexpr int NumberedMessages = 9;
    /// The keys of one of them, from 0; empty if it has none.
    static QKeySequence keysOf(qsizetype number);
    /// Shows all of them, to choose from.
    void choose();
    void sendSaved(const QString &id);
    /// That of these keys; says so if there is none.
    void sendNumbered(qsizetype number);
    /// Puts it into the composer, in place of what is written there.
    void write(const WrittenMessage &message);
    /// The same with a saved one, to be sent, or changed and saved in its place.
    void writeSaved(const QString &id);
    /// The same, and asks how often to send it.
    void repeatSaved(const QString &id);
    /// Saves what is written in the composer, over the saved message that it was before.
    void saveWritten();

Q_SIGNALS:
    /// In place of what that saved message says; "" for a new one.
    void saveRequested(const WrittenMessage &message, const QString &over);
    /// What it shows is to be seen.
    void inspectorRequested();
    /// A sentence in passing.
    void said(const QString &sentence);

private:
    static QString withKeys(const CommandRow &row);
    QStringList offered() const;
    void repeat(const Repetition &repetition);
    void runWith(Command command, const QList<Message> &entries);
    void sendAgain(const QList<Message> &entries);
    void compareWithWritten(const Message &entry);
    ComposerCheck checkOf(const WrittenMessage &message) const;
    static bool isSendable(const ComposerCheck &check);
    void sendChecked(const WrittenMessage &message, const ComposerCheck &check);
    void sendRepeated(const WrittenMessage &message);
    void startHeartbeat();
    /// Until the user connects again.
    void endHeartbeat();
    void sendHeartbeat(const WrittenMessage &message);
    void noteSent();
    void save(const WrittenMessage &message, const QString &over = {});
    MessageCommand inspectorCommand(const CommandRow &row);
    /// Says it, if not.
    bool isAllowed();
    const ChosenEnvironment &environment() const;

    const Parts m_parts;
    QList<QAction *> m_inLog;
    MessageChooser *m_chooser;
    MessageRepeater *m_repeater;
    MessageRepeater *m_heartbeat;
    QUrl m_repeatedTo;
    const ConnectionStore *m_store = nullptr;
    /// The saved message that was put into the composer last, unless something else was.
    QString m_writtenId;
    /// Where the values of the heartbeat message were from when it began.
    std::optional<QString> m_heartbeatEnvironment;
    bool m_isOpen = false;
    bool m_isHeartbeatEnded = false;
    bool m_isReadOnly = false;
    /// Why nothing can be sent, as a sentence; empty if it can be.
    QString m_reason;
};
