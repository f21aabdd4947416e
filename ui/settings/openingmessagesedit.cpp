// SPDX-License-Identifier: MIT
#include "ui/settings/openingmessagesedit.h"

#include "format/text/binarytext.h"
#include "format/text/numbers.h"
#include "saved/variables.h"
#include "ui/kit/fields/lineendbutton.h"
#include "ui/kit/fields/verbatimedit.h"
#include "ui/kit/labels.h"
#include "ui/kit/rowstable.h"
#include "ui/kit/theme.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QScopedValueRollback>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

enum class Form { Text, Hex, Base64 };

/// What a row of the table holds.
struct Draft
{
    Form form = Form::Text;
    QString text;
    /// What `text` was made from: bytes stay what they were until somebody edits them.
    QByteArray made;
    QString madeText;
};

} // namespace

Q_DECLARE_METATYPE(Draft)

static constexpr int PreviewLength = 200;
static constexpr int EditorLines = 4;
// UTF-16 code units: each change of it is checked and kept.
static constexpr qsizetype MaxPaste = 1024 * 1024;

static QString formText(Form form)
{
    switch (form) {
    case Form::Hex:
        return OpeningMessagesEdit::tr("Bytes in hex");
    case Form::Base64:
        return OpeningMessagesEdit::tr("Bytes in base64");
    case Form::Text:
        break;
    }
    return OpeningMessagesEdit::tr("Text");
}

static EditedRow rowOf(const Draft &draft)
{
    const QString preview = draft.text.left(PreviewLength).simplified();
    return {{formText(draft.form), preview.isEmpty() ? OpeningMessagesEdit::tr("(empty)") : preview},
            QVariant::fromValue(draft)};
}

static Draft draftOf(const OpeningMessage &message)
{
    Draft draft;
    draft.form = message.binary ? Form::Hex : Form::Text;
    draft.text = message.binary ? toHex(message.payload) : QString::fromUtf8(message.payload);
    draft.made = message.payload;
    draft.madeText = draft.text;
    return draft;
}

static ParsedBytes parsed(const Draft &draft)
{
    if (draft.form == Form::Text)
        return {true,
                draft.text == draft.madeText && !draft.made.isNull() ? draft.made : draft.text.toUtf8(),
                -1,
                {}};
    return draft.form == Form::Hex ? parseHex(draft.text) : parseBase64(draft.text);
}

// A sentence; empty if it can be sent.
static QString problemOf(const Draft &draft)
{
    if (draft.form != Form::Text)
        return parsed(draft).errorMessage;
    const QStringList missing = Variables::expand(draft.text, {}, &GeneratedValues::sample).missing;
    const auto wrong = std::find_if(missing.begin(), missing.end(), GeneratedValues::isCall);
    return wrong == missing.end() ? QString() : GeneratedValues::problem(*wrong);
}

OpeningMessagesEdit::OpeningMessagesEdit(QWidget *parent)
    : QWidget(parent)
    , m_table(new RowsTable(u"openingTable"_s, tr("Messages sent on every open, in this order"),
                            tr("message"), {tr("As"), tr("Message")}, RowsTable::Kind::Chosen, this))
    , m_editor(new QWidget(this))
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_table->setTemplate(rowOf(Draft()));
    setFocusProxy(m_table);
    createEditor();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::Unit);
    layout->addWidget(m_table);
    layout->addWidget(m_editor);
    connect(m_table, &RowsTable::currentRowChanged, this, &OpeningMessagesEdit::showCurrent);
    // A new one is to be written.
    connect(m_table, &RowsTable::added, m_text, [this] { m_text->setFocus(); });
    connect(m_table, &RowsTable::edited, this, [this] {
        showCurrent();
        if (!m_showing)
            Q_EMIT edited();
    });
    showCurrent();
}

void OpeningMessagesEdit::createEditor()
{
    m_form = new QComboBox(m_editor);
    m_form->setObjectName(u"openingForm"_s);
    m_form->setAccessibleName(tr("How the message is written"));
    for (const Form form : {Form::Text, Form::Hex, Form::Base64})
        m_form->addItem(formText(form), int(form));
    m_text = new VerbatimEdit(MaxPaste, m_editor);
    m_text->setObjectName(u"openingText"_s);
    m_text->setAccessibleName(tr("The message"));
    m_text->setPlaceholderText(tr("An empty message"));
    m_text->setFont(Theme::monospace());
    m_text->setFixedHeight(EditorLines * m_text->fontMetrics().lineSpacing() + 2 * Theme::Unit);
    auto *layout = new QVBoxLayout(m_editor);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::Unit / 2);
    auto *how = new QHBoxLayout;
    how->addWidget(m_form);
    how->addWidget(lineEndButton(u"openingLineEnds"_s, m_text, m_editor));
    how->addStretch();
    layout->addLayout(how);
    layout->addWidget(m_text);
    connect(m_form, &QComboBox::currentIndexChanged, this, &OpeningMessagesEdit::takeOver);
    connect(m_text, &VerbatimEdit::textChanged, this, &OpeningMessagesEdit::takeOver);
    connect(m_text, &VerbatimEdit::pasteRefused, m_text, [this] {
        sayBeside(m_text,
                  tr("The clipboard holds more than %1; it was not pasted.").arg(formatSize(MaxPaste)));
    });
    connect(m_text, &VerbatimEdit::editRefused, m_text, [this] {
        sayBeside(m_text, tr("A text as long as this is sent as it was pasted: it cannot be edited here. "
                             "Delete removes it."));
    });
}

void OpeningMessagesEdit::setMessages(const QList<OpeningMessage> &given)
{
    // Filling the list again while one writes would move the cursor.
    if (given == messages() && typingProblems().isEmpty())
        return;
    QList<EditedRow> rows;
    for (const OpeningMessage &message : given)
        rows.append(rowOf(draftOf(message)));
    m_table->setRows(rows);
    showCurrent();
}

QList<OpeningMessage> OpeningMessagesEdit::messages() const
{
    QList<OpeningMessage> messages;
    for (const EditedRow &row : m_table->model()->rows()) {
        const auto draft = row.origin.value<Draft>();
        messages.append({draft.form != Form::Text, parsed(draft).bytes});
    }
    return messages;
}

QList<ProfileProblem> OpeningMessagesEdit::typingProblems() const
{
    QList<ProfileProblem> problems;
    const QList<EditedRow> &rows = m_table->model()->rows();
    for (int i = 0; i < int(rows.size()); ++i) {
        if (const QString problem = problemOf(rows[i].origin.value<Draft>()); !problem.isEmpty())
            problems.append({ProfileField::OnOpen, i, problem});
    }
    return problems;
}

void OpeningMessagesEdit::markProblems(const QHash<int, QString> &problemsByRow)
{
    m_table->model()->setProblems(problemsByRow);
}

void OpeningMessagesEdit::showCurrent()
{
    if (m_showing)
        return;
    const QScopedValueRollback showing(m_showing, true);
    const int row = m_table->currentRow();
    m_editor->setVisible(row >= 0);
    if (row < 0)
        return;
    const auto draft = m_table->model()->rows()[row].origin.value<Draft>();
    m_form->setCurrentIndex(m_form->findData(int(draft.form)));
    if (m_text->writtenText() != draft.text)
        m_text->setWrittenText(draft.text);
}

void OpeningMessagesEdit::takeOver()
{
    const int row = m_table->currentRow();
    if (m_showing || row < 0)
        return;
    auto draft = m_table->model()->rows()[row].origin.value<Draft>();
    const Form form = Form(m_form->currentData().toInt());
    const ParsedBytes before = parsed(draft);
    draft.text = m_text->writtenText();
    // The same bytes, written another way, if that can be.
    if (form != draft.form && before.ok) {
        draft.text = form == Form::Hex      ? toHex(before.bytes)
                     : form == Form::Base64 ? toBase64(before.bytes)
                                            : QString::fromUtf8(before.bytes);
        draft.made = before.bytes;
        draft.madeText = draft.text;
    }
    draft.form = form;
    {
        const QScopedValueRollback showing(m_showing, true);
        m_table->model()->replace(row, rowOf(draft));
        if (m_text->writtenText() != draft.text)
            m_text->setWrittenText(draft.text);
    }
    Q_EMIT edited();
}
