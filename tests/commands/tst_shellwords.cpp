// SPDX-License-Identifier: MIT
#include "commands/shellwords.h"
#include "support/testprogram.h"

#include <QDir>
#include <QProcess>
#include <QRandomGenerator>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;

using Words = QList<QByteArray>;

class tst_ShellWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bash_data();
    void bash();
    void bashProblems_data();
    void bashProblems();
    void cmd_data();
    void cmd();
    void cmdProblem();
    void tellsTheShell_data();
    void tellsTheShell();
    void quotedIsReadAgain();
    void quotedIsReadByBash();
};

void tst_ShellWords::bash_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Words>("words");
    QTest::addColumn<QString>("endedBy");

    const auto row = [](const char *name, const QString &text, const Words &words,
                        const QString &endedBy = {}) { QTest::newRow(name) << text << words << endedBy; };
    row("nothing", u""_s, {});
    row("blanks", u"  a \t b  "_s, {"a", "b"});
    row("no-break space", u"a\u00a0b"_s, {"a", "b"});
    row("single", u"'a b' 'c\"\\$d'"_s, {"a b", "c\"\\$d"});
    row("double", u"\"a 'b'\" \"c\\\"\\\\\\$\\`d\\x\""_s, {"a 'b'", "c\"\\$`d\\x"});
    row("empty words", u"'' \"\" $''"_s, {"", "", ""});
    row("joined", u"a'b'\"c\"$'d'\\e"_s, {"abcde"});
    row("quote in single", u"'it'\\''s'"_s, {"it's"});
    row("ansi", u"$'a\\n\\t\\'\\\\\\\"\\r\\e'"_s, {"a\n\t'\\\"\r\x1b"});
    row("ansi hex", u"$'\\xc3\\xa9 \\x4'"_s, {"\xc3\xa9 \x04"});
    row("ansi byte", u"$'\\xe9'"_s, {"\xe9"});
    row("ansi unicode", u"$'\\u0021 \\u00e9 \\U0001f600 \\u20ac'"_s, {"! é 😀 €"});
    row("ansi surrogates", u"$'\\ud83d\\ude00'"_s, {"😀"});
    row("ansi octal", u"$'\\101\\0'"_s, {"A"});
    row("ansi control", u"$'\\cA'"_s, {"\x01"});
    row("ansi unknown", u"$'\\q'"_s, {"\\q"});
    row("emoji", u"'👍🏽' \"é\" 日本"_s, {"👍🏽", "é", "日本"});
    row("continuation", u"a \\\n  b \\\r\n c"_s, {"a", "b", "c"});
    row("continuation in word", u"ab\\\ncd"_s, {"abcd"});
    row("continuation in quotes", u"\"ab\\\ncd\""_s, {"abcd"});
    row("line end in quotes", u"'a\nb'"_s, {"a\nb"});
    row("continuation, lines joined", u"a \\ -b \\   c"_s, {"a", "-b", "c"});
    row("continuation at the end", u"a \\"_s, {"a"});
    row("escaped blank", u"a\\ b"_s, {"a b"});
    row("next line", u"a b\nc d"_s, {"a", "b"});
    row("next line is an option", u"a b\n  -c d"_s, {"a", "b", "-c", "d"});
    row("comment", u"a # b\n"_s, {"a"});
    row("no comment", u"a#b '#c'"_s, {"a#b", "#c"});
    row("comment first", u"# a\n\nb"_s, {"b"});
    row("pipe", u"a b | c"_s, {"a", "b"}, u"|"_s);
    row("and", u"a b && c"_s, {"a", "b"}, u"&"_s);
    row("redirected", u"a b 2>/dev/null"_s, {"a", "b"}, u">"_s);
    row("semicolon", u"a;b"_s, {"a"}, u";"_s);
    row("& in a URL", u"a ws://h/?a=1&b=2"_s, {"a", "ws://h/?a=1&b=2"});
    row("& after a URL", u"a ws://h/& "_s, {"a", "ws://h/"}, u"&"_s);
    row("operators in quotes", u"'a|b' \"c;d\" e\\&f"_s, {"a|b", "c;d", "e&f"});
    row("dollar", u"a$ \"$\" 'b$c' $"_s, {"a$", "$", "b$c", "$"});
    row("translated", u"$\"a\""_s, {"a"});
    row("home", u"~/a b~/c '~/d'"_s, {QDir::homePath().toUtf8() + "/a", "b~/c", "~/d"});
    row("globs", u"a?b*[c]"_s, {"a?b*[c]"});
}

void tst_ShellWords::bash()
{
    QFETCH(const QString, text);
    const ShellWords result = splitBash(text);
    QCOMPARE(result.problem, QString());
    QTEST(result.words, "words");
    QTEST(result.endedBy, "endedBy");
}

void tst_ShellWords::bashProblems_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("part");

    QTest::newRow("single") << u"a 'b"_s << u"single quote"_s;
    QTest::newRow("double") << u"a \"b"_s << u"double quote"_s;
    QTest::newRow("double, escaped end") << u"a \"b\\\""_s << u"double quote"_s;
    QTest::newRow("ansi") << u"a $'b\\'"_s << u"single quote"_s;
    QTest::newRow("variable") << u"a $TOKEN"_s << u"variable $TOKEN"_s;
    QTest::newRow("variable in quotes") << u"a \"x ${TOKEN}\""_s << u"variable $TOKEN"_s;
    QTest::newRow("command") << u"a $(b)"_s << u"$(…)"_s;
    QTest::newRow("backquotes") << u"a \"`b`\""_s << u"`…`"_s;
    QTest::newRow("process") << u"a \"$$\""_s << u"$$"_s;
}

void tst_ShellWords::bashProblems()
{
    QFETCH(const QString, text);
    QFETCH(const QString, part);
    const QString problem = splitBash(text).problem;
    QVERIFY2(problem.contains(part) && problem.endsWith(u'.'), qPrintable(problem));
}

void tst_ShellWords::cmd_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Words>("words");

    const auto row = [](const char *name, const QString &text, const Words &words) {
        QTest::newRow(name) << text << words;
    };
    row("plain", u"a \"b c\" d"_s, {"a", "b c", "d"});
    row("carets", u"a ^\"b^ c^\" ^%d^%"_s, {"a", "b c", "%d%"});
    row("caret in quotes", u"\"a^b\""_s, {"a^b"});
    row("continuation", u"a ^\r\n  b ^\n  c"_s, {"a", "b", "c"});
    row("lines joined", u"a ^  b"_s, {"a", "b"});
    row("line end in value", u"^\"a^\n\nb^\""_s, {"a\nb"});
    row("escaped quote", u"^\"a\\^\"b\\^\"^\""_s, {"a\"b\""});
    row("doubled quote", u"\"a\"\"b\""_s, {"a\"b"});
    row("backslashes", u"\"a\\b\\\\\" c\\\\d"_s, {"a\\b\\", "c\\\\d"});
    row("backslashes and a quote", u"\"a\\\\\\\"b\""_s, {"a\\\"b"});
    row("percent trick", u"^\"a^%^b0^\""_s, {"a%b0"});
    row("next line", u"a b\r\nc"_s, {"a", "b"});
    row("pipe", u"a b | c"_s, {"a", "b"});
    row("escaped pipe", u"a ^| ^& \"|\""_s, {"a", "|", "&", "|"});
    row("apostrophe", u"a 'b c'"_s, {"a", "'b", "c'"});
    row("empty", u"a \"\" b"_s, {"a", "", "b"});
}

void tst_ShellWords::cmd()
{
    QFETCH(const QString, text);
    const ShellWords result = splitCmd(text);
    QCOMPARE(result.problem, QString());
    QTEST(result.words, "words");
}

void tst_ShellWords::cmdProblem()
{
    QVERIFY(splitCmd(u"a ^\"b"_s).problem.contains(u"not closed"_s));
}

void tst_ShellWords::tellsTheShell_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Words>("words");

    QTest::newRow("bash") << u"a 'b' \\\n 'c^\"d'"_s << Words{"a", "b", "c^\"d"};
    QTest::newRow("cmd, carets") << u"a ^\"b$c^\""_s << Words{"a", "b$c"};
    QTest::newRow("cmd, continuation") << u"a \"b\" ^\n  \"c`d\""_s << Words{"a", "b", "c`d"};
    QTest::newRow("cmd, doubled quotes") << u"a \"b \"\"c\"\" d\""_s << Words{"a", "b \"c\" d"};
    QTest::newRow("bash, empty word") << u"a \"\" \"b\""_s << Words{"a", "", "b"};
    QTest::newRow("bash, carets in quotes") << u"a \"^\" '^\n'"_s << Words{"a", "^", "^\n"};
}

void tst_ShellWords::tellsTheShell()
{
    QFETCH(const QString, text);
    QTEST(splitCommand(text).words, "words");
}

static QByteArray randomWord(QRandomGenerator *random)
{
    static const Words pieces{"a",   "Z",    "0",      " ",    "'",    "\"",     "\\",    "$", "`",
                              "!",   "\n",   "\r\n",   "\t",   "^",    "%",      "&",     "|", ";",
                              "<",   "(",    "~",      "#",    "*",    "{}",     "[]",    "=", "é",
                              "😀",   "日",   "\xff",   "\xc3", "\x01", "\x7f",   "--",    ",", ":/",
                              "^\"", "\\\n", "\u2028", "$'",   "\"\"", "\u00a0", "\u0085"};
    QByteArray word;
    for (quint32 i = random->bounded(12U); i > 0; --i)
        word += pieces[random->bounded(pieces.size())];
    return word;
}

void tst_ShellWords::quotedIsReadAgain()
{
    QRandomGenerator random(20251);
    for (int i = 0; i < 20000; ++i) {
        Words words{"x"};
        QByteArray text = "x";
        for (int n = 0; n < 3; ++n) {
            words.append(randomWord(&random));
            text += ' ' + bashQuoted(words.last());
        }
        const ShellWords result = splitCommand(QString::fromUtf8(text));
        QVERIFY2(result.problem.isEmpty() && result.words == words, text.constData());
    }
}

// The shell itself is the judge.
void tst_ShellWords::quotedIsReadByBash()
{
    const QString bash = QStandardPaths::findExecutable(u"bash"_s);
    if (bash.isEmpty())
        QSKIP("There is no bash.");
    QRandomGenerator random(20252);
    Words words;
    QByteArray script = "printf '%s\\0'";
    for (int i = 0; i < 500; ++i) {
        words.append(randomWord(&random));
        script += ' ' + bashQuoted(words.last());
    }
    QProcess process;
    process.start(bash, {u"--norc"_s, u"-s"_s});
    process.write(script + '\n');
    process.closeWriteChannel();
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.readAllStandardOutput(), words.join('\0') + '\0');
    QCOMPARE(splitBash(QString::fromUtf8(script)).words.mid(2), words);
}

SOCKETSCOPE_TEST(tst_ShellWords, TestProgram::NoApplication)
#include "tst_shellwords.moc"
