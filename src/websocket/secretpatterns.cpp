// SPDX-License-Identifier: MIT
#include "websocket/secretpatterns.h"

#include <QRegularExpression>
#include <QUrl>

using namespace Qt::StringLiterals;

static constexpr qsizetype LongestPlainSubprotocol = 40;

// --- Names ------------------------------------------------------------------------------------

// Whoever has a longer one wants to keep us busy.
static constexpr qsizetype LongestName = 256;

// "-x-api-key-" of "X-Api_Key2": words in lower case, without the numbers at their ends.
static QString wordsOf(const QString &name)
{
    static const QRegularExpression border(u"\\d*[^\\p{L}\\d]+|\\d+$"_s);
    static const QRegularExpression hyphens(u"-{2,}"_s);
    const QString words = name.left(LongestName).replace(border, u"-"_s);
    return QString(u'-' + words + u'-').replace(hyphens, u"-"_s).toLower();
}

static QString splitAtCapitals(const QString &name)
{
    static const QRegularExpression camel(u"(?<=[\\p{Ll}\\d])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})"_s);
    return name.left(LongestName).replace(camel, u"-"_s);
}

bool isSecretName(const QString &name)
{
    static const QRegularExpression secret(
            // Anywhere, since words are run together: "accesstoken".
            u"token|secret|passw|pass-?phrase|pass-?code|pwd|credential|signature|jwt|bearer|cookie|sess-?id"
            "|session(?!s-)|(?:api|access)-?key"
            "|-o?auth(?!or(?!i[sz]))|auth-"
            // A word of its own, or the end of one.
            "|-(?:assertion|csrf|dpop|hmac|mfa|mnemonic|otp|pin|psw|pw|saml|sess|sid|totp|xsrf)-"
            "|(?<!by|com|sur|tres|over|under)pass-|(?<!para)phrase-"
            "|-(?:access|activation|confirmation|device|invite|login|pairing|recovery|security|sms|user"
            "|verification)-code-"
            // The end of the name.
            "|(?<!-hot|-sort|-cache|-public)(?<!-foreign|-primary|-partition)(?<!-sort-|-cache-|-public-)"
            "(?<!-foreign-|-primary-|-partition-)(?<!-don|-hoc|-joc|-mon|-tur|-whis)key-$"
            "|(?:-|-api)sign-$|-(?:sig|ticket|verifier)-$"
            // All of it.
            "|^(?:-x)?-(?:code|state)-$|^-(?:cb|ok)-access-"_s);
    static const QRegularExpression other(
            u"^-(?:sec-web-?socket|access-control|www-authenticate|proxy-authenticate)-"
            "|(?<!-access)-(?:age|alg|algorithm|count|date|enabled|endpoint|format|kind|length|lifetime|"
            "limit|method|mode"
            "|required|size|status|time|timeout|timestamp|ttl|type|ur[il]|version)-$"
            "|-(?:expires|expiry|expiration)-(?:(?:at|in)-)?$"_s);
    const QString words = wordsOf(splitAtCapitals(name));
    return (secret.match(words).hasMatch() || secret.match(wordsOf(name)).hasMatch())
           && !other.match(words).hasMatch();
}

// A word that says: what follows is a token.
static bool announces(const QString &part)
{
    static const QStringList words{u"accesskey"_s, u"accesstoken"_s,   u"apikey"_s, u"auth"_s,
                                   u"authtoken"_s, u"authorization"_s, u"bearer"_s, u"idtoken"_s,
                                   u"jwt"_s,       u"key"_s,           u"passwd"_s, u"password"_s,
                                   u"secret"_s,    u"token"_s};
    return words.contains(part, Qt::CaseInsensitive);
}

// "v1", "2", "1.0": of protocols, not of tokens.
static bool isVersion(const QString &part)
{
    static const QRegularExpression version(u"^v?\\d{1,3}$"_s, QRegularExpression::CaseInsensitiveOption);
    return version.match(part).hasMatch();
}

QStringList secretSubprotocols(const QStringList &offered)
{
    static const QRegularExpression border(u"[._-]"_s);
    QStringList secrets;
    bool announced = false;
    for (const QString &name : offered) {
        bool carries = false;
        const QStringList parts = name.split(border, Qt::SkipEmptyParts);
        for (const QString &part : parts) {
            carries = carries || (announced && !announces(part) && !isVersion(part));
            announced = announces(part) || (announced && isVersion(part));
        }
        if (carries || name.size() > LongestPlainSubprotocol || !tokensIn(name).isEmpty())
            secrets.append(name);
    }
    return secrets;
}

// --- Looks ------------------------------------------------------------------------------------

namespace {

// What a run of letters, digits and separators is made of.
struct Run
{
    explicit Run(QStringView text)
    {
        QChar before;
        for (const QChar c : text) {
            isUpper = isUpper || c.isUpper();
            isLower = isLower || c.isLower();
            isDigit = isDigit || c.isDigit();
            isHex = isHex && (c.isDigit() || (c.toLower() >= u'a' && c.toLower() <= u'f') || c == u'-');
            separators += !c.isLetterOrNumber();
            // A capital begins a word: that is no change.
            const bool isWord = before.isUpper() && c.isLower();
            changes += before.isLetterOrNumber() && c.isLetterOrNumber() && !isWord
                       && (before.isDigit() != c.isDigit() || before.isUpper() != c.isUpper());
            before = c;
        }
    }

    bool isUpper = false;
    bool isLower = false;
    bool isDigit = false;
    bool isHex = true;
    qsizetype separators = 0;
    /// Between capitals, small letters and digits.
    qsizetype changes = 0;
};

} // namespace

// Letters and digits by chance change their kind at nearly every second place; words and numbers keep it.
static bool looksRandom(QStringView text)
{
    static constexpr qsizetype Shortest = 32;
    static constexpr qsizetype ShortestOfOneCase = 40;
    static constexpr qsizetype Longest = 512; // data, as of a picture
    static constexpr qsizetype CharactersOfSeparator = 8;
    if (text.size() < Shortest || text.size() > Longest)
        return false;
    const Run run(text);
    const bool isMixed = run.isUpper && run.isLower;
    if (!run.isDigit || run.isHex || run.separators * CharactersOfSeparator > text.size())
        return false;
    return isMixed ? run.changes * 4 >= text.size()
                   : text.size() >= ShortestOfOneCase && run.changes * 5 >= text.size();
}

static bool isContentId(const QString &text)
{
    static const QRegularExpression contentId(u"^(?:Qm[1-9A-Za-z]{44}|baf[a-z2-7]{56,})$"_s);
    return contentId.match(text).hasMatch();
}

// Of what matches, that which is a token goes to `found`.
template <typename IsToken>
static QString without(const QString &text, const QRegularExpression &runs, const IsToken &isToken,
                       QStringList *found)
{
    QString result;
    qsizetype done = 0;
    auto matches = runs.globalMatch(text);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        if (!isToken(match))
            continue;
        found->append(match.captured());
        result += QStringView(text).sliced(done, match.capturedStart() - done);
        result += SecretMask;
        done = match.capturedEnd();
    }
    return result.append(QStringView(text).sliced(done));
}

static QString withoutTokens(const QString &text, TokenText kind, QStringList *found)
{
    // A group that repeats is possessive: else a long token overflows the stack of the matcher, and stays.
    static const QRegularExpression known(
            u"(?<![A-Za-z0-9])(?:"
            // RFC 7515: the header begins with {", and the payload of a JSON web token does so, too.
            "eyJ(?:[\\w-]{0,1000}+(?:\\.|%2E)eyJ|[\\w-]{10,1000}+(?:\\.|%2E))(?:[\\w.-]++|%2E|%3D)*+"
            "|gh[opsru]_\\w{20}|github_pat_\\w{20}|glpat-[\\w-]{20}|npm_\\w{30}|hf_\\w{30}"
            "|xox[a-z]-[\\w-]{10}|xapp-[\\w-]{10}|[sr]k_(?:live|test)_\\w{10}|whsec_\\w{16}"
            "|sk-(?:[a-z]{2,8}-)?(?=\\w*\\d)\\w{20}|A[KS]IA[0-9A-Z]{16}|AIza[\\w-]{35}"
            "|ya29\\.[\\w-]{20}|SG\\.[\\w-]{16,64}\\.[\\w-]{16})[\\w-]*"_s);
    static const QRegularExpression words(u"([A-Za-z0-9_-]{32,})=*"_s);
    // With "/" alone it may be a path.
    static const QRegularExpression base64(
            u"(?<![A-Za-z0-9+/])((?=[A-Za-z0-9/]*[+=])[A-Za-z0-9+/]{32,})=*"_s);
    static const QRegularExpression slashed(u"([A-Za-z0-9/]{32,})"_s);
    // Not from within what is encoded of something else.
    static const QRegularExpression encoded(
            u"(?<!%)(?<!%[0-9A-Fa-f])((?:[A-Za-z0-9_+-]|%(?:2[BbFf]|3[Dd])){32,}+)(?:=|%3[Dd])*+"_s);
    static constexpr qsizetype Shortest = 8;
    if (text.size() < Shortest)
        return text;
    const auto isRandom = [](const QRegularExpressionMatch &match) {
        const QString run = QUrl::fromPercentEncoding(match.captured(1).toUtf8());
        return looksRandom(run) && !isContentId(run);
    };
    const QString unknown = without(
            text, known, [](const auto &) { return true; }, found);
    if (kind == TokenText::UrlPart)
        return without(unknown, encoded, isRandom, found);
    const QString unencoded = without(unknown, base64, isRandom, found);
    return without(without(unencoded, words, isRandom, found), slashed, isRandom, found);
}

QString withoutTokens(const QString &text, TokenText kind)
{
    QStringList found;
    return withoutTokens(text, kind, &found);
}

QStringList tokensIn(const QString &text, TokenText kind)
{
    QStringList found;
    withoutTokens(text, kind, &found);
    return found;
}
