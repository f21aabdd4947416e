// SPDX-License-Identifier: MIT
// What a tab says has gone wrong, and what helps.
#include "ui/session/sessionpage.h"

#include "session/session.h"
#include "ui/connect/certificatetrust.h"
#include "ui/connect/connectionbar.h"
#include "ui/connect/connectioncontroller.h"
#include "ui/kit/noticebar.h"

void SessionPage::handleError(const ConnectionError &error)
{
    // One that was put away does not come back with every retry.
    if (error.sentence != m_dismissed)
        showNotice(noticeOf(error));
}

void SessionPage::showProblem(const QString &sentence)
{
    showNotice({sentence, {}, {}});
}

void SessionPage::showNotice(const Notice &notice)
{
    m_keepingNotice = false;
    m_shownNotice = notice;
    // The other engine cannot.
    if (notice.remedies.first == Remedy::FollowRedirects && m_session->profile().engine == Engine::Qt)
        m_shownNotice.remedies = {notice.remedies.second};
    m_notice->showNotice(notice.sentence, notice.raw, Notice::actionText(m_shownNotice.remedies.first),
                         Notice::actionText(m_shownNotice.remedies.second));
}

void SessionPage::applyRemedy(Remedy remedy)
{
    switch (remedy) {
    case Remedy::None:
        break;
    case Remedy::TryNow:
        m_session->retryNow();
        break;
    case Remedy::ConnectAgain:
        m_bar->submit();
        break;
    case Remedy::UsePlain:
        m_connection->openPlain();
        break;
    case Remedy::TrustCertificate:
        m_connection->certificates()->trustRefused();
        break;
    case Remedy::ShowCertificate:
        m_connection->certificates()->show();
        break;
    case Remedy::EnterCredentials:
        m_connection->enterCredentials();
        break;
    case Remedy::FollowRedirects:
        m_connection->followRedirects();
        break;
    }
}
