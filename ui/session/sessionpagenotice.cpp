// SPDX-License-Identifier: MIT
// What a tab says has gone wrong, and what helps.
#include "ui/session/sessionpage.h"

#include "session/session.h"
#include "ui/connect/certificatetrust.h"
#include "ui/connect/connectionbar.h"
#include "ui/connect/connectioncontroller.h"
#include "ui/kit/noticebar.h"

#include <utility>

void SessionPage::handleError(const ConnectionError &error)
{
    // One that was put away does not come back with every retry.
    if (error.sentence != m_dismissed)
        showNotice(noticeOf(error));
}

void SessionPage::showProblem(const QString &sentence)
{
    showNotice({sentence, {}, Notice::Action::None, Notice::Action::None});
}

void SessionPage::showNotice(const Notice &notice)
{
    m_keepingNotice = false;
    m_shownNotice = notice;
    // The other engine cannot.
    if (notice.action == Notice::Action::FollowRedirects && m_session->profile().engine == Engine::Qt)
        m_shownNotice.action = std::exchange(m_shownNotice.second, Notice::Action::None);
    m_notice->showNotice(notice.sentence, notice.raw, Notice::actionText(m_shownNotice.action),
                         Notice::actionText(m_shownNotice.second));
}

void SessionPage::runNoticeAction(Notice::Action action)
{
    switch (action) {
    case Notice::Action::None:
        break;
    case Notice::Action::TryNow:
        m_session->retryNow();
        break;
    case Notice::Action::ConnectAgain:
        m_bar->submit();
        break;
    case Notice::Action::UsePlain:
        m_connection->openPlain();
        break;
    case Notice::Action::TrustCertificate:
        m_connection->certificates()->trustRefused();
        break;
    case Notice::Action::ShowCertificate:
        m_connection->certificates()->show();
        break;
    case Notice::Action::EnterCredentials:
        m_connection->enterCredentials();
        break;
    case Notice::Action::FollowRedirects:
        m_connection->followRedirects();
        break;
    }
}
