// SPDX-License-Identifier: MIT
#pragma once

#include "ui/inspector/payload/payloadsearch.h"

#include <QObject>

#include <memory>

class FindBar;
class JsonTreeView;
class PayloadView;
class Worker;

/// Finds something in the payload that the inspector shows, in the form in which it does. Of text that is
/// shown in part, the rest is searched too, and more of it is asked for if the next hit is there.
class InspectorFind : public QObject
{
    Q_OBJECT

public:
    InspectorFind(FindBar *bar, PayloadView *view, JsonTreeView *tree, QObject *parent = nullptr);

    /// Nothing to search.
    void clear();
    /// The view's text; what of `utf8` is not in it begins at `restFrom`, and `more` says whether more can be
    /// shown.
    void setText(const QByteArray &utf8, qsizetype restFrom, bool more);
    /// The tree's outline.
    void setTree();
    void setBytes(const QByteArray &bytes);

    bool isWorking() const;

Q_SIGNALS:
    void moreRequested();
    void bytesFound(qint64 from, qint64 length);

private:
    enum class Target { None, Text, Tree, Bytes };
    struct Found
    {
        PayloadSearch::Ranges ranges;
        QList<JsonOutline::Index> values;
        qint64 inRest = 0;

        qsizetype size() const { return ranges.size() + values.size(); }
    };

    void setTarget(Target target, const QByteArray &data = {}, qsizetype restFrom = 0, bool more = false);
    void search();
    void receive(const Found &found);
    void step(int by);
    void go(qsizetype index);
    qsizetype firstFromCursor() const;
    void say();

    FindBar *m_bar;
    PayloadView *m_view;
    JsonTreeView *m_tree;
    Worker *m_worker;

    Target m_target = Target::None;
    QByteArray m_data;
    qsizetype m_restFrom = 0;
    bool m_more = false;
    PayloadSearch m_search;
    Found m_found;
    qsizetype m_current = -1;
    // The hit to go to as soon as more is shown; -1 for none.
    qsizetype m_awaited = -1;
    bool m_isHidden = false;
};
