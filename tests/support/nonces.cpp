// SPDX-License-Identifier: MIT
#include "support/nonces.h"

#include <QSet>

QString nonceProblem(const QList<QByteArray> &nonces)
{
    const qsizetype size = nonces.value(0).size();
    if (nonces.size() < 8 || size < 4)
        return QStringLiteral("%1 of %2 bytes tell nothing").arg(nonces.size()).arg(size);
    if (QSet<QByteArray>(nonces.begin(), nonces.end()).size() < nonces.size())
        return QStringLiteral("one came twice");
    for (qsizetype at = 0; at < size; ++at) {
        QSet<char> seen;
        for (const QByteArray &nonce : nonces) {
            if (nonce.size() != size)
                return QStringLiteral("they are not of one size");
            seen.insert(nonce[at]);
        }
        if (seen.size() < nonces.size() / 2)
            return QStringLiteral("the bytes at %1 hardly differ").arg(at);
    }
    return {};
}
