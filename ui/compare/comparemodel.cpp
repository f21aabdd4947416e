// SPDX-License-Identifier: MIT
#include "ui/compare/comparemodel.h"

#include "format/text/numbers.h"

#include <QTextDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

CompareModel::CompareModel(QObject *parent)
    : QAbstractTableModel(parent)
{}

bool CompareModel::isByPath() const
{
    return m_comparison && m_comparison->form == Comparison::Form::Json;
}

void CompareModel::setComparison(std::shared_ptr<const Comparison> comparison)
{
    beginResetModel();
    m_comparison = std::move(comparison);
    m_rows.clear();
    if (m_comparison && !isByPath())
        layOutLines();
    endResetModel();
}

void CompareModel::layOutLines()
{
    const QList<DiffLine> &lines = m_comparison->lines.lines;
    const auto isSame = [&lines](qsizetype i) { return lines[i].kind == DiffLine::Kind::Same; };
    for (qsizetype from = 0; from < lines.size();) {
        if (!isSame(from)) {
            m_rows.append({from++, 1, false});
            continue;
        }
        qsizetype end = from;
        while (end < lines.size() && isSame(end))
            ++end;
        qsizetype gapFrom = from == 0 ? from : std::min(from + ContextLines, end);
        qsizetype gapEnd = end == lines.size() ? end : std::max(end - ContextLines, gapFrom);
        // A gap of one line would hide it and save nothing.
        if (gapEnd - gapFrom <= 1)
            gapFrom = gapEnd = end;
        for (; from < gapFrom; ++from)
            m_rows.append({from, 1, false});
        if (gapEnd > gapFrom)
            m_rows.append({gapFrom, gapEnd - gapFrom, true});
        for (from = gapEnd; from < end; ++from)
            m_rows.append({from, 1, false});
    }
}

int CompareModel::rowCount(const QModelIndex &parent) const
{
    if (parent.isValid() || !m_comparison)
        return 0;
    return int(isByPath() ? m_comparison->json.differences.size() : m_rows.size());
}

int CompareModel::columnCount(const QModelIndex &parent) const
{
    if (parent.isValid())
        return 0;
    return isByPath() ? RightColumn + 1 : PathColumn + 1;
}

CompareModel::Kind CompareModel::kindOf(int row) const
{
    if (isByPath()) {
        switch (m_comparison->json.differences[row].kind) {
        case JsonDifference::Kind::Added:
            return Kind::Added;
        case JsonDifference::Kind::Removed:
            return Kind::Removed;
        case JsonDifference::Kind::Changed:
            break;
        }
        return Kind::Changed;
    }
    if (m_rows[row].isGap)
        return Kind::Gap;
    switch (m_comparison->lines.lines[m_rows[row].line].kind) {
    case DiffLine::Kind::Added:
        return Kind::Added;
    case DiffLine::Kind::Removed:
        return Kind::Removed;
    case DiffLine::Kind::Same:
        break;
    }
    return Kind::Same;
}

static QString signOf(CompareModel::Kind kind)
{
    switch (kind) {
    case CompareModel::Kind::Added:
        return u"+"_s;
    case CompareModel::Kind::Removed:
        return u"\u2212"_s;
    case CompareModel::Kind::Changed:
        return u"\u2260"_s;
    case CompareModel::Kind::Gap:
        return u"\u22ee"_s;
    case CompareModel::Kind::Same:
        break;
    }
    return {};
}

static QString signInWords(CompareModel::Kind kind)
{
    switch (kind) {
    case CompareModel::Kind::Added:
        return CompareModel::tr("added");
    case CompareModel::Kind::Removed:
        return CompareModel::tr("removed");
    case CompareModel::Kind::Changed:
        return CompareModel::tr("changed");
    case CompareModel::Kind::Gap:
    case CompareModel::Kind::Same:
        break;
    }
    return CompareModel::tr("the same");
}

static QString cut(QByteArrayView utf8, qsizetype atMost)
{
    // Four bytes are the most that a character takes.
    QString text = QString::fromUtf8(utf8.first(std::min(utf8.size(), 4 * atMost)));
    if (text.size() <= atMost && 4 * atMost >= utf8.size())
        return text;
    text.truncate(std::min(atMost, text.size()));
    return text + u'…';
}

QString CompareModel::textOf(int row, int column, qsizetype atMost) const
{
    if (isByPath()) {
        const JsonDifference &difference = m_comparison->json.differences[row];
        switch (column) {
        case PathColumn:
            return difference.path.size() <= atMost ? difference.path : difference.path.left(atMost) + u'…';
        case LeftColumn:
            return cut(difference.left, atMost);
        case RightColumn:
            return cut(difference.right, atMost);
        default:
            return {};
        }
    }
    const Row &place = m_rows[row];
    if (place.isGap)
        return tr("%1 lines that are the same").arg(formatCount(quint64(place.count)));
    return cut(m_comparison->lines.lines[place.line].text, atMost);
}

// One line, whatever line breaks and tabs JSON has between its tokens.
static QString inOneLine(QString text)
{
    for (QChar &c : text) {
        if (c < u' ')
            c = u' ';
    }
    return text;
}

QVariant CompareModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Kind kind = kindOf(index.row());
    const bool isSign = index.column() == SignColumn;
    switch (role) {
    case Qt::DisplayRole:
        return isSign ? signOf(kind) : inOneLine(textOf(index.row(), index.column(), MaxCellText));
    case Qt::ToolTipRole: {
        const QString text = isSign ? signInWords(kind) : textOf(index.row(), index.column(), MaxToolTipText);
        return text.isEmpty() ? QVariant() : Qt::convertFromPlainText(text);
    }
    case Qt::AccessibleTextRole:
        return isSign ? signInWords(kind) : QVariant();
    case Qt::TextAlignmentRole:
        return isSign ? QVariant(Qt::AlignCenter) : QVariant();
    case KindRole:
        return QVariant::fromValue(kind);
    default:
        return {};
    }
}

QVariant CompareModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || !isByPath())
        return QAbstractTableModel::headerData(section, orientation, role);
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case PathColumn:
        return tr("Path");
    case LeftColumn:
        return tr("Left");
    case RightColumn:
        return tr("Right");
    default:
        return QString();
    }
}
