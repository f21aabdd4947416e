// SPDX-License-Identifier: MIT
#include "log/filter/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <QCoreApplication>

#include <algorithm>
#include <utility>

static constexpr QByteArrayView ByteOrderMark = "\xEF\xBB\xBF";
// Steps that a match may take from each place in the text where it may begin, and what it may remember
// meanwhile.
static constexpr quint32 MostSteps = 10'000'000;
static constexpr quint32 MostHeapKiB = 128 * 1024;
static constexpr size_t FirstStackBytes = 32 * 1024;
static constexpr size_t MostStackBytes = 1024 * 1024;
// A step may look at all of the text. What cannot be stopped gets no more steps than come to so many looks at
// a byte: some tenths of a second.
static constexpr double QuickLooks = 4e9;
// With fewer it would end for nothing.
static constexpr quint32 FewestSteps = 8;

struct Regex::Compiled
{
    template <auto free>
    struct Freed
    {
        template <typename T>
        void operator()(T *pointer) const
        {
            free(pointer);
        }
    };
    using Code = std::unique_ptr<pcre2_code, Freed<pcre2_code_free>>;

    static Code compile(const FilterRegex &source, quint32 more, int *error, size_t *errorAt);

    Code quick;
    // The same with a look at whether it is stopped before each item of the pattern, which takes up to five
    // times as long; made when it is needed.
    Code patient;
    bool isJitted = false;
    std::unique_ptr<pcre2_match_data, Freed<pcre2_match_data_free>> data{pcre2_match_data_create(1, nullptr)};
    std::unique_ptr<pcre2_match_context, Freed<pcre2_match_context_free>> context{
            pcre2_match_context_create(nullptr)};
    std::unique_ptr<pcre2_jit_stack, Freed<pcre2_jit_stack_free>> stack;
};

static PCRE2_SPTR unitsOf(QByteArrayView utf8)
{
    return reinterpret_cast<PCRE2_SPTR>(utf8.isNull() ? "" : utf8.data());
}

Regex::Compiled::Code Regex::Compiled::compile(const FilterRegex &source, quint32 more, int *error,
                                               size_t *errorAt)
{
    const QByteArray pattern = source.pattern.toUtf8();
    // \C would end a match within a character, and what is not UTF-8 must not be asked again.
    const quint32 options =
            PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C | (source.ignoreCase ? PCRE2_CASELESS : 0) | more;
    return Code(pcre2_compile(unitsOf(pattern), size_t(pattern.size()), options, error, errorAt, nullptr));
}

static int isStopped(pcre2_callout_block *, void *stopped)
{
    const auto *flag = static_cast<const std::atomic<bool> *>(stopped);
    return flag && flag->load(std::memory_order_relaxed) ? PCRE2_ERROR_CALLOUT : 0;
}

Regex::Regex(const FilterRegex &source)
    : m_source(source)
    , m_compiled(std::make_unique<Compiled>())
{
    int error = 0;
    size_t errorAt = 0;
    m_compiled->quick = Compiled::compile(source, 0, &error, &errorAt);
    if (!m_compiled->quick) {
        char words[256];
        pcre2_get_error_message(error, reinterpret_cast<PCRE2_UCHAR *>(words), sizeof words);
        m_problem = QCoreApplication::translate("QRegularExpression", words);
        const QByteArray pattern = source.pattern.toUtf8();
        m_problemAt = QString::fromUtf8(pattern.first(std::min(qsizetype(errorAt), pattern.size()))).size();
    }
    pcre2_set_heap_limit(m_compiled->context.get(), MostHeapKiB);
}

Regex::Regex(const Regex &other)
    : Regex(other.m_source)
{}

Regex &Regex::operator=(const Regex &other)
{
    return *this = Regex(other);
}

Regex::Regex(Regex &&other) noexcept = default;
Regex &Regex::operator=(Regex &&other) noexcept = default;
Regex::~Regex() = default;

Regex::Answer Regex::matchesIn(QByteArrayView text, const std::atomic<bool> *stopped)
{
    Compiled &compiled = *m_compiled;
    if (!compiled.quick)
        return Answer::No;
    if (!text.isValidUtf8())
        return matchesIn(QString::fromUtf8(text).toUtf8(), stopped);
    if (text.startsWith(ByteOrderMark))
        text = text.sliced(ByteOrderMark.size());
    if (!std::exchange(compiled.isJitted, true)) {
        pcre2_jit_compile(compiled.quick.get(), PCRE2_JIT_COMPLETE);
        compiled.stack.reset(pcre2_jit_stack_create(FirstStackBytes, MostStackBytes, nullptr));
        pcre2_jit_stack_assign(compiled.context.get(), nullptr, compiled.stack.get());
    }
    const double size = double(text.size()) + 1;
    const auto steps = quint32(std::min<double>(MostSteps, QuickLooks / (size * size)));
    int result = PCRE2_ERROR_MATCHLIMIT;
    if (steps >= FewestSteps) {
        pcre2_set_match_limit(compiled.context.get(), steps);
        result = pcre2_jit_match(compiled.quick.get(), unitsOf(text), size_t(text.size()), 0, 0,
                                 compiled.data.get(), compiled.context.get());
    }
    // Too many steps for now, too little memory, or a machine that cannot compile.
    if (result < 0 && result != PCRE2_ERROR_NOMATCH)
        result = askPatiently(text, stopped);
    if (result == PCRE2_ERROR_NOMATCH || result == PCRE2_ERROR_CALLOUT)
        return Answer::No;
    return result < 0 ? Answer::GaveUp : Answer::Yes;
}

int Regex::askPatiently(QByteArrayView utf8, const std::atomic<bool> *stopped)
{
    Compiled &compiled = *m_compiled;
    if (!compiled.patient) {
        int error = 0;
        size_t errorAt = 0;
        compiled.patient = Compiled::compile(m_source, PCRE2_AUTO_CALLOUT, &error, &errorAt);
        pcre2_jit_compile(compiled.patient.get(), PCRE2_JIT_COMPLETE);
    }
    pcre2_set_match_limit(compiled.context.get(), MostSteps);
    // The function does not write.
    pcre2_set_callout(compiled.context.get(), isStopped, const_cast<std::atomic<bool> *>(stopped));
    const auto ask = [&](quint32 options) {
        return pcre2_match(compiled.patient.get(), unitsOf(utf8), size_t(utf8.size()), 0,
                           PCRE2_NO_UTF_CHECK | options, compiled.data.get(), compiled.context.get());
    };
    // Compiled, it has little memory to come back to: "(a|b)*c" takes it all within some 10,000 characters.
    // Interpreted, it has more.
    const int result = ask(0);
    return result == PCRE2_ERROR_JIT_STACKLIMIT ? ask(PCRE2_NO_JIT) : result;
}

QPair<qsizetype, qsizetype> Regex::find(QByteArrayView utf8, qsizetype from, quint32 steps)
{
    if (!m_compiled->quick)
        return {-1, 0};
    pcre2_set_match_limit(m_compiled->context.get(), steps);
    // Only what is interpreted counts every step.
    const int result = pcre2_match(m_compiled->quick.get(), unitsOf(utf8), size_t(utf8.size()), size_t(from),
                                   PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT | PCRE2_NOTEMPTY, m_compiled->data.get(),
                                   m_compiled->context.get());
    if (result < 0)
        return {-1, 0};
    const size_t *ends = pcre2_get_ovector_pointer(m_compiled->data.get());
    return {qsizetype(ends[0]), qsizetype(ends[1] - ends[0])};
}
