// SPDX-License-Identifier: MIT
#include "format/text/linediff.h"

#include <QHash>

#include <algorithm>
#include <vector>

static constexpr qsizetype MaxLines = 20000;
static constexpr int MaxDifferences = 2000;

static QList<QByteArrayView> linesOf(const QByteArray &text)
{
    QList<QByteArrayView> lines;
    const QByteArrayView all(text);
    qsizetype start = 0;
    for (qsizetype end = all.indexOf('\n'); end >= 0; end = all.indexOf('\n', start)) {
        lines.append(all.sliced(start, end - start));
        start = end + 1;
    }
    lines.append(all.sliced(start));
    return lines;
}

namespace {

/// Myers, "An O(ND) Difference Algorithm and Its Variations" (1986): how far one gets with d differences on
/// each diagonal k = x - y, kept for every d, so that the way can be followed back.
class ShortestEdit
{
public:
    ShortestEdit(QList<QByteArrayView> left, QList<QByteArrayView> right)
        : m_left(std::move(left))
        , m_right(std::move(right))
    {
        QHash<QByteArrayView, int> numbers;
        m_leftNumbers = numbered(m_left, &numbers);
        m_rightNumbers = numbered(m_right, &numbers);
    }

    /// False if there are too many differences, or it was cancelled.
    bool find(const std::function<bool()> &cancelled);
    QList<DiffLine> lines() const;

private:
    int xBefore(const std::vector<int> &reached, int d, int k) const
    {
        const bool down = k == -d || (k != d && at(reached, d - 1, k - 1) < at(reached, d - 1, k + 1));
        return down ? at(reached, d - 1, k + 1) : at(reached, d - 1, k - 1) + 1;
    }
    // Of d, every second diagonal from -d to d.
    static int at(const std::vector<int> &reached, int d, int k) { return reached[size_t((k + d) / 2)]; }

    int follow(int x, int k) const
    {
        while (x < m_left.size() && x - k < m_right.size()
               && m_leftNumbers[size_t(x)] == m_rightNumbers[size_t(x - k)])
            ++x;
        return x;
    }

    static int numberOf(QByteArrayView line, QHash<QByteArrayView, int> *numbers)
    {
        const auto known = numbers->constFind(line);
        return known != numbers->cend() ? *known : *numbers->insert(line, int(numbers->size()));
    }

    static std::vector<int> numbered(const QList<QByteArrayView> &lines, QHash<QByteArrayView, int> *numbers)
    {
        std::vector<int> result;
        result.reserve(size_t(lines.size()));
        for (const QByteArrayView line : lines)
            result.push_back(numberOf(line, numbers));
        return result;
    }

    const QList<QByteArrayView> m_left;
    const QList<QByteArrayView> m_right;
    // The same for lines that are the same: long lines are compared often.
    std::vector<int> m_leftNumbers;
    std::vector<int> m_rightNumbers;
    std::vector<std::vector<int>> m_reached;
};

} // namespace

bool ShortestEdit::find(const std::function<bool()> &cancelled)
{
    const int width = int(m_left.size());
    const int height = int(m_right.size());
    for (int d = 0; d <= std::min(width + height, MaxDifferences); ++d) {
        if (d % 16 == 0 && cancelled())
            return false;
        std::vector<int> reached(size_t(d) + 1);
        for (int k = -d; k <= d; k += 2) {
            int x = d == 0 ? 0 : xBefore(m_reached.back(), d, k);
            // Beyond an edge there is nothing to follow; the figure is kept for the diagonals beside it.
            if (x <= width && x - k <= height && x - k >= 0)
                x = follow(x, k);
            reached[size_t((k + d) / 2)] = x;
            if (k == width - height && x >= width) {
                m_reached.push_back(std::move(reached));
                return true;
            }
        }
        m_reached.push_back(std::move(reached));
    }
    return false;
}

QList<DiffLine> ShortestEdit::lines() const
{
    QList<DiffLine> backwards;
    int x = int(m_left.size());
    int y = int(m_right.size());
    for (int d = int(m_reached.size()) - 1; d >= 0; --d) {
        const int k = x - y;
        const int start = d == 0 ? 0 : xBefore(m_reached[size_t(d) - 1], d, k);
        while (x > start) {
            backwards.append({DiffLine::Kind::Same, m_left[--x]});
            --y;
        }
        if (d == 0)
            break;
        const bool down = k == -d
                          || (k != d
                              && at(m_reached[size_t(d) - 1], d - 1, k - 1)
                                         < at(m_reached[size_t(d) - 1], d - 1, k + 1));
        if (down)
            backwards.append({DiffLine::Kind::Added, m_right[--y]});
        else
            backwards.append({DiffLine::Kind::Removed, m_left[--x]});
    }
    std::reverse(backwards.begin(), backwards.end());
    return backwards;
}

static void append(LineDiff *to, DiffLine::Kind kind, const QList<QByteArrayView> &lines, qsizetype from,
                   qsizetype end)
{
    for (qsizetype i = from; i < end; ++i)
        to->lines.append({kind, lines[i]});
}

LineDiff diffLines(const QByteArray &left, const QByteArray &right, const std::function<bool()> &cancelled)
{
    const QList<QByteArrayView> a = linesOf(left);
    const QList<QByteArrayView> b = linesOf(right);
    const qsizetype shorter = std::min(a.size(), b.size());
    qsizetype first = 0;
    while (first < shorter && a[first] == b[first])
        ++first;
    qsizetype last = 0;
    while (last < shorter - first && a[a.size() - 1 - last] == b[b.size() - 1 - last])
        ++last;

    LineDiff diff;
    append(&diff, DiffLine::Kind::Same, a, 0, first);
    const qsizetype aEnd = a.size() - last;
    const qsizetype bEnd = b.size() - last;
    const bool isOneSided = aEnd == first || bEnd == first;
    diff.isMinimal = isOneSided || std::max(aEnd, bEnd) - first <= MaxLines;
    if (diff.isMinimal && !isOneSided) {
        ShortestEdit edit(a.mid(first, aEnd - first), b.mid(first, bEnd - first));
        diff.isMinimal = edit.find(cancelled);
        if (diff.isMinimal)
            diff.lines += edit.lines();
    }
    if (isOneSided || !diff.isMinimal) {
        append(&diff, DiffLine::Kind::Removed, a, first, aEnd);
        append(&diff, DiffLine::Kind::Added, b, first, bEnd);
    }
    append(&diff, DiffLine::Kind::Same, a, aEnd, a.size());
    return diff;
}
