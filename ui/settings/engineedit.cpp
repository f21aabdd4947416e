// SPDX-License-Identifier: MIT
#include "ui/settings/engineedit.h"

#include "ui/kit/theme.h"
#include "ui/kit/tonelabel.h"

#include <QBoxLayout>
#include <QRadioButton>
#include <QStyle>

using namespace Qt::StringLiterals;

EngineEdit::EngineEdit(QWidget *parent)
    : QWidget(parent)
    , m_native(new QRadioButton(tr("&Native"), this))
    , m_qt(new QRadioButton(tr("&Qt"), this))
{
    setAccessibleName(tr("Engine"));
    setFocusProxy(m_native);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::Unit / 4);
    const auto add = [this, layout](QRadioButton *button, const QString &objectName, const QString &tells) {
        button->setObjectName(objectName);
        button->setAccessibleName(button->text().remove(u'&'));
        button->setAccessibleDescription(tells);
        auto *sentence = new ToneLabel(objectName + u"Tells"_s, ToneLabel::Tone::Quiet, this);
        sentence->setSentence(tells);
        // Below the button's text.
        sentence->setIndent(style()->pixelMetric(QStyle::PM_ExclusiveIndicatorWidth)
                            + style()->pixelMetric(QStyle::PM_RadioButtonLabelSpacing));
        layout->addWidget(button);
        layout->addWidget(sentence);
    };
    add(m_native, u"engineNative"_s,
        tr("Tells all that is on the wire: the headers of the handshake and how long it took, pings and "
           "pongs, every close code. Compresses."));
    add(m_qt, u"engineQt"_s,
        tr("Qt's own. Tells no headers and no pings, and some close codes as others. Does not compress."));
    connect(m_native, &QRadioButton::toggled, this, &EngineEdit::edited);
}

Engine EngineEdit::engine() const
{
    return m_qt->isChecked() ? Engine::Qt : Engine::Native;
}

void EngineEdit::setEngine(Engine engine)
{
    (engine == Engine::Qt ? m_qt : m_native)->setChecked(true);
}
