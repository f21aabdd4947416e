// SPDX-License-Identifier: MIT
#include "ui/window/copymenu.h"

#include "session/connectiondraft.h"

#include <QClipboard>
#include <QGuiApplication>

#include <utility>

using namespace Qt::StringLiterals;

CopyMenu::CopyMenu(Current current, QWidget *parent)
    : QMenu(tr("Cop&y As"), parent)
    , m_current(std::move(current))
    , m_secrets(new QAction(tr("Include Passwords and &Tokens"), this))
{
    m_secrets->setObjectName(u"copySecrets"_s);
    m_secrets->setCheckable(true);
    const QList<QPair<QString, CopyFormat>> formats{
            {tr("&wscat Command"), CopyFormat::Wscat}, {tr("web&socat Command"), CopyFormat::Websocat},
            {tr("&curl Command"), CopyFormat::Curl},   {tr("&JavaScript"), CopyFormat::JavaScript},
            {tr("&Python"), CopyFormat::Python},
    };
    for (const auto &[text, format] : formats)
        connect(addAction(text), &QAction::triggered, this, [this, chosen = format] { copy(chosen); });
    addSeparator();
    addAction(m_secrets);
}

void CopyMenu::copy(CopyFormat format)
{
    const auto secrets = m_secrets->isChecked() ? CopiedSecrets::Included : CopiedSecrets::Masked;
    const ConnectionDraft::Copied copied = m_current().copiedAs(format, secrets);
    if (copied.text.isEmpty()) {
        Q_EMIT said(tr("Nothing was copied. %1").arg(copied.problem));
        return;
    }
    QGuiApplication::clipboard()->setText(copied.text);
    // It is meant for this time.
    m_secrets->setChecked(false);
    Q_EMIT said(secrets == CopiedSecrets::Included ? tr("Copied, with all secrets in it.")
                                                   : tr("Copied; secrets are ***."));
}
