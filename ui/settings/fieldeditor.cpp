// SPDX-License-Identifier: MIT
#include "ui/settings/fieldeditor.h"

#include "ui/kit/decimalbox.h"
#include "ui/kit/fields/lineeditlimit.h"
#include "ui/kit/flatcontrols.h"
#include "ui/kit/theme.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QSpinBox>
#include <QToolButton>

#include <cmath>

using namespace Qt::StringLiterals;

using Unit = ProfileFieldTraits::Unit;

// Of the unit of the member in the one that is shown.
static double perShown(Unit unit)
{
    switch (unit) {
    case Unit::Seconds:
        return 1000;
    case Unit::Mebibytes:
        return 1024.0 * 1024.0;
    case Unit::Percent:
    case Unit::Bits:
    case Unit::None:
        break;
    }
    return 1;
}

static double toShown(Unit unit, double number)
{
    return unit == Unit::Percent ? number * 100 : number / perShown(unit);
}

static double fromShown(Unit unit, double shown)
{
    return unit == Unit::Percent ? shown / 100 : shown * perShown(unit);
}

static QString suffixOf(Unit unit)
{
    switch (unit) {
    case Unit::Seconds:
        return FieldEditor::tr(" s");
    case Unit::Percent:
        return FieldEditor::tr(" %");
    case Unit::Mebibytes:
        return FieldEditor::tr(" MiB");
    case Unit::Bits:
        return FieldEditor::tr(" bits");
    case Unit::None:
        break;
    }
    return {};
}

template <typename Box>
static FieldEditor ofNumber(ProfileField field, Box *box)
{
    using Number = decltype(box->value());
    const ProfileFieldTraits &traits = profileFieldTraits(field);
    const Unit unit = traits.unit;
    const ProfileFieldRange range = traits.typed.isEmpty() ? traits.range : traits.typed;
    box->setObjectName(QString::fromLatin1(traits.editor));
    box->setRange(Number(toShown(unit, range.least)), Number(toShown(unit, range.most)));
    box->setPrefix(profileFieldText(traits.prefix));
    box->setSuffix(suffixOf(unit));
    box->setSpecialValueText(profileFieldText(traits.none));
    box->setAlignment(Qt::AlignRight);
    if (traits.step > 0)
        box->setSingleStep(Number(traits.step));
    // So many digits are read in groups.
    box->setGroupSeparatorShown(std::is_same_v<Number, int> && range.most >= 1000000);
    FieldEditor editor;
    editor.widget = box;
    editor.binding.field = field;
    editor.binding.load = [box, field, unit](const ConnectionProfile &profile) {
        const double shown = toShown(unit, profileFieldValue(field, profile).toDouble());
        if constexpr (std::is_same_v<Number, int>)
            box->setValue(int(std::lround(shown)));
        else
            box->setValue(shown);
    };
    editor.binding.store = [box, field, unit](ConnectionProfile &profile) {
        setProfileFieldValue(field, fromShown(unit, box->value()), profile);
    };
    editor.whenEdited = [box](QObject *context, const std::function<void()> &edited) {
        QObject::connect(box, &Box::valueChanged, context, edited);
    };
    return editor;
}

static FieldEditor ofDecimal(ProfileField field, FieldEditor::Decimals decimals)
{
    if (decimals == FieldEditor::Decimals::AsNeeded)
        return ofNumber<QDoubleSpinBox>(field, new DecimalBox({}, 0, 0, {}));
    auto *box = new QDoubleSpinBox;
    box->setDecimals(2);
    return ofNumber(field, box);
}

static FieldEditor ofTruth(ProfileField field)
{
    const ProfileFieldTraits &traits = profileFieldTraits(field);
    auto *box = new QCheckBox(profileFieldText(traits.label));
    box->setObjectName(QString::fromLatin1(traits.editor));
    FieldEditor editor;
    editor.widget = box;
    editor.binding.field = field;
    editor.binding.load = [box, field, inverted = traits.inverted](const ConnectionProfile &profile) {
        box->setChecked(profileFieldValue(field, profile).toBool() != inverted);
    };
    editor.binding.store = [box, field, inverted = traits.inverted](ConnectionProfile &profile) {
        setProfileFieldValue(field, box->isChecked() != inverted, profile);
    };
    editor.whenEdited = [box](QObject *context, const std::function<void()> &edited) {
        QObject::connect(box, &QCheckBox::toggled, context, edited);
    };
    return editor;
}

static FieldEditor ofWords(ProfileField field)
{
    const ProfileFieldTraits &traits = profileFieldTraits(field);
    auto *box = new QComboBox;
    box->setObjectName(QString::fromLatin1(traits.editor));
    for (const ProfileFieldWord &word : traits.words) {
        if (word.isFormer || !word.label)
            continue;
        QString label = profileFieldText(word.label);
        label[0] = label[0].toUpper();
        box->addItem(label, word.value);
    }
    FieldEditor editor;
    editor.widget = box;
    editor.binding.field = field;
    editor.binding.load = [box, field](const ConnectionProfile &profile) {
        box->setCurrentIndex(box->findData(profileFieldValue(field, profile)));
    };
    editor.binding.store = [box, field](ConnectionProfile &profile) {
        setProfileFieldValue(field, box->currentData(), profile);
    };
    editor.whenEdited = [box](QObject *context, const std::function<void()> &edited) {
        QObject::connect(box, &QComboBox::currentIndexChanged, context, edited);
    };
    return editor;
}

static FieldEditor ofText(ProfileField field, QWidget *widget, QLineEdit *line)
{
    const ProfileFieldTraits &traits = profileFieldTraits(field);
    line->setObjectName(QString::fromLatin1(traits.editor));
    line->setPlaceholderText(profileFieldText(traits.placeholder));
    FieldEditor editor;
    editor.widget = widget;
    editor.binding.field = field;
    editor.binding.load = [line, field](const ConnectionProfile &profile) {
        // Writing a line back while it is typed in would move its cursor.
        const QString text = profileFieldValue(field, profile).toString();
        if (line->text() != text)
            setWholeText(line, text);
    };
    editor.binding.store = [line, field](ConnectionProfile &profile) {
        setProfileFieldValue(field, line->text(), profile);
    };
    editor.whenEdited = [line](QObject *context, const std::function<void()> &edited) {
        QObject::connect(line, &QLineEdit::textChanged, context, edited);
    };
    return editor;
}

static FieldEditor ofText(ProfileField field)
{
    auto *line = new QLineEdit;
    return ofText(field, line, line);
}

static FieldEditor ofTextWithButton(ProfileField field, QLineEdit *line, QToolButton *button)
{
    auto *both = new QWidget;
    both->setFocusProxy(line);
    auto *layout = new QHBoxLayout(both);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::Unit);
    layout->addWidget(line, 1);
    layout->addWidget(button);
    return ofText(field, both, line);
}

static QString editorName(ProfileField field, QLatin1StringView part)
{
    return QLatin1StringView(profileFieldTraits(field).editor) + part;
}

// A password or a token: dots, for as long as its button is not pressed in.
static FieldEditor ofSecret(ProfileField field)
{
    auto *line = new QLineEdit;
    line->setEchoMode(QLineEdit::Password);
    line->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText
                              | Qt::ImhNoAutoUppercase);
    QToolButton *show = flatButton(editorName(field, "Show"_L1), FieldEditor::tr("Show"),
                                   FieldEditor::tr("Show what is typed"), nullptr);
    show->setCheckable(true);
    QObject::connect(show, &QToolButton::toggled, line,
                     [line](bool on) { line->setEchoMode(on ? QLineEdit::Normal : QLineEdit::Password); });
    return ofTextWithButton(field, line, show);
}

FieldEditor FieldEditor::ofFile(ProfileField field, const QString &what, const QString &filter)
{
    auto *line = new QLineEdit;
    line->setClearButtonEnabled(true);
    QToolButton *button = flatButton(editorName(field, "Browse"_L1), tr("Browse…"), what, nullptr);
    QObject::connect(button, &QToolButton::clicked, line, [line, what, filter] {
        auto *dialog = new QFileDialog(line->window(), what, QFileInfo(line->text()).path(), filter);
        dialog->setObjectName(line->objectName() + u"Dialog"_s);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        QObject::connect(dialog, &QFileDialog::fileSelected, line, &QLineEdit::setText);
        dialog->open();
    });
    FieldEditor editor = ofTextWithButton(field, line, button);
    line->setPlaceholderText(tr("none"));
    return editor;
}

FieldEditor FieldEditor::of(ProfileField field, Decimals decimals)
{
    const ProfileFieldTraits &traits = profileFieldTraits(field);
    const int type = profileFieldValue(field, {}).userType();
    if (!traits.words.empty())
        return ofWords(field);
    if (type == QMetaType::Bool)
        return ofTruth(field);
    if (type == QMetaType::QString)
        return traits.secret ? ofSecret(field) : ofText(field);
    const bool isCount = type == QMetaType::LongLong && traits.unit == Unit::None;
    if (isCount || traits.unit == Unit::Bits || traits.unit == Unit::Percent)
        return ofNumber(field, new QSpinBox);
    return ofDecimal(field, decimals);
}

FieldEditor::RetryWaits FieldEditor::ofRetryWaits(Decimals decimals)
{
    using std::chrono::milliseconds;
    RetryWaits waits{of(ProfileField::RetryFirst, decimals), of(ProfileField::RetryFactor, decimals)};
    auto *first = static_cast<QDoubleSpinBox *>(waits.first.widget);
    auto *factor = static_cast<QDoubleSpinBox *>(waits.factor.widget);
    waits.first.binding.load = [first](const ConnectionProfile &profile) {
        first->setValue(plainSeconds(toShown(Unit::Seconds, double(profile.retry.firstWait().count()))));
    };
    waits.first.binding.store = [first, factor](ConnectionProfile &profile) {
        const double wait = fromShown(Unit::Seconds, first->value());
        profile.retry.setWaits(milliseconds(std::llround(wait)), factor->value());
    };
    waits.factor.binding.store = waits.first.binding.store;
    return waits;
}
