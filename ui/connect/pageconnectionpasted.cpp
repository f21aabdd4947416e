// SPDX-License-Identifier: MIT
// Commands and snippets that become what a tab connects to, and back.
#include "ui/connect/pageconnection.h"

#include "commands/pastedprofile.h"
#include "profile/websocketurl.h"
#include "ui/connect/connectionbar.h"

#include <utility>

using namespace Qt::StringLiterals;

// What is not in sight beside the URL.
static QString readSentence(const PastedProfile &pasted, const ConnectionProfile &defaults)
{
    const ConnectionProfile &profile = pasted.profile;
    QStringList parts;
    const auto add = [&](qsizetype count, const QString &one, const QString &many) {
        if (count > 0)
            parts.append(count == 1 ? one : many.arg(count));
    };
    const auto addIf = [&](bool differs, const QString &what) {
        if (differs)
            parts.append(what);
    };
    add(profile.headers.size(), PageConnection::tr("1 header"), PageConnection::tr("%1 headers"));
    add(profile.cookies.size(), PageConnection::tr("1 cookie"), PageConnection::tr("%1 cookies"));
    addIf(profile.origin != defaults.origin, PageConnection::tr("the Origin"));
    add(profile.subprotocols.size(), PageConnection::tr("1 subprotocol"),
        PageConnection::tr("%1 subprotocols"));
    addIf(profile.authentication.kind != Authentication::Kind::None, PageConnection::tr("credentials"));
    addIf(profile.tls.certificateFile != defaults.tls.certificateFile,
          PageConnection::tr("a client certificate"));
    addIf(profile.tls.caFile != defaults.tls.caFile, PageConnection::tr("an authority"));
    addIf(profile.proxy != defaults.proxy, PageConnection::tr("a proxy"));
    add(profile.onOpen.size(), PageConnection::tr("1 message to send"),
        PageConnection::tr("%1 messages to send"));
    const QString counted = parts.isEmpty() ? QString() : u": "_s + parts.join(u", "_s);
    return pasted.kind == "JavaScript"_L1 ? PageConnection::tr("Read from JavaScript%1.").arg(counted)
                                          : PageConnection::tr("Read from a %1%2.").arg(pasted.kind, counted);
}

bool PageConnection::readCommand(const QString &text)
{
    const std::optional<PastedProfile> pasted = recognisePasted(text, m_defaults);
    if (!pasted)
        return false;
    const Kept before{connection(), m_savedText, {}};
    if (!pasted->problem.isEmpty()) {
        m_parts.bar->setText(text.simplified());
        m_parts.bar->showProblem(pasted->problem);
    } else {
        SavedConnection read;
        read.profile = pasted->profile;
        const bool replaces = !before.connection.urlText.isEmpty() || !isFresh();
        setConnection(read);
        QStringList sentences{readSentence(*pasted, m_defaults)};
        sentences += pasted->notes;
        if (replaces)
            sentences += tr("Ctrl+Z brings back what was here before.");
        m_parts.bar->showHint(sentences.join(u' '));
    }
    m_kept = before;
    m_pasteIsUndone = false;
    return true;
}

// A line edit forgets its own steps when its text is set.
void PageConnection::swapWithPasted()
{
    if (!m_kept)
        return;
    const Kept now{connection(), m_savedText, m_parts.bar->hint()};
    m_savedText = m_kept->savedText;
    const QString hint = m_kept->hint;
    show(m_kept->connection);
    m_parts.bar->showHint(hint);
    m_kept = now;
    m_pasteIsUndone = !m_pasteIsUndone;
}

void PageConnection::enterCommand(const QString &text, bool submitted)
{
    if (!readCommand(text)) {
        // Enter has said what is wrong with it already.
        if (!submitted)
            m_parts.bar->insertText(text.simplified());
        return;
    }
    if (!submitted || !read(m_parts.bar->text()).isValid())
        return;
    const QString hint = m_parts.bar->hint();
    m_parts.bar->submit();
    if (m_parts.bar->hint().isEmpty())
        m_parts.bar->showHint(hint);
}
