// SPDX-License-Identifier: MIT
#include "failure/remedy.h"

#include "failure/failuretext.h"

Remedies remediesFor(const ConnectionError &error)
{
    const Remedy remedy = failureRemedy(error.cause);
    if (remedy == Remedy::TrustCertificate)
        return {remedy, Remedy::ShowCertificate};
    if (error.willRetry)
        return {Remedy::TryNow};
    if (remedy == Remedy::EnterCredentials || remedy == Remedy::FollowRedirects)
        return {remedy, Remedy::ConnectAgain};
    return {remedy};
}
