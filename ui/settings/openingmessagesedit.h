// SPDX-License-Identifier: MIT
#pragma once

#include "profile/profilecheck.h"

#include <QWidget>

class QComboBox;
class RowsTable;
class VerbatimEdit;

/// A list of messages, and the current one to write below: as text, or as bytes in hex or base64.
class OpeningMessagesEdit : public QWidget
{
    Q_OBJECT

public:
    explicit OpeningMessagesEdit(QWidget *parent = nullptr);

    void setMessages(const QList<OpeningMessage> &messages);
    /// Of those that cannot be read as what they are meant to be, an empty one.
    QList<OpeningMessage> messages() const;
    QList<ProfileProblem> typingProblems() const;
    void markProblems(const QHash<int, QString> &problemsByRow);

Q_SIGNALS:
    void edited();

private:
    void createEditor();
    void showCurrent();
    void takeOver();

    RowsTable *m_table;
    QWidget *m_editor;
    QComboBox *m_form;
    VerbatimEdit *m_text;
    /// While the editor is filled, its changes are nobody's wish.
    bool m_showing = false;
};
