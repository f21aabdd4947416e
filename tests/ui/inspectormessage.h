// SPDX-License-Identifier: MIT
#pragma once

#include "support/bounds.h"
#include "ui/inspector/messagepane.h"

#include "ui/inspector/hex/hexview.h"
#include "ui/inspector/payload/payloadtext.h"
#include "ui/inspector/payload/payloadview.h"

#include <QAbstractButton>
#include <QLabel>
#include <QTabBar>
#include <QTest>

using namespace Qt::StringLiterals;

inline Message message(const QByteArray &payload, MessageType type = MessageType::Text,
                       Direction direction = Direction::In)
{
    return {1204331, 1795348862134567, direction, type, payload};
}

// Bounds of time catch a freeze, not a slow day, and the figures are printed. Instrumented builds get more
// time.
#if defined(__OPTIMIZE__)
inline constexpr int Patience = SanitizedBuild ? 30 : 1;
#else
inline constexpr int Patience = 30;
#endif

/// The parts of a pane that a test looks at.
struct Parts
{
    explicit Parts(MessagePane *inspector)
        : text(inspector->findChild<PayloadView *>(u"inspectorText"_s))
        , hex(inspector->findChild<HexView *>())
        , tabs(inspector->findChild<QTabBar *>(u"inspectorForm"_s))
        , more(inspector->findChild<QAbstractButton *>(u"inspectorMore"_s))
        , copy(inspector->findChild<QAbstractButton *>(u"inspectorCopy"_s))
        , note(inspector->findChild<QLabel *>(u"inspectorNote"_s))
        , meaning(inspector->findChild<QLabel *>(u"inspectorMeaning"_s))
    {}

    QString form() const { return tabs->tabText(tabs->currentIndex()).remove(u'&'); }
    QStringList offered() const
    {
        QStringList names;
        for (int i = 0; i < tabs->count(); ++i) {
            if (tabs->isTabVisible(i))
                names.append(tabs->tabText(i).remove(u'&'));
        }
        return names;
    }
    void choose(PayloadForm form) const { tabs->setCurrentIndex(int(form)); }

    PayloadView *text;
    HexView *hex;
    QTabBar *tabs;
    QAbstractButton *more;
    QAbstractButton *copy;
    QLabel *note;
    QLabel *meaning;
};
