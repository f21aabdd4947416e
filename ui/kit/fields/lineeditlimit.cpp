// SPDX-License-Identifier: MIT
#include "ui/kit/fields/lineeditlimit.h"

#include "format/text/numbers.h"
#include "ui/kit/labels.h"

#include <QApplication>
#include <QEvent>
#include <QLineEdit>
#include <QPointer>

#include <algorithm>

namespace {

// UTF-16 code units: some 10 ms a key.
constexpr int MaxLength = 8 * 1024;

class LineEditLimit final : public QObject
{
    Q_DECLARE_TR_FUNCTIONS(LineEditLimit)

public:
    using QObject::QObject;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        // Before it is shown first.
        if (event->type() == QEvent::Polish) {
            if (auto *edit = qobject_cast<QLineEdit *>(watched))
                limit(edit);
        }
        return false;
    }

private:
    static void limit(QLineEdit *edit)
    {
        const qsizetype now = edit->text().size();
        if (edit->maxLength() > MaxLength)
            edit->setMaxLength(int(std::max<qsizetype>(now, MaxLength)));
        connect(edit, &QLineEdit::inputRejected, edit, [edit] {
            if (edit->text().size() >= edit->maxLength())
                sayBeside(edit, tr("No more than %1 characters fit here; the rest was left out.")
                                        .arg(formatCount(quint64(edit->maxLength()))));
        });
    }
};

} // namespace

void limitLineEdits()
{
    static QPointer<LineEditLimit> limit;
    if (limit)
        return;
    limit = new LineEditLimit(qApp);
    qApp->installEventFilter(limit);
}

void setWholeText(QLineEdit *edit, const QString &text)
{
    if (text.size() > edit->maxLength())
        edit->setMaxLength(int(text.size()));
    edit->setText(text);
}
